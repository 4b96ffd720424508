"""Finds the input at which most twins of a program give another output, and what holds for all that is left.

Twins are the program with one operation read otherwise (twins.py). They run in the process of their
program, one after the other, each in a namespace of its own and with as many operations as it may
take. Nothing here looks at a clock: what comes out is the same on every machine.
"""

import builtins
import sys
import types

from caco_sandbox import twins
from caco_sandbox.candidates import Bounds, changed, distance, is_plain, only_numbers_differ
from caco_sandbox.sites import Sites
from caco_sandbox.trace import Trace, flags_of
from caco_sandbox.values import Encoder, Unencodable, decode_json, dumps

_MAX_TWINS = 150
_MAX_TRACED = 60
_MAX_NATURAL = 14
_MAX_CHOICES = 5
_MAX_TESTS = 10
# Of an input and an output together, and of the output's text.
_MAX_CHARS = 4000
_MAX_TEXT = 2000
_MAX_INPUT = 100000
_LARGE = 10**12
# Operations of all runs together, and what a run counts before its first.
_BUDGET = 30000
_RUN = 40
# Of all runs with inputs that are to be told of one by one, and characters of what is told.
_INSTANCE_BUDGET = 1000000
_INSTANCE_CHARS = 1000000
_NOTHING = object()


class Unproven(Exception):
    """Nothing can be said of the twins of this program."""


class _Candidate:
    """An input that the program ran with."""

    def __init__(self, text, output, differing):
        self.text = text
        self.output = output
        # Sites and readings that had another value at least once.
        self.differing = differing
        self.plain = True
        self.far = (0, 0.0)
        self.cells = {}


class Readings:
    """One program and its twins.

    `codes` are its two parts, cut after its input; `compiled` makes such parts of a changed tree.
    """

    def __init__(self, tree, codes, compiled, variable):
        self.codes = codes
        self.variable = variable
        self.budget = _BUDGET
        # Operations that one run may take.
        self.limit = _BUDGET
        try:
            self.trace = Trace(Sites(tree).found)
            self.twin_codes = compiled(tree)
        except (ValueError, RecursionError, SyntaxError, TypeError) as error:
            raise Unproven("the source cannot be changed: %s" % error) from error
        self.twins = []
        self.own = None
        self.bounds = None
        self.unnatural = 0

    def found(self, own_text, others, may_change):
        """What there is to say of an input, of JSON texts of others, and of more that are made here."""
        self.own = self.own_run(own_text)
        natural = self.natural(others)
        # Not before: what a call is of may show with another input only.
        self.twins = self.all_twins()
        chosen = self.chosen(natural) if may_change else self.compared(self.own)
        tests, disagreeing = self.tests(natural, chosen)
        shown = self.shown(chosen)
        if shown is None:
            raise Unproven("its input or output is too long, or has no JSON form")
        return {
            "twins": self.names(),
            "cells": "".join(chosen.cells.get(twin, "=") for twin in self.twins),
            "chosen": shown,
            "tests": tests,
            "disagreeing": disagreeing,
            "unnatural": self.unnatural,
        }

    def instances(self, own_text, others):
        """What comes of each of the other inputs: input, output and its text, or why it is none.

        An instance is natural, and each twin that the own input leaves open has its output as well.
        """
        self.budget = _INSTANCE_BUDGET
        self.own = self.own_run(own_text)
        ran = [self.other_run(text) for text in others]
        self.twins = self.all_twins()
        own = self.compared(self.own)
        open_twins = [twin for twin in self.twins if own.cells.get(twin, "=") != "!"]
        chars = 0
        told = []
        for candidate in ran:
            if candidate is None:
                told.append("unnatural")
            elif any(self.cell(candidate, twin) != "=" for twin in open_twins):
                told.append("disagrees")
            else:
                shown = self.shown(candidate)
                chars += sum(map(len, shown or ()))
                told.append("too_long" if shown is None or chars > _INSTANCE_CHARS else shown)
        return {"instances": told}

    def names(self):
        sites = self.trace.sites
        return [
            "%s %d:%d" % (self.trace.readings(n)[i], sites[n].line, sites[n].column) for n, i in self.twins
        ]

    def own_run(self, text):
        output = self.plain_run(text)
        self.trace.begin_own()
        before = self.trace.left = self.budget
        if not twins.same(self.run(self.twin_codes, text), output):
            raise Unproven("watched, the program gives another output")
        taken = before - self.trace.left
        self.limit = 10 * taken + 1000
        self.budget -= _RUN + taken
        self.bounds = Bounds(decode_json(text))
        own = _Candidate(text, output, self.trace.differing)
        own.plain = is_plain(decode_json(text))
        return own

    def all_twins(self):
        every = [(n, i) for n in range(len(self.trace.sites)) for i in range(len(self.trace.readings(n)))]
        if len(every) > _MAX_TWINS:
            raise Unproven("more than %d twins" % _MAX_TWINS)
        return sorted(every, key=self.order)

    def order(self, twin):
        n, i = twin
        site = self.trace.sites[n]
        name = self.trace.readings(n)[i]
        return name in twins.GENERIC, name, site.line, site.column, n

    def natural(self, others):
        """The own input and others with which the program keeps its habits, each once."""
        found = [self.own]
        known = {self.own.text}
        own = decode_json(self.own.text)
        made = (dumps(Encoder(_MAX_INPUT).encode(changed(own, step))) for step in self.bounds.steps())
        for count, text in enumerate(text for texts in (others, made) for text in texts):
            if count >= _MAX_TRACED or len(found) >= _MAX_NATURAL or self.budget < self.limit:
                break
            if text in known:
                continue
            known.add(text)
            candidate = self.other_run(text)
            if candidate is None:
                self.unnatural += 1
            else:
                value = decode_json(text)
                candidate.far = distance(own, value)
                # A changed name is a test, but nothing to write a problem for.
                candidate.plain = is_plain(value) and only_numbers_differ(own, value)
                found.append(candidate)
        return found

    def other_run(self, text):
        """A run with another input; None where it is not a natural one."""
        try:
            if self.bounds.broken(decode_json(text)):
                return None
            self.trace.begin_other()
            self.trace.left = self.limit
            output = self.run(self.twin_codes, text)
            differing = self.trace.differing
            if flags_of(output) & ~flags_of(self.own.output) or output is None:
                return None
            if _is_large(output) and not _is_large(self.own.output):
                return None
            if not twins.same(output, self.plain_run(text)):
                return None
            return _Candidate(text, output, differing)
        except MemoryError:
            self.budget = 0
            return None
        except BaseException:
            # Unnatural, exhausted, or it fails.
            return None
        finally:
            self.pay()

    def chosen(self, natural):
        """Of plain ones, that which tells most twins apart; of equals the nearest."""
        plain = [candidate for candidate in natural if candidate.plain] or [self.own]
        plain.sort(key=lambda candidate: (candidate.far, candidate.text))
        best = self.compared(plain[0])
        for candidate in plain[1 : 1 + _MAX_CHOICES * 3]:
            undecided = [twin for twin in self.twins if best.cells.get(twin, "=") != "!"]
            # It tells more apart only if it tells one of these.
            if not any(self.cell(candidate, twin) == "!" for twin in undecided):
                continue
            if _told_apart(self.compared(candidate)) > _told_apart(best):
                best = candidate
        return best

    def compared(self, candidate):
        """The candidate, compared with every twin."""
        for twin in self.twins:
            self.cell(candidate, twin)
        return candidate

    def cell(self, candidate, twin):
        """How the output of a twin agrees with the program's: as twins.agreement; '?' is not known."""
        if twin not in candidate.differing:
            return "="
        cell = candidate.cells.get(twin)
        if cell is None:
            cell = candidate.cells[twin] = self.twin_run(candidate, twin)
        return cell

    def twin_run(self, candidate, twin):
        if self.budget <= self.limit:
            return "?"
        self.trace.begin_twin(*twin)
        self.trace.left = self.limit
        try:
            return twins.agreement(candidate.output, self.run(self.twin_codes, candidate.text))
        except MemoryError:
            self.budget = 0
            return "?"
        except BaseException:
            # It has no output here, and so not the program's.
            return "!"
        finally:
            self.pay()

    def tests(self, natural, chosen):
        """Inputs and outputs on which all twins agree that the chosen input leaves open."""
        open_twins = [twin for twin in self.twins if chosen.cells.get(twin, "=") != "!"]
        shown = []
        disagreeing = 0
        for candidate in natural:
            if candidate is chosen or len(shown) >= _MAX_TESTS:
                continue
            if any(self.cell(candidate, twin) != "=" for twin in open_twins):
                disagreeing += 1
                continue
            test = self.shown(candidate)
            if test is not None:
                shown.append(test)
        return shown, disagreeing

    def shown(self, candidate):
        """Input, output and its text; None where they are longer than allowed, or have no JSON form."""
        try:
            output = dumps(Encoder(_MAX_CHARS).encode(candidate.output))
            text = str(candidate.output).encode("utf-8", "backslashreplace").decode("utf-8")
        except (Unencodable, ValueError):
            return None
        if len(candidate.text) + len(output) > _MAX_CHARS or len(text) >= _MAX_TEXT:
            return None
        return [candidate.text, output, text]

    def plain_run(self, text):
        """The output of the program as it is."""
        return self.run(self.codes, text)

    def run(self, codes, text):
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        names = main.__dict__
        names["__builtins__"] = builtins
        names.update(self.trace.names)
        exec(codes[0], names)
        names["input"] = decode_json(text)
        exec(codes[1], names)
        output = names.get(self.variable, _NOTHING)
        if output is _NOTHING:
            raise Unproven("no output")
        return output

    def pay(self):
        """Counts what the last run took."""
        self.budget -= _RUN + max(0, self.limit - self.trace.left)


def _is_large(value):
    """Whether a number is longer than people write, and than a float holds for sure."""
    if type(value) in (list, tuple):
        return any(map(_is_large, value))
    return type(value) in twins.NUMBERS and not -_LARGE < value < _LARGE


def _told_apart(candidate):
    return sum(cell == "!" for cell in candidate.cells.values())
