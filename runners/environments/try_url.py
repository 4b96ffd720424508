"""The package beside `caco serve-rewards`, which then grades, and makes a fresh instance of each problem."""

import itertools
import os
import sys

import caco_environment as env
from planted import check, replies

wanted = int(sys.argv[1])
url = os.environ["CACO_REWARDS"]
check("url, each reply by itself", wanted, lambda problem, reply: env.score(problem["answer"], reply, url))

missed = let = planted = 0
found = env.problems()
fresh = list(itertools.islice(env.endless(found, seed=7, url=url), wanted))
again = list(itertools.islice(env.endless(found, seed=7, url=url), wanted))
assert fresh == again
for problem in fresh:
    good, bad = replies(problem["answer"])
    scores = env.score_all([(problem["answer"], reply) for reply in (good, *bad)], url)
    missed += scores[0] != 1.0
    planted += len(bad)
    let += sum(score != 0.0 for score in scores[1:])
print(
    "url: %d problems of the server, the same for a seed; %d right answers missed, %d of %d wrong ones"
    " let through" % (wanted, missed, let, planted)
)

import caco_environment.gym  # noqa: E402
import reasoning_gym  # noqa: E402

data = reasoning_gym.create_dataset("caco", seed=5, size=wanted, url=url)
wrong = 0
for entry in data:
    good, bad = replies(entry["answer"])
    wrong += data.score_answer(entry["answer"], entry) != 1.0
    wrong += sum(data.score_answer(reply, entry) != 0.0 for reply in bad[2:4])
print(
    "url: reasoning-gym's %d items by the server: %d replies of %d scored otherwise"
    % (wanted, wrong, 3 * wanted)
)
raise SystemExit(1 if missed or let or wrong else 0)
