"""The problems as a data set of reasoning-gym, registered as `caco`."""

import random
from dataclasses import dataclass

from reasoning_gym.dataset import ProceduralDataset
from reasoning_gym.factory import DATASETS, register_dataset

from .data import fresh, problems, prompt
from .grading import score


@dataclass
class CacoConfig:
    """What is in the data set."""

    seed: int | None = None
    size: int = 500
    kind: str = "all"
    min_difficulty: float | None = None
    max_difficulty: float | None = None
    url: str | None = None

    def validate(self):
        """Checks the settings."""
        assert self.size > 0, "size must be positive"
        assert self.kind in ("rows", "instances", "all"), "kind is rows, instances or all"


class CacoDataset(ProceduralDataset):
    """Item i is the same for the same seed, and every problem comes once before one comes again."""

    def __init__(self, config):
        super().__init__(config=config, seed=config.seed, size=config.size)
        self.problems = problems(config.kind, config.min_difficulty, config.max_difficulty)
        if not self.problems:
            raise ValueError("there is no such problem")
        self.orders = {}

    def _order(self, epoch):
        if epoch not in self.orders:
            order = list(range(len(self.problems)))
            random.Random("%d %d" % (self.seed, epoch)).shuffle(order)
            self.orders = {epoch: order}
        return self.orders[epoch]

    def __getitem__(self, idx):
        epoch, place = divmod(idx, len(self.problems))
        problem = self.problems[self._order(epoch)[place]]
        if self.config.url:
            problem = fresh(problem, self.seed + idx, self.config.url)
        return {
            "question": prompt(problem["question"]),
            "answer": problem["answer"],
            "metadata": {
                "source_dataset": "caco",
                "source_index": idx,
                "id": problem["id"],
                "row_id": problem["row_id"],
                "difficulty": {"failure_rate": problem["difficulty"]},
            },
        }

    def score_answer(self, answer, entry):
        """1.0 for the answer, bare or at the end of a whole reply; else 0.0."""
        if not isinstance(answer, str):
            return 0.0
        return score(entry["answer"], answer, self.config.url)


if "caco" not in DATASETS:
    register_dataset("caco", CacoDataset, CacoConfig)
