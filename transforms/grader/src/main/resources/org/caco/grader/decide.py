# Decides whether two formulas are the same. They come as words of a fixed alphabet in postfix
# order, variables by number, so that no text of an answer is ever read as code.
import sys

import sympy

input = {"first": ["n0"], "second": ["n0"], "steps": 1000}


class OutOfSteps(BaseException):
    """No Exception: sympy goes on after those."""


class Steps:
    """Ends the work after so many calls: the clock would decide otherwise on another machine."""

    def __init__(self, limit):
        self.left = limit

    def __call__(self, frame, event, argument):
        self.left -= 1
        if self.left < 0:
            raise OutOfSteps


def over_index(kind):
    def build(body, variable, low, high):
        index = sympy.Dummy("k", integer=True)
        return kind(body.subs(variable, index), (index, low, high))

    return build


def limit(body, variable, target, side):
    return sympy.Limit(body, variable, target, {0: "+-", 1: "+", -1: "-"}[int(side)])


FUNCTIONS = {
    "sqrt": sympy.sqrt,
    "root": sympy.real_root,
    "abs": sympy.Abs,
    "exp": sympy.exp,
    "ln": sympy.log,
    "log": lambda value, base=10: sympy.log(value, base),
    "log10": lambda value: sympy.log(value, 10),
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "cot": sympy.cot,
    "sec": sympy.sec,
    "csc": sympy.csc,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "factorial": sympy.factorial,
    "binom": sympy.binomial,
    "max": sympy.Max,
    "min": sympy.Min,
    "sum": over_index(sympy.Sum),
    "prod": over_index(sympy.Product),
    "int": lambda body, variable, low, high: sympy.Integral(body, (variable, low, high)),
    "lim": limit,
}
OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}
NAMES = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "infty": sympy.oo}


def formula(words):
    stack = []
    for word in words:
        kind, rest = word[0], word[1:]
        if kind == "n":
            numerator, _, denominator = rest.partition("/")
            stack.append(sympy.Rational(int(numerator), int(denominator or "1")))
        elif kind == "v":
            stack.append(sympy.Symbol("v" + rest, real=True))
        elif kind == "k":
            stack.append(NAMES[rest])
        elif kind == "o":
            right, left = stack.pop(), stack.pop()
            stack.append(OPERATORS[rest](left, right))
        else:
            name, _, count = rest.partition("/")
            arguments = stack[-int(count) :]
            del stack[-int(count) :]
            stack.append(FUNCTIONS[name](*arguments))
    (result,) = stack
    return result


def counts(formulas):
    """The variables that count something, such as the last index of a sum."""
    found = set()
    for each in formulas:
        for whole in each.atoms(sympy.Sum, sympy.Product):
            found |= set().union(*(bounds.free_symbols for bounds in whole.limits[0][1:]))
        for whole in each.atoms(sympy.factorial, sympy.binomial):
            found |= whole.free_symbols
    return {
        each: sympy.Symbol(each.name, integer=True, positive=True) for each in found if each.name[0] == "v"
    }


def compare(first, second):
    formulas = [formula(first), formula(second)]
    whole = counts(formulas)
    a, b = (each.subs(whole).doit() for each in formulas)
    if a == b:
        return "open" if a.has(sympy.nan, sympy.zoo) else "same"
    if a.has(sympy.oo, sympy.nan, sympy.zoo) or b.has(sympy.oo, sympy.nan, sympy.zoo):
        return "open"
    return {True: "same", False: "different", None: "open"}[sympy.simplify(a - b).equals(0)]


def decide(first, second, steps):
    sympy.core.random.seed(0)
    counter = Steps(steps)
    sys.setprofile(counter)
    try:
        verdict = compare(first, second)
    except OutOfSteps:
        verdict = "open"
    finally:
        sys.setprofile(None)
    return verdict if counter.left >= 0 else "open"


output = decide(**input)
