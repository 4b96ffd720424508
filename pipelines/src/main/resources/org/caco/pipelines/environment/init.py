"""Verified problems with answers, for training by reinforcement. Made by Caco on Beam.

`problems`, `final_answer`, `equal` and `score` need nothing but Python; `CacoTaskset` and
`load_environment` need verifiers, and `import caco_environment.gym` needs reasoning-gym.
"""

from .data import endless, problems, prompt
from .grading import equal, final_answer, score, score_all

__all__ = ["endless", "equal", "final_answer", "problems", "prompt", "score", "score_all"]


def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    """A reward function of verl: custom_reward_function.name."""
    return score(ground_truth, solution_str)


def reward(completions, answer, **_):
    """A reward function of TRL's GRPOTrainer."""
    replies = [each if isinstance(each, str) else each[-1]["content"] for each in completions]
    return [score(gold, reply) for gold, reply in zip(answer, replies)]


try:
    import verifiers.v1 as _v1  # noqa: F401
except ImportError:
    pass
else:
    from .taskset import CacoTaskset

    # Loaders of verifiers take the one Taskset that is named here.
    __all__ += ["CacoTaskset"]


def load_environment(**kwargs):
    """The environment of verifiers before 0.2."""
    from .classic import load_environment as load

    return load(**kwargs)
