"""The topics offered to a new session: the four French operators, without the fruit, the colour and the town."""

from __future__ import annotations

from typing import Final

from hubdesk.core import Role, Topic

COLOURS: Final = {"Orange": "#FF7900", "SFR": "#E2001A", "Bouygues Telecom": "#009DC4", "Free": "#CD1E25"}

QUERIES: Final = {
    "Orange": """orange OR sosh OR livebox""",
    "SFR": "sfr",
    "Bouygues Telecom": "bouygues",
    "Free": "free",
}


def operators(own: str = "Orange") -> tuple[Topic, ...]:
    """The four, `own` in the role of our brand and the others its rivals; numbered from 1 as a new session will."""
    return tuple(
        Topic(number, name, QUERIES[name], Role.OWN if name == own else Role.RIVAL, COLOURS[name])
        for number, name in enumerate(QUERIES, start=1)
    )
