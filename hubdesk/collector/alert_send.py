"""How an alert goes out: to a webhook that is posted to, and to a command that is started. Neither stalls us."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import HubdeskError
from hubdesk.core.alert_ways import AlertWays, Outgoing, Payload
from hubdesk.i18n import _, number
from hubdesk.sources.address import BlockedError
from hubdesk.sources.http import Http

SIGNATURE: Final = "X-Hubdesk-Signature"
DEADLINE: Final = 10.0  # seconds: of one attempt at the webhook in all, and of the command
PAUSES: Final = (1.0, 4.0)  # between the three attempts
_ENDING: Final = 2.0  # seconds that a process may take to die once it was killed
_MAY_HEAL: Final = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Sent:
    """Whether it arrived; if not, why, in one line."""

    ok: bool
    why: str = ""


async def send(
    http: Http, ways: AlertWays, payload: Payload, outgoing: Outgoing, pauses: Sequence[float] = PAUSES
) -> list[tuple[str, Sent]]:
    """Tell every way that is switched on, at the same time; each with its name for people."""
    body = _body(payload, outgoing)
    names, sending = [], []
    if ways.url:
        names.append(_("Webhook {place}").format(place=place(ways.url)))
        sending.append(to_webhook(http, ways, body, pauses=pauses))
    if ways.command:
        names.append(_("Command {program}").format(program=ways.command[0]))
        sending.append(to_command(ways.command, body))
    return list(zip(names, await asyncio.gather(*sending), strict=True))


async def to_webhook(
    http: Http, ways: AlertWays, body: bytes, *, deadline: float = DEADLINE, pauses: Sequence[float] = PAUSES
) -> Sent:
    """Post JSON. What may heal is tried again after each of `pauses`, in seconds.

    With a secret, the header X-Hubdesk-Signature is `sha256=` and the HMAC-SHA256 of the body in hexadecimal figures:
    who knows the secret can tell that the body is ours, and its `sent_at` that it is no old one.
    """
    headers = {"Content-Type": "application/json"}
    if ways.secret:
        headers[SIGNATURE] = signature(ways.secret, body)
    why = ""
    for pause in (*pauses, None):
        try:
            async with asyncio.timeout(deadline):  # over the name's look-up too
                status = await http.post(
                    ways.url, body, headers=headers, allow_private=ways.allow_private, deadline=deadline
                )
        except TimeoutError:
            why = _("no answer within {n} s").format(n=number(deadline))
        except BlockedError:
            line = _("{place} is on this machine or its own network: refused, unless the settings allow it")
            return Sent(False, line.format(place=place(ways.url)))
        except HubdeskError as error:
            why = str(error)
        else:
            if 200 <= status < 300:
                return Sent(True)
            why = _refusal(status)
            if status < 500 and status not in _MAY_HEAL:
                return Sent(False, why)
        if pause is not None:
            await asyncio.sleep(pause)
    if not pauses:
        return Sent(False, why)
    return Sent(False, _("given up after {n} attempts: {why}").format(n=number(len(pauses) + 1), why=why))


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()


def place(url: str) -> str:
    """An address for people and logs: without path and query, which may hold secrets."""
    try:
        read = urlsplit(url)
        return f"{read.scheme}://{read.hostname}" + (f":{read.port}" if read.port else "")
    except ValueError:
        return "?"


async def to_command(command: Sequence[str], body: bytes, *, deadline: float = DEADLINE) -> Sent:
    """Start a program, without a shell, with the JSON on its stdin; what it says is not heard.

    It leads a process group of its own, of which nothing is left once it ended or its time is up.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        why = getattr(error, "strerror", None) or error
        return Sent(False, _("{program} cannot be started: {why}").format(program=command[0], why=why))
    try:
        async with asyncio.timeout(deadline):
            await process.communicate(body)
    except TimeoutError:
        line = _("{program} did not end within {n} s: it was ended")
        return Sent(False, line.format(program=command[0], n=number(deadline)))
    finally:
        _kill_group(process)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ENDING):
                await process.wait()
    if process.returncode:
        line = _("{program} ended with code {code}")
        return Sent(False, line.format(program=command[0], code=process.returncode))
    return Sent(True)


def _kill_group(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nothing is left of it
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        elif process.returncode is None:
            process.kill()


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return _("it sends us elsewhere ({status}): enter the address it sends to").format(status=status)
    if status in (401, 403):
        return _("it does not let us in ({status}): look at the secret").format(status=status)
    if status in (404, 410):
        return _("it has nothing at this address ({status})").format(status=status)
    return _("it answers {status}").format(status=status)


def _body(payload: Payload, outgoing: Outgoing) -> bytes:
    """ASCII, which every reader knows; a figure that is none, as of a stranger's file, costs the episodes."""
    made = dict(payload(outgoing))
    try:
        return json.dumps(made, allow_nan=False).encode("ascii")
    except ValueError:
        return json.dumps(made | {"episodes": []}).encode("ascii")
