# Attacks on the sandbox, run in it at its start. Each returns what it got hold of, or fails.
# `input` is put in front: bait of the JVM that started the sandbox.
import ctypes
import os
import resource
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
attacks = []


def attack(attempt):
    def add(function):
        attacks.append((function.__name__, attempt, function))
        return function

    return add


def failed_call(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "the call returned %d" % result


# First: attacks that fail may leave descriptors of their own.
@attack("hold the sandbox's own descriptors")
def descriptors():
    extra = []
    for fd in range(4, 256):
        try:
            os.fstat(fd)
            extra.append(fd)
        except OSError:
            pass
    if extra:
        return "descriptors %s" % extra
    raise OSError("none but its own")


@attack("read a world-readable file of the host")
def read_file():
    return open(input["file"]).read()


def is_shown(path):
    return any(path == shown or path.startswith(shown + "/") for shown in input["shown"])


def is_readable(path):
    """Whether a path can be read that does not just lead back to what is shown."""
    if is_shown(os.path.realpath(path)):
        return False
    try:
        if os.path.isdir(path):
            os.listdir(path)
        else:
            open(path, "rb").close()
        return True
    except OSError:
        return False


@attack("read what lies outside of the interpreter's library folders")
def read_outside():
    for path in input["hidden"]:
        if is_readable(path):
            return path
    stack = ["/"]
    while stack:
        path = stack.pop()
        leads_to_some = any(shown.startswith(path.rstrip("/") + "/") for shown in input["shown"])
        if is_readable(path):
            if not (leads_to_some and os.path.isdir(path)):
                return path
            stack.extend(os.path.join(path, name) for name in os.listdir(path))
    raise OSError("none can be read")


@attack("import from outside of the interpreter's library folders")
def import_outside():
    outside = [path for path in sys.path if not is_shown(path)]
    outside += [str(finder) for finder in sys.meta_path if "__editable__" in str(finder)]
    if outside:
        return ", ".join(outside)
    raise LookupError("all is inside")


@attack("write to a world-writable file of the host")
def write_file():
    with open(input["file"], "w") as file:
        file.write("changed")
    return "written"


@attack("make a file in a world-writable folder of the host")
def make_file():
    os.close(os.open(input["folder"] + "/new", os.O_CREAT | os.O_WRONLY))
    return "made"


@attack("make a file anywhere at all")
def make_file_anywhere():
    for folder in ("/", "/tmp", "/dev", "/dev/shm", "/var/tmp", "/usr", "/run", "."):
        try:
            with open(folder + "/caco-sandbox-probe", "w") as file:
                file.write("x")
            return folder
        except OSError:
            pass
    raise OSError("all refused")


@attack("remove, rename, link or change the rights of a host file")
def change_file():
    for call in (
        lambda: os.remove(input["file"]),
        lambda: os.rename(input["file"], input["file"] + "2"),
        lambda: os.link(input["file"], input["file"] + "3"),
        lambda: os.symlink(input["file"], input["file"] + "4"),
        lambda: os.chmod(input["file"], 0o777),
        lambda: os.truncate(input["file"], 0),
        lambda: os.mkdir(input["folder"] + "/d"),
    ):
        try:
            call()
            return "one of the calls worked"
        except OSError:
            pass
    raise OSError("all refused")


@attack("read the machine's accounts and secrets")
def read_system():
    for path in ("/etc/passwd", "/etc/shadow", "/" + "root/.bashrc", "/etc/hostname", "/var/log"):
        try:
            os.listdir(path) if os.path.isdir(path) else open(path).read(1)
            return path
        except OSError:
            pass
    raise OSError("all refused")


@attack("find the host's environment variables")
def read_environment():
    extra = set(os.environ) - {
        "PATH",
        "LANG",
        "TZ",
        "HOME",
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "PYTHONHASHSEED",
        "PWD",
        "LC_CTYPE",
    }
    if extra:
        return ", ".join(sorted(extra))
    raise LookupError("only the sandbox's own are set")


@attack("look into other processes through /proc")
def read_proc():
    for path in ("/proc/1/environ", "/proc/self/environ", "/proc/%d/environ" % input["pid"], "/proc"):
        try:
            return str(os.listdir(path) if path == "/proc" else open(path, "rb").read(10))
        except OSError:
            pass
    raise OSError("all refused")


@attack("count the machine's processes, or ask whether one exists")
def count_processes():
    import time

    found = []
    for attempt in (
        lambda: failed_call(libc.sysinfo(ctypes.create_string_buffer(128))),
        lambda: str(os.sched_getaffinity(input["pid"])),
        lambda: str(time.clock_getres((~input["pid"] << 3) | 2)),
        lambda: str(time.clock_gettime((~input["pid"] << 3) | 2)),
        lambda: str(os.getpgid(input["pid"])),
        lambda: str(os.getsid(input["pid"])),
        lambda: str(os.sched_getscheduler(input["pid"])),
        lambda: str(os.getpriority(os.PRIO_PROCESS, input["pid"])),
        lambda: str(os.pidfd_open(input["pid"])),
        lambda: str(os.getloadavg()),
    ):
        try:
            found.append(attempt())
        except OSError:
            pass
    if found:
        return ", ".join(found)
    raise OSError("all refused")


@attack("open another process's descriptors through /proc")
def open_descriptors():
    for pid in (os.getppid(), input["pid"]):
        for fd in range(16):
            for mode in (os.O_RDONLY, os.O_WRONLY):
                try:
                    os.open("/proc/%d/fd/%d" % (pid, fd), mode | os.O_NONBLOCK)
                    return "descriptor %d of process %d" % (fd, pid)
                except OSError:
                    pass
    raise OSError("all refused")


@attack("reach kernel settings through /sys and devices")
def read_devices():
    for path in ("/sys/kernel", "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/fuse"):
        try:
            return path + str(os.listdir(path) if path[1] == "s" else open(path, "rb").read(1))
        except OSError:
            pass
    raise OSError("all refused")


@attack("connect to the host's loopback by TCP")
def connect_loopback():
    with socket.create_connection(("127.0.0.1", input["tcp"]), 1) as connection:
        connection.sendall(input["secret"].encode())
        return "connected"


@attack("send a datagram to the host's loopback")
def send_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return str(sender.sendto(input["secret"].encode(), ("127.0.0.1", input["udp"])))


@attack("connect to the network outside")
def connect_outside():
    with socket.create_connection(("192.0.2.1", 80), 1):
        return "connected"


@attack("make a raw, a netlink or an IPv6 socket")
def other_sockets():
    for family, kind in (
        (socket.AF_INET, socket.SOCK_RAW),
        (socket.AF_NETLINK, socket.SOCK_RAW),
        (socket.AF_INET6, socket.SOCK_STREAM),
        (socket.AF_PACKET, socket.SOCK_RAW),
    ):
        try:
            socket.socket(family, kind)
            return "%s %s" % (family, kind)
        except OSError:
            pass
    raise OSError("all refused")


@attack("reach an abstract Unix socket")
def abstract_socket():
    with socket.socket(socket.AF_UNIX) as sender:
        sender.connect("\0/tmp/.X11-unix/X0")
        return "connected"


@attack("send to an address from a socket pair")
def addressed_pair():
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    one.sendto(b"x", "\0any")
    return "sent"


@attack("fork")
def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    return "child %d" % child


@attack("start a program")
def spawn():
    return str(subprocess.run(["/bin/true"]).returncode)


@attack("become another program")
def execute():
    # An argument that the program refuses, so that success is seen as an error, not as an end.
    os.execv("/usr/bin/env", ["env", "--no-such-option"])


@attack("signal every process it can")
def signal_all():
    os.kill(-1, 0)
    return "allowed"


@attack("signal the sandbox's parent process")
def signal_host():
    for pid in (os.getppid(), input["pid"], 1, 2):
        try:
            os.kill(pid, 0)
            return "allowed to %d" % pid
        except OSError:
            pass
    raise OSError("all refused")


@attack("aim a signal through a descriptor's owner")
def signal_by_owner():
    import fcntl

    reader, _ = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, input["pid"])
    return "allowed"


@attack("change another process's limits or priority")
def change_others():
    try:
        resource.prlimit(input["pid"], resource.RLIMIT_CPU)
        return "limits"
    except (OSError, ValueError):
        pass
    os.setpriority(os.PRIO_PROCESS, 0, -1)
    return "priority"


@attack("raise its own limits")
def raise_limits():
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        try:
            resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            return "limit %d" % limit
        except (OSError, ValueError):
            pass
    raise OSError("all refused")


@attack("use more memory than allowed")
def take_memory():
    block = bytearray(input["memory"] + (64 << 20))
    return "%d bytes" % len(block)


@attack("become the root user")
def become_root():
    os.setuid(0)
    return "uid %d" % os.getuid()


@attack("run as the host's root user")
def run_as_root():
    if os.getuid() == 0 and os.geteuid() == 0:
        return "uid 0"
    raise PermissionError("uid %d" % os.getuid())


@attack("make shared memory or anonymous files that outlive it")
def shared_memory():
    try:
        return failed_call(libc.shmget(0x4361, 4096, 0o1600))
    except OSError:
        return "descriptor %d" % os.memfd_create("x")


@attack("make a device")
def make_device():
    os.mknod("/dev/caco-sandbox-probe", 0o600 | 0o020000, os.makedev(1, 1))
    return "made"


def results():
    found = []
    for name, attempt, function in attacks:
        got, why = "", ""
        try:
            got = str(function())[:200] or "it worked"
        except (OSError, ValueError, LookupError, MemoryError) as error:
            why = (type(error).__name__ + ": " + str(error))[:200]
        found.append({"name": name, "attempt": attempt, "got": got, "why": why})
    return found


output = results()
