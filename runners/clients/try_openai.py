"""openai-python: chats, parts, streams, structured output, files and batches."""

import io
import json
import sys
import time

import openai
from pydantic import BaseModel

client = openai.OpenAI(base_url=sys.argv[1], api_key="none")
model = client.models.list().data[0].id
assert client.models.retrieve(model).id == model

ask = [{"role": "user", "content": "Say hello."}]
chat = client.chat.completions.create(
    model=model, messages=ask, n=2, logprobs=True, max_completion_tokens=500
)
text = chat.choices[0].message.content
assert len(chat.choices) == 2 and text and chat.choices[0].logprobs.content

parts = [{"role": "user", "content": [{"type": "text", "text": "Say hello."}]}]
assert client.chat.completions.create(model=model, messages=parts).choices[0].message.content == text

stream = client.chat.completions.create(
    model=model, messages=ask, stream=True, stream_options={"include_usage": True}
)
chunks = list(stream)
said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
assert said == text, said
assert chunks[-1].usage.completion_tokens > 0


class Verdict(BaseModel):
    same: bool
    reason: str


parsed = client.chat.completions.parse(model=model, messages=ask, response_format=Verdict)
assert isinstance(parsed.choices[0].message.parsed, Verdict)

line = {
    "custom_id": "one",
    "method": "POST",
    "url": "/v1/chat/completions",
    "body": {"model": model, "messages": ask},
}
file = client.files.create(file=("in.jsonl", io.BytesIO(json.dumps(line).encode())), purpose="batch")
batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
for _ in range(100):
    batch = client.batches.retrieve(batch.id)
    if batch.status == "completed":
        break
    time.sleep(0.1)
result = json.loads(client.files.content(batch.output_file_id).text.splitlines()[0])
assert result["response"]["body"]["choices"][0]["message"]["content"] == text

training = client.files.create(file=("t.jsonl", io.BytesIO(b"{}\n")), purpose="fine-tune")
try:
    client.fine_tuning.jobs.create(model=model, training_file=training.id)
    raise SystemExit("a fine-tuning job was taken")
except openai.APIStatusError as e:
    assert "trains nothing" in str(e), e
print("chats, parts, stream, structured output, batch, file for fine-tuning")
