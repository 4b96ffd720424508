"""reasoning-gym creates the data set by its name, and scores answers."""

import sys

import caco_environment.gym  # noqa: F401
import reasoning_gym
from planted import replies

wanted = int(sys.argv[1])
data = reasoning_gym.create_dataset("caco", seed=5, size=wanted)
again = reasoning_gym.create_dataset("caco", seed=5, size=wanted)
missed = let = planted = 0
for entry, same in zip(data, again):
    assert entry == same
    good, bad = replies(entry["answer"])
    missed += data.score_answer(entry["answer"], entry) != 1.0
    missed += data.score_answer(good, entry) != 1.0
    for reply in bad:
        planted += 1
        let += data.score_answer(reply, entry) != 0.0
print(
    "reasoning-gym: %d items, %d right answers missed, %d of %d wrong ones let through"
    % (len(data), missed, let, planted)
)
raise SystemExit(1 if missed or let else 0)
