# Runs `_caco_source` as `python script.py` would, its streams and files in memory.
import base64
import builtins
import io
import linecache
import os
import sys
import traceback
import types

# What it is, and what it is given, stands here when it runs.
_caco_source = ""
input = {}

_CACO_OUT, _CACO_ERR, _CACO_FILES = 262144, 65536, 524288
_caco_open, _caco_exists, _caco_isfile = builtins.open, os.path.exists, os.path.isfile


class _CacoStream(io.RawIOBase):
    """Keeps what is written, up to a limit."""

    def __init__(self, limit):
        self.limit = limit
        self.kept = bytearray()
        self.cut = False

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        room = self.limit - len(self.kept)
        self.cut = self.cut or len(data) > room
        self.kept += data[: max(0, room)]
        return len(data)


class _CacoFile(io.BytesIO):
    """A file in memory, which keeps its place there when it is closed."""

    def __init__(self, files, name, data, writes):
        super().__init__(data)
        self.files, self.name, self.writes = files, name, writes

    def close(self):
        if self.writes and not self.closed:
            self.files[self.name] = self.getvalue()
        super().close()


class _CacoFiles:
    def __init__(self, given, standard):
        self.held = {os.path.normpath(name): base64.b64decode(data) for name, data in given.items()}
        self.standard = standard
        self.opened = []

    def open(self, file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, **_):
        if isinstance(file, int):
            return self.standard[file]
        name = os.path.normpath(os.fspath(file))
        writes = any(c in mode for c in "wax+")
        if not writes and name not in self.held:
            return _caco_open(file, mode, buffering, encoding, errors, newline)
        if "x" in mode and name in self.held:
            raise FileExistsError(17, "File exists", name)
        if "r" in mode and name not in self.held:
            raise FileNotFoundError(2, "No such file or directory", name)
        data = b"" if "w" in mode or "x" in mode else self.held.get(name, b"")
        if writes:
            self.held[name] = data
        raw = _CacoFile(self.held, name, data, writes)
        if "a" in mode:
            raw.seek(0, 2)
        made = raw if "b" in mode else io.TextIOWrapper(raw, encoding or "utf-8", errors, newline)
        self.opened.append(made)
        return made

    def exists(self, file):
        return not isinstance(file, int) and os.path.normpath(os.fspath(file)) in self.held

    def fetched(self, names):
        for made in self.opened:
            try:
                made.close()
            except Exception:
                pass
        found, room = {}, _CACO_FILES
        for name in names:
            data = self.held.get(os.path.normpath(name))
            if data is not None and len(data) <= room:
                room -= len(data)
                found[name] = base64.b64encode(data).decode("ascii")
        return found


def _caco_exit(code=0):
    raise SystemExit(code)


def _caco_code(end, err):
    if end.code is None or isinstance(end.code, int):
        return int(end.code or 0) & 255
    err.write("%s\n" % (end.code,))
    return 1


def _caco_failed(error, err):
    # Without what stands above the script.
    trace = error.__traceback__.tb_next
    traceback.print_exception(type(error), error, trace, file=err)
    return 1


def _caco_run(source, given):
    out, err = _CacoStream(_CACO_OUT), _CacoStream(_CACO_ERR)
    sys.stdin = io.TextIOWrapper(io.BytesIO(given["stdin"].encode("utf-8", "replace")), "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(out), "utf-8", "replace", line_buffering=False)
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(err), "utf-8", "replace", line_buffering=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    stdout, stderr = sys.stdout, sys.stderr
    files = _CacoFiles(given["files"], [sys.stdin, sys.stdout, sys.stderr])
    builtins.open = io.open = files.open
    os.path.exists = lambda path: files.exists(path) or _caco_exists(path)
    os.path.isfile = lambda path: files.exists(path) or _caco_isfile(path)
    os._exit = _caco_exit
    sys.argv = ["script.py"]
    linecache.cache["script.py"] = (len(source), None, source.splitlines(True), "script.py")
    main = types.ModuleType("__main__")
    main.__file__ = "script.py"
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    try:
        exec(compile(source, "script.py", "exec", 0, True), main.__dict__)
        code = 0
    except SystemExit as end:
        code = _caco_code(end, stderr)
    except BaseException as error:
        code = _caco_failed(error, stderr)
    for stream in (stdout, stderr):
        try:
            stream.flush()
        except Exception:
            code = code or 1
    return {
        "code": code,
        "stdout": base64.b64encode(out.kept).decode("ascii"),
        "stderr": base64.b64encode(err.kept).decode("ascii"),
        "cut": out.cut or err.cut,
        "files": files.fetched(given["fetch"]),
    }


output = _caco_run(_caco_source, input)
