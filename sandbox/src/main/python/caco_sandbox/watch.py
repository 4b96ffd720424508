"""Watches a child: passes on what it sends, and ends it at its limits by the kernel's word alone.

What a child sends is never looked into beyond counting frames, and never stays in memory.
"""

import ctypes
import os
import select
import signal
import struct
import time

from caco_sandbox import jail

ACCOUNT = struct.Struct(">BiQQQQI")
_ITSELF, _CPU, _WALL, _FLOOD, _IDLE = 0, 1, 2, 3, 4
_CHUNK = 65536
_LENGTH = 4
_FACTS_ALLOWANCE = 1 << 20
_MAX_MARKS = 1001
_RUN = ord("R")
_HEADER = 5

# A child that uses less CPU time than this in so many seconds only waits: one that wants a core and
# shares it with 25 others has more.
_IDLE_SECONDS = 2
_IDLE_CPU = 0.04
_MANY = 25
# More between two looks is a watch that was held up itself.
_MAX_STEP = 1.5


class Replies:
    """The way to the JVM, through one buffer that is wiped after each reply."""

    def __init__(self, fd):
        self.fd = fd
        size = _LENGTH + _CHUNK + _LENGTH + ACCOUNT.size + 4 * _MAX_MARKS
        self.buffer = memoryview(bytearray(size))
        self.zeros = bytes(size)
        self.used = 0
        self.touched = 0

    def read(self, fd):
        """Takes what there is to read; returns a view of it, empty at the end of the pipe."""
        if self.used == _CHUNK:
            self.flush()
        start = _LENGTH + self.used
        count = os.readv(fd, [self.buffer[start : _LENGTH + _CHUNK]])
        self.used += count
        self.touched = max(self.touched, start + count)
        return self.buffer[start : start + count]

    def flush(self):
        self.buffer[:_LENGTH] = self.used.to_bytes(_LENGTH, "big")
        self._write(_LENGTH + self.used)
        self.used = 0

    def end(self, account):
        """Sends what is left and the account, and wipes what the child sent."""
        at = 0
        if self.used:
            self.buffer[:_LENGTH] = self.used.to_bytes(_LENGTH, "big")
            at = _LENGTH + self.used
        account = bytes(_LENGTH) + account
        self.buffer[at : at + len(account)] = account
        self._write(at + len(account))
        self.touched = max(self.touched, at + len(account))
        self.buffer[: self.touched] = self.zeros[: self.touched]
        self.used = self.touched = 0

    def send(self, payload):
        """One reply without an account."""
        self.buffer[_LENGTH : _LENGTH + len(payload)] = payload
        self.used = len(payload)
        self.end(b"")

    def _write(self, end):
        at = 0
        while at < end:
            at += os.write(self.fd, self.buffer[at:end])


class Frames:
    """Follows the frames in a stream and keeps nothing of it but a count."""

    def __init__(self, most):
        self.left_to_count = most
        self.header = 0
        self.kind = 0
        self.payload = 0

    def runs_ended(self, data):
        """How many frames of a run end in these bytes."""
        ended = 0
        at = 0
        while at < len(data) and self.left_to_count:
            if self.header < _HEADER:
                self._take_header(data[at])
                at += 1
            else:
                step = min(self.payload, len(data) - at)
                self.payload -= step
                at += step
            if self.header == _HEADER and not self.payload:
                ended += self.kind == _RUN
                self.header = 0
                self.left_to_count -= 1
        return ended

    def _take_header(self, byte):
        if self.header == 0:
            self.kind = byte
            self.payload = 0
        else:
            self.payload = self.payload << 8 | byte
        self.header += 1


class Watch:
    """One child, from before its fork to its end."""

    def __init__(self, request, reader, replies):
        self.start = time.monotonic()
        self.reader = reader
        self.replies = replies
        self.runs = request.runs
        self.cpu_limit = request.cpu_ms / 1000
        self.wall_limit = request.wall_ms / 1000
        self.may_send = request.max_output * request.runs + _FACTS_ALLOWANCE
        # Facts and runs; what comes after those was not asked for.
        self.frames = Frames(request.runs + 1)
        self.marks = []
        self.cpu = 0.0
        self.run_started = 0.0
        self.looked = self.start
        self.idle = 0.0
        self.idle_from_cpu = 0.0
        os.set_blocking(reader, False)

    def until_end(self, child):
        """Passes on all that the child sends, then the account of how it ended."""
        handle = os.pidfd_open(child)
        ended_by = _ITSELF
        try:
            ended_by = self._until_end_or_limit(handle, (~child << 3) | 2)
        except OSError:
            # The JVM is gone in the middle of a reply.
            os.kill(child, signal.SIGKILL)
            os._exit(0)
        if ended_by is None:
            os.kill(child, signal.SIGKILL)
            os._exit(0)
        if ended_by != _ITSELF:
            os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
        os.close(handle)
        os.close(self.reader)
        self.replies.end(self._account(ended_by, status, usage))

    def _until_end_or_limit(self, handle, clock):
        """What ended it; None where the JVM is gone."""
        poll = select.poll()
        poll.register(0, 0)
        poll.register(self.reader, select.POLLIN)
        poll.register(handle, select.POLLIN)
        polled = True
        while True:
            left = self.cpu_limit - (self.cpu - self.run_started)
            ready = [fd for fd, _ in poll.poll(max(5, min(left * 1000, 1000)))]
            if 0 in ready:
                return None
            open_pipe, ended = self._take()
            if self.may_send < 0:
                return _FLOOD
            self._mark(ended, clock)
            if handle in ready:
                return _ITSELF
            if not open_pipe and polled:
                # It closed its pipe: either it is about to end or it goes on without one.
                polled = False
                poll.unregister(self.reader)
            limit = self._limit_reached()
            if limit != _ITSELF:
                return limit

    def _take(self):
        """Takes what the child has sent; says whether more may come, and how many runs ended in it."""
        ended = 0
        while self.may_send >= 0:
            try:
                data = self.replies.read(self.reader)
            except BlockingIOError:
                return True, ended
            if not data:
                return False, ended
            self.may_send -= len(data)
            ended += self.frames.runs_ended(data)
        return True, ended

    def _mark(self, ended, clock):
        """Notes the CPU time of each run that has ended; the next one has its own."""
        try:
            self.cpu = time.clock_gettime(clock)
        except OSError:
            pass
        for _ in range(min(ended, self.runs - len(self.marks))):
            self.marks.append(int((self.cpu - self.run_started) * 1e6))
            self.run_started = self.cpu

    def _limit_reached(self):
        if self.cpu - self.run_started >= self.cpu_limit:
            return _CPU
        now = time.monotonic()
        if self._is_idle(now):
            return _IDLE
        waited = now - self.start
        # What ended runs left of their time is there for the others.
        limit = self.wall_limit * min(self.runs, len(self.marks) + 1)
        if waited >= limit and waited >= limit * min(10, _runnable_per_core()):
            return _WALL
        return _ITSELF

    def _is_idle(self, now):
        """Whether it has waited too long without computing; counts what goes by between two looks."""
        self.idle += min(now - self.looked, _MAX_STEP)
        self.looked = now
        if self.cpu - self.idle_from_cpu >= _IDLE_CPU:
            self.idle = 0.0
            self.idle_from_cpu = self.cpu
        if self.idle < _IDLE_SECONDS:
            return False
        return self.idle >= _IDLE_SECONDS * _runnable_per_core() / _MANY

    def _account(self, ended_by, status, usage):
        return ACCOUNT.pack(
            ended_by,
            status,
            int(usage.ru_utime * 1e6),
            int(usage.ru_stime * 1e6),
            usage.ru_maxrss,
            int((time.monotonic() - self.start) * 1e6),
            len(self.marks),
        ) + b"".join(mark.to_bytes(4, "big") for mark in self.marks)


def _runnable_per_core():
    """The load of the last minute per core: on a machine that others keep busy, waiting is no fault."""
    information = ctypes.create_string_buffer(128)
    jail.libc.sysinfo(information)
    return struct.unpack_from("@lL", information)[1] / 65536 / (os.cpu_count() or 1)
