"""Who may come in to the remote page: a code that counts once and not for long, and the few phones it let in.

Pure but for the lock: the console's thread asks for codes and drops phones, the server's thread lets them in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

CODE_SECONDS: Final = 300.0
MOST_WRONG: Final = 5  # then the code is locked until the console asks for another
MOST_PHONES: Final = 3
WISHES_SECOND: Final = 5.0  # of one phone, and twice as many at once: a thumb does not do more
_DIGITS: Final = 6


class Entry(Enum):
    """What became of someone who said a code."""

    IN = auto()
    WRONG = auto()
    LOCKED = auto()  # this wrong one was one too many: the code counts no more
    NO_CODE = auto()  # none was asked for, or it was used or locked, or its time is over


@dataclass(frozen=True, slots=True)
class Phone:
    """One that came in. `kind`: what it says it is, of a short list of ours; "" for anything else."""

    number: int
    address: str
    kind: str = ""


@dataclass(slots=True)
class _Known:
    phone: Phone
    token: bytes  # its hash: what is in memory opens nothing
    allowance: float
    counted_at: float


class Door:
    """Codes and phones. `clock`: seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._code = ""
        self._until = 0.0
        self._wrong = 0
        self._let_in = 0
        self._known: list[_Known] = []

    def new_code(self) -> str:
        """Six digits that let one phone in, within five minutes; the code before counts no more. "" when as many phones
        are in as may be."""
        with self._lock:
            if len(self._known) >= MOST_PHONES:
                self._code = ""
                return ""
            self._code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
            self._until = self._clock() + CODE_SECONDS
            self._wrong = 0
            return self._code

    def forget_code(self) -> None:
        """No code counts until another is asked for."""
        with self._lock:
            self._code = ""

    def has_code(self) -> bool:
        """Whether a code would let someone in now."""
        with self._lock:
            return self._counts()

    def enter(self, said: str, address: str, kind: str = "") -> tuple[Entry, str]:
        """What becomes of it, and the token of who came in."""
        with self._lock:
            if not self._counts():
                return Entry.NO_CODE, ""
            if not hmac.compare_digest(said.encode(), self._code.encode()):
                self._wrong += 1
                if self._wrong < MOST_WRONG:
                    return Entry.WRONG, ""
                self._code = ""
                return Entry.LOCKED, ""
            self._code = ""
            self._let_in += 1
            token = secrets.token_urlsafe(32)
            phone = Phone(self._let_in, address, kind)
            self._known.append(_Known(phone, _hash(token), 2 * WISHES_SECOND, self._clock()))
            return Entry.IN, token

    def tries_left(self) -> int:
        """How many wrong codes may still be said."""
        with self._lock:
            return max(0, MOST_WRONG - self._wrong)

    def phones(self) -> tuple[Phone, ...]:
        """Those that are in, the first first."""
        with self._lock:
            return tuple(known.phone for known in self._known)

    def drop(self, number: int) -> None:
        """That phone is out, from its next question on."""
        with self._lock:
            self._known = [known for known in self._known if known.phone.number != number]

    def phone_of(self, token: str) -> Phone | None:
        """Who holds that token; None: nobody who is in."""
        with self._lock:
            known = self._holder(token)
            return None if known is None else known.phone

    def may_wish(self, token: str) -> bool:
        """Whether its holder may wish for something now; it counts as a wish."""
        with self._lock:
            known = self._holder(token)
            if known is None:
                return False
            now = self._clock()
            gained = (now - known.counted_at) * WISHES_SECOND
            known.allowance = min(2 * WISHES_SECOND, known.allowance + gained)
            known.counted_at = now
            if known.allowance < 1:
                return False
            known.allowance -= 1
            return True

    def _counts(self) -> bool:
        return bool(self._code) and self._clock() < self._until

    def _holder(self, token: str) -> _Known | None:
        asked = _hash(token)
        held = [known for known in self._known if hmac.compare_digest(known.token, asked)]
        return held[0] if held else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
