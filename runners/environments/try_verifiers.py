"""verifiers loads the package by its id, and scores traces of replies."""

import asyncio
import itertools
import sys

import verifiers.v1 as vf
from planted import replies
from verifiers.v1.utils import loaders

wanted = int(sys.argv[1])
config = loaders.taskset_config_type("caco_environment")(id="caco_environment", seed=3)
taskset = loaders.load_taskset(config)
again = loaders.load_taskset(config)
tasks = list(itertools.islice(taskset, wanted))
assert [task.data.id for task in tasks] == [task.data.id for task in itertools.islice(again, wanted)]
assert not taskset.bounded and len(tasks) == wanted


def rewards(task, reply):
    trace = vf.Trace.model_construct(
        task=None, nodes=[], metrics={}, rewards={}, calls=[], errors=[], root_reply=reply
    )
    asyncio.run(task.score(trace))
    return {name: getattr(reward, "value", reward) for name, reward in trace.rewards.items()}


missed = let = planted = 0
for task in tasks:
    good, bad = replies(task.data.answer)
    missed += rewards(task, good) != {"correct": 1.0}
    for reply in bad:
        planted += 1
        let += rewards(task, reply) != {"correct": 0.0}
valid = all(asyncio.run(task.validate(None)) for task in tasks)
print(
    "verifiers: %d tasks, %d right answers missed, %d of %d wrong ones let through, all valid: %s"
    % (wanted, missed, let, planted, valid)
)
raise SystemExit(0 if not missed and not let and valid else 1)
