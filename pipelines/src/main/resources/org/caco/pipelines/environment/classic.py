"""The problems as an environment of verifiers before 0.2, which has no tasksets."""

import random

import verifiers as vf
from datasets import Dataset

from .data import problems, prompt
from .grading import score


def load_environment(kind="all", min_difficulty=None, max_difficulty=None, seed=0, url=None, **kwargs):
    """A single-turn environment: the reward is 1.0 for the right answer, else 0.0."""
    found = problems(kind, min_difficulty, max_difficulty)
    random.Random(seed).shuffle(found)
    rows = [
        {
            "prompt": [{"role": "user", "content": prompt(problem["question"])}],
            "answer": problem["answer"],
            "info": {key: problem[key] for key in ("id", "row_id", "difficulty")},
        }
        for problem in found
    ]

    def correct(completion, answer, **_):
        last = completion if isinstance(completion, str) else completion[-1]["content"]
        return score(answer, last, url)

    return vf.SingleTurnEnv(dataset=Dataset.from_list(rows), rubric=vf.Rubric(funcs=[correct]), **kwargs)
