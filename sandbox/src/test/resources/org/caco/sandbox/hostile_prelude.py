# In front of every hostile program but those about source.
import ctypes
import os
import signal
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {  # x86_64, aarch64
    "add_key": (248, 217),
    "bpf": (321, 280),
    "clone": (56, 220),
    "clone3": (435, 435),
    "fsopen": (430, 430),
    "futex": (202, 98),
    "get_robust_list": (274, 100),
    "init_module": (175, 105),
    "io_uring_setup": (425, 425),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "madvise": (28, 233),
    "membarrier": (324, 283),
    "mmap": (9, 222),
    "mount": (165, 40),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "reboot": (169, 142),
    "rt_sigqueueinfo": (129, 138),
    "seccomp": (317, 277),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "socket": (41, 198),
    "swapon": (167, 224),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
}


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def blocked(attack):
    try:
        got = attack()
    except (OSError, ValueError, RuntimeError, MemoryError):
        return "blocked"
    return "got: %r" % (got,)


def call(name, *arguments):
    number = CALLS[name][os.uname().machine == "aarch64"]
    return libc.syscall(*[ctypes.c_long(a) for a in (number,) + arguments])


def blocked_call(name, *arguments):
    return blocked(lambda: check(call(name, *arguments)))


fatal_call = call


def frame(*parts):
    body = parts[0] + b"".join(len(p).to_bytes(4, "big") + p for p in parts[1:])
    return b"R" + len(body).to_bytes(4, "big") + body
