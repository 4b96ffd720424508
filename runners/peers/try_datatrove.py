"""datatrove: python try_datatrove.py URL SLOTS CALLS FOLDER asks so many times by its InferenceRunner."""

import sys

from datatrove.data import Document
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.inference.run_inference import InferenceConfig, InferenceRunner
from datatrove.pipeline.writers import JsonlWriter

GUIDE = "Write a program as you were taught. " * 30


async def ask(document, generate):
    return await generate({"messages": [
        {"role": "system", "content": GUIDE},
        {"role": "user", "content": document.text},
    ]})  # fmt: skip


def main(url, slots, calls, folder):
    config = InferenceConfig(
        server_type="endpoint",
        endpoint_url=url,
        model_name_or_path="embedded",
        max_concurrent_generations=round(int(slots) * 1.5),
        metric_interval=600,
        server_ready_delay_sec=0.2,
    )
    LocalPipelineExecutor(
        pipeline=[
            [Document(text=f"Number {i}.", id=str(i)) for i in range(int(calls))],
            InferenceRunner(ask, config, JsonlWriter(folder + "/out", compression=None)),
        ],
        logging_dir=folder + "/logs",
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
