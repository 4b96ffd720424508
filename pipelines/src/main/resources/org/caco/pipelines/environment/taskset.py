"""The problems as a taskset of verifiers: `uv run eval caco_environment -n 5`."""

import asyncio

import verifiers.v1 as vf

from .data import endless, problems, prompt
from .grading import equal, score


class CacoTaskConfig(vf.TaskConfig):
    """How answers are graded."""

    url: str | None = None
    """Address of `caco serve-rewards`, which then grades; else this package does."""


class CacoConfig(vf.TasksetConfig):
    """Which problems are loaded."""

    task: CacoTaskConfig = CacoTaskConfig()
    kind: str = "all"
    """rows, instances or all."""
    min_difficulty: float | None = None
    max_difficulty: float | None = None
    seed: int = 0
    url: str | None = None
    """Address of `caco serve-rewards`, which then makes a fresh instance of each problem."""


class CacoData(vf.TaskData):
    """A problem with its answer."""

    answer: str
    row_id: str
    difficulty: float | None = None


class CacoTask(vf.Task[CacoData, vf.State, CacoTaskConfig]):
    """Asks a problem, and rewards its answer."""

    @vf.reward
    async def correct(self, trace: vf.Trace) -> float:
        """1.0 where the last reply's final answer is right."""
        return await asyncio.to_thread(score, self.data.answer, trace.last_reply, self.config.url)

    async def validate(self, runtime: vf.Runtime) -> bool:
        """The gold answer is right."""
        return equal(self.data.answer, self.data.answer)


class CacoTaskset(vf.Taskset[CacoTask, CacoConfig]):
    """All problems in an order that the seed decides, again and again in others."""

    INFINITE = True

    def load(self):
        """Yields tasks."""
        config = self.config
        found = problems(config.kind, config.min_difficulty, config.max_difficulty)
        for problem in endless(found, config.seed, config.url):
            data = CacoData(
                id=problem["id"],
                prompt=prompt(problem["question"]),
                answer=problem["answer"],
                row_id=problem["row_id"],
                difficulty=problem["difficulty"],
            )
            yield CacoTask(data, config.task)
