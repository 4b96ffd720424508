"""distilabel: its OpenAI model generates for two inputs."""

import sys

from distilabel.models import OpenAILLM

llm = OpenAILLM(model="embedded", base_url=sys.argv[1], api_key="none")
llm.load()
inputs = [[{"role": "user", "content": text}] for text in ("Say hello.", "Say goodbye.")]
outputs = llm.generate(inputs=inputs, num_generations=2)
assert len(outputs) == 2 and all(len(o["generations"]) == 2 and all(o["generations"]) for o in outputs)
print("two inputs, two generations each")
