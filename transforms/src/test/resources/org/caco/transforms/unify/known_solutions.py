"""Writes programming seeds, and what a model that knows their solutions would reply.

known_solutions.py MBPP HUMANEVAL SEEDS REPLIES EVERY: reads the two data sets and writes two files, one JSON
a line: rows as their data sets have them, and {"name", "planted", "passes", "code"} for each,
where `planted` names the mistake in the solution that `code` is made of, if there is one, and `passes`
is whether that solution passes the row's tests in plain Python.

Nothing here is shared with the code that is tested.
"""

import ast
import contextlib
import copy
import gc
import gzip
import inspect
import io
import json
import os
import random
import resource
import signal
import sys
import types

WRONG_OF_PUBLISHED = 500
WRONG_OF_KODCODE = 200
SECONDS = 4
PLANTED = ("operator", "constant", "off_by_one", "other_function")


# ---- Tasks of the three data sets in one form


class Task:
    def __init__(self, kind, row, function, solution, tail):
        self.kind = kind
        self.row = row
        self.function = function
        self.solution = solution
        self.tail = tail
        self.first_call = None
        # The names of the function's parameters, with a star before one that takes many.
        self.parameters = []
        for node in ast.walk(ast.parse(solution)):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                self.parameters = [each.arg for each in node.args.args]
                if node.args.vararg:
                    self.parameters.append("*" + node.args.vararg.arg)


def mbpp(row):
    tests = row["test_list"] + row["challenge_test_list"]
    defined = {node.name for node in ast.walk(ast.parse(row["code"])) if isinstance(node, ast.FunctionDef)}
    called = [
        node.func.id
        for test in tests
        for node in ast.walk(ast.parse(test))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in defined
    ]
    tail = "\n".join([row["test_setup_code"]] + tests).replace("\r", "")
    return Task("mbpp", row, called[0], row["code"].replace("\r", ""), tail)


def human_eval(row):
    tail = row["test"] + "\ncheck(%s)\n" % row["entry_point"]
    return Task("humaneval", row, row["entry_point"], row["prompt"] + row["canonical_solution"], tail)


def kodcode(row):
    return Task("kodcode", row, row["test_info"][0]["function_name"], row["solution"], row["test"])


# ---- Tests in plain Python


def forked(work):
    """What `work` returns in a process of its own, None if it does not get to an end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with contextlib.suppress(BaseException):
            sys.stdout = sys.stderr = io.StringIO()
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            signal.alarm(3 * SECONDS)
            os.write(writer, work().encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        result = pipe.read()
    os.waitpid(child, 0)
    return result or None


def passes(task, solution):
    return forked(lambda: verdict(task, solution)) == "passes"


def verdict(task, solution):
    random.seed(0)
    run_tests(task, solution, lambda function: function)
    return "passes"


def run_tests(task, solution, around):
    space = {"__name__": "tests"}
    exec(compile(solution, "solution", "exec"), space)
    space[task.function] = around(space[task.function])
    if task.kind != "kodcode":
        exec(compile(task.tail, "tests", "exec"), space)
        return
    module = types.ModuleType("solution")
    module.__dict__.update(space)
    sys.modules["solution"] = module
    sys.modules["pytest"] = pytest = small_pytest()
    tests = {"__name__": "tests"}
    exec(compile(task.tail, "tests", "exec"), tests)
    count = 0
    for name, value in list(tests.items()):
        if name.startswith("test") and callable(value):
            for arguments in cases(value):
                random.seed(0)
                for fixture in set(inspect.signature(value).parameters) - set(arguments):
                    arguments[fixture] = tests[fixture]()
                value(**arguments)
                count += 1
        elif isinstance(value, type) and any(method.startswith("test") for method in vars(value)):
            for method in [each for each in vars(value) if each.startswith("test")]:
                instance = value("run") if hasattr(value, "assertEqual") else value()
                getattr(instance, "setUp", getattr(instance, "setup_method", lambda: None))()
                getattr(instance, method)()
                count += 1
    assert count and pytest


def cases(function):
    combined = [{}]
    for names, values in getattr(function, "cases", []):
        names = [name.strip() for name in names.split(",")]
        combined = [
            dict(each, **dict(zip(names, value if len(names) > 1 else (value,))))
            for each in combined
            for value in values
        ]
    return combined


def small_pytest():
    module = types.ModuleType("pytest")

    @contextlib.contextmanager
    def expect(kinds, match):
        caught = types.SimpleNamespace(value=None)
        try:
            yield caught
        except kinds as error:
            assert match is None or match in str(error)
            caught.value = error
        else:
            raise AssertionError("nothing raised")

    def raises(kinds, function=None, *args, match=None):
        if function is None:
            return expect(kinds, match)
        with expect(kinds, match):
            function(*args)

    class Near:
        def __init__(self, value, rel=1e-6):
            self.value, self.rel = value, rel

        def __eq__(self, other):
            return abs(other - self.value) <= max(self.rel * abs(self.value), 1e-12)

    def parametrize(names, values, ids=None):
        def mark(function):
            function.cases = getattr(function, "cases", []) + [(names, values)]
            return function

        return mark

    module.raises, module.approx, module.fixture = raises, Near, lambda function: function
    module.mark = types.SimpleNamespace(parametrize=parametrize)
    return module


# ---- The unified form


class First(BaseException):
    pass


def first_call(task):
    """The names and values of the first call that the tests make, as Python."""

    def find():
        def around(function):
            def note(*args, **kwargs):
                given = inspect.signature(function).bind(*args, **kwargs).arguments
                raise First(json.dumps([[name, repr(value)] for name, value in given.items()]))

            return note

        try:
            random.seed(0)
            run_tests(task, task.solution, around)
        except First as first:
            return first.args[0]
        return ""

    if task.first_call is None:
        task.first_call = json.loads(forked(find) or "[]")
    return task.first_call


def unified(task, solution, by_place):
    given = first_call(task)
    stars = {name[1:] for name in task.parameters if name.startswith("*")}
    lines = ["input = {"]
    lines += ["    %r: %s," % (name, value) for name, value in given]
    lines += ["}", "", solution.rstrip(), ""]
    main = task.function
    if stars or by_place:
        main = "unified"
        names = [name for name, _ in given]
        passed = ", ".join("*" + name if name in stars else name for name in names)
        lines += ["def unified(%s):" % ", ".join(names), "    return %s(%s)" % (task.function, passed), ""]
    lines += ["output = %s(**input)" % main, "print(output)", ""]
    return "\n".join(lines)


# ---- Mistakes


SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}


def changes(tree, planted):
    """Places in the tree that a mistake can be put in: functions that put it there."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.Module, ast.ClassDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if planted == "operator":
            if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPPED:
                yield lambda node=node: setattr(node, "op", SWAPPED[type(node.op)]())
            elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
                yield lambda node=node: node.ops.__setitem__(0, SWAPPED[type(node.ops[0])]())
        elif planted == "constant" and isinstance(node, ast.Constant) and id(node) not in docstrings:
            if isinstance(node.value, bool):
                yield lambda node=node: setattr(node, "value", not node.value)
            elif isinstance(node.value, (int, float)):
                yield lambda node=node: setattr(node, "value", node.value * 2 + 3)
            elif isinstance(node.value, str):
                yield lambda node=node: setattr(node, "value", node.value + "x")
        elif planted == "off_by_one":
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
                yield lambda node=node: node.args.__setitem__(-1 if len(node.args) < 3 else 1, less(node))
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                if isinstance(node.slice.value, int):
                    yield lambda node=node: setattr(node.slice, "value", node.slice.value + 1)
            elif isinstance(node, ast.Compare) and type(node.ops[0]) in (ast.Lt, ast.LtE, ast.Gt, ast.GtE):
                yield lambda node=node: node.ops.__setitem__(0, neighbour(node.ops[0]))


def less(call):
    last = call.args[-1 if len(call.args) < 3 else 1]
    return ast.BinOp(last, ast.Sub(), ast.Constant(1))


def neighbour(operator):
    return {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}[type(operator)]()


def planted_in(task, others, planted, chance):
    """A solution with the mistake, or None where there is no place for it."""
    if planted == "other_function":
        takes = len(task.parameters)
        other = chance.choice([each for each in others if len(each.parameters) == takes])
        if other.function == task.function or other.solution == task.solution:
            return None
        # The other function under this one's name, and its parameters under any.
        return other.solution + "\n\n%s = %s\n" % (task.function, other.function)
    tree = ast.parse(task.solution)
    places = list(changes(tree, planted))
    if not places:
        return None
    chance.choice(places)()
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree)))


def main(mbpp_file, human_eval_file, seeds_file, replies_file, every):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import kodcode_rows

    with open(mbpp_file, encoding="utf-8") as file:
        published = [mbpp(json.loads(line)) for line in file]
    with gzip.open(human_eval_file, "rt", encoding="utf-8") as file:
        published += [human_eval(json.loads(line)) for line in file]
    own = [kodcode(row) for row in kodcode_rows.rows()]
    every = int(every)
    published, own = published[::every], own[::every]
    # Nothing of this is for a fork to copy.
    gc.freeze()
    with open(seeds_file, "w", encoding="utf-8") as seeds, open(replies_file, "w") as replies:

        def write(name, task, solution, planted, good):
            row = dict(task.row)
            row["question_id" if task.kind == "kodcode" else "task_id"] = name
            # For the server to know it by; HumanEval's problem is Python.
            field = {"mbpp": "text", "humaneval": "prompt", "kodcode": "question"}[task.kind]
            row[field] = row[field].rstrip() + "\n# @%s@\n" % name
            seeds.write(json.dumps(row) + "\n")
            code = unified(task, solution, planted == "other_function")
            reply = {"name": name, "planted": planted, "passes": good, "code": code}
            replies.write(json.dumps(reply) + "\n")

        for index, task in enumerate(published + own):
            name = "%s-known-%d" % (task.kind, index)
            write(name, task, task.solution, "", passes(task, task.solution))
        for tasks, of_all in ((published, WRONG_OF_PUBLISHED), (own, WRONG_OF_KODCODE)):
            most = of_all // every
            wrong = turn = 0
            chance = random.Random(len(tasks))
            order = chance.sample(tasks, len(tasks))
            while wrong < most:
                task, planted = order[turn % len(order)], PLANTED[turn % len(PLANTED)]
                turn += 1
                solution = planted_in(task, tasks, planted, chance)
                if solution is not None:
                    good = passes(task, solution)
                    wrong += not good
                    write("%s-planted-%d" % (task.kind, turn), task, solution, planted, good)


if __name__ == "__main__":
    main(*sys.argv[1:])
