"""Has LLaMA-Factory parse llamafactory.yaml of the current folder, and load and convert its data."""

import importlib.util
import sys
import types

import yaml

if importlib.util.find_spec("torchaudio") is None:
    # It is imported for data with sound, which there is none of.
    audio = types.ModuleType("torchaudio")
    audio.__spec__ = importlib.util.spec_from_loader("torchaudio", loader=None)
    sys.modules["torchaudio"] = audio

from llamafactory.data.loader import _load_single_dataset
from llamafactory.data.parser import get_dataset_list
from llamafactory.data.template import TEMPLATES
from llamafactory.hparams.parser import _parse_train_args


def main():
    with open("llamafactory.yaml", encoding="utf-8") as file:
        values = yaml.safe_load(file)
    # The machine may have no GPU; all else is as written.
    model, data, training, finetuning, _ = _parse_train_args(values | {"bf16": False})
    assert finetuning.stage == "sft" and finetuning.finetuning_type == "full"
    assert data.template in TEMPLATES, data.template
    (attributes,) = get_dataset_list(data.dataset, data.dataset_dir)
    rows = _load_single_dataset(attributes, model, data, training)
    assert rows[0]["_prompt"][0]["role"] == "user", rows[0]
    assert rows[0]["_response"][0]["content"].strip(), rows[0]
    print(f"{len(rows)} rows, {training.num_train_epochs:g} epochs, {training.learning_rate:g}")


main()
