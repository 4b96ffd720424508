# What a source says of itself, from CPython's own parser, before it runs.

MAX_NAMES = 500
MAX_NAME_LENGTH = 80
_BUILTIN_NAMES = frozenset(dir(builtins)) - {"input"}
_RANDOM_MODULES = frozenset(("random", "secrets", "uuid"))
_RANDOM_ATTRIBUTES = frozenset(("urandom", "getrandom", "default_rng"))
_TIME_ATTRIBUTES = frozenset(("now", "today", "utcnow", "perf_counter", "monotonic", "process_time"))
_FIELDS = {}
_NODE_FIELDS = {}
# Fields without a node, or with one that only says which operator or what kind of access it is.
_NO_NODES = frozenset(
    ("arg", "asname", "attr", "ctx", "id", "kind", "level", "module", "name", "op", "ops", "type_comment", "type_ignores")
)


def _children(node):
    """The nodes below a node, without contexts and operators, for a third of ast's own time."""
    kind = node.__class__
    fields = _NODE_FIELDS.get(kind)
    if fields is None:
        fields = _NODE_FIELDS[kind] = tuple(field for field in node._fields if field not in _NO_NODES)
    children = []
    for field in fields:
        value = getattr(node, field, None)
        if value.__class__ is list:
            children += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            children.append(value)
    return children


def _walk(tree):
    """A node and all below it."""
    nodes = [tree]
    for node in nodes:
        nodes += _children(node)
    return nodes


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
    names = set()
    imports = set()
    attributes = set()
    aliases = {}
    tokens = []
    sets = False
    fields_of = _FIELDS
    stack = [tree]
    # Depth first by hand: a source may be nested deeper than Python recurses.
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind is str:
            tokens.append(node)
            continue
        name = kind.__name__
        tokens.append(name)
        if name == "Name":
            names.add(node.id)
            tokens.append(_alias(node.id, aliases))
            continue
        if name == "Constant":
            tokens.append(node.value.__class__.__name__)
            continue
        if name == "Attribute":
            attributes.add(node.attr)
            tokens.append(node.attr)
            stack.append(node.value)
            continue
        if name == "Import":
            for item in node.names:
                imports.add(item.name.partition(".")[0])
                tokens.append(item.name)
            continue
        if name == "ImportFrom":
            imports.add((node.module or "").partition(".")[0])
            attributes.update(item.name for item in node.names)
            tokens.append(node.module or "")
            tokens.extend(item.name for item in node.names)
            continue
        if name == "Set" or name == "SetComp":
            sets = True
        fields = fields_of.get(kind)
        if fields is None:
            fields = fields_of[kind] = tuple(
                f for f in node._fields if f not in ("ctx", "type_comment", "kind", "type_ignores")
            )
        for field in reversed(fields):
            value = getattr(node, field, None)
            if value is None:
                continue
            if value.__class__ is list:
                stack.extend(reversed([v for v in value if v is not None]))
                stack.append(str(len(value)))
            elif value.__class__ is str:
                names.add(value)
                stack.append(_alias(value, aliases))
            elif isinstance(value, ast.AST):
                stack.append(value)
    reads = _InputReads(tree)
    return {
        "lines": code_lines(source),
        "imports": _bounded(sorted(imports)),
        "names": _bounded(sorted(names)),
        "keys": _bounded(reads.keys),
        "read": _bounded_reads(reads.read),
        "random": bool(imports & _RANDOM_MODULES or attributes & _RANDOM_ATTRIBUTES)
        or ("numpy" in imports and "random" in attributes),
        "time": "time" in imports or bool(attributes & _TIME_ATTRIBUTES),
        "sets": sets or bool(names & {"set", "frozenset", "hash", "id"}),
        "fingerprint": hashlib.sha256("\0".join(tokens).encode("utf-8", "replace")).hexdigest()[:32],
        **flow_of(tree),
    }


def _bounded(names):
    return [name[:MAX_NAME_LENGTH] for name in names[:MAX_NAMES]]


def _bounded_reads(names):
    """What is cut off counts as read: a key that was not seen to be read would be a defect."""
    bounded = _bounded(names)
    return bounded if bounded == names else bounded[: MAX_NAMES - 1] + ["*"]


def _alias(name, aliases):
    if name in _BUILTIN_NAMES:
        return name
    alias = aliases.get(name)
    if alias is None:
        alias = aliases[name] = "v%d" % len(aliases)
    return alias


class _InputReads:
    """Which keys `input` has in the source, and which of them the source reads.

    A key is read as input['k'], input.get('k'), as a used parameter of a function that is called
    with **input, and likewise through a function that input is handed to. Any other use of the
    dict counts as reading all of it, which the entry '*' records.
    """

    def __init__(self, tree):
        self.functions = {}
        self.keys = []
        self.found = set()
        self.whole = False
        self.seen = set()
        for node in tree.body:
            self.declare(node)
        self.scan(tree.body, "input")
        read = [key for key in self.keys if self.whole or key in self.found]
        read += sorted(self.found.difference(read))
        self.read = read + ["*"] if self.whole else read

    def declare(self, node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.functions[node.name] = node
        elif isinstance(node, ast.If):
            for inner in node.body:
                self.declare(inner)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    if target.id == "input":
                        self.add_keys(node.value)
                    elif isinstance(node.value, ast.Lambda):
                        self.functions[target.id] = node.value
                elif _is_key_of(target, "input"):
                    self.add_key(target.slice.value)
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and _is_method_of(node.value, "input", ("update",))
        ):
            for argument in node.value.args:
                self.add_keys(argument)
            self.add_keywords(node.value)

    def add_keys(self, value):
        if isinstance(value, ast.Dict):
            for key in value.keys:
                if isinstance(key, ast.Constant):
                    self.add_key(key.value)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
            self.add_keywords(value)

    def add_keywords(self, call):
        for keyword in call.keywords:
            if keyword.arg is not None:
                self.add_key(keyword.arg)

    def add_key(self, key):
        if isinstance(key, str) and key not in self.keys and len(self.keys) < MAX_NAMES:
            self.keys.append(key)

    def scan(self, body, name):
        stack = list(body)
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Name):
                if node.id == name and isinstance(node.ctx, ast.Load):
                    self.whole = True
                continue
            if isinstance(node, ast.Subscript) and _is_key_of(node, name):
                if isinstance(node.ctx, ast.Load):
                    self.found.add(node.slice.value)
                continue
            if isinstance(node, ast.AugAssign) and _is_key_of(node.target, name):
                self.found.add(node.target.slice.value)
            if isinstance(node, ast.Call):
                if _is_method_of(node, name, ("get", "pop", "setdefault")):
                    key = node.args[0] if node.args else None
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        self.found.add(key.value)
                        stack.extend(node.args[1:])
                        continue
                elif _is_method_of(node, name, ("update",)):
                    stack.extend(node.args)
                    stack.extend(keyword.value for keyword in node.keywords)
                    continue
                elif self.follow(node, name, stack):
                    continue
            stack.extend(_children(node))

    def follow(self, call, name, stack):
        """Goes into a function of the source that is handed the dict; says whether it could."""
        function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None:
            return False
        rest = []
        signature = function.args
        positional = [a.arg for a in signature.posonlyargs + signature.args]
        for index, argument in enumerate(call.args):
            if _is_name(argument, name):
                if index >= len(positional):
                    return False
                rest.append((positional[index], False))
            else:
                stack.append(argument)
        for keyword in call.keywords:
            if not _is_name(keyword.value, name):
                stack.append(keyword.value)
            elif keyword.arg is not None:
                rest.append((keyword.arg, False))
            else:
                rest.append((None, True))
        body = function.body if isinstance(function.body, list) else [function.body]
        for parameter, spread in rest:
            mark = (id(function), parameter)
            if mark in self.seen:
                continue
            self.seen.add(mark)
            if not spread:
                self.scan(body, parameter)
                continue
            used = _loaded_names(body)
            named = positional + [a.arg for a in signature.kwonlyargs]
            self.found.update(a for a in named if a in used)
            if signature.kwarg is not None:
                self.scan(body, signature.kwarg.arg)
        return True


def _is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


def _is_key_of(node, name):
    return (
        isinstance(node, ast.Subscript)
        and _is_name(node.value, name)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


def _is_method_of(call, name, methods):
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr in methods and _is_name(func.value, name)


def _loaded_names(body):
    names = set()
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                names.add(node.id)
        else:
            stack.extend(_children(node))
    return names
