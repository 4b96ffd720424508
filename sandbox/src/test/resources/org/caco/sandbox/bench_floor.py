# The floor: a forked child of a warm process that does nothing but run the program and send its
# result. No isolation, no limits, no facts about the source, no typed encoding of values.
import gc
import json
import os
import resource
import sys
import time

SINK = os.open("/dev/null", os.O_RDWR)


def run(code):
    start = time.perf_counter()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        ok = b"0"
        try:
            os.dup2(SINK, 1)
            names = {"__name__": "__main__"}
            exec(compile(code, "<program>", "exec"), names)
            ok = b"1" + str(names["output"]).encode()
        except BaseException:
            pass
        os.write(writer, ok)
        os._exit(0)
    os.close(writer)
    answer = b""
    while True:
        chunk = os.read(reader, 65536)
        if not chunk:
            break
        answer += chunk
    os.close(reader)
    os.waitpid(child, 0)
    return answer[:1] == b"1", time.perf_counter() - start


def main():
    codes = [json.loads(line) for line in sys.stdin]
    if sys.argv[1] == "heavy":
        exec(sys.argv[2], {})
    gc.collect()
    gc.freeze()
    before = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    results = [run(code) for code in codes]
    wall = time.perf_counter() - start
    after = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(a.ru_utime + a.ru_stime - b.ru_utime - b.ru_stime for a, b in zip(after, before))
    latencies = sorted(seconds for _, seconds in results)
    print(
        json.dumps(
            {
                "ok": sum(ok for ok, _ in results),
                "wall": wall,
                "cpu": cpu,
                "p50": latencies[len(latencies) // 2],
                "p99": latencies[len(latencies) * 99 // 100],
            }
        )
    )


main()
