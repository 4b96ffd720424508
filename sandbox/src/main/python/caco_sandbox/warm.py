"""What a zygote imports and uses before it forks, so that a program finds it already there."""

import importlib

# What programs often import, beside what the sandbox itself does.
_OFTEN_IMPORTED = (
    "__future__ _strptime abc base64 bisect calendar cmath collections.abc contextlib copy dataclasses"
    " datetime decimal enum fractions functools hashlib heapq itertools json locale math numbers"
    " operator pprint random re statistics string textwrap time traceback typing"
).split()

for _name in _OFTEN_IMPORTED:
    importlib.import_module(_name)


def warm_heavy():
    """Imports sympy and numpy and uses them: much of both is imported or cached on first use."""
    import numpy
    import sympy

    x, y, n = sympy.symbols("x y n")
    matrix = sympy.Matrix([[2, 1], [1, 3]])
    for use in (
        lambda: sympy.solve(x**2 - 5 * x + 6, x),
        lambda: sympy.solve([x + y - 5, x - y - 1], [x, y]),
        lambda: sympy.solve(sympy.Eq(2 * x + 3, 11), x),
        lambda: sympy.solveset(x**2 - 4, x, sympy.S.Reals),
        lambda: sympy.simplify((x**2 - 1) / (x - 1)),
        lambda: sympy.factor(x**3 - x),
        lambda: sympy.expand((x + y) ** 4),
        lambda: sympy.diff(sympy.sin(x) * sympy.exp(x), x),
        lambda: sympy.integrate(x**2 + sympy.cos(x), (x, 0, 1)),
        lambda: sympy.limit(sympy.sin(x) / x, x, 0),
        lambda: sympy.series(sympy.exp(x), x, 0, 4),
        lambda: sympy.summation(n**2, (n, 1, 10)),
        lambda: sympy.sqrt(8) + sympy.Rational(3, 4) + sympy.pi.evalf(20),
        lambda: (sympy.factorint(360), sympy.isprime(97), sympy.divisors(28)),
        lambda: (sympy.totient(12), sympy.gcd(12, 18), sympy.binomial(5, 2)),
        lambda: (matrix.det(), matrix.inv(), matrix.eigenvals(), repr(matrix)),
        lambda: sympy.trigsimp(sympy.sin(x) ** 2 + sympy.cos(x) ** 2),
        lambda: sympy.sympify("2*x + 1").subs(x, 3),
        lambda: sympy.lambdify(x, x**2 + 1, "numpy")(numpy.array([1.0, 2.0])),
        lambda: sympy.nsolve(sympy.cos(x) - x, 1),
        lambda: (sympy.latex(x**2), str(sympy.solve(x**2 + 1, x))),
        lambda: sympy.sieve.extend(5000),
        lambda: sympy.integrate(x * sympy.sin(x), x),
        lambda: (sympy.solve(2**x - 32, x), sympy.solve(sympy.log(x) - 3, x), sympy.solve(2 * x + 3 > 7, x)),
        lambda: (sympy.solve(x**3 - 6 * x**2 + 11 * x - 6, x), sympy.roots(x**3 - 1, x)),
        lambda: (sympy.Poly(x**2, x).all_coeffs(), sympy.apart(1 / (x**2 + 3 * x + 2))),
        lambda: sympy.limit((1 + 1 / x) ** x, x, sympy.oo),
        lambda: (sympy.nsimplify(0.375), sympy.Point(0, 0).distance(sympy.Point(3, 4))),
        lambda: numpy.linalg.solve(numpy.eye(2), numpy.ones(2)),
        lambda: (numpy.arange(5).mean(), str(numpy.array([0.5, 1]))),
        lambda: (numpy.roots([1, -3, 2]), numpy.polyfit([0, 1, 2], [1, 3, 5], 1)),
        lambda: numpy.random.rand(2),
    ):
        use()
    return {"sympy": sympy.__version__, "numpy": numpy.__version__}
