"""The zygote: has everything imported, and forks a confined child for each request.

From the JVM on descriptor 0: four bytes of length and a request (child.Request). To the JVM on
descriptor 1, for each: pieces of what the child sent, each with four bytes of length, a length of
zero, and the kernel's account of the child (watch.ACCOUNT, then the CPU time of each run).

It holds no text of a program once that has ended, since every later one gets a copy of its memory.
"""

import contextlib
import gc
import linecache
import mmap
import os
import signal
import sys

from caco_sandbox import jail
from caco_sandbox.child import PROGRAM, Request, run_program
from caco_sandbox.values import dumps
from caco_sandbox.warm import warm_heavy
from caco_sandbox.watch import Replies, Watch

_NULL = "/dev/null"
_THREADS = 128
_FAILED = 71
_exit = os._exit


class Zygote:
    """A warm process that serves requests, one after the other."""

    def __init__(self, settings):
        if hasattr(sys, "set_int_max_str_digits"):
            # The limit of 4300 digits would fail programs whose values this sandbox accepts.
            sys.set_int_max_str_digits(0)
        self.threads = _THREADS
        self.ruleset = None
        self.namespaces = None
        jail.die_with_parent()
        if settings["tier"] == "landlock":
            self.threads += jail.threads_of_user()
            jail.no_new_privileges()
            self.ruleset = jail.landlock(settings["read"], settings["write"])
        else:
            self.namespaces = jail.PidNamespaces()
        jail.not_inspectable()
        self.versions = {"python": sys.version.split()[0]}
        if settings["heavy"]:
            self.versions.update(warm_heavy())
        self.reseed = sys.modules["numpy"].random.seed if settings["heavy"] else None
        jail.fixed_limits()
        _warm_child(bytes.fromhex(settings["warm"]))
        self.replies = Replies(1)
        self.pid = os.getpid()
        self.base = jail.address_space()

    def serve(self):
        """Announces itself and serves for as long as the JVM is there."""
        gc.collect()
        gc.freeze()
        self.replies.send(dumps(self.versions).encode("ascii"))
        while True:
            self.serve_one()

    def serve_one(self):
        request = _next_request()
        if self.namespaces is not None:
            self.namespaces.next()
        reader, writer = os.pipe()
        watch = Watch(request, reader, self.replies)
        child = os.fork()
        if child == 0:
            self.be_child(writer, request)
        os.close(writer)
        request.text.close()
        watch.until_end(child)

    def be_child(self, writer, request):
        try:
            if self.ruleset is not None:
                jail.die_with_parent()
                if os.getppid() != self.pid:
                    _exit(_FAILED)
                jail.own_landlock_domain(self.ruleset)
            # Opened anew: flags are shared by all who hold the same open file.
            null = os.open(_NULL, os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(null, fd)
            os.dup2(writer, 3)
            # Everything else goes, the JVM's own pipes first of all.
            os.closerange(4, 256)
            jail.confine(self.base + request.memory, request.cpu_ms * request.runs // 1000 + 2, self.threads)
            if self.reseed is not None:
                self.reseed()
            run_program(3, request)
        except BaseException:
            _exit(_FAILED)
        _exit(0)


def _next_request():
    """The request, its text in memory that its close gives back to the kernel."""
    size = int.from_bytes(_read_exactly(4), "big")
    numbers = _read_exactly(Request.LAYOUT.size)
    text = mmap.mmap(-1, size - len(numbers), mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with memoryview(text) as view:
        at = 0
        while at < len(view):
            with view[at:] as rest:
                count = os.readv(0, [rest])
            if not count:
                _exit(0)
            at += count
    return Request(numbers, text)


def _read_exactly(size):
    """For numbers only: what is read here stays in memory."""
    data = b""
    while len(data) < size:
        chunk = os.read(0, size - len(data))
        if not chunk:
            _exit(0)
        data = data + chunk if data else chunk
    return data


def _warm_child(body):
    """Runs a program here, so that what the first run imports and caches is there before forking."""
    main = sys.modules["__main__"]
    size = Request.LAYOUT.size
    with open(_NULL, "wb", 0) as sink, open(_NULL, "w") as quiet:
        with contextlib.redirect_stdout(quiet):
            run_program(sink.fileno(), Request(body[:size], body[size:]))
    linecache.cache.clear()
    sys.modules["__main__"] = main


def _standard_streams():
    """In the child these are /dev/null. Any string can be printed."""
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stdin = sys.__stdin__ = open(0, "r", encoding="utf-8", closefd=False)


def serve(settings):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    null = os.open(_NULL, os.O_RDWR)
    os.dup2(null, 2)
    os.close(null)
    zygote = Zygote(settings)
    _standard_streams()
    sys.argv = [PROGRAM]
    zygote.serve()
