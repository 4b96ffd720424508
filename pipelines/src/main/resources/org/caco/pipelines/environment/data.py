"""The problems of a run: rows, and further instances of them. Texts and answers, and no code."""

import gzip
import json
import random
import urllib.error
import urllib.request
from importlib.resources import files
from itertools import count

INSTRUCTION = "Put your final answer within \\boxed{}."


def problems(kind="all", min_difficulty=None, max_difficulty=None):
    """Dicts with id, row_id, question, answer, difficulty (None where it is not known) and instance.

    `kind` is rows, instances or all. Where a least or largest difficulty is asked for, problems of
    none are left out.
    """
    if kind not in ("rows", "instances", "all"):
        raise ValueError("kind is rows, instances or all, not %r" % (kind,))
    found = []
    with files(__package__).joinpath("problems.jsonl.gz").open("rb") as raw:
        with gzip.open(raw, "rt", encoding="utf-8") as lines:
            for line in lines:
                problem = json.loads(line)
                if kind == "all" or problem["instance"] == (kind == "instances"):
                    found.append(problem)
    if min_difficulty is not None or max_difficulty is not None:
        low = 0.0 if min_difficulty is None else min_difficulty
        high = 1.0 if max_difficulty is None else max_difficulty
        found = [
            problem
            for problem in found
            if problem["difficulty"] is not None and low <= problem["difficulty"] <= high
        ]
    return found


def prompt(question):
    """What a model is asked: the question, and where its answer belongs."""
    return question + "\n\n" + INSTRUCTION


def endless(found, seed=0, url=None, timeout=60):
    """Problems for ever: all in an order that the seed decides, then all in another one.

    With `url`, the address of `caco serve-rewards`, each is a fresh instance of the problem's row.
    """
    if not found:
        raise ValueError("there is no such problem")
    for epoch in count():
        order = list(range(len(found)))
        random.Random("%d %d" % (seed, epoch)).shuffle(order)
        for place, index in enumerate(order):
            problem = found[index]
            yield fresh(problem, seed + epoch * len(order) + place, url, timeout) if url else problem


def fresh(problem, seed, url, timeout=60):
    """An instance that the service makes of a problem's row; the problem itself where it makes none."""
    address = "%s/instance?seed=%d&row=%s" % (url.rstrip("/"), seed, problem["row_id"])
    try:
        with urllib.request.urlopen(address, timeout=timeout) as response:
            made = json.load(response)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return problem
        raise
    changed = dict(problem, question=made.get("problem", made.get("question")), answer=made["answer"])
    return dict(changed, id=made.get("id", "%s-%d" % (problem["row_id"], seed)), instance=True)
