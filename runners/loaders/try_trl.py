"""Runs one step of TRL's SFT, GRPO, DPO and PRM trainers on the rows, with a tiny model made on the spot."""

import sys

import torch
from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    LlamaForTokenClassification,
    PreTrainedTokenizerFast,
)
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer
from trl.rewards import accuracy_reward

try:
    from trl import PRMConfig, PRMTrainer
except ImportError:
    # Some versions have no such trainer any more; the shape of the rows is looked at all the same.
    PRMTrainer = None

TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def tokenizer(texts):
    plain = Tokenizer(models.BPE())
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.decoder = decoders.ByteLevel()
    special = ["<|pad|>", "<|im_start|>", "<|im_end|>"]
    plain.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=600,
            special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=plain,
        pad_token="<|pad|>",
        eos_token="<|im_end|>",
        chat_template=TEMPLATE,
    )


def main(one, two):
    torch.manual_seed(0)
    chats = load_dataset(one)
    words = tokenizer(chats["train"]["output"])

    def model(kind=LlamaForCausalLM, **more):
        return kind(
            LlamaConfig(
                vocab_size=len(words),
                hidden_size=32,
                intermediate_size=64,
                num_hidden_layers=2,
                num_attention_heads=2,
                num_key_value_heads=2,
                pad_token_id=words.pad_token_id,
                eos_token_id=words.eos_token_id,
                bos_token_id=None,
                **more,
            )
        )

    shared = {
        "output_dir": "trl-out",
        "max_steps": 1,
        "report_to": "none",
        "use_cpu": True,
        "bf16": False,
        "save_strategy": "no",
    }
    fine = SFTTrainer(
        model=model(),
        args=SFTConfig(per_device_train_batch_size=2, max_length=512, **shared),
        train_dataset=chats["train"],
        eval_dataset=chats["validation"],
        processing_class=words,
    )
    loss = fine.train().training_loss

    seen = {}

    def watching(prompts, completions, solution, answer, **columns):
        seen.update(columns)
        assert solution == ["\\boxed{" + text + "}" for text in answer]
        return [float(len(completion)) for completion in completions]

    rewarded = GRPOTrainer(
        model=model(),
        reward_funcs=[accuracy_reward, watching],
        args=GRPOConfig(
            per_device_train_batch_size=2,
            num_generations=2,
            max_completion_length=8,
            **shared,
        ),
        train_dataset=load_dataset(one, "rl", split="train"),
        processing_class=words,
    )
    rewarded.train()
    assert {"reward_model", "extra_info", "data_source"} <= set(seen), sorted(seen)
    right = load_dataset(one, "rl", split="train")
    said = [[{"role": "assistant", "content": "So $" + text + "$."}] for text in right["solution"]]
    rewards = accuracy_reward(said, list(right["solution"]))
    share = sum(reward == 1 for reward in rewards) / len(rewards)
    assert share > 0.9, share
    completed = SFTTrainer(
        model=model(),
        args=SFTConfig(per_device_train_batch_size=2, max_length=512, **shared),
        train_dataset=load_dataset("json", data_files=one + "/formats/trl/sft/train.jsonl")["train"],
        processing_class=words,
    )
    completed.train()
    preferred = DPOTrainer(
        model=model(),
        ref_model=model(),
        args=DPOConfig(per_device_train_batch_size=2, max_length=512, **shared),
        train_dataset=load_dataset(one, "preferences", split="train"),
        processing_class=words,
    )
    preferred.train()
    steps = load_dataset(one, "steps", split="train")
    for row in steps:
        assert isinstance(row["prompt"], str) and len(row["completions"]) == len(row["labels"]) >= 2
        assert all(isinstance(label, bool) for label in row["labels"])
    if PRMTrainer:
        stepwise = PRMTrainer(
            model=model(LlamaForTokenClassification, num_labels=2),
            args=PRMConfig(per_device_train_batch_size=2, max_length=512, **shared),
            train_dataset=steps,
            processing_class=words,
        )
        stepwise.train()
    more = " and PRM" if PRMTrainer else ""
    print(
        f"a step of SFT (loss {loss:.2f}), of GRPO and DPO{more};"
        f" accuracy_reward takes {share:.0%} of the solutions for themselves"
    )


main(*sys.argv[1:])
