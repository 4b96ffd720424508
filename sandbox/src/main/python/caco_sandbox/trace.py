"""What stands behind the calls of sites.py: the program itself, watched, or one of its twins.

Watched, a run shows at each site what habits its numbers have: their kind and sign, whether they are
whole or have few decimals, whether a division comes out even, whether rounding changes anything,
which of two is larger. The program's own run sets them; a run with another input that has others is
not a natural one.
"""

import fractions

from caco_sandbox import twins

_NEGATIVE, _ZERO, _POSITIVE, _FRACTIONAL = 1, 2, 4, 8
_UNEVEN, _CHANGED, _LARGER, _SMALLER, _BEYOND = 16, 32, 64, 128, 256
_TEXT, _LIST, _SWITCH, _OTHER, _VISITED, _LONG = 512, 1024, 2048, 4096, 8192, 16384
_FRAGILE = 32768
_NAMES = (
    (_UNEVEN, "a division that comes out even"),
    (_FRAGILE, "a whole part that does not hang on what floats lose"),
    (_CHANGED, "a rounding that changes nothing"),
    (_FRACTIONAL, "a whole number"),
    (_LONG, "a number of few decimals"),
    (_NEGATIVE | _ZERO | _POSITIVE, "the sign of a number"),
    (_LARGER | _SMALLER, "which of two numbers is larger"),
    (_BEYOND, "a share of a hundred"),
)
# Of money, and of percentages of it.
_FEW_DECIMALS = 10000
_KINDS = {str: _TEXT, list: _LIST, tuple: _LIST, bool: _SWITCH}
# Looked at in one run of one site; from there on a reading counts as one that may differ.
_LOOKS = 40


class Unnatural(BaseException):
    """The run leaves a habit of the program's own run."""


class Exhausted(BaseException):
    """More than a run may do: too many operations, or calls of one function here and another there."""


def flags_of(value):
    """The kind of a value, and for a number its sign, and whether it is whole or has few decimals."""
    if type(value) not in twins.NUMBERS:
        return _KINDS.get(type(value), _OTHER)
    flags = _POSITIVE if value > 0 else _ZERO if value == 0 else _NEGATIVE if value < 0 else _OTHER
    if is_whole(value):
        return flags
    return flags | _FRACTIONAL if is_whole(value * _FEW_DECIMALS) else flags | _FRACTIONAL | _LONG


def is_whole(value):
    """Whether a number is whole, but for what floats lose."""
    if type(value) is int:
        return True
    try:
        return abs(value - round(value)) <= 1e-9 * max(1, abs(value))
    except (OverflowError, ValueError, ArithmeticError, TypeError):
        return False


def is_fragile(a, b):
    """Whether how often b goes into a hangs on what floats lose: 28 by 0.35 is 80 or not quite."""
    if type(a) is not float and type(b) is not float:
        return False
    try:
        return is_whole(a / b) and bool(fractions.Fraction(a) % fractions.Fraction(b))
    except (OverflowError, ValueError, ArithmeticError):
        return False


class Trace:
    """The names that a changed program calls; `names` are to be put into its namespace."""

    def __init__(self, sites):
        self.sites = sites
        self.habits = [0] * len(sites)
        # The readings of the functions that calls were found to be of.
        self.called = {}
        # Of each division, the twin that reads it as an exact one, and the one that reads all so.
        self.divisions = {
            other: ((other, sites[other].readings.index(twins.TRUE_DIVISION)), (n, len(site.readings) - 1))
            for n, site in enumerate(sites)
            for other in site.together
        }
        self.left = 0
        self.begin_own()
        self.names = {
            "<binary>": self.binary,
            "<unit>": self.unit,
            "<seen>": self.seen,
            "<either>": self.either,
            "<call>": self.call,
            "<item>": self.item,
            "<amount>": self.amount,
            "<tick>": self.tick,
            "<slice>": slice,
        }

    def _begin(self, at, index):
        # The site at which a twin is another, and which of its readings that takes.
        self.at = at
        self.index = index
        readings = () if at is None else self.sites[at].readings
        self.reading = readings[index][1] if readings else None
        all_of_them = readings and readings[index] is twins.TRUE_DIVISIONS
        self.read_at = self.sites[at].together if all_of_them else frozenset((at,))
        self.looks = [0] * len(self.sites)
        # Readings that had another value at least once, as (site, index).
        self.differing = set()

    def begin_own(self):
        """The next run sets the habits."""
        self._begin(None, None)
        self.learns = True

    def begin_other(self):
        """The next run has to keep to the habits."""
        self._begin(None, None)
        self.learns = False

    def begin_twin(self, site, index):
        """The next run is that of a twin."""
        self._begin(site, index)

    def readings(self, n):
        """The names of the other readings of a site, as far as the program's own run came to it."""
        if self.sites[n].kind == "call":
            return [name for name, _ in self.called.get(n, ())]
        return [name for name, _ in self.sites[n].readings]

    def tick(self, value=None):
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        return value

    def binary(self, n, a, b):
        self.tick()
        site = self.sites[n]
        result = site.apply(a, b)
        site.last = a, b
        if type(a) not in twins.NUMBERS or type(b) not in twins.NUMBERS:
            return result
        if self.at is not None:
            return self.read(self.reading, result, (a, b)) if n in self.read_at else result
        self.observe(n, self.operation_flags(site, a, b, result))
        self.compare(n, site.readings, result, (a, b))
        alone, together = self.divisions.get(n, (None, None))
        if alone in self.differing:
            self.differing.add(together)
        return result

    @staticmethod
    def operation_flags(site, a, b, result):
        if type(result) is bool:
            return 0
        first = site.readings[0][0]
        kinds = {name for name, _ in site.readings}
        flags = flags_of(result)
        if "dropped_remainder" in kinds:
            # What is left over may be nothing; whether it is follows from the division.
            return (flags & _FRACTIONAL) | (_UNEVEN if result else 0)
        if "ceiling_division" in kinds or first == "percent_of_start":
            if is_whole(a) and is_whole(b) and a % b:
                flags |= _UNEVEN
            if first == "true_division" and is_fragile(a, b):
                flags |= _FRAGILE
            if a > 0 and b > 0 and a != b:
                flags |= _LARGER if a > b else _SMALLER
            if b == 100 and a > 100:
                flags |= _BEYOND
        return flags

    def unit(self, n, constant):
        self.tick()
        others = self.sites[n].readings
        if self.at is None:
            self.differing.update((n, i) for i in range(len(others)))
        return others[0][1] if n == self.at else constant

    def seen(self, n, value):
        if self.at is None:
            self.observe(n, flags_of(value))
        return value

    def either(self, n):
        """Whether the other of `and` and `or` is taken."""
        self.tick()
        if self.at is None:
            self.differing.add((n, 0))
        return n == self.at

    def amount(self, n, own, other):
        self.tick()
        if type(own) not in twins.NUMBERS or type(other) not in twins.NUMBERS:
            return own
        if self.at is None and own != other:
            self.differing.add((n, 0))
        return other if n == self.at else own

    def call(self, n, function, *args, **named):
        self.tick()
        readings = twins.readings_of(function, args)
        if not readings:
            return function(*args, **named)
        if self.called.setdefault(n, readings) is not readings:
            # Its twins would be others from one input to the next.
            raise Exhausted
        if self.at is not None and n != self.at:
            return function(*args, **named)
        if hasattr(args[0], "__next__"):
            return self.call_on_iterator(n, readings, function, args, named)
        result = function(*args, **named)
        if self.at is not None:
            return self.read(readings[self.index][1], result, args, named)
        flags = 0 if function is range else flags_of(result)
        if function in twins.ROUNDINGS and not twins.same(result, args[0]):
            flags |= _CHANGED
        self.observe(n, flags)
        self.compare(n, readings, result, args, named)
        return result

    def call_on_iterator(self, n, readings, function, args, named):
        """What is used up by one look: nothing is compared, so that all its twins are run."""
        if self.at is None:
            self.differing.update((n, i) for i in range(len(readings)))
            return function(*args, **named)
        return readings[self.index][1](list(args[0]), *args[1:], **named)

    def item(self, n, value, index):
        self.tick()
        result = value[index]
        if not isinstance(value, (list, tuple, str)):
            return result
        if type(index) is slice and (type(index.stop) is not int or index.stop < 1):
            return result
        if self.at is not None:
            return self.read(self.reading, result, (value, index)) if n == self.at else result
        self.observe(n, flags_of(result))
        self.compare(n, self.sites[n].readings, result, (value, index))
        return result

    def read(self, reading, result, args, named=None):
        """What a twin reads: where it is the same value, the program's own, with its type."""
        other = reading(*args, **(named or {}))
        return result if twins.same(result, other) else other

    def observe(self, n, flags):
        if self.learns:
            self.habits[n] |= flags | _VISITED
            return
        habits = self.habits[n]
        # What the program's own run did not come to has no habits.
        if habits and flags & ~habits:
            self.left_habit(flags & ~habits, self.sites[n].line)

    @staticmethod
    def left_habit(new, line):
        name = next((name for flags, name in _NAMES if new & flags), "the type of a value")
        raise Unnatural("%s (line %d)" % (name, line))

    def compare(self, n, readings, result, args, named=None):
        """Notes which readings have another value than the program here."""
        looks = self.looks[n]
        self.looks[n] = looks + 1
        if looks > _LOOKS:
            return
        for i, (_, reading) in enumerate(readings):
            if (n, i) in self.differing:
                continue
            if looks == _LOOKS:
                self.differing.add((n, i))
                continue
            try:
                if not twins.same(result, reading(*args, **(named or {}))):
                    self.differing.add((n, i))
            except Exception:
                self.differing.add((n, i))
