# The plain way, in the manner of the released Caco script: one multiprocessing.Process per snippet,
# bare exec, as many at once as there are workers. No limits, no isolation, nothing imported before.
import contextlib
import io
import json
import multiprocessing
import resource
import sys
import time
from multiprocessing.pool import ThreadPool


def execute(code, result):
    names = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, names)
        result.put((True, str(names.get("output"))))
    except BaseException as error:
        result.put((False, str(error)))


def run(code):
    start = time.perf_counter()
    context = multiprocessing.get_context("fork")
    result = context.SimpleQueue()
    process = context.Process(target=execute, args=(code, result))
    process.start()
    process.join(30)
    alive = process.is_alive()
    if alive:
        process.kill()
        process.join()
    ok = not alive and not result.empty() and result.get()[0]
    return ok, time.perf_counter() - start


def main(workers):
    codes = [json.loads(line) for line in sys.stdin]
    start = time.perf_counter()
    with ThreadPool(workers) as pool:
        results = pool.map(run, codes, chunksize=1)
    wall = time.perf_counter() - start
    usages = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in usages)
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


if __name__ == "__main__":
    main(int(sys.argv[1]))
