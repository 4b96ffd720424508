# One attack that the sandbox must end the process for. ATTACK is replaced by its name.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
arm = os.uname().machine == "aarch64"


def call(x86_64, aarch64, *arguments):
    return libc.syscall(*[ctypes.c_long(a) for a in (aarch64 if arm else x86_64,) + arguments])


ATTACKS = {
    "ptrace": lambda: call(101, 117, 16, os.getppid(), 0, 0),
    "process_memory": lambda: call(310, 270, os.getppid(), 0, 0, 0, 0, 0),
    "user_namespace": lambda: call(272, 97, 0x10000000),
    "join_namespace": lambda: call(308, 268, 0, 0),
    "mount": lambda: call(165, 40, 0, 0, 0, 0, 0),
    "bpf": lambda: call(321, 280, 0, 0, 0),
    "io_uring": lambda: call(425, 425, 1, 0),
    "keyring": lambda: call(250, 219, 0, 0, 0),
}
output = "the call returned %d" % ATTACKS["ATTACK"]()
