"""Data Designer: python try_data_designer.py URL SLOTS CALLS FOLDER asks so many times, a text column."""

import sys

import data_designer.config as dd
from data_designer.interface import DataDesigner

GUIDE = "Write a program as you were taught. " * 30


def main(url, slots, calls, folder):
    provider = dd.ModelProvider(name="caco", endpoint=url + "/v1", provider_type="openai", api_key="none")
    model = dd.ModelConfig(
        alias="toy",
        model="embedded",
        provider="caco",
        inference_parameters=dd.ChatCompletionInferenceParams(
            max_tokens=1024, max_parallel_requests=round(int(slots) * 1.5)
        ),
    )
    designer = DataDesigner(model_providers=[provider], artifact_path=folder)
    config = dd.DataDesignerConfigBuilder(model_configs=[model])
    config.add_column(
        dd.SamplerColumnConfig(
            name="number",
            sampler_type=dd.SamplerType.UNIFORM,
            params=dd.UniformSamplerParams(low=0, high=1),
        )
    )
    config.add_column(
        dd.LLMTextColumnConfig(
            name="text", model_alias="toy", system_prompt=GUIDE, prompt="Number {{ number }}."
        )
    )
    made = designer.create(config, num_records=int(calls))
    assert len(made.load_dataset()) == int(calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
