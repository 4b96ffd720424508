"""Questions to a syntax tree that several parts ask."""

import ast
import builtins

# Without the one that programs call their own dict.
BUILTIN_NAMES = frozenset(dir(builtins)) - {"input"}
_NODE_FIELDS = {}
# Fields without a node, or with one that only says which operator or what kind of access it is.
_NO_NODES = frozenset(
    "arg asname attr ctx id kind level module name op ops type_comment type_ignores".split()
)


def children(node):
    """The nodes below a node, without contexts and operators, for a third of ast's own time."""
    kind = node.__class__
    fields = _NODE_FIELDS.get(kind)
    if fields is None:
        fields = _NODE_FIELDS[kind] = tuple(field for field in node._fields if field not in _NO_NODES)
    found = []
    for field in fields:
        value = getattr(node, field, None)
        if value.__class__ is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(tree):
    """A node and all below it."""
    nodes = [tree]
    for node in nodes:
        nodes += children(node)
    return nodes


def is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


def is_key_of(node, name):
    return (
        isinstance(node, ast.Subscript)
        and is_name(node.value, name)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


def is_method_of(call, name, methods):
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr in methods and is_name(func.value, name)


def names_read(tree):
    """Names that are read, each as often as it is."""
    return [node.id for node in walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
