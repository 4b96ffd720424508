"""Runs the tests of a programming task; itself a program of the sandbox.

The function that the tests call is replaced by a stand-in. It gives what `answers` holds for its
arguments: values, never code of the program that is tested, so nothing that a program does can reach
its tests. Of arguments without an answer it gives what the task's own solution does, where it may
(`reference`), or else it notes the call as missing and ends the test.

A test may do anything to this process, and so may say anything. What it says counts only where it
says otherwise of wrong answers (`wrong`), in another process that it cannot tell from this one.
"""

import ast
import builtins
import copy
import decimal
import fractions
import functools
import hashlib
import inspect
import itertools
import math
import random
import re
import sys
import types

input = {}

MAX_CALLS = 1000
MAX_UNITS = 300
MAX_DETAIL = 300
TESTS = "<tests>"
SOLUTION = "<solution>"
ITERABLES = (range, map, filter, zip, enumerate, types.GeneratorType, type({}.keys()), type({}.values()))


class Missing(BaseException):
    """A call has no answer yet. Not an Exception: tests catch those."""


class Skipped(BaseException):
    """A test says that it is not to be run here."""


class Unrunnable(BaseException):
    """A test needs what is not here."""


# ---- Values


def key_of(value):
    """A text that two values share where they are the same, types and order included."""
    kind = type(value)
    if kind in (int, float, str, bytes, bool, complex, fractions.Fraction, decimal.Decimal) or value is None:
        return "%s:%r" % (kind.__name__, value)
    if kind is list or (isinstance(value, tuple)):
        return "%s[%s]" % ("list" if kind is list else "tuple", ",".join(map(key_of, value)))
    if kind in (set, frozenset):
        return "set[%s]" % ",".join(sorted(map(key_of, value)))
    if isinstance(value, dict):
        return "dict[%s]" % ",".join(key_of(pair) for pair in value.items())
    raise Unrunnable("a test calls the function with a %s" % kind.__name__)


def listed(value):
    """What can only be gone through, as the list of that."""
    return list(value) if isinstance(value, ITERABLES) else value


def near(value):
    """A wrong answer of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, complex, fractions.Fraction, decimal.Decimal)):
        return value + 1
    if isinstance(value, float):
        return value + abs(value) / 2 + 1 if math.isfinite(value) else 0.5
    if isinstance(value, str):
        return value + "?"
    if isinstance(value, bytes):
        return value + b"?"
    if isinstance(value, list):
        return [near(item) for item in value] + [near(value[-1]) if value else 1]
    if isinstance(value, tuple):
        return tuple(near(list(value)))
    if isinstance(value, (set, frozenset)):
        changed = {near(item) for item in value}
        return type(value)(changed if changed - value else changed | {"?"})
    if isinstance(value, dict):
        return {key: near(item) for key, item in value.items()} or {1: 1}
    return 1


def blank(value):
    """A wrong answer of the same type that counts as false, where the right one counts as true."""
    return type(value)() if value else near(value)


WRONG = {"near": near, "blank": blank}

# ---- The function that is tested


class Candidate:
    """Stands in for the function that the tests call."""

    def __init__(self, answers, wrong, reference, spaces):
        self.answers = answers
        self.wrong = WRONG.get(wrong)
        self.reference = reference
        self.spaces = spaces
        self.calls = {}
        self.count = 0
        self.missing = False
        self.inside = False
        self.last = {"value": 0}

    def function(self, like):
        def candidate(*args, **kwargs):
            return self.call(args, kwargs)

        return functools.wraps(like)(candidate) if like is not None else candidate

    def call(self, args, kwargs):
        if self.inside:
            # The solution calls itself.
            return self.reference(*args, **kwargs)
        self.count += 1
        args = [listed(value) for value in args]
        kwargs = {name: listed(value) for name, value in kwargs.items()}
        key = hashlib.sha256(key_of([args, kwargs]).encode("utf-8", "replace")).hexdigest()[:24]
        answer = self.answers.get(key)
        if answer is not None:
            self.last = answer
        elif self.wrong is not None:
            # Only wrong answers have led here: one more.
            answer = self.last
        if answer is not None:
            return self.give(answer)
        if key not in self.calls:
            if len(self.calls) >= MAX_CALLS:
                raise Unrunnable("the tests call the function more than %d times" % MAX_CALLS)
            self.calls[key] = self.describe(key, args, kwargs)
        if self.reference is None:
            self.missing = True
            raise Missing()
        state = random.getstate()
        self.inside = True
        try:
            return self.reference(*args, **kwargs)
        finally:
            self.inside = False
            random.setstate(state)

    def give(self, answer):
        if "value" in answer:
            value = copy.deepcopy(answer["value"])
            return value if self.wrong is None else self.wrong(value)
        if self.wrong is not None:
            return 1
        error = exception(answer["error"], answer["message"], self.spaces)
        error.of_candidate = True
        raise error

    def describe(self, key, args, kwargs):
        bound = []
        if self.reference is not None:
            try:
                signature = inspect.signature(self.reference)
                given = signature.bind(*args, **kwargs)
                names = set(given.arguments)
                given.apply_defaults()
                bound = [[name, value, name in names] for name, value in given.arguments.items()]
            except (TypeError, ValueError):
                # It does not take them, and that may be what is tested.
                bound = []
        named = [list(pair) for pair in kwargs.items()]
        return copy.deepcopy({"key": key, "args": list(args), "kwargs": named, "bound": bound})


def exception(name, message, spaces):
    """An exception of this name: Python's, one that tests or solution define, or one of its own."""
    kind = getattr(builtins, name, None)
    for space in spaces:
        kind = kind or space.get(name)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = type(name if name.isidentifier() else "Failure", (Exception,), {})
    try:
        return kind(message)
    except Exception:
        error = kind.__new__(kind)
        error.args = (message,)
        return error


# ---- What pytest offers, as far as tests of functions use it


class Raises:
    def __init__(self, kinds, match):
        self.kinds = kinds
        self.match = match
        self.value = None
        self.type = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            raise AssertionError("did not raise")
        if not issubclass(kind, self.kinds):
            return False
        self.value, self.type = error, kind
        if self.match is not None and not re.search(self.match, str(error)):
            raise AssertionError("its message does not match")
        return True


class Approx:
    def __init__(self, expected, rel, tolerance, nan_ok):
        self.expected = expected
        self.rel = 1e-6 if rel is None else rel
        self.tolerance = 1e-12 if tolerance is None else tolerance
        self.only_absolute = rel is None and tolerance is not None
        self.nan_ok = nan_ok

    def __eq__(self, other):
        return self.same(self.expected, other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def same(self, expected, actual):
        if isinstance(expected, dict):
            return (
                isinstance(actual, dict)
                and expected.keys() == actual.keys()
                and all(self.same(expected[key], actual[key]) for key in expected)
            )
        if isinstance(expected, (list, tuple)):
            return (
                isinstance(actual, (list, tuple))
                and len(expected) == len(actual)
                and all(map(self.same, expected, actual))
            )
        if isinstance(expected, bool) or not isinstance(expected, (int, float, complex, decimal.Decimal)):
            return expected == actual
        if isinstance(actual, bool) or not isinstance(actual, (int, float, complex, decimal.Decimal)):
            return False
        if expected != expected:
            return self.nan_ok and actual != actual
        if expected == actual:
            return True
        if isinstance(expected, complex) or isinstance(actual, complex):
            distance, size = abs(expected - actual), abs(expected)
        else:
            distance, size = abs(float(expected) - float(actual)), abs(float(expected))
        if math.isinf(size) or math.isinf(distance):
            return False
        within = 0 if self.only_absolute else self.rel * size
        return distance <= max(within, self.tolerance)


class Mark:
    """`pytest.mark`: what it says is kept at the function."""

    def __getattr__(self, name):
        def mark(*args, **kwargs):
            if len(args) == 1 and not kwargs and (inspect.isroutine(args[0]) or inspect.isclass(args[0])):
                return marked(args[0], (name, (), {}))
            return lambda function: marked(function, (name, args, kwargs))

        return mark


def marked(function, mark):
    function.seed_marks = getattr(function, "seed_marks", []) + [mark]
    return function


class Param:
    def __init__(self, *values, id=None, marks=()):
        self.values = values


def fixture(function=None, **settings):
    def make(made):
        made.seed_fixture = settings
        return made

    return make if function is None else make(function)


def raises(kinds, *args, match=None, **kwargs):
    context = Raises(kinds, match)
    if not args:
        return context
    with context:
        args[0](*args[1:], **kwargs)
    return context


def fail(reason="", pytrace=True, msg=None):
    raise AssertionError(reason or msg)


def skip(reason="", **settings):
    raise Skipped(reason)


def import_or_skip(name, *args, **kwargs):
    try:
        return __import__(name, fromlist=["*"])
    except ImportError as error:
        raise Skipped(name) from error


def pytest_module():
    module = types.ModuleType("pytest")
    module.raises = raises
    module.approx = lambda expected, rel=None, abs=None, nan_ok=False: Approx(expected, rel, abs, nan_ok)
    module.mark = Mark()
    module.param = Param
    module.fixture = fixture
    module.fail = fail
    module.skip = skip
    module.importorskip = import_or_skip
    module.main = lambda *args, **kwargs: 0
    return module


# ---- Tests


class Suite:
    """The tests of a task and what they come to."""

    def __init__(self, given):
        self.given = given
        self.units = []
        self.spaces = [{}, {}]
        self.solution_space, self.space = self.spaces
        self.solution_error = ""
        self.candidate = None
        self.name = given["function"]

    def run(self):
        self.load_solution()
        tree = self.parse()
        if tree is None:
            return
        if self.given["solution"] and not callable(self.solution_space.get(self.name)):
            self.name = ""
        self.name = self.name or self.called(tree)
        reference = self.solution_space.get(self.name) if self.given["reference"] else None
        like = self.solution_space.get(self.name)
        if isinstance(like, type):
            self.unit("tests", self.no_class)
            return
        reference = reference if callable(reference) else None
        self.candidate = Candidate(self.given["answers"], self.given["wrong"], reference, self.spaces)
        function = self.candidate.function(like if callable(like) else None)
        self.solution_space[self.name] = function
        self.space.update(self.solution_space)
        self.space["__name__"] = "tests"
        self.offer(function)
        if not self.unit("tests", lambda: exec(compile(tree, TESTS, "exec"), self.space), quiet=True):
            return
        # A module may define the function anew.
        self.space[self.name] = function
        for name, test in self.collected(function):
            if len(self.units) >= MAX_UNITS:
                break
            self.unit(name, test)

    def no_class(self):
        raise Unrunnable("what the tests call is a class")

    def load_solution(self):
        space = self.solution_space
        space["__name__"] = "solution"
        for source in (self.given["setup"], self.given["solution"]):
            try:
                exec(compile(source, SOLUTION, "exec"), space)
            except BaseException as error:
                self.solution_error = describe(error)

    def parse(self):
        try:
            self.asserts = [compile(test, TESTS, "exec") for test in self.given["asserts"]]
            return ast.parse(self.given["module"], TESTS)
        except BaseException as error:
            self.units.append(["tests", "broken", describe(error), 0])
            return None

    def called(self, tree):
        """The name of the first function of the solution that the tests call."""
        trees = [tree] + [ast.parse(test) for test in self.given["asserts"]]
        nodes = [node for tree in trees for node in ast.walk(tree)]
        own = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        calls = [func for func in calls if isinstance(func, (ast.Name, ast.Attribute))]
        calls.sort(key=lambda func: (func.lineno, func.col_offset))
        names = [name_of(func) for func in calls if name_of(func) not in own]
        for name in names:
            if isinstance(self.solution_space.get(name), types.FunctionType):
                return name
        for name in names:
            if name and not hasattr(builtins, name) and name not in self.solution_space:
                return name
        return ""

    def offer(self, function):
        """What tests import: the solution under its usual names, and pytest."""
        module = types.ModuleType("solution")
        module.__dict__.update(self.solution_space)
        for name in ("solution", "main", "candidate"):
            sys.modules[name] = module
        sys.modules["pytest"] = pytest_module()
        self.space["candidate"] = function

    def collected(self, function):
        for index, code in enumerate(self.asserts):
            yield "assert %d" % (index + 1), functools.partial(exec, code, self.space)
        for index, (text, expected) in enumerate(self.given["exchanges"]):
            yield "pair %d" % (index + 1), functools.partial(exchange, function, text, expected)
        found = list(self.tests_of_module())
        check = self.space.get("check")
        if not found and is_of_tests(check) and isinstance(check, types.FunctionType):
            found = [("check", functools.partial(check, function))]
        yield from found

    def tests_of_module(self):
        for name, value in list(self.space.items()):
            if not is_of_tests(value) or hasattr(value, "seed_fixture"):
                continue
            if isinstance(value, types.FunctionType) and name.startswith("test"):
                yield from self.cases(name, value, None)
            elif isinstance(value, type) and (name.startswith("Test") or is_test_case(value)):
                yield from self.tests_of_class(name, value)

    def tests_of_class(self, name, kind):
        for method in dir(kind):
            if method.startswith("test") and callable(getattr(kind, method)):
                yield from self.cases(name + "." + method, getattr(kind, method), kind)

    def cases(self, name, function, kind):
        """A test for each combination of parameters."""
        choices = []
        for mark, args, kwargs in getattr(function, "seed_marks", []) + getattr(kind, "seed_marks", []):
            condition = args[0] if args else kwargs.get("condition", mark != "skipif")
            if mark in ("skip", "skipif", "xfail") and condition:
                yield name, lambda: skip(mark)
                return
            if mark == "parametrize":
                known = {key: value for key, value in kwargs.items() if key in ("argnames", "argvalues")}
                choices.append(parameters(*args[:2], **known))
        for index, choice in enumerate(itertools.product(*choices)):
            given = {key: value for part in choice for key, value in part.items()}
            label = name if not choices else "%s[%d]" % (name, index + 1)
            yield label, functools.partial(self.call, function, kind, given)

    def call(self, function, kind, given):
        finish = []
        instance = None if kind is None else made(kind)
        for name in ("setUp",) if is_test_case(kind) else ("setup_class", "setup_method"):
            if hasattr(instance, name):
                hook = getattr(instance, name)
                hook(*[None] * len(required(hook)))
        bound = function if instance is None else getattr(instance, function.__name__)
        arguments = dict(given)
        for name in required(bound):
            if name not in arguments:
                arguments[name] = self.fixture(name, instance, finish)
        try:
            bound(**arguments)
        finally:
            for generator in reversed(finish):
                next(generator, None)

    def fixture(self, name, instance, finish):
        make = getattr(instance, name, None) or self.space.get(name)
        if not hasattr(make, "seed_fixture"):
            make = next(
                (v for v in self.space.values() if getattr(v, "seed_fixture", {}).get("name") == name), None
            )
        if make is None:
            raise Unrunnable("a test wants a fixture %s" % name)
        value = make(**{each: self.fixture(each, instance, finish) for each in required(make)})
        if inspect.isgenerator(value):
            finish.append(value)
            return next(value)
        return value

    def unit(self, name, test, quiet=False):
        """Runs one test and notes what came of it; says whether it ended well."""
        candidate = self.candidate
        before = 0 if candidate is None else candidate.count
        if candidate is not None:
            candidate.missing = False
        random.seed(0)
        outcome, detail = "passed", ""
        try:
            test()
        except BaseException as error:
            outcome, detail = outcome_of(error), describe(error)
        calls = 0 if candidate is None else candidate.count - before
        if candidate is not None and candidate.missing:
            outcome = "missing"
        if not quiet or outcome != "passed" or calls:
            self.units.append([name, outcome, detail, calls])
        return outcome == "passed"


def name_of(func):
    """What is called, where it is a function of the solution: by its name or as `solution.name`."""
    if isinstance(func, ast.Name):
        return func.id
    return func.attr if isinstance(func.value, ast.Name) and func.value.id == "solution" else ""


def is_of_tests(value):
    return getattr(value, "__module__", None) == "tests"


def is_test_case(kind):
    # Not imported for tests that do not use it: it takes longer than they do.
    unittest = sys.modules.get("unittest")
    return unittest is not None and isinstance(kind, type) and issubclass(kind, unittest.TestCase)


def made(kind):
    return kind("run") if is_test_case(kind) else kind()


def required(function):
    return [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    ]


def parameters(argnames, argvalues):
    names = argnames if not isinstance(argnames, str) else [name.strip() for name in argnames.split(",")]
    names = [name for name in names if name]
    alone = isinstance(argnames, str) and len(names) == 1
    rows = []
    for value in argvalues:
        if isinstance(value, Param):
            value = value.values
        elif alone:
            value = (value,)
        rows.append(dict(zip(names, value)))
    return rows


def exchange(function, text, expected):
    actual = function(text)
    assert lines(actual) == lines(expected)


def lines(text):
    return [line.rstrip() for line in str(text).strip().splitlines()]


def outcome_of(error):
    if getattr(error, "of_candidate", False) is True or isinstance(error, AssertionError):
        return "failed"
    if isinstance(error, Skipped) or type(error).__name__ == "SkipTest":
        return "skipped"
    if isinstance(error, (Unrunnable, ImportError, NameError, SyntaxError)):
        return "broken"
    return "error"


def describe(error):
    try:
        message = str(error)
        return (type(error).__name__ + (": " + message if message else ""))[:MAX_DETAIL]
    except BaseException:
        return "an exception that cannot be shown"


def result(given):
    if not given:
        return {}
    suite = Suite(given)
    suite.run()
    calls = [] if suite.candidate is None else list(suite.candidate.calls.values())
    return {
        "function": suite.name,
        "solution_error": suite.solution_error,
        "units": suite.units,
        "calls": calls,
    }


output = result(input)
