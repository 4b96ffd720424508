# The zygote: has everything imported, and forks a confined child for each request. It never looks
# into what a child sends beyond counting frames.
#
# From the JVM on descriptor 0: four bytes of length and a request (child.Request). To the JVM on
# descriptor 1: four bytes of length and a reply (_REPLY, the CPU time of each run, the child's bytes).

_REPLY = struct.Struct(">BiQQQQI")
_EXITED, _CPU, _WALL, _FLOOD = 0, 1, 2, 3
_CHUNK = 65536
_FACTS_ALLOWANCE = 1 << 20
_KILL_SIGNAL = signal.SIGKILL


def _read_exactly(fd, size):
    data = b""
    while len(data) < size:
        chunk = os.read(fd, size - len(data))
        if not chunk:
            os._exit(0)
        data = data + chunk if data else chunk
    return data


def _reply(payload):
    view = memoryview(len(payload).to_bytes(4, "big") + payload)
    while view:
        view = view[os.write(1, view) :]


def _threads_of_user():
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


def warm_heavy():
    """Imports sympy and numpy and uses them: much of both is imported or cached on first use."""
    import numpy
    import sympy

    x, y, n = sympy.symbols("x y n")
    sympy.solve(x**2 - 5 * x + 6, x)
    sympy.solve([x + y - 5, x - y - 1], [x, y])
    sympy.solve(sympy.Eq(2 * x + 3, 11), x)
    sympy.solveset(x**2 - 4, x, sympy.S.Reals)
    sympy.simplify((x**2 - 1) / (x - 1))
    sympy.factor(x**3 - x)
    sympy.expand((x + y) ** 4)
    sympy.diff(sympy.sin(x) * sympy.exp(x), x)
    sympy.integrate(x**2 + sympy.cos(x), (x, 0, 1))
    sympy.limit(sympy.sin(x) / x, x, 0)
    sympy.series(sympy.exp(x), x, 0, 4)
    sympy.summation(n**2, (n, 1, 10))
    sympy.sqrt(8) + sympy.Rational(3, 4) + sympy.pi.evalf(20)
    sympy.factorint(360)
    sympy.isprime(97), sympy.divisors(28), sympy.totient(12), sympy.gcd(12, 18), sympy.binomial(5, 2)
    matrix = sympy.Matrix([[2, 1], [1, 3]])
    matrix.det(), matrix.inv(), matrix.eigenvals()
    sympy.trigsimp(sympy.sin(x) ** 2 + sympy.cos(x) ** 2)
    sympy.sympify("2*x + 1").subs(x, 3)
    sympy.lambdify(x, x**2 + 1, "numpy")(numpy.array([1.0, 2.0]))
    sympy.nsolve(sympy.cos(x) - x, 1)
    sympy.latex(x**2), str(sympy.solve(x**2 + 1, x)), repr(matrix)
    sympy.sieve.extend(5000)
    sympy.integrate(x * sympy.sin(x), x)
    sympy.solve(2**x - 32, x), sympy.solve(sympy.log(x) - 3, x), sympy.solve(2 * x + 3 > 7, x)
    sympy.solve(x**3 - 6 * x**2 + 11 * x - 6, x), sympy.roots(x**3 - 1, x), sympy.Poly(x**2, x).all_coeffs()
    sympy.apart(1 / (x**2 + 3 * x + 2)), sympy.limit((1 + 1 / x) ** x, x, sympy.oo)
    sympy.nsimplify(0.375), sympy.Point(0, 0).distance(sympy.Point(3, 4))
    numpy.linalg.solve(numpy.eye(2), numpy.ones(2)), numpy.arange(5).mean(), str(numpy.array([0.5, 1]))
    numpy.roots([1, -3, 2]), numpy.polyfit([0, 1, 2], [1, 3, 5], 1), numpy.random.rand(2)
    return {"sympy": sympy.__version__, "numpy": numpy.__version__}


def warm_child(request_body):
    """Runs a program here, so that what the first run imports and caches is there before forking."""
    with open("/dev/null", "wb", 0) as sink, open("/dev/null", "w") as quiet:
        with contextlib.redirect_stdout(quiet):
            run_program(sink.fileno(), Request(request_body))
    linecache.cache.clear()


def serve(settings):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    if hasattr(sys, "set_int_max_str_digits"):
        # The limit of 4300 digits would fail programs whose values this sandbox accepts.
        sys.set_int_max_str_digits(0)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 2)
    die_with_parent()
    threads = 128
    if settings["tier"] == "landlock":
        threads += _threads_of_user()
        no_new_privileges()
        ruleset = landlock(settings["read"], settings["write"])
        namespaces = None
    else:
        ruleset = None
        namespaces = PidNamespaces()
    not_inspectable()
    versions = {"python": sys.version.split()[0]}
    if settings["heavy"]:
        versions.update(warm_heavy())
    fixed_limits()
    main = sys.modules["__main__"]
    warm_child(bytes.fromhex(settings["warm"]))
    sys.modules["__main__"] = main
    reseed = sys.modules["numpy"].random.seed if settings["heavy"] else None
    base = address_space()
    # In the child these are /dev/null. Any string can be printed.
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stdin = sys.__stdin__ = open(0, "r", encoding="utf-8", closefd=False)
    sys.argv = [_PROGRAM]
    gc.collect()
    gc.freeze()
    _reply(_dumps(versions).encode("ascii"))
    while True:
        request = Request(_read_exactly(0, int.from_bytes(_read_exactly(0, 4), "big")))
        _reply(_serve_one(request, namespaces, null, base, reseed, ruleset, threads))


def _serve_one(request, namespaces, null, base, reseed, ruleset, threads):
    if namespaces is not None:
        namespaces.next()
    start = time.monotonic()
    reader, writer = os.pipe()
    zygote = os.getpid()
    child = os.fork()
    if child == 0:
        _child(zygote, writer, request, null, base, reseed, ruleset, threads)
    os.close(writer)
    return _watch(child, reader, request, start)


def _child(zygote, writer, request, null, base, reseed, ruleset, threads):
    try:
        if ruleset is not None:
            die_with_parent()
            if os.getppid() != zygote:
                _exit(71)
            own_landlock_domain(ruleset)
        os.dup2(null, 0)
        os.dup2(null, 1)
        os.dup2(writer, 3)
        # Everything else goes, the JVM's own pipes first of all.
        os.closerange(4, 256)
        confine(base + request.memory, request.cpu_ms * request.runs // 1000 + 2, threads)
        if reseed is not None:
            reseed()
        run_program(3, request)
    except BaseException:
        _exit(71)
    _exit(0)


def _runnable_per_core():
    """The load of the last minute per core: on a machine that others keep busy, waiting is no fault."""
    information = ctypes.create_string_buffer(128)
    _libc.sysinfo(information)
    return struct.unpack_from("@lL", information)[1] / 65536 / (os.cpu_count() or 1)


def _watch(child, reader, request, start):
    """Collects what the child sends and ends it at its limits; only the kernel's word is used."""
    handle = os.pidfd_open(child)
    clock = (~child << 3) | 2  # the CPU-time clock of another process
    os.set_blocking(reader, False)
    poll = select.poll()
    poll.register(0, 0)
    poll.register(reader, select.POLLIN)
    poll.register(handle, select.POLLIN)
    received = bytearray()
    marks = []
    next_frame = 0
    run_started = 0.0
    ended_by = _EXITED
    cpu_limit = request.cpu_ms / 1000
    wall_limit = request.wall_ms / 1000 * request.runs
    flood = request.max_output * request.runs + _FACTS_ALLOWANCE
    reader_polled = True
    cpu = 0.0
    try:
        while True:
            left = cpu_limit - (cpu - run_started)
            events = poll.poll(max(5, min(left * 1000, 1000)))
            done = False
            for fd, event in events:
                if fd == 0:
                    # The JVM is gone.
                    os.kill(child, _KILL_SIGNAL)
                    os._exit(0)
                if fd == handle:
                    done = True
            open_pipe = True
            while True:
                try:
                    chunk = os.read(reader, _CHUNK)
                except BlockingIOError:
                    break
                if not chunk:
                    open_pipe = False
                    break
                received += chunk
                if len(received) > flood:
                    break
            if len(received) > flood:
                ended_by = _FLOOD
                break
            try:
                cpu = time.clock_gettime(clock)
            except OSError:
                pass
            while len(received) >= next_frame + 5 and len(marks) < request.runs:
                size = 5 + int.from_bytes(received[next_frame + 1 : next_frame + 5], "big")
                if len(received) < next_frame + size:
                    break
                if received[next_frame] == 82:  # 'R': a run has ended, the next one has its own time
                    marks.append(int((cpu - run_started) * 1e6))
                    run_started = cpu
                next_frame += size
            if done:
                break
            if not open_pipe and reader_polled:
                # It closed its pipe: either it is about to end or it goes on without one.
                reader_polled = False
                poll.unregister(reader)
            if cpu - run_started >= cpu_limit:
                ended_by = _CPU
                break
            waited = time.monotonic() - start
            if waited >= wall_limit and waited >= wall_limit * min(10, _runnable_per_core()):
                ended_by = _WALL
                break
    finally:
        if ended_by != _EXITED:
            os.kill(child, _KILL_SIGNAL)
        _, status, usage = os.wait4(child, 0)
        os.close(handle)
        os.close(reader)
    return (
        _REPLY.pack(
            ended_by,
            status,
            int(usage.ru_utime * 1e6),
            int(usage.ru_stime * 1e6),
            usage.ru_maxrss,
            int((time.monotonic() - start) * 1e6),
            len(marks),
        )
        + b"".join(mark.to_bytes(4, "big") for mark in marks)
        + received
    )
