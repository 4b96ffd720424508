"""Curator: python try_bespokelabs_curator.py URL SLOTS CALLS FOLDER asks so many times."""

import sys

from bespokelabs import curator

GUIDE = "Write a program as you were taught. " * 30


class Programs(curator.LLM):
    def prompt(self, row):
        return [
            {"role": "system", "content": GUIDE},
            {"role": "user", "content": row["text"]},
        ]

    def parse(self, row, response):
        return {"reply": str(response)}


def main(url, slots, calls, folder):
    programs = Programs(
        model_name="embedded",
        backend="openai",
        backend_params={
            "base_url": url + "/v1",
            "max_requests_per_minute": 1_000_000,
            "max_tokens_per_minute": 1_000_000_000,
            "max_concurrent_requests": round(int(slots) * 1.5),
        },
    )
    result = programs([{"text": f"Number {i}."} for i in range(int(calls))], working_dir=folder)
    assert len(getattr(result, "dataset", result)) == int(calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
