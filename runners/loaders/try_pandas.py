"""Reads each table's folder and files, and joins tables by id."""

import json
import sys
from pathlib import Path

import pandas as pd


def main(one, two):
    chats = pd.read_parquet(Path(one, "data"))
    assert chats["answer"].map(type).eq(str).all(), chats["answer"]
    assert chats["pass_rate"].dtype == "float64" and chats["toy"].all()
    assert pd.read_parquet(Path(two, "data"))["difficulty"].isna().all()
    tests = pd.read_parquet(Path(one, "tests"))
    joined = chats.merge(tests, on="id", validate="one_to_one")
    assert len(joined) == len(chats)
    cases = joined["tests"].iloc[0]
    json.loads(cases[0]["input"])
    for name in "tasks", "preferences", "steps", "instances":
        derived = pd.read_parquet(Path(one, name + "-rows"))
        assert len(derived) and set(derived["row_id"]) <= set(chats["id"]), name
    rejected = pd.read_parquet(Path(one, "rejected-rows"))
    print(f"{len(chats)} rows, {len(rejected)} rejections by {rejected['step'].nunique()} steps")


main(*sys.argv[1:])
