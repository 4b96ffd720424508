"""The package without any other: it imports nothing but Python's own modules."""

import sys

import caco_environment as env
from planted import check

check("grading", int(sys.argv[1]), lambda problem, reply: env.score(problem["answer"], reply))
