"""TRL's GRPO trainer takes the tables and the reward function; its own accuracy reward agrees."""

import glob
import sys

import caco_environment as env
from datasets import load_dataset
from planted import replies

wanted = int(sys.argv[1])
missed = let = planted = 0
for name in ("rows", "instances"):
    files = sorted(glob.glob(sys.argv[2] + "/verl/" + name + "-*.parquet"))
    rows = load_dataset("parquet", data_files=files, split="train")
    assert rows[0]["prompt"][0]["role"] == "user" and rows[0]["solution"].startswith("\\boxed{")
    rows = rows.select(range(min(wanted, len(rows))))
    for row in rows:
        good, bad = replies(row["answer"])
        turns = [[{"role": "assistant", "content": reply}] for reply in (good, *bad)]
        scores = env.reward(completions=turns, answer=[row["answer"]] * len(turns), prompts=None)
        missed += scores[0] != 1.0
        planted += len(bad)
        let += sum(score != 0.0 for score in scores[1:])
print("trl: %d right answers missed, %d of %d wrong ones let through" % (missed, let, planted))
try:
    from trl.rewards import accuracy_reward
except ImportError as error:
    print("trl: its accuracy_reward was not reached: %s" % error)
else:
    some = rows.select(range(min(50, len(rows))))
    turns = [[{"role": "assistant", "content": replies(row["answer"])[0]}] for row in some]
    own = accuracy_reward(completions=turns, solution=some["solution"])
    print("trl: its accuracy_reward gives 1.0 to %d of %d right answers" % (own.count(1.0), len(own)))
    missed += own.count(1.0) != len(own)
raise SystemExit(1 if missed or let else 0)
