"""Asks a chat endpoint many times with aiohttp and uvloop, as a script by hand does, and says what it cost.

python try_aiohttp.py URL SLOTS WARMUP CALLS: prints a line with the CPU time for 10,000 calls after WARMUP of
them, that of the whole process, its peak memory, and when the first answer's request went out.
"""

import asyncio
import resource
import sys
import time

import aiohttp
import uvloop

STARTED = time.monotonic()
GUIDE = "Write a program as you were taught. " * 30
IN_FLIGHT_PER_SLOT = 1.5


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def ask(url, slots, warmup, calls):
    numbers = iter(range(warmup + calls))
    answered = 0
    failed = 0
    first = None
    steady = None

    async def work(session):
        nonlocal answered, failed, first, steady
        for number in numbers:
            first = first or time.monotonic() - STARTED
            messages = [{"role": "system", "content": GUIDE}, {"role": "user", "content": ""}]
            body = {"model": "embedded", "messages": messages, "seed": number}
            async with session.post(url + "/v1/chat/completions", json=body) as response:
                answer = await response.json()
                failed += response.status != 200 or not answer["choices"]
            answered += 1
            if answered == warmup:
                steady = cpu()

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(work(session) for _ in range(round(slots * IN_FLIGHT_PER_SLOT))))
    return failed, first, steady


def main():
    url = sys.argv[1]
    slots, warmup, calls = map(int, sys.argv[2:])
    uvloop.install()
    failed, first, steady = asyncio.run(ask(url, slots, warmup, calls))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"aiohttp-{slots}: {warmup + calls} calls, {failed} failed; CPU s per 10,000 calls: "
        f"{(cpu() - steady) / calls * 10_000:.1f} in steady state; whole job {cpu():.1f} s, "
        f"peak {peak:.0f} MiB, first request after {first:.1f} s"
    )


if __name__ == "__main__":
    main()
