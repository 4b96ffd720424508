"""What confines the child that runs a program.

Resource limits, no capabilities, a seccomp allowlist, and in the landlock tier a file system that is
read-only but for a few folders.
"""

import ctypes
import errno
import mmap
import os
import resource
import stat
import struct

libc = ctypes.PyDLL(None, use_errno=True)
_syscall = libc.syscall
_syscall.restype = ctypes.c_long
_MACHINE = os.uname().machine

# By number, so that nothing has to be looked up in the host's headers. Harmless to others:
# files by Landlock or mounts, memory and time by limits, own threads, own timers, own pipes.
# fmt: off
_ALLOWED = {
    "x86_64": (
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 28, 32, 33, 35, 36, 37, 38, 39, 60, 63, 79, 80, 89, 95, 96, 97, 98, 100, 102,
        104, 107, 108, 110, 115, 131, 137, 138, 186, 201, 202, 204, 217, 219, 228, 229, 230,
        231, 232, 233, 257, 262, 267, 269, 270, 271, 273, 281, 290, 291, 292, 293, 318, 332, 334,
        436, 439,
    ),
    "aarch64": (
        17, 19, 20, 21, 22, 23, 24, 43, 44, 48, 49, 56, 57, 59, 61, 62, 63, 64, 65, 66, 67, 68,
        72, 73, 78, 79, 80, 93, 94, 98, 99, 101, 102, 103, 113, 114, 115, 123, 124, 128,
        132, 134, 135, 139, 153, 158, 160, 163, 165, 166, 169, 172, 173, 174, 175, 176, 177,
        178, 214, 215, 216, 222, 226, 233, 278, 291, 293, 436, 439,
    ),
}
# No program needs these; trying one ends it, so that the attempt is on record.
_FATAL = {
    "x86_64": (
        101, 154, 155, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176,
        179, 227, 246, 248, 249, 250, 272, 278, 298, 304, 308, 310, 311, 312, 313, 317, 320,
        321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
    ),
    "aarch64": (
        39, 40, 41, 51, 60, 75, 89, 97, 104, 105, 106, 112, 117, 142, 161, 162, 170, 217, 218,
        219, 224, 225, 241, 265, 268, 270, 271, 272, 273, 277, 280, 282, 294, 425, 426, 427,
        428, 429, 430, 431, 432, 433, 438, 442,
    ),
}
_ARCHITECTURES = {
    "x86_64": {"audit": 0xC000003E, "ioctl": 16, "fcntl": 72, "clone": 56, "clone3": 435,
               "prlimit64": 302, "socketpair": 53, "sendto": 44, "recvfrom": 45,
               "seccomp": 317, "capset": 126, "setns": 308, "mmap": 9, "madvise": 28,
               "futex": 202, "clock_gettime": 228, "clock_getres": 229,
               "clock_nanosleep": 230, "sched_getaffinity": 204},
    "aarch64": {"audit": 0xC00000B7, "ioctl": 29, "fcntl": 25, "clone": 220, "clone3": 435,
                "prlimit64": 261, "socketpair": 199, "sendto": 206, "recvfrom": 207,
                "seccomp": 277, "capset": 91, "setns": 268, "mmap": 222, "madvise": 233,
                "futex": 98, "clock_gettime": 113, "clock_getres": 114,
                "clock_nanosleep": 115, "sched_getaffinity": 123},
}
# fmt: on
_NR = _ARCHITECTURES[_MACHINE]

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_DENY = 0x00050000 | errno.EPERM
_NO_SUCH_CALL = 0x00050000 | errno.ENOSYS
_MSG_OOB = 1
_MAP_HUGETLB = 0x00040000
_MADV_MERGEABLE = 12
_CLONE_THREAD = 0x00010000
_CLONE_NEW_ANY = 0x7E020080  # CLONE_NEW*: namespaces

_LD, _JEQ, _JGE, _JSET, _JA, _RET = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06


def _argument(index):
    """Loads the low half of an argument (little-endian machines only, as both of ours are)."""
    return (_LD, 0, 0, 16 + 8 * index)


def _return(action):
    return (_RET, 0, 0, action)


def _one_of(index, values):
    """Allows a call whose argument is one of the values."""
    code = [_argument(index)]
    for position, value in enumerate(values):
        code.append((_JEQ, len(values) - position, 0, value))
    return code + [_return(_DENY), _return(_ALLOW)]


def _without(index, bits):
    """Allows a call in whose argument none of the bits is set."""
    return [_argument(index), (_JSET, 0, 1, bits), _return(_DENY), _return(_ALLOW)]


def _no_address(index):
    """Allows a send or receive whose address is null, and no byte out of band."""
    return [
        _argument(index - 1),
        (_JSET, 5, 0, _MSG_OOB),
        _argument(index),
        (_JEQ, 0, 3, 0),
        (_LD, 0, 0, 16 + 8 * index + 4),
        (_JEQ, 0, 1, 0),
        _return(_ALLOW),
        _return(_DENY),
    ]


def _build_filter():
    checks = {
        # isatty, non-blocking, close-on-exec. Not the ones that aim signals.
        _NR["ioctl"]: _one_of(1, (0x5401, 0x5413, 0x5421, 0x5450, 0x5451)),
        # Duplicate, flags and the like. Not owners, leases or locks.
        _NR["fcntl"]: _one_of(1, (0, 1, 2, 3, 4, 1030, 1032)),
        _NR["prlimit64"]: _one_of(0, (0,)),
        # Threads, never processes.
        _NR["clone"]: [
            _argument(0),
            (_JSET, 2, 0, _CLONE_NEW_ANY),
            (_JSET, 0, 1, _CLONE_THREAD),
            _return(_ALLOW),
            _return(_DENY),
        ],
        # An event loop's wake-up pair: connected streams, and sends without an address.
        _NR["socketpair"]: [
            _argument(0),
            (_JEQ, 0, 4, 1),
            _argument(1),
            (0x54, 0, 0, 0xFF),  # and: drops SOCK_CLOEXEC and SOCK_NONBLOCK
            (_JEQ, 0, 1, 1),
            _return(_ALLOW),
            _return(_DENY),
        ],
        _NR["sendto"]: _no_address(4),
        _NR["recvfrom"]: _no_address(4),
        # Wait and wake. Not the kinds that lend priority, which no program needs.
        _NR["futex"]: [_argument(1), (0x54, 0, 0, 0x7F)] + _one_of(1, (0, 1, 3, 4, 5, 9, 10))[1:],
        # Huge pages are the host's to give: they may be reserved for others.
        _NR["mmap"]: _without(3, _MAP_HUGETLB),
        # Merging pages with equal ones of others tells what these hold.
        _NR["madvise"]: [
            _argument(2),
            (_JEQ, 0, 1, _MADV_MERGEABLE),
            _return(_DENY),
            _return(_ALLOW),
        ],
        # Not the clocks of other processes, which are negative: even an error tells which exist.
        _NR["clock_gettime"]: _without(0, 0x80000000),
        _NR["clock_getres"]: _without(0, 0x80000000),
        _NR["clock_nanosleep"]: _without(0, 0x80000000),
        # Its own; for others as on a kernel without the call, which the C library knows how to take.
        _NR["sched_getaffinity"]: [
            _argument(0),
            (_JEQ, 1, 0, 0),
            _return(_NO_SUCH_CALL),
            _return(_ALLOW),
        ],
        # So that the C library falls back to clone, whose flags a filter can see.
        _NR["clone3"]: [_return(_NO_SUCH_CALL)],
    }
    actions = {}
    for number in _ALLOWED[_MACHINE]:
        actions[number] = [_return(_ALLOW)]
    for number in _FATAL[_MACHINE]:
        actions[number] = [_return(_KILL)]
    actions.update(checks)
    # Runs of numbers with one action, then a binary search over them: the kernel walks the filter
    # for every known number when it is installed, which is once per program.
    runs = []
    for number in range(0, max(actions) + 2):
        action = actions.get(number, [_return(_DENY)])
        if not runs or runs[-1][1] != action:
            runs.append((number, action))
    code = _search(runs)
    head = [
        (_LD, 0, 0, 4),
        (_JEQ, 1, 0, _NR["audit"]),
        _return(_KILL),
        (_LD, 0, 0, 0),
    ]
    code = head + code
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code), len(code)


def _search(runs):
    if len(runs) == 1:
        return runs[0][1]
    middle = len(runs) // 2
    left = _search(runs[:middle])
    right = _search(runs[middle:])
    # Conditional jumps reach 255 instructions; the unconditional one reaches all.
    if len(left) <= 255:
        return [(_JGE, len(left), 0, runs[middle][0])] + left + right
    return [(_JGE, 0, 1, runs[middle][0]), (_JA, 0, 0, len(left))] + left + right


_FILTER_BYTES, _FILTER_LENGTH = _build_filter()
_FILTER_BUFFER = ctypes.create_string_buffer(_FILTER_BYTES, len(_FILTER_BYTES))
_FILTER_PROGRAM = ctypes.create_string_buffer(
    struct.pack("@HxxxxxxQ", _FILTER_LENGTH, ctypes.addressof(_FILTER_BUFFER)), 16
)
_FILTER_ADDRESS = ctypes.c_void_p(ctypes.addressof(_FILTER_PROGRAM))
_CAPABILITY_HEADER = ctypes.create_string_buffer(struct.pack("=II", 0x20080522, 0), 8)
_NO_CAPABILITIES = ctypes.create_string_buffer(24)
_LONG = ctypes.c_long
_CAPSET = (_LONG(_NR["capset"]), _CAPABILITY_HEADER, _NO_CAPABILITIES)
_SECCOMP = (_LONG(_NR["seccomp"]), _LONG(1), _LONG(0), _FILTER_ADDRESS)
_NEW_PID_NAMESPACE = 0x20000000


def _checked(what, result):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, "%s: %s" % (what, os.strerror(code)))
    return result


def address_space():
    """The bytes of address space in use, found by probing the limit: there is no /proc in a jail."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, 1 << 46
    while high - low > 4096:
        middle = (low + high) // 2
        resource.setrlimit(resource.RLIMIT_AS, (middle, hard))
        try:
            mmap.mmap(-1, 4096).close()
            high = middle
        except (OSError, MemoryError):
            low = middle
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return high


def fixed_limits():
    """Limits that hold for the zygote too, set once."""
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_SIGPENDING, 64),
    ):
        _limit(limit, value)


def _limit(limit, value):
    hard = resource.getrlimit(limit)[1]
    if hard != resource.RLIM_INFINITY and hard < value:
        value = hard
    resource.setrlimit(limit, (value, value))


def confine(memory, cpu_seconds, threads):
    """Takes everything from the calling process that a program must not have. There is no way back."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The zygote watches the clock more finely; this holds even without it.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    # Not for the zygote: where the limit counts all of a user's threads, those of one program would
    # keep another's zygote from forking.
    _limit(resource.RLIMIT_NPROC, threads)
    if _syscall(*_CAPSET) < 0:
        _checked("capset", -1)
    if _syscall(*_SECCOMP) < 0:
        _checked("seccomp", -1)


def threads_of_user():
    """Threads of this user: without a user namespace the limit on them counts the whole machine."""
    count = 0
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if os.stat("/proc/" + entry).st_uid == os.getuid():
                    count += len(os.listdir("/proc/%s/task" % entry))
            except OSError:
                pass
    return count


def no_new_privileges():
    _checked("PR_SET_NO_NEW_PRIVS", libc.prctl(38, 1, 0, 0, 0))


def not_inspectable():
    """Closes this process's /proc folder to others of its user, its own children among them."""
    _checked("PR_SET_DUMPABLE", libc.prctl(4, 0, 0, 0, 0))


def die_with_parent():
    _checked("PR_SET_PDEATHSIG", libc.prctl(1, 9, 0, 0, 0))


class PidNamespaces:
    """Makes each following fork the first process of a PID namespace of its own."""

    def __init__(self):
        self.home = os.pidfd_open(os.getpid())
        self.away = False

    def next(self):
        if self.away:
            # A process may leave its namespace for children only once, so go home first.
            _checked("setns", _syscall(_NR["setns"], self.home, _NEW_PID_NAMESPACE))
        _checked("unshare(CLONE_NEWPID)", libc.unshare(_NEW_PID_NAMESPACE))
        self.away = True


# Landlock: rights by the ABI that brought them.
_READ_FILE, _READ_DIR, _WRITE_FILE, _TRUNCATE = 1 << 2, 1 << 3, 1 << 1, 1 << 14
_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_RIGHTS_SINCE_5 = (1 << 16) - 1
_MAKE_DEVICE = 1 << 6
_MIN_LANDLOCK = 3
# Of this domain and those below it: a program could fill the host's audit log with what it is denied.
_NO_LOG = 1 << 0 | 1 << 2


def landlock(read_paths, write_paths):
    """Leaves only the given paths of the file system; returns a ruleset for each child to enter."""
    abi = _syscall(444, None, _LONG(0), _LONG(1))
    if abi < _MIN_LANDLOCK:
        raise OSError(
            "Landlock version %d or later is needed (Linux 6.2), found %s"
            % (_MIN_LANDLOCK, abi if abi > 0 else "none")
        )
    files = _RIGHTS_BY_ABI.get(abi, _RIGHTS_SINCE_5)
    network = 3 if abi >= 4 else 0
    scopes = 3 if abi >= 6 else 0
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    attributes = ctypes.create_string_buffer(struct.pack("=QQQ", files, network, scopes), 24)
    ruleset = _checked("landlock_create_ruleset", _syscall(444, attributes, _LONG(size), _LONG(0)))
    for paths, rights in (
        (read_paths, _READ_FILE | _READ_DIR),
        (write_paths, _READ_FILE | _WRITE_FILE | _TRUNCATE),
    ):
        for path in paths:
            try:
                fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            if not stat.S_ISDIR(os.fstat(fd).st_mode):
                rule = rights & ~_READ_DIR
            else:
                rule = rights
            beneath = ctypes.create_string_buffer(struct.pack("=Qi", rule, fd), 12)
            _checked("landlock_add_rule", _syscall(445, _LONG(ruleset), _LONG(1), beneath, _LONG(0)))
            os.close(fd)
    quiet = _NO_LOG if abi >= 7 else 0
    _checked("landlock_restrict_self", _syscall(446, _LONG(ruleset), _LONG(quiet)))
    os.close(ruleset)
    # For each child to enter before it runs a program: what is in one domain may inspect and signal
    # its equals, so a child needs a domain below its zygote's. It takes one more right, for form.
    attributes = ctypes.create_string_buffer(struct.pack("=QQQ", _MAKE_DEVICE, 0, scopes), 24)
    return _checked("landlock_create_ruleset", _syscall(444, attributes, _LONG(size), _LONG(0)))


def own_landlock_domain(ruleset):
    _checked("landlock_restrict_self", _syscall(446, _LONG(ruleset), _LONG(0)))
