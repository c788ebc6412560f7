"""What the palette offers on a desk: its menus, panels, topics, spans, saved searches, sessions; all as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from hubdesk.core import Topic
from hubdesk.desk.menus import LAYOUTS, MENUS, OWN_SCOPE, SCOPES, TO_PANELS, Row, plain
from hubdesk.desk.palette_finding import HERE, LONGEST, Finder, Offer, told
from hubdesk.desk.scope_state import REACHES
from hubdesk.desk.searches import Searches
from hubdesk.i18n import N_, _

if TYPE_CHECKING:
    from hubdesk.desk.panel_dock import PanelDock
    from hubdesk.desk.window import Desk

Tongue = Callable[[str], str]  # a msgid in the language that is not spoken, so that both find it
PANELS: Final = N_("&Panels")
LAYOUT: Final = N_("&Layouts")
SCOPE: Final = N_("Sco&pes")
TOPIC: Final = N_("Topic")
SPAN: Final = N_("Span")
SAVED: Final = N_("Saved search")
SESSION: Final = N_("Recent session")
_ROWS: Final[dict[str, tuple[Row, str]]] = {
    row.word: (row, title)
    for title, rows in (*MENUS, (PANELS, TO_PANELS), (LAYOUT, LAYOUTS), (SCOPE, SCOPES))
    for row in rows
    if row.word
}


class Offered:
    """Keeps what was made of the topics: five thousand of them are the same at the next opening."""

    def __init__(self) -> None:
        self._topics: tuple[Topic, ...] = ()
        self._made: tuple[Offer, ...] = ()
        self._told: list[tuple[str, str]] = []

    def on(self, desk: Desk, here: PanelDock | None, tongue: Tongue) -> Finder:
        """All that can be done on the desk as it stands. `here`: the panel a person works in."""
        few = [*_menu(desk, tongue), *_panels(desk, tongue), *_actions_of(here), *_spans(desk, tongue)]
        few += [*_searches(desk, tongue), *_sessions(desk, tongue)]
        topics = self._of_topics(desk, tongue) if can_look(desk) else ()
        kept = self._told if topics else []
        return Finder((*few, *topics), [*told(few), *kept])

    def _of_topics(self, desk: Desk, tongue: Tongue) -> tuple[Offer, ...]:
        topics = desk.looking.topics
        if topics is not self._topics:
            group = _("Look at this topic alone")
            others = f"{_(TOPIC)} {tongue(TOPIC)}"
            self._topics = topics
            self._made = tuple(Offer(f"topic:{one.id}", one.name, group, "", others, topic=one) for one in topics)
            self._told = told(self._made)
        alone = [one.id for one in topics if desk.looking.state.shows(one.id, topics)][:2]
        if len(alone) != 1 or len(topics) == 1:
            return self._made
        again = _("Look at all topics again")
        return tuple(
            one._replace(is_on=True, group=again) if one.topic is not None and one.topic.id == alone[0] else one
            for one in self._made
        )


def can_look(desk: Desk) -> bool:
    """Whether there is a session to look at."""
    return desk.session is not None and desk.session.basis is not None


def why_not(desk: Desk, word: str) -> str:
    """Why a menu's word cannot be done now; "" where nobody can tell."""
    if word == "undo":
        return _("There is nothing to undo.")
    if word == "redo":
        return _("There is nothing to do again.")
    if word == "layout-back":
        return _("No other layout was put before.")
    if desk.session is None:
        return _("No session is open.")
    basis = desk.session.basis
    if basis is None:
        return _("This session is not open.")
    if basis.facts.synthetic:
        return _("A demonstration listens to nothing new.")
    return _("A sealed session listens to nothing new.") if basis.facts.sealed else ""


def _menu(desk: Desk, tongue: Tongue) -> Iterator[Offer]:
    for word, action in desk.menus.actions.items():
        if word == "palette" or word.startswith("panel:"):
            continue
        row, title = _ROWS.get(word, (None, SCOPE if word.startswith(OWN_SCOPE) else LAYOUT))
        others = " ".join(plain(tongue(text)) for text in (row.text if row else "", title) if text)
        can = action.isEnabled()
        why = "" if can else why_not(desk, word)
        yield Offer(
            f"menu:{word}", plain(action.text()), plain(_(title)), _keys(action), others, action.isChecked(), can, why
        )


def _panels(desk: Desk, tongue: Tongue) -> Iterator[Offer]:
    group = plain(_(PANELS))
    for name, dock in desk.area.docks.items():
        others = f"{tongue(dock.title)} {plain(tongue(PANELS))}"
        keys = _keys(desk.menus.actions[f"panel:{name}"])
        yield Offer(f"show:{name}", dock.bar.title, group, keys, others, dock.is_seen())
    for name, dock in desk.area.docks.items():
        if not dock.isHidden():
            hide = N_("Hide: {panel}")
            others = f"{tongue(hide)} {tongue(dock.title)} {plain(tongue(PANELS))}"
            yield Offer(f"hide:{name}", _(hide).format(panel=dock.bar.title), group, "", others)


def _actions_of(dock: PanelDock | None) -> Iterator[Offer]:
    """What the menu of the panel itself offers, its submenus too."""
    if dock is not None and dock.is_made:
        for action, under in own_actions(dock):
            word = f"{HERE}{dock.name}:{action.text()}"[:LONGEST]
            group = " › ".join((dock.bar.title, *under))
            yield Offer(word, plain(action.text()), group, _keys(action), "", action.isChecked(), action.isEnabled())


def own_actions(dock: PanelDock) -> Iterator[tuple[QAction, tuple[str, ...]]]:
    """A panel's actions that can be seen, each with the names of the menus it is under."""
    yield from _flat(dock.panel.actions(), ())


def _flat(actions: Sequence[QAction], under: tuple[str, ...]) -> Iterator[tuple[QAction, tuple[str, ...]]]:
    for action in actions:
        menu = action.menu()
        if not action.isVisible() or action.isSeparator():
            continue
        if isinstance(menu, QMenu):
            if action.isEnabled():
                yield from _flat(menu.actions(), (*under, plain(action.text())))
        elif action.text():
            yield action, under


def _spans(desk: Desk, tongue: Tongue) -> Iterator[Offer]:
    if not can_look(desk):
        return
    group = _(SPAN)
    for at, (reach, (words, _length)) in enumerate(REACHES.items(), start=1):
        keys = QKeySequence(f"Alt+{at}").toString(QKeySequence.SequenceFormat.NativeText)
        others = f"{tongue(words)} {tongue(SPAN)}"
        yield Offer(f"span:{reach}", _(words), group, keys, others, desk.looking.state.reach == reach)
    dates = N_("Choose dates…")
    yield Offer("span:", _(dates), group, "", f"{tongue(dates)} {tongue(SPAN)}")


def _searches(desk: Desk, tongue: Tongue) -> Iterator[Offer]:
    if can_look(desk):
        for one in Searches(desk.settings).saved():
            others = f"{one.text} {tongue(SAVED)}"
            yield Offer(f"search:{one.text}", one.name or one.text, _(SAVED), "", others)


def _sessions(desk: Desk, tongue: Tongue) -> Iterator[Offer]:
    here = str(desk.path.absolute()) if desk.path is not None else ""
    for path in desk.settings.texts("recent_sessions"):
        others = f"{_(SESSION)} {tongue(SESSION)}"
        file = Path(path)
        yield Offer(f"session:{path}", file.name, str(file.parent), "", others, path == here)


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
