"""Which keys the dict `input` has in a source, and which of them the source reads."""

import ast

from caco_sandbox.syntax import children, is_key_of, is_method_of, is_name

MAX_KEYS = 500


class InputReads:
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
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                self.declare_target(target, node.value)
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and is_method_of(node.value, "input", ("update",))
        ):
            for argument in node.value.args:
                self.add_keys(argument)
            self.add_keywords(node.value)

    def declare_target(self, target, value):
        if is_name(target, "input"):
            self.add_keys(value)
        elif isinstance(target, ast.Name):
            if isinstance(value, ast.Lambda):
                self.functions[target.id] = value
        elif is_key_of(target, "input"):
            self.add_key(target.slice.value)

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
        if isinstance(key, str) and key not in self.keys and len(self.keys) < MAX_KEYS:
            self.keys.append(key)

    def scan(self, body, name):
        """Notes what is done to the dict of this name."""
        stack = list(body)
        while stack:
            node = stack.pop()
            if not self.is_use(node, name, stack):
                stack.extend(children(node))

    def is_use(self, node, name, stack):
        """Whether nothing below a node is left to look at, but for what went on the stack."""
        if isinstance(node, ast.Name):
            if node.id == name and isinstance(node.ctx, ast.Load):
                self.whole = True
            return True
        if isinstance(node, ast.Subscript) and is_key_of(node, name):
            if isinstance(node.ctx, ast.Load):
                self.found.add(node.slice.value)
            return True
        if isinstance(node, ast.AugAssign) and is_key_of(node.target, name):
            self.found.add(node.target.slice.value)
        return isinstance(node, ast.Call) and self.is_known_call(node, name, stack)

    def is_known_call(self, call, name, stack):
        if is_method_of(call, name, ("get", "pop", "setdefault")):
            key = call.args[0] if call.args else None
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                return False
            self.found.add(key.value)
            stack.extend(call.args[1:])
            return True
        if is_method_of(call, name, ("update",)):
            stack.extend(call.args)
            stack.extend(keyword.value for keyword in call.keywords)
            return True
        return self.follow(call, name, stack)

    def follow(self, call, name, stack):
        """Goes into a function of the source that is handed the dict; says whether it could."""
        function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None:
            return False
        signature = function.args
        positional = [a.arg for a in signature.posonlyargs + signature.args]
        parameters = _parameters_handed(call, name, positional, stack)
        if parameters is None:
            return False
        body = function.body if isinstance(function.body, list) else [function.body]
        for parameter in parameters:
            mark = (id(function), parameter)
            if mark in self.seen:
                continue
            self.seen.add(mark)
            if parameter is not None:
                self.scan(body, parameter)
                continue
            used = _loaded_names(body)
            named = positional + [a.arg for a in signature.kwonlyargs]
            self.found.update(a for a in named if a in used)
            if signature.kwarg is not None:
                self.scan(body, signature.kwarg.arg)
        return True


def _parameters_handed(call, name, positional, stack):
    """The parameters that a call hands the dict to, None for a **spread; None where it is unclear.

    All that the call hands over besides goes on the stack.
    """
    parameters = []
    for index, argument in enumerate(call.args):
        if not is_name(argument, name):
            stack.append(argument)
        elif index < len(positional):
            parameters.append(positional[index])
        else:
            return None
    for keyword in call.keywords:
        if is_name(keyword.value, name):
            parameters.append(keyword.arg)
        else:
            stack.append(keyword.value)
    return parameters


def _loaded_names(body):
    names = set()
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                names.add(node.id)
        else:
            stack.extend(children(node))
    return names
