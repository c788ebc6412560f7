"""Themes on a wall: what mentions are about, as shares from 0 with their doubt, and how these changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.i18n import N_, _, ngettext, number, percent, points
from hubdesk.panels.compare_change import Change
from hubdesk.panels.themes_picture import ThemesPicture, read_themes
from hubdesk.panels.themes_words import OTHER
from hubdesk.panels.tone_words import share_text
from hubdesk.store.reader import Reader, ThemeTold
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.facts import is_too_small, rolled, stretch, vacant, write_foot
from hubdesk.wall.figure_rows import Figure, FigureRow, paint_rows
from hubdesk.wall.measure import Measure
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.empty_reasons import why_empty

MOST: Final = 20  # themes that are held against the room


class ThemesFace(Face[ThemesPicture]):
    """The commonest first; what means none of the themes comes last."""

    name: ClassVar[str] = "themes"
    title: ClassVar[str] = N_("Themes")
    pace_seconds: ClassVar[float] = 4.0

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ThemesPicture:
        """Worker thread: the scope's themes, and those of the span before."""
        return read_themes(reader, scope)

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 8, measure.text * 3.6)

    def vacancy(self, picture: ThemesPicture, showing: Showing) -> str:
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        return "" if picture.now.themes else " ".join((_("No theme was read."), *_unread(picture)))

    def subtitle(self, picture: ThemesPicture, showing: Showing) -> str:
        return _("share of mentions with a theme")

    def says(self, picture: ThemesPicture, showing: Showing) -> str:
        told = []
        for one in ordered(picture):
            share = share_text(one.told.split.all, picture.now.read)
            change = change_figure(picture.change_of(one.code)).words
            told.append(" ".join(filter(None, (theme_word(one.code), share, change))))
        return "; ".join((*told, *foot(picture))) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: ThemesPicture, before: ThemesPicture | None, showing: Showing
    ) -> None:
        if is_too_small(brush, area):
            return
        room = write_foot(brush, foot(picture), area, 2 if area.height() > 9 * brush.measure.text else 1)
        themes = ordered(picture)
        rows = [_row(one, picture, before, showing.motion) for one in themes[:MOST]]
        paint_rows(brush, room, rows, len(themes), "seq.3")


def ordered(picture: ThemesPicture) -> list[ThemeTold]:
    return sorted(picture.now.themes, key=_is_other)


def _is_other(one: ThemeTold) -> bool:
    return one.code == OTHER


def _row(one: ThemeTold, picture: ThemesPicture, before: ThemesPicture | None, motion: float) -> FigureRow:
    count, read = one.told.split.all, picture.now.read
    share, text = count / (read or 1), share_text(count, read)
    then = _share_of(one.code, before)
    if then is not None and motion < 1:
        share = rolled(share, then, motion)
        text = percent(share, 0)
    return FigureRow(
        name=theme_word(one.code),
        value=share,
        first=Figure(text),
        more=(change_figure(picture.change_of(one.code)),),
        interval=wilson(count, read),
    )


def _share_of(code: str, picture: ThemesPicture | None) -> float | None:
    if picture is None or not picture.now.read:
        return None
    return sum(one.told.split.all for one in picture.now.themes if one.code == code) / picture.now.read


def change_figure(change: Change | None) -> Figure:
    """`+38 pt ± 2`, quiet where that may be chance; nothing where it cannot be told."""
    if change is None:
        return Figure()
    decimals = 0 if abs(change.by) >= 0.1 else 1
    error = number(50 * (change.high - change.low), decimals)
    words = _("{change} ± {error}").format(change=points(change.by, decimals), error=error)
    shape = ("triangle" if change.by > 0 else "triangle_down") if change.is_sure else ""
    return Figure(words, shape, not change.is_sure, points(change.by, decimals))


def foot(picture: ThemesPicture) -> Iterator[str]:
    """What the shares are of, what was not read, and what the change is against."""
    read = picture.now.read
    yield ngettext("of {n} mention with a theme", "of {n} mentions with a theme", read).format(n=number(read))
    yield from _unread(picture)
    if picture.then is None or not picture.then.read:
        yield _("no change is told: the span before was not listened to, or has no theme")
        return
    yield _("change against {span}").format(span=stretch(picture.before, picture.span, picture.zone))
    if picture.is_uneven:
        yield _("uneven coverage: {now} of the span was listened to, {before} of the one before").format(
            now=percent(picture.listened[0], 0), before=percent(picture.listened[1], 0)
        )


def _unread(picture: ThemesPicture) -> Iterator[str]:
    now = picture.now
    if now.unread:
        yield ngettext("{n} not read yet", "{n} not read yet", now.unread).format(n=number(now.unread))
    if now.none:
        yield ngettext("{n} has none", "{n} have none", now.none).format(n=number(now.none))
