"""Loads every configuration and split of both runs, and joins the runs."""

import sys

import yaml
from datasets import concatenate_datasets, load_dataset


def configs(run):
    with open(run + "/README.md", encoding="utf-8") as card:
        return yaml.safe_load(card.read().split("---\n")[1])["configs"]


def main(one, two):
    rows = 0
    for run in one, two:
        assert load_dataset(run)["train"].column_names[0] == "id"
        for config in configs(run):
            loaded = load_dataset(run, config["config_name"])
            assert set(loaded) == {file["split"] for file in config["data_files"]}, loaded
            rows += sum(len(split) for split in loaded.values())
    names = [{config["config_name"] for config in configs(run)} for run in (one, two)]
    # Configurations without a row are not on the card.
    for name in sorted(names[0] & names[1]):
        first, second = (load_dataset(run, name, split="train") for run in (one, two))
        assert first.features == second.features, (name, first.features, second.features)
        joined = concatenate_datasets([first, second])
        assert len(joined) == len(first) + len(second)
    assert {"default", "rl", "tasks", "steps", "instances"} <= names[0] & names[1], names
    # A pair needs two solutions of a row.
    assert "preferences" in names[0] - names[1], names
    for name in "tasks", "preferences", "steps", "instances":
        rows_of = set(load_dataset(one, name, split="train")["row_id"])
        assert rows_of <= set(load_dataset(one, split="train")["id"]), name
    chats = load_dataset(one)
    assert len(chats["train"]) and len(chats["validation"])
    ids = set(chats["train"]["id"])
    assert not ids & set(chats["validation"]["id"])
    assert ids == set(load_dataset(one, "rl", split="train")["id"])
    for name, columns in (
        ("alpaca", ["instruction", "input", "output"]),
        ("sharegpt", ["conversations"]),
        ("trl/sft", ["prompt", "completion"]),
        ("trl/grpo", ["prompt", "solution", "answer", "id"]),
        ("nemo-gym", ["responses_create_params", "question", "expected_answer", "agent_ref", "id"]),
        ("axolotl", ["messages"]),
    ):
        exported = load_dataset("json", data_files=f"{one}/formats/{name}/train.jsonl")["train"]
        assert exported.column_names == columns, exported.column_names
        assert len(exported) == len(ids)
    streamed = next(iter(load_dataset(one, "lineage", split="train", streaming=True)))
    assert streamed["lineage"].startswith("{")
    print(f"{len(configs(one))} configurations of two runs, {rows} rows, joined")


main(*sys.argv[1:])
