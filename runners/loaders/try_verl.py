"""Reads rows as verl's RLHFDataset does, and scores them by verl's own scorer.

Importing verl needs ray, torch and an inference engine; the scorer is one file that needs nothing.
"""

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

from datasets import load_dataset


def main(one, two):
    scores = Path(importlib.metadata.distribution("verl").locate_file("verl/utils/reward_score"))
    spec = importlib.util.spec_from_file_location("scorer", scores / "math_reward.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    dispatch = (scores / "__init__.py").read_text()
    files = sorted(map(str, Path(one, "rl").glob("*.parquet")))
    rows = load_dataset("parquet", data_files=files)["train"]
    exported = load_dataset("parquet", data_files=one + "/formats/verl/train.parquet")["train"]
    assert exported.features == rows.features
    assert sorted(exported["id"]) == sorted(rows["id"])
    right = 0
    for row in rows:
        assert f'"{row["data_source"]}"' in dispatch, row["data_source"]
        assert [turn["role"] for turn in row["prompt"]] == ["user"]
        assert isinstance(row["extra_info"]["index"], int)
        assert row["extra_info"]["split"] == "train"
        assert row["reward_model"]["style"] == "rule"
        truth = row["reward_model"]["ground_truth"]
        right += scorer.compute_score("So it is $" + row["solution"] + "$.", truth)
        assert scorer.compute_score("So it is $\\boxed{no}$.", truth) == 0
    assert right == len(rows), (right, len(rows))
    print(f"{len(rows)} rows have verl's columns, and their solutions score 1")


main(*sys.argv[1:])
