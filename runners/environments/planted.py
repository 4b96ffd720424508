"""Replies that are right and wrong, for each problem of an installed package."""

import caco_environment as env


def rows(wanted):
    """Problems, over again where there are fewer."""
    found = env.problems()
    return [found[i % len(found)] for i in range(wanted)]


def replies(answer):
    """One right reply, and wrong ones of several kinds."""
    # Not at the end of a fraction: the server takes 12.251 for what 12.25 is a rounding of.
    fraction = "." in answer and not answer.endswith(".0")
    longer = answer.replace(".", "1.", 1) if fraction else answer + "1"
    wrong = [
        "I cannot tell.",
        "",
        "So it is \\boxed{}.",
        "So it is \\boxed{%s}." % longer,
        "So it is \\boxed{-%s}." % answer if answer not in ("0", "0.0") else "\\boxed{7}",
        "It is %s, or rather \\boxed{nothing}." % answer,
        "So it is \\boxed{%s or 3}." % answer,
        "So it is \\boxed{1%s}." % answer,
    ]
    return "Step by step it comes to \\boxed{%s}." % answer, wrong


def check(name, wanted, score):
    """Scores all of them; `score` takes a problem and a reply."""
    right = missed = let = planted = 0
    for problem in rows(wanted):
        good, bad = replies(problem["answer"])
        right += 1
        missed += score(problem, good) != 1.0
        for reply in bad:
            planted += 1
            let += score(problem, reply) != 0.0
    print(
        "%s: %d right answers, %d missed; %d wrong ones, %d let through" % (name, right, missed, planted, let)
    )
    if missed or let:
        raise SystemExit(1)
