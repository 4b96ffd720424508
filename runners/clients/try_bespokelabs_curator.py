"""Curator: plain and structured generation over its OpenAI-compatible backends."""

import sys
import tempfile

from bespokelabs import curator
from pydantic import BaseModel


class Pair(BaseModel):
    question: str
    answer: str


params = {"base_url": sys.argv[1], "max_requests_per_minute": 1000, "max_tokens_per_minute": 1000000}


class Plain(curator.LLM):
    def prompt(self, row):
        return row["text"]

    def parse(self, row, response):
        return {"reply": str(response)}


class Structured(curator.LLM):
    response_format = Pair

    def prompt(self, row):
        return row["text"]

    def parse(self, row, response):
        return {"question": response.question}


rows = [{"text": "Say hello."}, {"text": "Say goodbye."}]


def run(kind, **more):
    llm = kind(model_name="embedded", backend="openai", backend_params=params, **more)
    with tempfile.TemporaryDirectory() as folder:
        result = llm(rows, working_dir=folder)
        data = getattr(result, "dataset", result)
        return [dict(row) for row in data]


assert all(row["reply"] for row in run(Plain))
assert all(row["question"] for row in run(Structured))
print("two rows plain, two structured")
