"""The other readings of an operation, by name: what a text that tells of one may be taken to mean.

A reading is a function of what the operation was given. It holds for plain numbers, and for lists
where it says so; of anything else an operation has no other reading.
"""

import ast
import builtins
import decimal
import fractions
import math
import operator

NUMBERS = frozenset((int, float, fractions.Fraction, decimal.Decimal))

ORIGINAL = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
IN_PLACE = {
    ast.Add: operator.iadd,
    ast.Sub: operator.isub,
    ast.Mult: operator.imul,
    ast.Div: operator.itruediv,
    ast.FloorDiv: operator.ifloordiv,
    ast.Mod: operator.imod,
    ast.Pow: operator.ipow,
}


def _true(a, b):
    return a / b


def _floor(a, b):
    return a // b


def _ceiling(a, b):
    return -(-a // b)


def _rounded(a, b):
    return round(a / b)


TRUE_DIVISION = ("true_division", _true)
# All of a program's at once.
TRUE_DIVISIONS = ("true_divisions", _true)
OPERATIONS = {
    ast.FloorDiv: (
        TRUE_DIVISION,
        ("ceiling_division", _ceiling),
        ("rounded_division", _rounded),
        ("remainder_for_quotient", operator.mod),
        ("product_for_quotient", operator.mul),
    ),
    ast.Div: (
        ("floor_division", _floor),
        ("ceiling_division", _ceiling),
        ("rounded_division", _rounded),
        ("inverted_division", lambda a, b: b / a),
        ("product_for_quotient", operator.mul),
    ),
    ast.Mod: (("dropped_remainder", lambda a, b: a), ("quotient_for_remainder", _floor)),
    ast.Add: (("difference_for_sum", operator.sub), ("product_for_sum", operator.mul)),
    ast.Sub: (("sum_for_difference", operator.add), ("reversed_difference", lambda a, b: b - a)),
    ast.Mult: (("quotient_for_product", _true), ("sum_for_product", operator.add)),
    ast.Pow: (("product_for_power", operator.mul),),
    ast.Lt: (("inclusive_bound", operator.le),),
    ast.LtE: (("exclusive_bound", operator.lt),),
    ast.Gt: (("inclusive_bound", operator.ge),),
    ast.GtE: (("exclusive_bound", operator.gt),),
}

# a * f and a / f where f is one and a share, or one less a share: of which amount is the share?
FACTORS = {
    ast.Mult: (("percent_of_result", lambda a, f: a / (2 - f)),),
    ast.Div: (("percent_of_start", lambda a, f: a * (2 - f)),),
}
# a - r and a + r where r is a share of a.
SHARES = {
    ast.Sub: (("percent_of_result", lambda a, r: a * a / (a + r)),),
    ast.Add: (("percent_of_result", lambda a, r: a * a / (a - r)),),
}
# A constant of conversion, and what else it may be.
UNITS = {
    7: (("working_days", 5),),
    24: (("half_days", 12),),
    28: (("length_of_month", 30),),
    30: (("length_of_month", 31),),
    31: (("length_of_month", 30),),
    52: (("weeks_of_year", 50),),
    60: (("decimal_minutes", 100),),
    360: (("length_of_year", 365),),
    365: (("length_of_year", 366),),
    366: (("length_of_year", 365),),
    1000: (("binary_thousand", 1024),),
    1024: (("binary_thousand", 1000),),
}


def _places(args):
    return 10 ** (args[1] if len(args) > 1 and args[1] is not None else 0)


def _same_places(rounding):
    def read(x, *rest):
        places = _places((x, *rest))
        return rounding(x) if places == 1 else rounding(x * places) / places

    return read


def _first(x, *rest, **named):
    return x


def _mean(x):
    return sum(x) / len(x)


def _median(x):
    ordered = sorted(x)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _other_order(x, **named):
    return sorted(x, **{**named, "reverse": not named.get("reverse", False)})


def _unsorted(x, **named):
    return list(x)


def _longer(*args):
    r = range(*args)
    return range(r.start, r.stop + r.step, r.step)


def _shorter(*args):
    r = range(*args)
    return range(r.start, r.stop - r.step, r.step)


def _later(*args):
    r = range(*args)
    return range(r.start + r.step, r.stop, r.step)


def _earlier(*args):
    r = range(*args)
    return range(r.start - r.step, r.stop, r.step)


_ROUND = (
    ("dropped_rounding", _first),
    ("floor_for_round", _same_places(math.floor)),
    ("ceiling_for_round", _same_places(math.ceil)),
)
_DOWN = (("dropped_rounding", _first), ("ceiling_for_floor", math.ceil), ("round_for_floor", round))
# By the function itself: a program may call another by its name.
CALLS = {
    builtins.round: _ROUND,
    builtins.int: _DOWN,
    math.floor: _DOWN,
    math.trunc: _DOWN,
    math.ceil: (
        ("dropped_rounding", _first),
        ("floor_for_ceiling", math.floor),
        ("round_for_ceiling", round),
    ),
    builtins.abs: (("dropped_sign", _first),),
    builtins.min: (("maximum_for_minimum", max),),
    builtins.max: (("minimum_for_maximum", min),),
    builtins.sum: (("mean_for_sum", _mean),),
    math.fsum: (("mean_for_sum", _mean),),
    builtins.sorted: (("other_order", _other_order), ("unsorted", _unsorted)),
    builtins.len: (("spaces_for_items", lambda x: len(x) - 1),),
    builtins.range: (
        ("longer_range", _longer),
        ("shorter_range", _shorter),
        ("later_range", _later),
        ("earlier_range", _earlier),
    ),
    builtins.any: (("all_for_any", all),),
    builtins.all: (("any_for_all", any),),
    math.sqrt: (("whole_root", lambda x: math.isqrt(int(x))),),
    math.isqrt: (("exact_root", math.sqrt),),
    math.comb: (("ordered_choice", math.perm),),
    math.perm: (("unordered_choice", math.comb),),
    math.gcd: (("multiple_for_divisor", getattr(math, "lcm", math.gcd)),),
}
if hasattr(math, "lcm"):
    CALLS[math.lcm] = (("divisor_for_multiple", math.gcd),)
# By their names: who imports this module has the state of random numbers made as well.
_STATISTICS = {
    "mean": (("median_for_mean", _median), ("sum_for_mean", sum)),
    "fmean": (("median_for_mean", _median), ("sum_for_mean", sum)),
    "median": (("mean_for_median", _mean),),
}
CALLED_NAMES = frozenset(function.__name__ for function in CALLS) | frozenset(_STATISTICS)
# Calls that bring a number to fewer digits.
ROUNDINGS = frozenset((builtins.round, builtins.int, math.floor, math.trunc, math.ceil))
_TAKE_NUMBERS = ROUNDINGS | {builtins.abs, math.sqrt}


def readings_of(function, args):
    """The other readings of a call, as far as they hold for these arguments."""
    try:
        readings = CALLS.get(function)
    except TypeError:
        # A callable that cannot be looked up.
        return ()
    if readings is None and getattr(function, "__module__", None) == "statistics":
        readings = _STATISTICS.get(function.__name__)
    if not readings or not args or (function in _TAKE_NUMBERS and type(args[0]) not in NUMBERS):
        return ()
    return readings


def _longer_slice(x, i):
    return x[i.start : i.stop + 1 : i.step]


def _shorter_slice(x, i):
    return x[i.start : i.stop - 1 : i.step]


FIRST = (("last_for_first", lambda x, i: x[-1]),)
LAST = (("first_for_last", lambda x, i: x[0]),)
SLICES = (("longer_slice", _longer_slice), ("shorter_slice", _shorter_slice))
EITHER = (("both_for_either", None),)
BOTH = (("either_for_both", None),)
ORIGINAL_AMOUNT = "percent_of_original"
CHANGED_AMOUNT = "percent_of_changed"
# Kinds that few texts leave open: where there are too many twins these go first.
GENERIC = frozenset(
    (
        "difference_for_sum",
        "product_for_sum",
        "sum_for_difference",
        "quotient_for_product",
        "sum_for_product",
        "product_for_quotient",
        "inverted_division",
        "reversed_difference",
        "remainder_for_quotient",
        "quotient_for_remainder",
        "spaces_for_items",
        "sum_of_parts",
        "sum_before_product",
        "product_before_sum",
        "sum_after_difference",
        "added_brackets",
        "dropped_brackets",
    )
)


def same(one, other):
    """Whether two values are one, with what floats lose left aside."""
    if type(one) in NUMBERS and type(other) in NUMBERS:
        return one == other or (type(one) is not int or type(other) is not int) and _close(one, other)
    if type(one) in (list, tuple) and type(other) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _close(one, other):
    try:
        one, other = float(one), float(other)
        return abs(one - other) <= 1e-9 + 1e-12 * max(abs(one), abs(other))
    except (OverflowError, ValueError):
        return False


def agreement(output, other):
    """'=' where two outputs are one, '~' where one answer may stand for both, '!' where none does."""
    if type(output) is str and type(other) is str and output != other:
        try:
            output, other = float(output), float(other)
        except ValueError:
            return "!"
    if type(output) in NUMBERS and type(other) in NUMBERS:
        if same(output, other):
            return "="
        return "~" if _may_be_written_as(output, other) else "!"
    if type(output) in (list, tuple) and type(other) in (list, tuple):
        return _of_all(output, other) if len(output) == len(other) else "!"
    if type(output) is dict and type(other) is dict:
        keys = list(output)
        return (
            _of_all([output[k] for k in keys], [other.get(k) for k in keys]) if keys == list(other) else "!"
        )
    return "=" if type(output) is type(other) and output == other else "!"


def _of_all(outputs, others):
    found = {agreement(one, other) for one, other in zip(outputs, others)}
    return "!" if "!" in found else "~" if "~" in found else "="


def _may_be_written_as(output, other):
    """Whether `other`, with one decimal or two, may be what somebody writes for `output`.

    The grader never takes a whole number for a rounded one.
    """
    try:
        output, other = float(output), float(other)
        if output.is_integer() or other.is_integer():
            return False
        if abs(output - round(other, 2)) <= 0.00500001:
            return True
        return _close(round(other, 1), other) and abs(output - other) <= 0.0500001
    except (OverflowError, ValueError):
        return False
