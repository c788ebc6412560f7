"""From one mention to all that are like it: the menu “Only”, and the chip that each of its lines wishes for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.core import Heard
from hubdesk.core.filters import Filter
from hubdesk.core.place_codes import DEP, INSEE, REG
from hubdesk.i18n import N_, _
from hubdesk.panels.panel import Rows

_CODES: Final = (INSEE, DEP)  # of places, which are told better than by a name that two have


def _author(heard: Heard) -> tuple[str, ...]:
    author = heard.mention.author
    return (author.handle,) if author.handle else (f"={author.name}",) if author.name else ()


def _network(heard: Heard) -> tuple[str, ...]:
    return (heard.mention.network,)


def _source(heard: Heard) -> tuple[str, ...]:
    return (heard.source,) if heard.source else ()


def _language(heard: Heard) -> tuple[str, ...]:
    language = heard.notes.language or heard.mention.language
    return (language.casefold().partition("-")[0],) if language else ()


def _kind(heard: Heard) -> tuple[str, ...]:
    return (str(heard.mention.kind),)


def _tone(heard: Heard) -> tuple[str, ...]:
    return (heard.notes.tone,) if heard.notes.tone else ()


def _themes(heard: Heard) -> tuple[str, ...]:
    return heard.notes.themes


def _places(heard: Heard) -> tuple[str, ...]:
    places = heard.notes.places
    coded = tuple(place.partition(":")[2] for place in places if place.startswith(_CODES))
    return coded or tuple(place.removeprefix(REG) for place in places)


@dataclass(frozen=True, slots=True)
class _Line:
    """`lacking`: what is said of a mention that has none."""

    text: str
    field: str
    of: Callable[[Heard], tuple[str, ...]]
    lacking: str
    key: str = ""


LINES: Final = (
    _Line(N_("This author"), "author", _author, N_("This mention has no author."), "A"),
    _Line(N_("This network"), "network", _network, N_("This mention has no network.")),
    _Line(N_("This source"), "source", _source, N_("This mention has no source.")),
    _Line(N_("This language"), "language", _language, N_("The language of this mention is not known.")),
    _Line(N_("This kind"), "kind", _kind, N_("This mention has no kind.")),
    _Line(N_("This tone"), "tone", _tone, N_("This mention has no tone.")),
    _Line(N_("Its themes"), "theme", _themes, N_("This mention has no theme.")),
    _Line(N_("Its places"), "place", _places, N_("This mention names no place.")),
)


class HasMention(Protocol):
    """What a panel with an Only has."""

    def correctable(self) -> Heard | None:
        """The mention that is meant."""


class Only(QObject):
    """`wished`: `rows` with a chip, or `said` with why there is none."""

    wished = Signal(str, object)

    def __init__(self, panel: QWidget) -> None:
        """`panel` has what HasMention says."""
        super().__init__(panel)
        self.menu = QMenu(_("Only"), panel)
        for line in LINES:
            action = self.menu.addAction(_(line.text))
            action.setData(line)
            if line.key:
                action.setShortcut(QKeySequence(line.key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(self._wish)
        panel.addAction(self.menu.menuAction())

    def _wish(self) -> None:
        action = self.sender()
        heard = cast(HasMention, self.parent()).correctable()
        if not isinstance(action, QAction) or heard is None:
            self.wished.emit("said", _("No mention is chosen; choose one in the feed."))
            return
        line: _Line = action.data()
        values = line.of(heard) if not heard.is_gone else ()
        if values:
            self.wished.emit("rows", Rows("", filters=(Filter(line.field, values),)))
        else:
            self.wished.emit("said", _(line.lacking))
