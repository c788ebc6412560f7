"""Words of the menus by what they need: a session to look at, one that listens; and those that open the help."""

from __future__ import annotations

from typing import Final

ABOUT_A_SESSION: Final = (
    "back",
    "forward",
    "live",
    "span",
    "save-scope",
    "sources",
    "copy-picture",
    "save-panel",
    "export-rows",
    "present",
    "default-layout",
    "whole-panel",
    "float-panel",
    "pin-panel",
    "next-panel",
    "previous-panel",
    "search",
    "query",
    "seal",
    "receipts",
    "replay",
    "bookmark",
    "overlay",
    "merge-marks",
    "wall",
    "scenes",
)
LISTENING: Final = (
    "ask-all",
    "topics",
    "add-source",
    "own-words",
)  # nothing new is heard in a demonstration or a sealed session
HELP_PAGES: Final = ("week", "language-help", "alerts-help", "sessions-help", "wall-help")
