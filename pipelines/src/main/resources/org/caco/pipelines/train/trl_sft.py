"""Fine-tunes the base model on data/train.jsonl by TRL: python trl_sft.py, in this folder.

Loss is taken on the replies alone. Several GPUs: accelerate launch trl_sft.py.
"""

import json

from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

with open("hyperparameters.json", encoding="utf-8") as file:
    GIVEN = json.load(file)

# Newer versions take a share of the steps for their number.
WARMUP = "warmup_ratio" if "warmup_ratio" in SFTConfig.__dataclass_fields__ else "warmup_steps"


def turns(row):
    return {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]}


def settings(**more):
    values = {
        "output_dir": "model",
        "max_length": GIVEN["cutoff"],
        "per_device_train_batch_size": GIVEN["perDevice"],
        "gradient_accumulation_steps": GIVEN["accumulation"],
        "learning_rate": GIVEN["learningRate"],
        "num_train_epochs": GIVEN["epochs"],
        "lr_scheduler_type": "cosine",
        WARMUP: 0.03,
        "weight_decay": 0.1,
        "logging_steps": 10,
        "save_strategy": "epoch",
        "report_to": "none",
    }
    return SFTConfig(**(values | more))


def rows():
    chats = load_dataset("json", data_files="data/train.jsonl", split="train")
    return chats.map(turns, remove_columns=chats.column_names)


def main():
    trainer = SFTTrainer(model=GIVEN["model"], args=settings(), train_dataset=rows())
    trainer.train()
    trainer.save_model("model")
    trainer.processing_class.save_pretrained("model")


if __name__ == "__main__":
    main()
