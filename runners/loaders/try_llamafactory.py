"""Has LLaMA-Factory find the rows by dataset_info.json and convert them."""

import importlib.util
import sys
import types

if importlib.util.find_spec("torchaudio") is None:
    # It is imported for data with sound, which there is none of.
    audio = types.ModuleType("torchaudio")
    audio.__spec__ = importlib.util.spec_from_loader("torchaudio", loader=None)
    sys.modules["torchaudio"] = audio

from llamafactory.data.loader import _load_single_dataset
from llamafactory.data.parser import get_dataset_list
from llamafactory.hparams import DataArguments, ModelArguments
from transformers import TrainingArguments


def main(one, two):
    found = []
    for run, names in (
        (one, ["caco", "caco_validation", "caco_codegen"]),
        (two, ["caco"]),
        (one + "/formats/alpaca", ["caco_alpaca", "caco_alpaca_validation"]),
        (one + "/formats/sharegpt", ["caco_sharegpt"]),
    ):
        for attributes in get_dataset_list(names, run):
            rows = _load_single_dataset(
                attributes,
                ModelArguments(model_name_or_path="none"),
                DataArguments(dataset_dir=run),
                TrainingArguments(output_dir="llamafactory-out", use_cpu=True),
            )
            row = rows[0]
            assert row["_prompt"][0]["role"] == "user", row
            assert row["_response"][0]["content"].strip(), row
            found.append(f"{attributes.dataset_name} {len(rows)}")
    print(", ".join(found))


main(*sys.argv[1:])
