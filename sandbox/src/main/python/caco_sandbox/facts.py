"""What a source says of itself, from CPython's own parser, before it runs."""

import ast
import hashlib

from caco_sandbox.flow import NO_FLOW, flow_of
from caco_sandbox.reads import InputReads
from caco_sandbox.syntax import BUILTIN_NAMES

MAX_NAMES = 500
MAX_NAME_LENGTH = 80
_RANDOM_MODULES = frozenset(("random", "secrets", "uuid"))
_RANDOM_ATTRIBUTES = frozenset(("urandom", "getrandom", "default_rng"))
_TIME_ATTRIBUTES = frozenset(("now", "today", "utcnow", "perf_counter", "monotonic", "process_time"))
_HASHED_NAMES = frozenset(("set", "frozenset", "hash", "id"))
_NO_PART_OF_THE_PRINT = frozenset(("ctx", "type_comment", "kind", "type_ignores"))
_FIELDS = {}


def code_lines(source):
    """Lines left after dropping blank, comment and import lines."""
    count = 0
    for line in source.splitlines():
        line = line.strip()
        if line and line[0] != "#" and not line.startswith(("import ", "from ")):
            count += 1
    return count


def no_facts(source):
    """The facts of a source that does not parse."""
    return {
        "lines": code_lines(source),
        "imports": [],
        "names": [],
        "keys": [],
        "read": [],
        "random": False,
        "time": False,
        "sets": False,
        "fingerprint": "",
        **NO_FLOW,
    }


def facts_of(source, tree):
    surface = _Surface(tree)
    imports, names, attributes = surface.imports, surface.names, surface.attributes
    reads = InputReads(tree)
    return {
        "lines": code_lines(source),
        "imports": _bounded(sorted(imports)),
        "names": _bounded(sorted(names)),
        "keys": _bounded(reads.keys),
        "read": _bounded_reads(reads.read),
        "random": bool(imports & _RANDOM_MODULES or attributes & _RANDOM_ATTRIBUTES)
        or ("numpy" in imports and "random" in attributes),
        "time": "time" in imports or bool(attributes & _TIME_ATTRIBUTES),
        "sets": surface.sets or bool(names & _HASHED_NAMES),
        "fingerprint": surface.fingerprint(),
        **_bounded_flow(flow_of(tree)),
    }


def _bounded(names):
    return [name[:MAX_NAME_LENGTH] for name in names[:MAX_NAMES]]


def _bounded_reads(names):
    """What is cut off counts as read: a key that was not seen to be read would be a defect."""
    bounded = _bounded(names)
    return bounded if bounded == names else bounded[: MAX_NAMES - 1] + ["*"]


def _bounded_flow(flow):
    return {**flow, "unused": _bounded(flow["unused"])}


class _Surface:
    """The names in a tree, and the tree as tokens in which names of the source's own are numbered."""

    def __init__(self, tree):
        self.names = set()
        self.imports = set()
        self.attributes = set()
        self.sets = False
        self.tokens = []
        self.aliases = {}
        stack = [tree]
        # Depth first by hand: a source may be nested deeper than Python recurses.
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind is str:
                self.tokens.append(node)
                continue
            self.tokens.append(kind.__name__)
            visit = _VISITS.get(kind)
            if visit is None:
                self.fields(node, kind, stack)
            else:
                visit(self, node, stack)

    def fingerprint(self):
        text = "\0".join(self.tokens).encode("utf-8", "replace")
        return hashlib.sha256(text).hexdigest()[:32]

    def name(self, node, stack):
        self.names.add(node.id)
        self.tokens.append(self.alias(node.id))

    def constant(self, node, stack):
        self.tokens.append(node.value.__class__.__name__)

    def attribute(self, node, stack):
        self.attributes.add(node.attr)
        self.tokens.append(node.attr)
        stack.append(node.value)

    def import_names(self, node, stack):
        for item in node.names:
            self.imports.add(item.name.partition(".")[0])
            self.tokens.append(item.name)

    def import_from(self, node, stack):
        self.imports.add((node.module or "").partition(".")[0])
        self.attributes.update(item.name for item in node.names)
        self.tokens.append(node.module or "")
        self.tokens.extend(item.name for item in node.names)

    def set_display(self, node, stack):
        self.sets = True
        self.fields(node, node.__class__, stack)

    def fields(self, node, kind, stack):
        fields = _FIELDS.get(kind)
        if fields is None:
            fields = tuple(f for f in reversed(node._fields) if f not in _NO_PART_OF_THE_PRINT)
            _FIELDS[kind] = fields
        for field in fields:
            value = getattr(node, field, None)
            if value is None:
                continue
            if value.__class__ is list:
                stack.extend(reversed([v for v in value if v is not None]))
                stack.append(str(len(value)))
            elif value.__class__ is str:
                self.names.add(value)
                stack.append(self.alias(value))
            elif isinstance(value, ast.AST):
                stack.append(value)

    def alias(self, name):
        if name in BUILTIN_NAMES:
            return name
        alias = self.aliases.get(name)
        if alias is None:
            alias = self.aliases[name] = "v%d" % len(self.aliases)
        return alias


_VISITS = {
    ast.Name: _Surface.name,
    ast.Constant: _Surface.constant,
    ast.Attribute: _Surface.attribute,
    ast.Import: _Surface.import_names,
    ast.ImportFrom: _Surface.import_from,
    ast.Set: _Surface.set_display,
    ast.SetComp: _Surface.set_display,
}
