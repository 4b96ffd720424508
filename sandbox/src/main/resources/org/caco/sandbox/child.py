# The forked child: sends the facts about a source, runs it, sends what came of it, and ends.
#
# Frames on its pipe: one byte of kind, four bytes of length, the payload. 'F' is the facts as JSON.
# 'R' is one run: a status byte, then the input, the output, its text and the error, each with four
# bytes of length. The status is the child's own word and decides nothing that matters to others.

_OK, _ERROR, _REJECTED, _MEMORY, _NO_RESULT = b"O", b"E", b"R", b"M", b"N"
_TEXT_LIMIT = 100000
_ERROR_LIMIT = 2000
_PROGRAM = "<program>"
_NOTHING = object()
_FUTURE_FLAGS = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
_exit = os._exit
_write = os.write


class Request:
    """One request of the JVM: the fixed part, then the result variable, the source, the inputs."""

    LAYOUT = struct.Struct(">BIIQIHII")

    def __init__(self, body):
        (
            self.flags,
            self.cpu_ms,
            self.wall_ms,
            self.memory,
            self.max_output,
            self.variable_length,
            self.source_length,
            self.input_count,
        ) = self.LAYOUT.unpack_from(body)
        self.body = body
        self.runs = self.input_count + (0 if self.flags & 1 else 1)

    def contents(self):
        position = self.LAYOUT.size
        variable = self.body[position : position + self.variable_length].decode("utf-8")
        position += self.variable_length
        source = self.body[position : position + self.source_length].decode("utf-8", "replace")
        position += self.source_length
        inputs = []
        for _ in range(self.input_count):
            (length,) = struct.unpack_from(">I", self.body, position)
            position += 4
            inputs.append(self.body[position : position + length].decode("utf-8", "replace"))
            position += length
        return variable, source, inputs


def _send(fd, kind, payload):
    view = memoryview(kind + len(payload).to_bytes(4, "big") + payload)
    while view:
        view = view[_write(fd, view) :]


def _send_run(fd, status, given=None, output=None, text="", error=""):
    parts = [status]
    for part in (given, output, text, error):
        # Surrogates are escaped: what leaves is always UTF-8.
        part = b"" if part is None else part.encode("utf-8", "backslashreplace")
        parts.append(len(part).to_bytes(4, "big"))
        parts.append(part)
    _send(fd, b"R", b"".join(parts))


def run_program(fd, request):
    """Runs in the confined child; returns when every run has been sent."""
    variable, source, inputs = request.contents()
    try:
        tree = ast.parse(source, _PROGRAM)
        facts = facts_of(source, tree)
        parts = _split(tree)
        failure = None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        facts = no_facts(source)
        failure = error
    _send(fd, b"F", _dumps(facts).encode("ascii"))
    if failure is not None:
        _send_run(fd, _MEMORY if type(failure) is MemoryError else _ERROR, error=_describe(failure))
        return
    linecache.cache[_PROGRAM] = (len(source), None, source.splitlines(True), _PROGRAM)
    if not request.flags & 1:
        # Further inputs are only of interest where the program's own one works.
        if _run_once(fd, request, parts, variable, None) != _OK:
            return
    for given in inputs:
        # What ran out of memory may have left the process in any state.
        if _run_once(fd, request, parts, variable, given) == _MEMORY:
            return


def _split(tree):
    """Compiles the source in two parts, cut after the last top-level statement that sets `input`.

    Between the two the input is recorded as the program was given it, or replaced.
    """
    body = []
    for node in tree.body:
        # So that a program under `if __name__ == "__main__":` can be cut as well.
        if isinstance(node, ast.If) and not node.orelse and _is_main_guard(node.test):
            body.extend(node.body)
        else:
            body.append(node)
    flags = 0
    cut = None
    for index, node in enumerate(body):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for name in node.names:
                flags |= _FUTURE_FLAGS.get(name.name, 0)
        if _sets_input(node):
            cut = index + 1
    parts = [body] if cut is None else [body[:cut], body[cut:]]
    return cut is not None, [
        compile(ast.Module(body=part, type_ignores=[]), _PROGRAM, "exec", flags, True) for part in parts
    ]


def _is_main_guard(test):
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and len(test.comparators) == 1
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value == "__main__"
        and isinstance(test.ops[0], ast.Eq)
    )


def _sets_input(node):
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        targets = [node.target]
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _is_method_of(node.value, "input", ("update", "setdefault", "pop"))
    else:
        return False
    return any(_is_name(target, "input") or _is_key_of(target, "input") for target in targets)


def _run_once(fd, request, parts, variable, injected):
    """Runs the program in a fresh namespace and sends what came of it; returns the status."""
    bound, codes = parts
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    names = main.__dict__
    names["__builtins__"] = builtins
    given = None
    try:
        if injected is not None:
            if not bound:
                raise Unencodable("no_input", "the source sets no top-level `input`")
            replacement = decode_json(injected)
        if bound:
            exec(codes[0], names)
            if injected is not None:
                names["input"] = replacement
            given = _encoded(names.get("input", _NOTHING), request)
        exec(codes[-1], names)
    except Unencodable as error:
        _send_run(fd, _REJECTED, error=": ".join(map(str, error.args)))
        return _REJECTED
    except MemoryError:
        names.clear()
        _send_run(fd, _MEMORY, given, error="MemoryError: the program reached its memory limit")
        return _MEMORY
    except SystemExit as error:
        code = error.code
        if code is not None and code != 0:
            _send_run(fd, _ERROR, given, error=_describe(error))
            return _ERROR
    except BaseException as error:
        try:
            description = _describe(error)
        except BaseException:
            description = "an exception that cannot be shown"
        _send_run(fd, _ERROR, given, error=description)
        return _ERROR
    try:
        if given is None:
            given = _encoded(names.get("input", _NOTHING), request)
        output = names.get(variable, _NOTHING)
        if output is _NOTHING:
            _send_run(fd, _NO_RESULT, given, error="the program set no variable named `%s`" % variable)
            return _NO_RESULT
        encoded = _encoded(output, request)
        _send_run(fd, _OK, given, encoded, _text(output, request))
        return _OK
    except Unencodable as error:
        _send_run(fd, _REJECTED, given, error=": ".join(map(str, error.args)))
        return _REJECTED
    except MemoryError:
        names.clear()
        _send_run(fd, _MEMORY, given, error="MemoryError: the result does not fit the memory limit")
        return _MEMORY
    except BaseException as error:
        try:
            description = _describe(error)
        except BaseException:
            description = "an exception that cannot be shown"
        _send_run(fd, _REJECTED, given, error="unencodable: " + description)
        return _REJECTED


def _encoded(value, request):
    if value is _NOTHING:
        return None
    # A third each for the input, the output and its text.
    limit = request.max_output // 3
    text = _dumps(Encoder(limit).encode(value))
    if len(text) > limit:
        raise Unencodable("too_large", "%d bytes as JSON" % len(text))
    return text


def _text(value, request):
    limit = min(_TEXT_LIMIT, request.max_output // 32)
    # Escaped as it will leave, so that the limit holds for what does.
    return str(value)[:limit].encode("utf-8", "backslashreplace").decode("utf-8")[:limit]


def _describe(error):
    line = None
    if isinstance(error, SyntaxError):
        line = error.lineno
        message = str(error.msg)
    else:
        message = str(error)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _PROGRAM:
                line = trace.tb_lineno
            trace = trace.tb_next
    text = type(error).__name__ + (": " + message if message else "")
    text = text[:_ERROR_LIMIT]
    return text if line is None else "%s (line %d)" % (text, line)
