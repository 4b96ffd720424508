"""Says what a peer costs: runs it for fewer and for more calls; the difference is its steady state.

python measure.py NAME SLOTS FEW MANY FOLDER PYTHON SCRIPT URL: prints a line. CPU time is that of the whole
process tree, memory that of its largest process.
"""

import os
import resource
import subprocess
import sys
import time

LIMIT_SECONDS = 900


def run(python, script, url, slots, calls, folder):
    """CPU seconds, wall seconds, and the largest peak in MiB of all children so far."""
    os.makedirs(folder, exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with open(f"{folder}/{calls}.log", "wb") as log:
        subprocess.run(
            [python, script, url, str(slots), str(calls), f"{folder}/{calls}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, after.ru_maxrss / 1024


def main(name, slots, few, many, folder, python, script, url):
    slots, few, many = int(slots), int(few), int(many)
    small, small_wall, _ = run(python, script, url, slots, few, folder)
    cpu, wall, peak = run(python, script, url, slots, many, folder)
    steady = (cpu - small) / (many - few) * 10_000
    # Of slots that answer once a second.
    busy = f"{(many - few) / (wall - small_wall) / slots:.0%}" if wall - small_wall > 5 else "?"
    print(
        f"{name}-{slots}: {many} calls; CPU s per 10,000 calls: {steady:.1f} in steady state "
        f"({busy} of the slots busy); whole job {cpu:.1f} s, wall {wall:.0f} s, peak {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
