"""The other groupings of sums and products that stand in one another.

A text that tells of a sum and of a factor may leave open what the factor is of: `a + b * c` may be
taken for `(a + b) * c`, `a - b + c` for `a - (b + c)`, `(a + b) * c` for `a + b * c`. The readings are
functions of what an operation was given, and look at what the operations below it were given last.
"""

import ast

from caco_sandbox import twins

PRODUCTS = frozenset((ast.Mult, ast.Div, ast.FloorDiv, ast.Mod))
_SUMS = frozenset((ast.Add, ast.Sub))
# Products of which it is all the same which comes first; the second may be a division.
_EITHER_WAY = frozenset(((ast.Mult, ast.Mult), (ast.Mult, ast.Div)))


class Group:
    """An operation, and the groups of its operands, None where those are no operations of numbers."""

    __slots__ = ("site", "kind", "apply", "left", "right")

    def __init__(self, site, kind, left, right):
        self.site = site
        self.kind = kind
        self.apply = twins.ORIGINAL[kind]
        self.left = left
        self.right = right

    def before(self):
        """Its first operand, as its last evaluation had it."""
        return self.site.last[0]

    def after(self):
        """Its second operand."""
        return self.site.last[1]


def readings_of(kind, left, right):
    """The other groupings of an operation and its operands' groups."""
    if kind in _SUMS:
        found = _products_of_sums(kind, left, right) + _sums_of_sums(kind, left, right)
    elif kind in PRODUCTS:
        found = _sums_in_products(kind, left, right) + _products_of_products(kind, left, right)
    else:
        found = []
    own = twins.ORIGINAL[kind]
    return tuple((name, _as_seen(own, left, right, read)) for name, read in found)


def _as_seen(own, left, right, read):
    """The reading where the operands come of the last evaluations below, which recursion replaces."""

    def reading(a, b):
        for group, value in ((left, a), (right, b)):
            if group is not None and not twins.same(group.apply(*group.site.last), value):
                return own(a, b)
        return read(a, b)

    return reading


def _chain(group, kinds):
    """Operations of these kinds that stand on the left of one another, the first one first."""
    chain = []
    while group is not None and group.kind in kinds:
        chain.insert(0, group)
        group = group.left
    return chain


def _went_on(value, chain):
    """A value with which a chain goes on."""
    for group in chain:
        value = group.apply(value, group.after())
    return value


def _products_of_sums(kind, left, right):
    """a + b * c read as (a + b) * c, and a * b + c as a * (b + c): the sum comes first."""
    own = twins.ORIGINAL[kind]
    tails = [[]]
    if left is not None:
        tails.append([left])
        if left.kind in _SUMS and left.right is not None and left.right.kind in PRODUCTS:
            tails.append([left, left.right])
    factors = _chain(right, PRODUCTS)
    found = []
    for tail in tails:
        product = bool(tail) and tail[-1].kind in PRODUCTS
        for i in range(len(factors)):
            found.append(("sum_before_product", _sum_first(own, tail, factors[i:])))
        if product:
            found.append(("sum_before_product", _sum_first(own, tail, [])))
    if kind is ast.Sub:
        found += [
            ("sum_after_difference", _returned(factors[i], factors[i + 1 :]))
            for i in range(len(factors))
            if factors[i].kind is ast.Mult
        ]
    return found


def _sum_first(own, tail, factors):
    """The sum of the last operand of what stands before and of the first of the factors behind."""

    def read(a, b):
        value = own(tail[-1].after() if tail else a, factors[0].before() if factors else b)
        around = list(tail)
        if around and around[-1].kind in PRODUCTS:
            product = around.pop()
            value = product.apply(product.before(), value)
        value = _went_on(value, factors)
        for group in reversed(around):
            value = group.apply(group.before(), value)
        return value

    return read


def _returned(factor, factors):
    """a - b * c read as a - b + c."""

    def read(a, b):
        return a - factor.before() + _went_on(factor.after(), factors)

    return read


def _sums_of_sums(kind, left, right):
    """a - b + c read as a - (b + c), and the other way round."""
    found = []
    own = twins.ORIGINAL[kind]
    if left is not None and left.kind is ast.Sub:
        found.append(("added_brackets", lambda a, b: left.before() - own(left.after(), b)))
    terms = _chain(right, _SUMS)
    if terms and kind is ast.Sub:
        found.append(("dropped_brackets", lambda a, b: _went_on(a - terms[0].before(), terms)))
    return found


def _sums_in_products(kind, left, right):
    """(a + b) * c read as a + b * c, and a * (b + c) as a * b + c: the product comes first."""
    found = []
    own = twins.ORIGINAL[kind]
    factors = _chain(left, PRODUCTS)
    first = factors[0].left if factors else left
    if first is not None and first.kind in _SUMS:

        def of_the_last(a, b):
            return first.apply(first.before(), own(_went_on(first.after(), factors), b))

        found.append(("product_before_sum", of_the_last))
    terms = _chain(right, _SUMS)
    if terms:
        found.append(("product_before_sum", lambda a, b: _went_on(own(a, terms[0].before()), terms)))
    return found


def _products_of_products(kind, left, right):
    """a / b * c read as a / (b * c), and the other way round."""
    found = []
    own = twins.ORIGINAL[kind]
    if left is not None and left.kind in PRODUCTS and (left.kind, kind) not in _EITHER_WAY:
        found.append(("added_brackets", lambda a, b: left.apply(left.before(), own(left.after(), b))))
    factors = _chain(right, PRODUCTS)
    if factors and any((kind, group.kind) not in _EITHER_WAY for group in factors):
        found.append(("dropped_brackets", lambda a, b: _went_on(own(a, factors[0].before()), factors)))
    return found
