"""The themes panel's rows: each figure with its interval, what opens it, and what the table rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.core import Topic
from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number, percent, points
from hubdesk.panels import asked
from hubdesk.panels.compare_change import Change
from hubdesk.panels.gone_words import gone_note, gone_text
from hubdesk.panels.panel import Rows
from hubdesk.panels.themes_picture import ThemesPicture
from hubdesk.panels.tone_picture import counts_of
from hubdesk.panels.tone_words import count_of, share_text
from hubdesk.store.reader import ThemeTold, Told
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.figure_rows import Cell, Column, Later, Marked, Opens, Row
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, theme
from hubdesk.widgets.tone_parts import PARTS, name_of

OTHER: Final = "other"  # words are there and mean none of the themes
COLUMNS: Final = ((N_("mentions"), 2), (N_("share"), 0), (N_("change"), 1))


def columns() -> tuple[Column, ...]:
    return tuple(Column(_(head), leaves) for head, leaves in COLUMNS)


def rows(picture: ThemesPicture) -> tuple[Row, ...]:
    """A row a theme, the commonest first; at the end what is about none of them, and what has none."""
    made = [_row(one, picture) for one in sorted(picture.now.themes, key=_is_other)]
    now = picture.now
    if without := now.none + now.unread:
        key = Rows(asked.of_theme("")) if without > now.gone else None
        text = ngettext("{n} mention without a theme", "{n} mentions without a theme", without)
        apart = _("({none} have none, {unread} not read yet)")
        more = f"{text.format(n=number(without))} {apart.format(none=number(now.none), unread=number(now.unread))}"
        more += gone_text(now.gone)
        cells = (
            Cell(number(without), key, more=more, is_quiet=True),
            Cell(UNKNOWN, is_quiet=True),
            Cell("", is_quiet=True),
        )
        made.append(Row(_("No theme read"), cells, more=more))
    return tuple(made)


def _is_other(one: ThemeTold) -> bool:
    return one.code == OTHER


def _row(one: ThemeTold, picture: ThemesPicture) -> Row:
    told, read = one.told, picture.now.read
    count = told.split.all
    change = picture.change_of(one.code)
    cells = (
        Cell(number(count), _opens(one.code, told), later=Later(_counted, told)),
        Cell(share_text(count, read), later=Later(_share_words, count, read)),
        Cell(
            points(change.by) if change else UNKNOWN,
            is_quiet=not (change and change.is_sure),
            later=Later(change_text, change),
        ),
    )
    name, parts = theme_word(one.code), Later(_parts, one.code, told)
    return Row(name, cells, None, "", "", counts_of(told.split), parts, _marks(one, picture), name)


def _share_words(count: int, read: int) -> str:
    low, high = wilson(count, read)
    between = _("{share} of {n} mentions with a theme; between {low} and {high}")
    return between.format(share=percent(count / read), n=number(read), low=percent(low), high=percent(high))


def _parts(code: str, told: Told) -> tuple[Opens, ...]:
    return tuple((_opens(code, told, part), _part_text(told, part)) for part in PARTS)


def change_text(change: Change | None) -> str:
    """What a change means in words."""
    if change is None:
        return _("no change is told: the span before was not listened to, or has no theme")
    text = _("between {low} and {high}").format(low=points(change.low), high=points(change.high))
    return text if change.is_sure else _("{interval}: that may be chance").format(interval=text)


def _opens(code: str, told: Told, part: str = "") -> Rows | None:
    """What opens a figure; None when no row is behind it, or no query can ask for it."""
    count = count_of(told.split, part) - count_of(told.gone, part) if part else told.split.all - told.gone.all
    query = asked.of_theme(code, part)
    return Rows(query) if query and count > 0 else None


def _counted(told: Told) -> str:
    count = told.split.all
    return ngettext("{n} mention", "{n} mentions", count).format(n=number(count)) + gone_text(told.gone.all)


def _part_text(told: Told, part: str) -> str:
    count = count_of(told.split, part)
    text = ngettext("{n} mention, {part}", "{n} mentions, {part}", count).format(n=number(count), part=name_of(part))
    return text + gone_text(count_of(told.gone, part))


def _marks(one: ThemeTold, picture: ThemesPicture) -> Later[tuple[Marked, ...]] | tuple[Marked, ...]:
    """How many of a theme's mentions each topic heard, where there are topics to tell apart."""
    query, heard = asked.of_theme(one.code), tuple(told for told in one.topics if told[1] > told[2])
    if len(one.topics) < 2 or not query or not heard:
        return ()
    return Later(_marked, query, heard, picture.topics, theme())


def _marked(
    query: str, heard: Sequence[tuple[Topic, int, int]], topics: Sequence[Topic], look: Theme
) -> tuple[Marked, ...]:
    made = []
    for topic, mentions, gone in heard:
        style = look.topic_style(topic, topics)
        text = ngettext("{n} mention", "{n} mentions", mentions).format(n=number(mentions))
        more = f"{text}, {tame(topic.name, 80)}{gone_text(gone)}"
        made.append(Marked(style.marker, style.colour.name(), number(mentions), Rows(query, topic=topic.id), more))
    return tuple(made)


def notes(picture: ThemesPicture) -> str:
    """What the figures rest on, a line each."""
    lines = []
    if picture.then is None:
        lines.append(_("No change is told: the span before was not listened to, or not all of it."))
    elif not picture.then.read:
        lines.append(
            _("No change is told: the filters take nothing with a theme of the span before.")
            if picture.is_narrowed
            else _("No change is told: the span before has no theme.")
        )
    else:
        lines.append(_("Change: of the share, against the span before. In grey where it may be chance."))
        if picture.is_uneven:
            now, before = picture.listened
            text = _("Uneven coverage: {now} of the span was listened to, {before} of the one before.")
            lines.append(text.format(now=percent(now, 0), before=percent(before, 0)))
    if sum(one.told.split.all for one in picture.now.themes) > picture.now.read:
        lines.append(_("A mention about two themes counts for both."))
    if picture.now.gone or any(one.told.gone.all for one in picture.now.themes):
        lines.append(gone_note())
    return "\n".join(lines)
