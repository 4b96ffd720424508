"""Puts a call in place of every operation of a program that has other readings.

The calls are of names that no program can write. One compiled program then is the program itself and
each of its twins, as what stands behind the names says; see trace.py.
"""

import ast

from caco_sandbox import twins
from caco_sandbox.grouping import PRODUCTS, Group, readings_of
from caco_sandbox.syntax import children, walk

_PERCENT = ("percent", "pct", "rate", "discount", "tax", "interest", "tip", "share", "commission")
_MAX_SITES = 400


class Site:
    """One operation: what it is, its other readings, and where it stands."""

    __slots__ = ("kind", "apply", "readings", "line", "column", "last", "together")

    def __init__(self, kind, apply, readings, node):
        self.kind = kind
        self.apply = apply
        self.readings = readings
        self.line = node.lineno
        self.column = node.col_offset
        # The operands of its last evaluation.
        self.last = None
        # The sites that the reading of all divisions changes, of the first of them.
        self.together = frozenset()


class Sites(ast.NodeTransformer):
    """Changes a tree in place, and lists the sites in `found`."""

    def __init__(self, tree):
        self.found = []
        # Sites of products and quotients that stand on the left of one another, by their numbers.
        self.factors = {}
        self.inner = set()
        self.groups = {}
        chains = _Chains(tree)
        self.shares = chains.shares
        self.amounts = chains.amounts
        self.visit(tree)
        ast.fix_missing_locations(tree)
        self.read_together()

    def read_together(self):
        """Who takes one of several divisions for an exact one may take all of them for such."""
        divisions = [n for n, site in enumerate(self.found) if twins.TRUE_DIVISION in site.readings]
        if len(divisions) > 1:
            first = self.found[divisions[0]]
            first.readings += (twins.TRUE_DIVISIONS,)
            first.together = frozenset(divisions)

    def site(self, helper, node, arguments, apply, readings):
        if len(self.found) >= _MAX_SITES:
            raise ValueError("more operations than are looked at")
        number = ast.Constant(len(self.found))
        self.found.append(Site(helper, apply, readings, node))
        call = ast.Call(ast.Name("<%s>" % helper, ast.Load()), [number, *arguments], [])
        return ast.copy_location(call, node)

    def visit_arg(self, node):
        return node

    def visit_AnnAssign(self, node):
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_FunctionDef(self, node):
        node.args.defaults = [self.visit(default) for default in node.args.defaults]
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_JoinedStr(self, node):
        return node

    def visit_Match(self, node):
        # Patterns are no expressions.
        for case in node.cases:
            case.body = [self.visit(statement) for statement in case.body]
        return node

    def visit_BinOp(self, node):
        kind = type(node.op)
        readings = twins.OPERATIONS.get(kind, ())
        if id(node) in self.shares:
            readings = twins.SHARES[kind] + readings
        if kind in twins.FACTORS and (_is_factor(node.right) or kind is ast.Mult and _is_factor(node.left)):
            # The factor stands on the right, so that the reading finds it there.
            if not _is_factor(node.right):
                node.left, node.right = node.right, node.left
            readings = twins.FACTORS[kind] + readings
        if kind in PRODUCTS:
            self.inner.add(id(node.left))
        operands = [self.operand(node.left), self.operand(node.right)]
        if not readings:
            node.left, node.right = operands
            return node
        factors = self.factors.get(_number(operands[0]), []) if kind in PRODUCTS else []
        if kind in PRODUCTS and id(node) not in self.inner:
            readings += tuple(("sum_of_parts", _sum_of_parts(factors, i, kind)) for i in _products(factors))
        left, right = (self.groups.get(_number(operand)) for operand in operands)
        readings += readings_of(kind, left, right)
        call = self.site("binary", node, operands, twins.ORIGINAL[kind], readings)
        self.groups[_number(call)] = Group(self.found[-1], kind, left, right)
        if kind in PRODUCTS:
            self.factors[_number(call)] = [*factors, (self.found[-1], kind)]
        return call

    def operand(self, node):
        units = twins.UNITS.get(node.value, ()) if _is_number(node) else ()
        if units:
            return self.site("unit", node, [node], None, units)
        return self.visit(node)

    def visit_AugAssign(self, node):
        readings = twins.OPERATIONS.get(type(node.op), ())
        node.value = self.operand(node.value)
        before = _before(node.target)
        if not readings or before is None:
            return node
        call = self.site("binary", node, [before, node.value], twins.IN_PLACE[type(node.op)], readings)
        return ast.copy_location(ast.Assign([node.target], call), node)

    def visit_Assign(self, node):
        node.value = self.visit(node.value)
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and not _is_site(node.value):
            if isinstance(node.value, (ast.Call, ast.IfExp, ast.Name, ast.Subscript)):
                node.value = self.site("seen", node, [node.value], None, ())
        return node

    def visit_While(self, node):
        node.test = ast.Call(ast.Name("<tick>", ast.Load()), [self.visit(node.test)], [])
        node.body = [self.visit(statement) for statement in node.body]
        node.orelse = [self.visit(statement) for statement in node.orelse]
        return node

    def visit_Compare(self, node):
        self.generic_visit(node)
        kind = type(node.ops[0])
        if len(node.ops) == 2 and kind in twins.OPERATIONS and type(node.ops[1]) in twins.OPERATIONS:
            middle = node.comparators[0]
            if isinstance(middle, (ast.Name, ast.Constant)):
                # a < b < c, of which the middle may be looked at twice.
                first = ast.copy_location(ast.Compare(node.left, node.ops[:1], [middle]), node)
                second = ast.copy_location(ast.Compare(middle, node.ops[1:], node.comparators[1:]), node)
                both = [self.comparison(first), self.comparison(second)]
                return ast.copy_location(ast.BoolOp(ast.And(), both), node)
        return self.comparison(node)

    def comparison(self, node):
        kind = type(node.ops[0])
        if len(node.ops) > 1 or kind not in twins.OPERATIONS:
            return node
        operands = [node.left, node.comparators[0]]
        return self.site("binary", node, operands, twins.ORIGINAL[kind], twins.OPERATIONS[kind])

    def visit_BoolOp(self, node):
        # Both forms hold the operands: only where those are small, and hold no such form themselves.
        nested = any(isinstance(below, (ast.BoolOp, ast.NamedExpr)) for below in walk(node)[1:])
        self.generic_visit(node)
        if nested or len(walk(node)) > 60:
            return node
        is_or = isinstance(node.op, ast.Or)
        other = ast.copy_location(ast.BoolOp(ast.And() if is_or else ast.Or(), node.values), node)
        test = self.site("either", node, [], None, twins.EITHER if is_or else twins.BOTH)
        return ast.copy_location(ast.IfExp(test, other, node), node)

    def visit_Call(self, node):
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in twins.CALLED_NAMES:
            return node
        call = self.site("call", node, [node.func, *node.args], None, ())
        call.keywords = node.keywords
        return call

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        index = node.slice
        if isinstance(index, ast.Slice):
            if index.upper is None or index.step is not None:
                return node
            bounds = [part or ast.Constant(None) for part in (index.lower, index.upper)]
            made = ast.Call(ast.Name("<slice>", ast.Load()), bounds, [])
            return self.site("item", node, [node.value, made], None, twins.SLICES)
        readings = twins.FIRST if _is_index(index, 0) else twins.LAST if _is_index(index, -1) else ()
        return self.site("item", node, [node.value, index], None, readings) if readings else node

    def visit_Name(self, node):
        amount = self.amounts.get(id(node))
        if amount is None:
            return node
        kind, name = amount
        other = ast.copy_location(ast.Name(name, ast.Load()), node)
        return self.site("amount", node, [node, other], None, ((kind, None),))


def _number(call):
    """The number of the site that a call is of; None where it is of none."""
    return call.args[0].value if _is_site(call) else None


def _products(factors):
    return [i for i, (_, kind) in enumerate(factors) if kind is ast.Mult]


def _sum_of_parts(factors, at, kind):
    """a * b / c read as a and b / c together: the sum of what is before one factor and of the rest."""

    def read(_, last):
        before, rest = factors[at][0].last
        for site, operation in factors[at + 1 :]:
            rest = twins.ORIGINAL[operation](rest, site.last[1])
        return before + twins.ORIGINAL[kind](rest, last)

    return read


def _before(target):
    """What is looked at to change a target in place; None where that may do more than look."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    plain = (ast.Name, ast.Constant)
    if (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, plain)
        and isinstance(target.slice, plain)
    ):
        return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
    return None


def _is_site(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "<binary>"


def _is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _is_index(node, number):
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _is_number(node.operand) and node.operand.value == -number != 0
    return _is_number(node) and type(node.value) is int and node.value == number


def _is_factor(node):
    """One and something, or one less something."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Add, ast.Sub))
        and _is_number(node.left)
        and node.left.value == 1
    )


def _has_percent(nodes):
    for node in nodes:
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in (100, 0.01):
            return True
        if isinstance(node, ast.Name) and any(word in node.id.lower() for word in _PERCENT):
            return True
    return False


class _Chains:
    """Which amounts are shares of others, and which were made of others by a change."""

    def __init__(self, tree):
        # BinOps a - r and a + r where r is a share of a; and names to be read as another, by their nodes.
        self.shares = set()
        self.amounts = {}
        for scope in walk(tree):
            if isinstance(scope, (ast.Module, ast.FunctionDef)):
                self.look_at(scope.body)

    def look_at(self, body):
        assigned = {}
        for statement in body:
            if not isinstance(statement, (ast.Assign, ast.Return, ast.Expr)) or statement.value is None:
                continue
            nodes = walk(statement.value)
            for node in nodes:
                if isinstance(node, ast.BinOp):
                    self.look_at_operation(node, assigned, nodes)
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                assigned[name] = None if name in assigned else statement.value

    def look_at_operation(self, node, assigned, around):
        if isinstance(node.op, (ast.Add, ast.Sub)):
            right = node.right
            if isinstance(right, ast.Name):
                right = assigned.get(right.id)
            if right is not None and _is_share(right, ast.dump(node.left)):
                self.shares.add(id(node))
        elif isinstance(node.op, (ast.Mult, ast.Div)) and _has_percent(around):
            for operand in (node.left, node.right):
                if isinstance(operand, ast.Name):
                    self.look_at_amount(operand, assigned)

    def look_at_amount(self, operand, assigned):
        before = _changed(assigned.get(operand.id))
        if before is not None and assigned.get(before, operand) is not None:
            self.amounts[id(operand)] = (twins.ORIGINAL_AMOUNT, before)
            return
        for name, value in assigned.items():
            if _changed(value) == operand.id:
                self.amounts[id(operand)] = (twins.CHANGED_AMOUNT, name)
                return


def _is_share(node, whole):
    """Whether a product with this factor, and a percentage, is in it."""
    nodes = walk(node)
    return _has_percent(nodes) and any(
        isinstance(below, ast.BinOp)
        and isinstance(below.op, ast.Mult)
        and any(ast.dump(operand) == whole for operand in children(below))
        for below in nodes
    )


def _changed(value):
    """The name of what an amount was made of by adding, taking away, or a factor."""
    if not isinstance(value, ast.BinOp) or not isinstance(value.left, ast.Name):
        return None
    change = isinstance(value.op, (ast.Add, ast.Sub)) or (
        isinstance(value.op, ast.Mult) and _is_factor(value.right)
    )
    return value.left.id if change else None
