"""The ways in which alerts leave this machine, or reach its programs. Both are off by default."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AlertWays:
    """Where alerts go while a collector runs: a webhook (`url` "" for none) and a command (() for none).

    `secret` signs what is sent; `with_names`: accounts and people may be named in it; `language`: "" for the system's.
    """

    url: str = ""
    allow_private: bool = False
    secret: str = field(default="", repr=False)  # never in a log, not by accident either
    command: tuple[str, ...] = ()
    with_names: bool = False
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.url or self.command)
