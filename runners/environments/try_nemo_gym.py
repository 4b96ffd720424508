"""The lines for NeMo Gym have what math_with_judge asks for, and its library scores them.

NeMo Gym itself is on no package index. What its math_with_judge takes of a line is checked by models
of the same fields, and the replies by Math-Verify as it is called there, without the judge.
"""

import logging
import sys

from math_verify.metric import math_metric
from math_verify.parser import ExprExtractionConfig, LatexExtractionConfig
from planted import replies
from pydantic import BaseModel


class Message(BaseModel):
    """A turn of a chat."""

    role: str
    content: str


class Asked(BaseModel):
    """What a model is asked."""

    input: list[Message]


class Agent(BaseModel):
    """Who asks it."""

    type: str
    name: str


class Line(BaseModel):
    """A line of the data."""

    responses_create_params: Asked
    question: str
    expected_answer: str
    agent_ref: Agent


logging.getLogger("math_verify").setLevel(logging.CRITICAL)
verify = math_metric(
    gold_extraction_target=(LatexExtractionConfig(),),
    pred_extraction_target=(ExprExtractionConfig(), LatexExtractionConfig()),
)


def score(line, reply):
    """What Math-Verify says of a reply; nothing where it raises."""
    try:
        return float(verify(["\\boxed{" + line.expected_answer + "}"], [reply])[0])
    except Exception:
        return 0.0


wanted = int(sys.argv[1])
with open(sys.argv[2] + "/nemo_gym/train.jsonl", encoding="utf-8") as lines:
    read = [Line.model_validate_json(line) for line in lines]
missed = let = planted = 0
for i in range(wanted):
    line = read[i % len(read)]
    good, bad = replies(line.expected_answer)
    missed += score(line, good) != 1.0
    # No reply, no number, and other numbers: what else is wrong there its judge decides.
    for reply in bad[:5] + bad[7:]:
        planted += 1
        let += score(line, reply) != 0.0
print(
    "nemo-gym: %d lines read, %d scored: %d right answers missed, %d of %d wrong ones let through"
    % (len(read), wanted, missed, let, planted)
)
raise SystemExit(1 if missed or let else 0)
