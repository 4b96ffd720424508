"""Other inputs for a program: which are natural by themselves, plain to state, and how far off.

An input is what `input` holds, decoded. Names bound values: an hour, a percentage, a part of a whole.
"""

import itertools
import math
import re

from caco_sandbox.trace import flags_of

_WORDS = re.compile("[a-z]+")
# Words in a name, and the bounds of a value that lies within them.
_BOUNDS = (
    (("percent", "percentage", "pct"), 0, 100),
    (("rate", "ratio", "share", "fraction", "probability", "discount", "tax"), 0, 1),
    (("rate", "discount", "tax", "probability", "humidity", "score"), 0, 100),
    (("hour", "hours"), 0, 24),
    (("minute", "minutes", "second", "seconds"), 0, 60),
    (("month", "months"), 1, 12),
    (("weekday", "weekdays"), 1, 7),
    (("day", "days"), 1, 31),
    (("year", "born"), 1900, 2035),
    (("dozen",), 12, 12),
    (("age",), 0, 110),
)
_WHOLES = frozenset("total whole all overall capacity max maximum population budget full entire".split())
_PAIRS = (
    ("min", "max"),
    ("minimum", "maximum"),
    ("start", "end"),
    ("low", "high"),
    ("lower", "upper"),
    ("first", "last"),
    ("small", "large"),
    ("younger", "older"),
    ("before", "after"),
    ("from", "to"),
)
_STEPS = (1, 2, 5, 10)
_PLAIN_SIZE = 10**7
_PLAIN_DIGITS = 5
_PLAIN_DECIMALS = 2


def leaves(value, path=()):
    """The numbers, texts and switches of an input, each with the names and places that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path, value


def is_number(value):
    return type(value) in (int, float)


def is_plain(value):
    """Whether all numbers of an input differ, and each can be said in a few digits."""
    numbers = [leaf for _, leaf in leaves(value) if is_number(leaf)]
    return len(set(numbers)) == len(numbers) and all(map(_can_be_said, numbers))


def _can_be_said(number):
    if not abs(number) < _PLAIN_SIZE:
        return False
    digits = (
        repr(abs(number)).rstrip("0").rstrip(".") if type(number) is float else repr(abs(number)).rstrip("0")
    )
    whole, _, decimals = digits.partition(".")
    return "e" not in digits and len(digits) <= _PLAIN_DIGITS + 1 and len(decimals) <= _PLAIN_DECIMALS


def only_numbers_differ(own, other):
    """Whether all texts and switches of two inputs are the same, and all else but numbers."""
    others = dict(leaves(other))
    values = dict(leaves(own))
    return values.keys() == others.keys() and all(
        is_number(value) and is_number(others[path]) or others[path] == value
        for path, value in values.items()
    )


def distance(own, other):
    """How many values differ, then how much: what sorts inputs by nearness."""
    differing = 0
    size = 0.0
    others = dict(leaves(other))
    for path, value in leaves(own):
        if others.get(path, own) != value:
            differing += 1
            size += _ratio(value, others.get(path))
    return differing + abs(len(others) - sum(1 for _ in leaves(own))), round(size, 9)


def _ratio(value, other):
    if not is_number(value) or not is_number(other) or not value or not other:
        return 1.0
    return abs(math.log(abs(other) / abs(value)))


class Bounds:
    """What an input's own values show of what others may be."""

    def __init__(self, own):
        self.own = dict(leaves(own))
        self.numbers = [(path, value) for path, value in self.own.items() if is_number(value)]
        self.ranges = {path: _range(path, value) for path, value in self.numbers}
        self.orders = list(self._orders())

    def _orders(self):
        for path, value in self.numbers:
            words = _words(path)
            for other, bound in self.numbers:
                if path != other and value <= bound and _stays_below(words, _words(other)):
                    yield path, other

    def broken(self, other):
        """What of it an input breaks; empty where nothing."""
        values = dict(leaves(other))
        for path, value in values.items():
            own = self.own.get(path)
            if own is not None and type(own) is not type(value):
                return "the type of " + _name(path)
            if own is not None and flags_of(value) & ~flags_of(own):
                return "the kind of " + _name(path)
            low, high = self.ranges.get(path, (None, None))
            if low is not None and not low <= value <= high:
                return "the bounds of " + _name(path)
        for part, whole in self.orders:
            if part in values and whole in values and not values[part] <= values[whole]:
                return "%s is more than %s" % (_name(part), _name(whole))
        return ""

    def steps(self):
        """Inputs in which one number is changed by what the others divide by, or all by a factor."""
        whole = [(path, value) for path, value in self.numbers if abs(value) > 1]
        sizes = sorted({value for _, value in whole if type(value) is int and value <= 100} | set(_STEPS))
        free = [(path, value) for path, value in whole if self.ranges[path][0] is None]
        if len(free) > 1:
            for factor in (2, 3, 5):
                yield {path: round(value * factor, 4) for path, value in free}
            for first, second in zip(free, free[1:]):
                yield {first[0]: round(first[1] * 2, 4), second[0]: round(second[1] * 2, 4)}
        # By turns, so that none is changed much more often than another.
        singles = [_others(value, sizes) for _, value in whole]
        for others in itertools.zip_longest(*singles):
            for (path, _), other in zip(whole, others):
                if other is not None:
                    yield {path: other}


def _others(value, sizes):
    others = [value * 2, *(value + size for size in sizes), value * 3]
    others += [value - size for size in sizes if abs(value) > size]
    # As many decimals as there are, without what floats lose.
    return others if type(value) is int else [round(other, 4) for other in others]


def _range(path, value):
    words = _words(path)
    for names, low, high in _BOUNDS:
        if low <= value <= high and not words.isdisjoint(names):
            return low, high
    return None, None


def _words(path):
    return frozenset(_WORDS.findall(" ".join(part.lower() for part in path if type(part) is str)))


def _name(path):
    return ".".join(map(str, path))[:80]


def _stays_below(words, others):
    if not others.isdisjoint(_WHOLES) and words.isdisjoint(_WHOLES):
        return True
    return any(low in words and high in others for low, high in _PAIRS)


def changed(own, changes, path=()):
    """A copy of an input with other values at some places."""
    if path in changes:
        return changes[path]
    if isinstance(own, dict):
        return {key: changed(item, changes, (*path, str(key))) for key, item in own.items()}
    if isinstance(own, (list, tuple)):
        return type(own)(changed(item, changes, (*path, place)) for place, item in enumerate(own))
    return own
