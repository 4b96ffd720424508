"""The forked child: sends the facts about a source, runs it, sends what came of it, and ends.

Frames on its pipe: one byte of kind, four bytes of length, the payload. 'F' is the facts as JSON.
'R' is one run: a status byte, then the input, the output, its text and the error, each with four
bytes of length. 'T' is what there is to say of the program's twins, as JSON. The status is the
child's own word and decides nothing that matters to others.
"""

import __future__

import ast
import builtins
import linecache
import os
import struct
import sys
import types

from caco_sandbox.facts import facts_of, no_facts
from caco_sandbox.readings import Readings, Unproven
from caco_sandbox.syntax import is_key_of, is_method_of, is_name
from caco_sandbox.values import Encoder, Unencodable, decode_json, dumps

PROGRAM = "<program>"
_OK, _ERROR, _REJECTED, _MEMORY, _NO_RESULT = b"O", b"E", b"R", b"M", b"N"
_TEXT_LIMIT = 100000
_ERROR_LIMIT = 2000
_NOTHING = object()
_SKIP_OWN_RUN, _TWINS, _MAY_CHANGE, _INSTANCES = 1, 2, 4, 8
_FUTURE_FLAGS = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
_write = os.write


class Request:
    """One request of the JVM: a fixed part of numbers, then the result variable, the source, the inputs."""

    LAYOUT = struct.Struct(">BIIQIHII")

    def __init__(self, numbers, text):
        (
            self.flags,
            self.cpu_ms,
            self.wall_ms,
            self.memory,
            self.max_output,
            self.variable_length,
            self.source_length,
            self.input_count,
        ) = self.LAYOUT.unpack(numbers)
        self.text = text
        # With twins the inputs are tried and not told of one by one.
        told = 0 if self.flags & _TWINS else self.input_count
        self.runs = told + (0 if self.flags & _SKIP_OWN_RUN else 1)

    def contents(self):
        at = self.variable_length
        variable = self.text[:at].decode("utf-8")
        source = self.text[at : at + self.source_length].decode("utf-8", "replace")
        at += self.source_length
        inputs = []
        for _ in range(self.input_count):
            (length,) = struct.unpack_from(">I", self.text, at)
            at += 4
            inputs.append(self.text[at : at + length].decode("utf-8", "replace"))
            at += length
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
        tree = ast.parse(source, PROGRAM)
        # Nobody reads the facts of one that is compared with twins or only given inputs.
        known = request.flags & (_TWINS | _SKIP_OWN_RUN)
        facts = no_facts("") if known else facts_of(source, tree)
        parts = _split(tree)
        failure = None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        facts = no_facts(source)
        failure = error
    _send(fd, b"F", dumps(facts).encode("ascii"))
    if failure is not None:
        _send_run(fd, _MEMORY if type(failure) is MemoryError else _ERROR, error=_describe(failure))
        return
    linecache.cache[PROGRAM] = (len(source), None, source.splitlines(True), PROGRAM)
    if not request.flags & _SKIP_OWN_RUN:
        own = _Run(fd, request, parts, variable)
        # Further inputs are only of interest where the program's own one works.
        if own.status(None) != _OK:
            return
        if request.flags & _TWINS:
            _send(fd, b"T", _readings(request, tree, parts, variable, own.given, inputs).encode("ascii"))
            return
    for given in inputs:
        # What ran out of memory may have left the process in any state.
        if _Run(fd, request, parts, variable).status(given) == _MEMORY:
            return


def _readings(request, tree, parts, variable, given, inputs):
    bound, codes = parts
    try:
        if not bound or given is None:
            raise Unproven("the source sets no top-level `input`")
        readings = Readings(tree, codes, lambda changed: _split(changed)[1], variable)
        if request.flags & _INSTANCES:
            return dumps(readings.instances(given, inputs))
        return dumps(readings.found(given, inputs, bool(request.flags & _MAY_CHANGE)))
    except BaseException as error:
        return dumps({"unproven": _described(error)})


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
        compile(ast.Module(body=part, type_ignores=[]), PROGRAM, "exec", flags, True) for part in parts
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
        return is_method_of(node.value, "input", ("update", "setdefault", "pop"))
    else:
        return False
    return any(is_name(target, "input") or is_key_of(target, "input") for target in targets)


class _Run:
    """One run of the program in a fresh namespace."""

    def __init__(self, fd, request, parts, variable):
        self.fd = fd
        self.request = request
        self.bound, self.codes = parts
        self.variable = variable
        self.given = None
        # A quarter for the input and the output together; escapes, text and error have the rest.
        self.left = request.max_output // 4
        self.encoder = Encoder(self.left)
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.names = main.__dict__
        self.names["__builtins__"] = builtins

    def status(self, injected):
        """Runs it, with another input where one is given, and sends what came of it."""
        try:
            self.execute(injected)
        except SystemExit as error:
            if error.code is not None and error.code != 0:
                return self.send(_ERROR, error=_describe(error))
        except BaseException as error:
            return self.failed(error, _ERROR, "", "the program reached its memory limit")
        try:
            return self.send_result()
        except BaseException as error:
            return self.failed(error, _REJECTED, "unencodable: ", "the result does not fit the memory limit")

    def execute(self, injected):
        if injected is not None:
            if not self.bound:
                raise Unencodable("no_input", "the source sets no top-level `input`")
            injected = decode_json(injected)
        if self.bound:
            exec(self.codes[0], self.names)
            if injected is not None:
                self.names["input"] = injected
            self.given = self.encoded(self.names.get("input", _NOTHING))
        exec(self.codes[-1], self.names)

    def send_result(self):
        if self.given is None:
            self.given = self.encoded(self.names.get("input", _NOTHING))
        output = self.names.get(self.variable, _NOTHING)
        if output is _NOTHING:
            return self.send(_NO_RESULT, error="the program set no variable named `%s`" % self.variable)
        return self.send(_OK, self.encoded(output), self.text(output))

    def failed(self, error, status, prefix, out_of_memory):
        if isinstance(error, Unencodable):
            return self.send(_REJECTED, error=": ".join(map(str, error.args)))
        if isinstance(error, MemoryError):
            self.names.clear()
            return self.send(_MEMORY, error="MemoryError: " + out_of_memory)
        return self.send(status, error=prefix + _described(error))

    def send(self, status, output=None, text="", error=""):
        _send_run(self.fd, status, self.given, output, text, error)
        return status

    def encoded(self, value):
        if value is _NOTHING:
            return None
        text = dumps(self.encoder.encode(value))
        # What one value takes, the other does not have.
        self.left -= len(text)
        if self.left < 0:
            raise Unencodable("too_large", "%d bytes as JSON" % len(text))
        return text

    def text(self, value):
        limit = min(_TEXT_LIMIT, self.request.max_output // 32)
        # Escaped as it will leave, so that the limit holds for what does.
        return str(value)[:limit].encode("utf-8", "backslashreplace").decode("utf-8")[:limit]


def _described(error):
    try:
        return _describe(error)
    except BaseException:
        return "an exception that cannot be shown"


def _describe(error):
    line = None
    if isinstance(error, SyntaxError):
        line = error.lineno
        message = str(error.msg)
    else:
        message = str(error)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == PROGRAM:
                line = trace.tb_lineno
            trace = trace.tb_next
    text = type(error).__name__ + (": " + message if message else "")
    text = text[:_ERROR_LIMIT]
    return text if line is None else "%s (line %d)" % (text, line)
