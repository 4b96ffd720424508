"""The seccomp filter, instruction by instruction, as the kernel reads it."""

import struct
import unittest

from caco_sandbox import jail

ALLOW, KILL, DENY, NO_SUCH_CALL = jail._ALLOW, jail._KILL, jail._DENY, jail._NO_SUCH_CALL


def verdict(number, *arguments, audit=None):
    """What the filter says of a call."""
    words = [number, jail._NR["audit"] if audit is None else audit, 0, 0]
    for argument in tuple(arguments) + (0,) * (6 - len(arguments)):
        argument &= (1 << 64) - 1
        words += [argument & 0xFFFFFFFF, argument >> 32]
    accumulator = at = 0
    program = list(struct.iter_unpack("=HBBI", jail._FILTER_BYTES))
    while True:
        code, yes, no, value = program[at]
        at += 1
        if code == 0x20:
            accumulator = words[value // 4]
        elif code == 0x54:
            accumulator &= value
        elif code == 0x05:
            at += value
        elif code == 0x06:
            return value
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}
            at += yes if holds[code] else no


class Filter(unittest.TestCase):
    def test_every_call_gets_what_the_tables_say(self):
        checked = set(jail._NR.values())
        allowed = set(jail._ALLOWED[jail._MACHINE]) - checked
        fatal = set(jail._FATAL[jail._MACHINE]) - checked
        for number in range(0, 600):
            if number not in checked:
                expected = ALLOW if number in allowed else KILL if number in fatal else DENY
                self.assertEqual(verdict(number), expected, number)

    def test_no_call_tells_how_many_processes_there_are(self):
        self.assertEqual(verdict(99 if jail._MACHINE == "x86_64" else 179), DENY)

    def test_another_table_of_calls_ends_the_process(self):
        self.assertEqual(verdict(jail._ALLOWED[jail._MACHINE][0], audit=0x40000003), KILL)

    def test_calls_are_judged_by_their_arguments(self):
        number = jail._NR
        thread = 0x100 | 0x800 | jail._CLONE_THREAD
        for call, arguments, expected in (
            ("clone", (thread,), ALLOW),
            ("clone", (17,), DENY),
            ("clone", (thread | 0x10000000,), DENY),
            ("clone3", (), NO_SUCH_CALL),
            ("mmap", (0, 4096, 3, 0x22), ALLOW),
            ("mmap", (0, 4096, 3, 0x40022), DENY),
            ("prlimit64", (0,), ALLOW),
            ("prlimit64", (1,), DENY),
            ("socketpair", (1, 1 | 0o2000000), ALLOW),
            ("socketpair", (1, 2), DENY),
            ("socketpair", (2, 1), DENY),
            ("sendto", (3, 0, 0, 0, 0, 0), ALLOW),
            ("sendto", (3, 0, 0, 1, 0, 0), DENY),
            ("sendto", (3, 0, 0, 0, 1 << 40, 0), DENY),
            ("futex", (0, 128), ALLOW),
            ("futex", (0, 128 | 6), DENY),
            ("ioctl", (0, 0x5401), ALLOW),
            ("ioctl", (0, 0x5412), DENY),
            ("clock_gettime", (1,), ALLOW),
            ("clock_gettime", (-42,), DENY),
            ("clock_getres", (-42,), DENY),
            ("clock_nanosleep", (-42,), DENY),
            ("sched_getaffinity", (0,), ALLOW),
            ("sched_getaffinity", (42,), NO_SUCH_CALL),
        ):
            self.assertEqual(verdict(number[call], *arguments), expected, (call, arguments))


if __name__ == "__main__":
    unittest.main()
