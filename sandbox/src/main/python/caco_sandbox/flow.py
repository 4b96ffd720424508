"""How a source gets from `input` to `output`, from its syntax tree."""

import ast
import collections

from caco_sandbox.syntax import BUILTIN_NAMES, children, is_name, names_read, walk

_DYNAMIC_NAMES = frozenset(("exec", "eval", "globals", "locals", "vars", "setattr", "__import__"))
# Calls that only change the form of a value.
_FORMING = frozenset(
    ("str", "repr", "format", "int", "float", "bool", "round", "list", "tuple", "dict", "print")
)
_FORMING_METHODS = frozenset(("get", "format", "copy", "items", "keys", "values", "strip"))
_OPERATORS = (ast.BinOp, ast.Compare, ast.BoolOp, ast.IfExp)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LEAVING = (ast.Break, ast.Continue, ast.Return, ast.Raise)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MANY = 1000000


def flow_of(tree):
    """Whether `output` is made from `input`, with how many operations, and what is left over."""
    try:
        flow = _Flow(tree)
        from_input, operations = flow.to_output()
        return {
            "from_input": from_input,
            "operations": min(operations, _MANY),
            "unused": flow.unused(tree),
            "prints": min(flow.prints, _MANY),
        }
    except RecursionError:
        return dict(NO_FLOW)


# What is said of a source that is not understood: nothing that speaks against it.
NO_FLOW = {"from_input": True, "operations": _MANY, "unused": [], "prints": 0}


class _Flow:
    """Which names have a part in the value of `output`.

    All scopes share their names and statements count in any order, so this sees a way from one name
    to another where there is none rather than the other way round. A function stands for what it
    returns; its parameters for what any call hands to them.
    """

    def __init__(self, tree):
        self.functions = {}
        self.dynamic = False
        self.prints = 0
        self.methods = set()
        for node in walk(tree):
            self.declare(node)
        self.sources = {}
        self.counts = {}
        self.statements(tree.body, (frozenset(), 0), None)

    def declare(self, node):
        """Notes what holds for a source wherever it stands: functions, prints, dynamic names."""
        if isinstance(node, ast.ClassDef):
            self.methods.update(id(inner) for inner in node.body)
        elif isinstance(node, _FUNCTIONS):
            if id(node) not in self.methods:
                self.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self.functions.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.Name):
            self.dynamic = self.dynamic or node.id in _DYNAMIC_NAMES
        elif isinstance(node, ast.Call) and is_name(node.func, "print"):
            self.prints += _prints_something_else(node)

    def to_output(self):
        if self.dynamic:
            return True, _MANY
        reached = set()
        stack = ["output"]
        while stack:
            name = stack.pop()
            if name not in reached:
                reached.add(name)
                stack.extend(self.sources.get(name, ()))
        return "input" in reached, sum(self.counts.get(name, 0) for name in reached)

    def unused(self, tree):
        """Functions that nothing but themselves refers to."""
        if self.dynamic:
            return []
        used = collections.Counter(names_read(tree))
        return sorted(
            name
            for name, nodes in self.functions.items()
            if all(isinstance(node, _FUNCTIONS) and not node.decorator_list for node in nodes)
            and used[name] == sum(1 for node in nodes for load in names_read(node) if load == name)
        )

    def add(self, name, names, count):
        self.sources.setdefault(name, set()).update(names)
        self.counts[name] = self.counts.get(name, 0) + count

    def statements(self, body, control, owner):
        """Goes through statements that run only as `control` has it, names and operations."""
        for node in body:
            statement = _STATEMENTS.get(node.__class__.__name__)
            if statement is not None:
                statement(self, node, control, owner)

    def function(self, node, control, owner):
        self.defaults(node.args)
        self.statements(node.body, (frozenset(), 0), node.name)

    def class_body(self, node, control, owner):
        # An object may hold whatever its class deals with.
        self.add(node.name, names_read(node), _MANY)
        self.statements(node.body, control, node.name)

    def returned(self, node, control, owner):
        self.bind([], node.value, control, owner)

    def loop(self, node, control, owner):
        self.bind([node.target], node.iter, control, None)
        self.alias([node.target], node.iter)
        self.branch(node, node.iter, control, owner)

    def tested(self, node, control, owner):
        self.branch(node, node.test, control, owner)

    def managed(self, node, control, owner):
        for item in node.items:
            targets = [] if item.optional_vars is None else [item.optional_vars]
            self.bind(targets, item.context_expr, control, None)
        self.statements(node.body, control, owner)

    def tried(self, node, control, owner):
        inner = (control[0].union(*map(names_read, node.body)), control[1])
        self.statements(node.body + node.orelse + node.finalbody, inner, owner)
        for handler in node.handlers:
            self.statements(handler.body, inner, owner)

    def matched(self, node, control, owner):
        inner = self.within(control, node.subject)
        for case in node.cases:
            for part in walk(case.pattern):
                if isinstance(getattr(part, "name", None), str):
                    self.add(part.name, inner[0], 1)
            self.statements(case.body, (inner[0], inner[1] + 1), owner)

    def deleted(self, node, control, owner):
        for target in node.targets:
            self.bind([target], None, (control[0], control[1] + 1), None)

    def evaluated(self, node, control, owner):
        self.bind([], node.value, control, self.yielding(node.value, owner))

    def branch(self, node, test, control, owner):
        names, count = self.expression(test, control)
        names |= control[0]
        if not isinstance(node, ast.If) and any(isinstance(part, _LEAVING) for part in walk(node)):
            # What a loop is left for decides over all that happens in it.
            names = names.union(names_read(node))
        inner = (names, control[1] + count + 1)
        self.statements(node.body, inner, owner)
        self.statements(node.orelse, inner, owner)
        if owner is not None:
            # A return inside decides over what comes after.
            self.add(owner, names, 0)

    def alias(self, targets, value):
        """Two names for one list or dict: what is done to it by one of them shows in the other."""
        if not isinstance(value, (ast.Constant, ast.BinOp, ast.Compare, ast.BoolOp, ast.UnaryOp)):
            made = [name for target in targets for name in _roots(target)]
            for name in set(names_read(value)):
                self.add(name, made, 0)

    def yielding(self, value, owner):
        return owner if isinstance(value, (ast.Yield, ast.YieldFrom, ast.Await)) else None

    def assign(self, node, control, owner):
        value = node.value
        if value is None:
            return
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if isinstance(value, ast.Lambda) and all(isinstance(t, ast.Name) for t in targets):
            self.defaults(value.args)
            for target in targets:
                self.bind([], value.body, control, target.id)
            return
        self.bind(targets, value, control, None)
        self.alias(targets, value)
        if isinstance(node, ast.AugAssign):
            for name in _roots(node.target):
                self.add(name, (), 1)

    def within(self, control, test):
        names, count = self.expression(test, control)
        return control[0] | names, control[1] + count

    def bind(self, targets, value, control, owner):
        """Notes that the targets, or what the owner returns, are made from a value."""
        names, count = (set(), 0) if value is None else self.expression(value, control)
        made = [name for target in targets for name in _roots(target)]
        for target in targets:
            # The index under which something is kept has a part in it.
            names = names.union(names_read(target))
            count += isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Constant)
        for name in made + ([] if owner is None else [owner]):
            self.add(name, names | control[0], count + control[1])

    def defaults(self, signature):
        positional = signature.posonlyargs + signature.args
        pairs = list(zip(positional[len(positional) - len(signature.defaults) :], signature.defaults))
        pairs += [p for p in zip(signature.kwonlyargs, signature.kw_defaults) if p[1] is not None]
        for parameter, value in pairs:
            self.add(parameter.arg, names_read(value), 0)

    def expression(self, value, control):
        """The names that have a part in an expression, and its operations."""
        names = set()
        count = 0
        stack = [value]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Name):
                names.add(node.id)
                continue
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name) and node.func.id in self.functions:
                    names.add(node.func.id)
                    self.hand_over(node, control)
                    continue
                count += self.weight(node.func)
                self.may_change(node, control)
            elif isinstance(node, ast.NamedExpr):
                self.bind([node.target], node.value, control, None)
            elif isinstance(node, ast.UnaryOp):
                count += 0 if isinstance(node.operand, ast.Constant) else 1
            elif isinstance(node, _OPERATORS + (ast.Starred,)):
                count += 1
            elif isinstance(node, ast.Subscript):
                count += 0 if isinstance(node.slice, ast.Constant) else 1
            elif isinstance(node, _COMPREHENSIONS):
                count += 1
                for part in node.generators:
                    self.bind([part.target], part.iter, control, None)
            stack.extend(children(node))
        return frozenset(names), count

    def weight(self, function):
        if isinstance(function, ast.Name):
            return 0 if function.id in _FORMING else 1
        return 0 if isinstance(function, ast.Attribute) and function.attr in _FORMING_METHODS else 1

    def hand_over(self, call, control):
        for function in self.functions[call.func.id]:
            signature = function.args
            positional = [a.arg for a in signature.posonlyargs + signature.args]
            named = positional + [a.arg for a in signature.kwonlyargs]
            rest = [a.arg for a in (signature.vararg, signature.kwarg) if a is not None]
            spread = False
            for index, argument in enumerate(call.args):
                spread = spread or isinstance(argument, ast.Starred)
                known = not spread and index < len(positional)
                self.hand(argument, positional[index : index + 1] if known else named + rest, control)
            for keyword in call.keywords:
                known = keyword.arg in named
                self.hand(keyword.value, [keyword.arg] if known else named + rest, control)

    def hand(self, argument, parameters, control):
        names, count = self.expression(argument, control)
        for parameter in parameters:
            self.add(parameter, names, count)
            if isinstance(argument, ast.Name):
                # The function may change what it is handed.
                self.add(argument.id, (parameter,), 0)

    def may_change(self, call, control):
        """A method may change its object from its arguments, a function one argument from another."""
        given = frozenset().union(*(names_read(part) for part in call.args + call.keywords))
        if isinstance(call.func, ast.Attribute):
            changed = given.union(_roots(call.func.value))
        elif isinstance(call.func, ast.Name) and call.func.id in BUILTIN_NAMES:
            changed = []
        else:
            changed = given
        for name in changed:
            self.add(name, given | control[0], 1 + control[1])


def _roots(target):
    """The names that an assignment to a target changes."""
    roots = []
    stack = [target]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            roots.append(node.id)
        elif isinstance(node, (ast.Tuple, ast.List)):
            stack.extend(node.elts)
        elif isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
            stack.append(node.value)
        elif isinstance(node, ast.Call):
            stack.append(node.func)
    return roots


def _prints_something_else(call):
    """Whether a print shows something else than `output` and constants."""
    printed = [inner for argument in call.args for inner in walk(argument)]
    return not any(is_name(inner, "output") for inner in printed) and not all(
        isinstance(inner, ast.Constant) for inner in printed
    )


# By name: not every Python has all of them.
_STATEMENTS = {
    "FunctionDef": _Flow.function,
    "AsyncFunctionDef": _Flow.function,
    "ClassDef": _Flow.class_body,
    "Return": _Flow.returned,
    "Assign": _Flow.assign,
    "AnnAssign": _Flow.assign,
    "AugAssign": _Flow.assign,
    "For": _Flow.loop,
    "AsyncFor": _Flow.loop,
    "If": _Flow.tested,
    "While": _Flow.tested,
    "With": _Flow.managed,
    "AsyncWith": _Flow.managed,
    "Try": _Flow.tried,
    "TryStar": _Flow.tried,
    "Match": _Flow.matched,
    "Delete": _Flow.deleted,
    "Expr": _Flow.evaluated,
}
