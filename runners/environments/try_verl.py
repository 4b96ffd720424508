"""verl's RLHFDataset reads the tables, and its custom reward function is the package's."""

import glob
import sys

import caco_environment as env
from planted import check

check(
    "verl's reward function",
    int(sys.argv[1]),
    lambda problem, reply: env.compute_score("lighteval/MATH", reply, problem["answer"], {}),
)
from omegaconf import OmegaConf  # noqa: E402
from verl.utils.dataset.rl_dataset import RLHFDataset  # noqa: E402


class Words:
    """A tokenizer that needs no download: each word is a token."""

    pad_token_id = 0

    def apply_chat_template(self, messages, tokenize=True, **_):
        """The words of a chat."""
        text = " ".join(message["content"] for message in messages)
        return [1 + hash(word) % 1000 for word in text.split()] if tokenize else text

    def encode(self, text, **_):
        """The words of a text."""
        return [1 + hash(word) % 1000 for word in text.split()]


config = OmegaConf.create({"max_prompt_length": 4096, "filter_overlong_prompts": False})
for name in ("rows", "instances"):
    files = sorted(glob.glob(sys.argv[2] + "/verl/" + name + "-*.parquet"))
    data = RLHFDataset(files, tokenizer=Words(), config=config)
    first = data[0]
    assert (
        first["raw_prompt"]
        and first["reward_model"]["ground_truth"]
        and first["data_source"]
        and first["extra_info"]
    )
    print("verl: RLHFDataset reads %d %s" % (len(data), name))
