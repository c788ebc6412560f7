"""What a presenter did with a wall, in words: for the list of marks, and for the console's own log."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hubdesk.core.cues import Cue, CueWord
from hubdesk.i18n import N_, _, number
from hubdesk.widgets.text import tame

_TITLE: Final = 60  # code points
_SCREEN: Final = 40
_NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
PLAIN: Final = {
    CueWord.END: N_("Wall ended"),
    CueWord.SCENES: N_("The wall has these scenes"),
    CueWord.SHOWN: N_("The wall has these scenes"),
    CueWord.PIN: N_("Scene pinned"),
    CueWord.UNPIN: N_("Scene unpinned"),
    CueWord.FREEZE: N_("Wall frozen"),
    CueWord.UNFREEZE: N_("Wall goes on"),
    CueWord.UNZOOM: N_("Back to the whole scene"),
    CueWord.BLANK: N_("Wall black"),
    CueWord.UNBLANK: N_("Wall shown again"),
    CueWord.WITHDRAW: N_("Took a post off all screens"),
    CueWord.TAKEOVER: N_("An episode went on air"),
    CueWord.GIVE_BACK: N_("Screen given back"),
}


def cue_words(cue: Cue, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """`Scene “Crisis”`, `Message: back in five minutes`. `titles`: of scenes by name, where they are known; a scene is
    called by its name else."""
    word = CueWord(cue.word)
    if word in (CueWord.START, CueWord.SCENE, CueWord.TURN):
        title = tame(titles.get(cue.value, cue.value), _TITLE)
        line = _("Wall begun with “{title}”") if word == CueWord.START else _("Scene “{title}”")
        return line.format(title=title) if title else _("Wall begun")
    if word == CueWord.ZOOM:
        return _("Cell {n} over the whole screen").format(n=_place(cue.value))
    if word == CueWord.MESSAGE:
        said = _("Message: {words}").format(words=tame(cue.value)) if cue.value else _("Message taken away")
        return _where(said, cue.screen)
    said = _(PLAIN[word])
    return _where(said, cue.screen) if word == CueWord.TAKEOVER else said


def _where(said: str, screen: str) -> str:
    """With the screen it was on, where one was named."""
    return _("{what} (screen {screen})").format(what=said, screen=tame(screen, _SCREEN)) if screen else said


def _place(value: str) -> str:
    """A cell's number as people count; a stranger's file may say anything."""
    return number(int(value) + 1) if value.isascii() and value.isdigit() and len(value) < 4 else number(None)
