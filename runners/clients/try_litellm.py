"""litellm: chats, streams, structured output and embedded errors."""

import sys

import litellm

litellm.telemetry = False
base = {"model": "openai/embedded", "api_base": sys.argv[1], "api_key": "none"}
ask = [{"role": "user", "content": "Say hello."}]

text = litellm.completion(messages=ask, **base).choices[0].message.content
assert text
chunks = litellm.completion(messages=ask, stream=True, **base)
said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
assert said == text, said
structured = litellm.completion(messages=ask, response_format={"type": "json_object"}, **base)
assert structured.choices[0].message.content.startswith("{")
parts = [{"role": "user", "content": [{"type": "text", "text": "Say hello."}]}]
assert litellm.completion(messages=parts, **base).choices[0].message.content == text
try:
    litellm.completion(messages=ask, **{**base, "model": "openai/none"})
    raise SystemExit("an unknown model answered")
except litellm.NotFoundError:
    pass
print("chats, parts, stream, json_object, unknown model")
