"""Keeps a wall up: its process is started again when it ends badly or falls silent. No Qt, and no dialog ever.

The wall writes a byte a second to its standard output, from the thread that paints; its standard input is open for as
long as it is wanted, and closes by itself when the keeper is killed.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Final

from hubdesk.core import SECOND
from hubdesk.i18n import _, duration

WRONG_INPUT: Final = 2  # the exit code when starting again cannot help
SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
OURS: Final = b"hubdesk: "  # how a line for a person begins
LONGEST: Final = 200
MINIMAL: Final = "--minimal="
END: Final = "end"
BEAT: Final = "beat"
LEAVE: Final = "leave"
CLOSED: Final = "closed"
LEAVING: Final = b"!"  # instead of a beat: somebody ended the wall, and what follows may take a moment


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. `start`: until a wall must be up; `silence`: until one that was up is taken for stuck; `end`: for it
    to end when it is asked to; `waits`: before each start after a death; `steady`: after which they begin anew. So many
    `deaths` `within` so long bring the minimal wall up, which after `minimal` makes room for the whole one."""

    start: float = 60.0
    silence: float = 10.0
    end: float = 10.0
    waits: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0)
    steady: float = 60.0
    deaths: int = 3
    within: float = 600.0
    minimal: float = 1800.0


USUAL: Final = Patience()


def run_kept(command: Sequence[str], tell: Callable[[str], None], patience: Patience = USUAL) -> int:
    """Run a wall until it ends by itself, or until SIGINT, SIGTERM or SIGHUP ask for it; call it on the main thread.

    `command` starts it; after a death `--resume` is added, and `--minimal=WHY` when it died too often. `tell` is given
    a line for each death. Returns 0; 2 when a wall that was never up says that its input is wrong; 1 when it dies so.
    """
    keeper = _Keeper(list(command), tell, patience)
    with _signals(keeper.end):
        return keeper.run()


@contextlib.contextmanager
def _signals(end: Callable[[], None]) -> Iterator[None]:
    def ask(_signal: int, _frame: FrameType | None) -> None:
        end()

    heeded = [number for number in SIGNALS if signal.getsignal(number) not in (signal.SIG_IGN, None)]  # as nohup wants
    before = {number: signal.signal(number, ask) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Keeper:
    def __init__(self, command: list[str], tell: Callable[[str], None], patience: Patience) -> None:
        self._command, self._tell, self._patience = command, tell, patience
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()  # its put may interrupt itself: signals need that
        self._is_ending = False
        self._was_up = False
        self._deaths: deque[float] = deque(maxlen=max(1, patience.deaths))
        self._waits = 0

    def end(self) -> None:
        """Also from a signal's handler."""
        self._is_ending = True
        self._heard.put(END)

    def run(self) -> int:
        added: list[str] = []
        while not self._is_ending:
            began = time.monotonic()
            code, why = self._one_life([*self._command, *added])
            if self._is_ending or code == 0:
                break
            if code == WRONG_INPUT and not self._was_up:  # what was right once may be right again: a disk comes back
                return WRONG_INPUT
            if not why:  # the minimal wall made room
                added = ["--resume"]
                continue
            self._deaths.append(time.monotonic())
            is_too_often = self._is_too_often()
            if is_too_often and not self._was_up:
                self._tell(_("The wall does not come up: {why}.").format(why=why))
                return 1
            added = ["--resume", f"{MINIMAL}{why}"] if is_too_often else ["--resume"]
            self._wait(why, time.monotonic() - began)
        return 0

    def _is_too_often(self) -> bool:
        return len(self._deaths) == self._deaths.maxlen and self._deaths[-1] - self._deaths[0] <= self._patience.within

    def _wait(self, why: str, lived: float) -> None:
        waits = self._patience.waits
        self._waits = 0 if lived > self._patience.steady else self._waits
        wait = waits[min(self._waits, len(waits) - 1)]
        self._waits += 1
        line = _("The wall stopped: {why}. It is started again in {time}.")
        self._tell(line.format(why=why, time=duration(max(SECOND, round(wait * SECOND)))))
        until = time.monotonic() + wait
        while not self._is_ending and (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self._heard.get(timeout=left)

    def _one_life(self, command: list[str]) -> tuple[int | None, str]:
        """One process, from its start to its end: the exit code, None when it was ended from here, and why it died."""
        self._heard = queue.SimpleQueue()  # what a dead one said is nobody's word
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # a terminal's Ctrl+C and closing are for the keeper, which asks it to end
            )
        except OSError as error:
            return None, _("it cannot be started: {why}").format(why=error.strerror or error)
        said: list[str] = []
        pulse = threading.Thread(target=_listen, args=(child, self._heard), name="wall's pulse", daemon=True)
        words = threading.Thread(target=_repeat, args=(child, said), name="wall's words", daemon=True)
        pulse.start()
        words.start()
        try:
            why = self._watch(child, is_minimal=command[-1].startswith(MINIMAL))
            if why is None or self._is_ending:
                _let_end(child, self._patience.end)
                return None, ""
            if why:
                _stop(child)
                return None, why
            code = child.wait()
            for one in (pulse, words):
                one.join(self._patience.end)
            self._hear_the_rest()
            return code, _how_it_ended(code, said)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
            for one in (pulse, words):
                one.join(self._patience.end)
            if child.stdin is not None:
                with contextlib.suppress(OSError):
                    child.stdin.close()

    def _hear_the_rest(self) -> None:
        """One that ended at once may have been up before anybody looked."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._was_up |= self._heard.get_nowait() == BEAT

    def _watch(self, child: subprocess.Popen[bytes], is_minimal: bool) -> str | None:
        """Until it ended ("") or must be ended: why, or None when it did nothing wrong."""
        began = looked = beat = time.monotonic()
        tick = min(1.0, self._patience.silence / 4)
        is_up = False
        while child.poll() is None:
            if self._is_ending:
                return None
            try:
                word = self._heard.get(timeout=tick)
            except queue.Empty:
                word = ""
            now = time.monotonic()
            if now - looked > tick + self._patience.silence / 2:
                beat = now  # this process was asleep itself, with the machine or stopped: it heard nothing
            looked = now
            if word == LEAVE:
                self._is_ending = True
                return None
            if word == CLOSED:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(tick)
            if word == BEAT:
                beat, is_up, self._was_up = now, True, True
            allowed = self._patience.silence if is_up else self._patience.start
            if now - beat > allowed:
                return _("it did not answer for {time}").format(time=duration(round(allowed * SECOND)))
            if is_minimal and now - began > self._patience.minimal:
                return None
        return ""


def _listen(child: subprocess.Popen[bytes], heard: queue.SimpleQueue[str]) -> None:  # on its thread
    if child.stdout is not None:
        with child.stdout as pipe:
            while said := os.read(pipe.fileno(), 4096):
                heard.put(LEAVE if LEAVING in said else BEAT)
    heard.put(CLOSED)


def _repeat(child: subprocess.Popen[bytes], said: list[str]) -> None:  # on its thread
    """Hand on what it says, and keep the last thing it said to a person."""
    if child.stderr is None:
        return
    with child.stderr as pipe:
        for line in pipe:
            with contextlib.suppress(OSError, ValueError):  # our own terminal may be gone
                sys.stderr.write(line.decode("utf-8", "replace"))
                sys.stderr.flush()
            if line.startswith(OURS):
                said[:] = [line.removeprefix(OURS).decode("utf-8", "replace").strip()[:LONGEST]]


def _let_end(child: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask it to end: its standard input closes; then SIGTERM, then by force."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    for ask in (child.terminate, child.kill):
        try:
            child.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            ask()
    child.wait()


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End one that is stuck; where it can, it writes down first what its threads were at."""
    if os.name == "posix":
        child.send_signal(signal.SIGABRT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1.0)
    child.kill()
    child.wait()


def _how_it_ended(code: int, said: Sequence[str]) -> str:
    if said:
        return said[-1]
    if code >= 0:
        return _("it ended with code {n}").format(n=code)
    try:
        return _("it was ended by {signal}").format(signal=signal.Signals(-code).name)
    except ValueError:
        return _("it was ended by {signal}").format(signal=-code)
