"""One loop for all sources against a thread for each: processor, memory, a full round, and a stop in mid-connection.

`python tests/benchmarks/fetching.py`. Every figure is measured in a process of its own against a server in another; a
tenth of the sources drip for two seconds. The threads do the same work under the same limits, through httpx's blocking
client; what they cannot do is be cancelled: a thread that waits for a silent server sees the stop when its wait ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
BODY: Final = b"<item><title>Panne de fibre</title><description>Encore une.</description></item>" * 250  # 20 kB
ROUNDS: Final = 5
PATIENCE: Final = 5.0  # seconds of silence before a blocked read gives up
LIMIT: Final = 15 << 20


async def serve() -> None:
    """/quick answers, /slow drips for two seconds, /silent never answers."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1]
                if path == b"/silent":
                    await asyncio.Event().wait()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY))
                for part in range(20 if path == b"/slow" else 1):
                    size = len(BODY) // 20
                    writer.write(BODY[part * size : (part + 1) * size] if path == b"/slow" else BODY)
                    await writer.drain()
                    await asyncio.sleep(0.1 if path == b"/slow" else 0)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def paths(sources: int) -> list[str]:
    return ["/slow" if n % 10 == 0 else "/quick" for n in range(sources)]


def peak_mib() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


async def by_loop(base: str, sources: int) -> dict[str, float]:
    from hubdesk.sources.http import Http
    from hubdesk.sources.limits import Limits, Pace

    limits = Limits(private=Pace(per_second=1e6, burst=1_000_000, at_once=10_000))
    before = peak_mib()
    async with Http(limits=limits) as http:
        cpu, began = time.process_time(), time.perf_counter()
        await asyncio.gather(*(http.get(base + path, allow_private=True) for path in paths(sources)))
        first = time.perf_counter() - began
        for _round in range(ROUNDS):
            await asyncio.gather(*(http.get(base + "/quick", allow_private=True) for _n in range(sources)))
        cpu = time.process_time() - cpu
        silent = [asyncio.create_task(http.get(base + "/silent", allow_private=True)) for _n in range(sources)]
        await asyncio.sleep(1.0)
        began = time.perf_counter()
        for task in silent:
            task.cancel()
        await asyncio.gather(*silent, return_exceptions=True)
    return {"cpu": cpu, "memory": peak_mib() - before, "round": first, "stop": time.perf_counter() - began}


def by_threads(base: str, sources: int) -> dict[str, float]:
    import httpx

    before = peak_mib()
    stopping = threading.Event()
    no_limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    client = httpx.Client(timeout=PATIENCE, limits=no_limits, trust_env=False)

    def get(path: str) -> None:
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
        ends, body = time.monotonic() + 20.0, bytearray()
        try:
            with client.stream("GET", base + path, headers={"Accept-Encoding": "gzip"}) as response:
                packed = response.headers.get("content-encoding") == "gzip"
                for chunk in response.iter_raw():
                    body += unpack.decompress(chunk, 65_536) if packed else chunk
                    if len(body) > LIMIT or time.monotonic() > ends or stopping.is_set():
                        return
        except httpx.HTTPError:
            return

    def everywhere(addresses: list[str]) -> list[threading.Thread]:
        threads = [threading.Thread(target=get, args=(path,)) for path in addresses]
        for thread in threads:
            thread.start()
        return threads

    cpu, began = time.process_time(), time.perf_counter()
    for thread in everywhere(paths(sources)):
        thread.join()
    first = time.perf_counter() - began
    for _round in range(ROUNDS):
        for thread in everywhere(["/quick"] * sources):
            thread.join()
    cpu = time.process_time() - cpu
    silent = everywhere(["/silent"] * sources)
    stopping.wait(1.0)
    began = time.perf_counter()
    stopping.set()
    client.close()
    for thread in silent:
        thread.join()
    return {"cpu": cpu, "memory": peak_mib() - before, "round": first, "stop": time.perf_counter() - began}


def measure(way: str, base: str, sources: int) -> dict[str, float]:
    """One way, in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--base", base, "--sources", str(sources)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, float] = json.loads(said.stdout)
    return found


def compare() -> None:
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        base = f"http://127.0.0.1:{int(server.stdout.readline())}"
        print(f"{'':24}{'one loop':>12}{'threads':>12}{'threads/loop':>14}")
        for sources in (50, 200):
            loop, threads = (measure(way, base, sources) for way in ("loop", "threads"))
            print(f"{sources} sources")
            for name, unit in (("cpu", "s"), ("memory", "MiB"), ("round", "s"), ("stop", "s")):
                ratio = threads[name] / loop[name] if loop[name] else float("inf")
                print(f"  {name + ', ' + unit:22}{loop[name]:12.3f}{threads[name]:12.3f}{ratio:14.2f}")
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def main() -> None:
    asked: Any = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--serve", action="store_true")
    asked.add_argument("--way", choices=("loop", "threads"))
    asked.add_argument("--base", default="")
    asked.add_argument("--sources", type=int, default=50)
    how = asked.parse_args()
    if how.serve:
        asyncio.run(serve())
    elif how.way == "loop":
        print(json.dumps(asyncio.run(by_loop(how.base, how.sources))))
    elif how.way == "threads":
        print(json.dumps(by_threads(how.base, how.sources)))
    else:
        compare()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
