"""The two ways a network says no: for now, and for good."""

from __future__ import annotations

from hubdesk.core import FailedError, HubdeskError, Millis


class SourceError(FailedError):
    """The network said no in a way that waiting may mend.

    `wait` is what it asked for, in milliseconds, if it did; `status` its HTTP status, if there was an answer.
    """

    def __init__(self, message: str, wait: Millis | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        self.status = status


class SourceOffError(HubdeskError):
    """The network said no for good (a wrong address, a refused token): the source is switched off, saying why."""
