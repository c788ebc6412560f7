"""What the values of a dimension are called: a topic's name, a theme, a département, an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final

from hubdesk.i18n import N_, UNKNOWN, _, day, ngettext, number, short_day
from hubdesk.panels.detail_words import kind_word
from hubdesk.panels.heat_words import DAYS, SHORT, hour_text
from hubdesk.panels.reading_words import language_word
from hubdesk.panels.table_picture import TablePicture
from hubdesk.reports.place_names import department
from hubdesk.store.reader import OTHERS, Dimension
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_parts import PARTS, UNREAD, name_of

NAME: Final = 80  # code points
DIMENSIONS: Final = {
    Dimension.TOPIC: N_("Topic"),
    Dimension.TONE: N_("Tone"),
    Dimension.THEME: N_("Theme"),
    Dimension.NETWORK: N_("Network"),
    Dimension.SOURCE: N_("Source"),
    Dimension.LANGUAGE: N_("Language"),
    Dimension.DEPARTMENT: N_("Département"),
    Dimension.KIND: N_("Kind"),
    Dimension.HOUR: N_("Hour"),
    Dimension.WEEKDAY: N_("Weekday"),
    Dimension.DAY: N_("Day"),
}
NONE: Final = {
    Dimension.TOPIC: N_("no topic"),
    Dimension.THEME: N_("No theme read"),
    Dimension.LANGUAGE: N_("language not known"),
    Dimension.DEPARTMENT: N_("no département named"),
    Dimension.HOUR: N_("time not known"),
    Dimension.WEEKDAY: N_("time not known"),
    Dimension.DAY: N_("time not known"),
}


def crossed_words(picture: TablePicture) -> str:
    """`Theme × Tone`."""
    rows, columns = (_(DIMENSIONS[by]) for by in (picture.options.rows, picture.options.columns))
    return f"{rows} × {columns}"


def value_word(by: Dimension, value: str, picture: TablePicture, others: int = 0) -> str:
    """A row's or a column's name in full."""
    if value == OTHERS:
        return ngettext("{n} other", "{n} others", others).format(n=number(others)) if others else _("others")
    if by == Dimension.TONE:
        return name_of(value if value in PARTS else UNREAD)
    if not value:
        return _(NONE[by]) if by in NONE else UNKNOWN
    return _WORDS[by](value, picture)


def _topic_word(value: str, picture: TablePicture) -> str:
    return next((tame(one.name, NAME) for one in picture.topics if str(one.id) == value), UNKNOWN)


def _source_word(value: str, picture: TablePicture) -> str:
    return tame(dict(picture.told.names).get(value, value), NAME)


def _theme_word(value: str, _picture: TablePicture) -> str:
    return theme_word(value)


def _plain_word(value: str, _picture: TablePicture) -> str:
    return tame(value, NAME)


def _language_word(value: str, _picture: TablePicture) -> str:
    return language_word(value)


def _department_word(value: str, _picture: TablePicture) -> str:
    name = department(value.upper())
    return tame(f"{name} ({value})" if name != value else value, NAME)


def _kind_word(value: str, _picture: TablePicture) -> str:
    return kind_word(value)


def _hour_word(value: str, _picture: TablePicture) -> str:
    return hour_text(int(value))


def _weekday_word(value: str, _picture: TablePicture) -> str:
    return _(DAYS[int(value)])


def _day_word(value: str, _picture: TablePicture) -> str:
    noon = datetime.combine(date.fromisoformat(value), time(12), UTC)
    return f"{_(DAYS[noon.weekday()])} {day(round(noon.timestamp() * 1000), 'UTC')}"


_WORDS: Final[dict[Dimension, Callable[[str, TablePicture], str]]] = {
    Dimension.TOPIC: _topic_word,
    Dimension.THEME: _theme_word,
    Dimension.NETWORK: _plain_word,
    Dimension.SOURCE: _source_word,
    Dimension.LANGUAGE: _language_word,
    Dimension.DEPARTMENT: _department_word,
    Dimension.KIND: _kind_word,
    Dimension.HOUR: _hour_word,
    Dimension.WEEKDAY: _weekday_word,
    Dimension.DAY: _day_word,
}


def short_word(by: Dimension, value: str, name: str) -> str:
    """As it stands in the table, where room is short."""
    if by != Dimension.DAY or value in ("", OTHERS):
        return name
    noon = datetime.combine(date.fromisoformat(value), time(12), UTC)
    return f"{_(SHORT[noon.weekday()])} {short_day(noon)}"
