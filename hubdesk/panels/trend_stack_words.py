"""A stack in words: what its layers are called, and what is said of them."""

from __future__ import annotations

from typing import Final

from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number
from hubdesk.panels.detail_words import kind_word
from hubdesk.panels.reading_words import language_word
from hubdesk.panels.trend_grown import GrownTrend
from hubdesk.store.reader import OTHERS, Band, Dimension
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_parts import PARTS, UNREAD, name_of

NAME: Final = 80  # code points
STACKED: Final = {
    "": N_("One line per topic"),
    Dimension.TOPIC: N_("Stacked by topic"),
    Dimension.TONE: N_("Stacked by tone"),
    Dimension.THEME: N_("Stacked by theme"),
    Dimension.NETWORK: N_("Stacked by network"),
    Dimension.SOURCE: N_("Stacked by source"),
    Dimension.LANGUAGE: N_("Stacked by language"),
    Dimension.KIND: N_("Stacked by kind"),
}
BY: Final = {
    Dimension.TOPIC: N_("by topic"),
    Dimension.TONE: N_("by tone"),
    Dimension.THEME: N_("by theme"),
    Dimension.NETWORK: N_("by network"),
    Dimension.SOURCE: N_("by source"),
    Dimension.LANGUAGE: N_("by language"),
    Dimension.KIND: N_("by kind"),
}
_NONE: Final = {
    Dimension.TOPIC: N_("no topic"),
    Dimension.THEME: N_("no theme read"),
    Dimension.LANGUAGE: N_("language not known"),
}


def all_name(is_narrowed: bool) -> str:
    """What counts each mention once is called."""
    return _("All that the filters take") if is_narrowed else _("All mentions")


def layer_name(band: Band, picture: GrownTrend) -> str:
    """What a layer is called, in full."""
    stack = picture.stack
    if stack is None:
        return UNKNOWN
    value, by = band.value, stack.by
    if value == OTHERS:
        return ngettext("{n} other", "{n} others", band.of).format(n=number(band.of))
    if by == Dimension.TONE:
        return name_of(value if value in PARTS else UNREAD)
    if not value:
        return _(_NONE[by]) if by in _NONE else _("not known")
    if by == Dimension.TOPIC:
        return next((tame(one.name, NAME) for one in picture.trend.topics if str(one.id) == value), UNKNOWN)
    if by == Dimension.SOURCE:
        return tame(dict(stack.names).get(value, value), NAME)
    words = {Dimension.THEME: theme_word, Dimension.LANGUAGE: language_word, Dimension.KIND: kind_word}
    return words[by](value) if by in words else tame(value, NAME)
