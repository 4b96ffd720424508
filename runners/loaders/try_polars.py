"""Scans the files of both runs as one table."""

import sys

import polars as pl


def main(one, two):
    chats = pl.concat([pl.scan_parquet(f"{run}/data/*.parquet") for run in (one, two)]).collect()
    assert chats.schema["messages"] == pl.List(pl.Struct({"role": pl.String, "content": pl.String}))
    assert chats.schema["answer"] == pl.String
    for name in "tasks", "preferences", "steps", "instances":
        derived = pl.scan_parquet(f"{one}/{name}-rows/*.parquet")
        alone = derived.join(chats.lazy(), left_on="row_id", right_on="id", how="anti").collect()
        assert alone.is_empty() and derived.collect().height, name
    lineage = pl.read_parquet(f"{one}/lineage/*.parquet")
    seeds = lineage.explode("seeds")["seeds"].n_unique()
    print(f"{len(chats)} rows of two runs, {seeds} seeds")


main(*sys.argv[1:])
