"""The tone panel's figures in words and rows: each with its interval, what opens it, and what is not in it."""

from __future__ import annotations

from typing import Final

from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number, percent
from hubdesk.panels import asked
from hubdesk.panels.gone_words import gone_note, gone_text
from hubdesk.panels.panel import Rows
from hubdesk.panels.tone_picture import TonePicture, counts_of
from hubdesk.store.reader import Split, Told
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Later, Opens, Row
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.tone_parts import PARTS, UNREAD, name_of

LEAST_SHARE: Final = 0.001  # the least that is told in figures
SHOWN: Final = ("negative", "neutral", "positive", "unknown")
COLUMNS: Final = (
    (N_("named"), 2),
    (N_("negative"), 0),
    (N_("positive"), 1),
    (N_("cannot tell"), 3),
)


def sayings(picture: TonePicture) -> tuple[Saying, ...]:
    """The line on top: what was read, then what was not."""
    told = picture.whole
    split, made = told.split, []
    for part in SHOWN:
        count = getattr(split, part)
        made.append(Saying(share_text(count, split.read), _words_of(part, split), rows_of(told, part), part))
        made[-1] = _explained(made[-1], told, part)
    if split.toneless:
        words = _("without a tone ({none} nobody’s opinion, {unread} not read yet)")
        text = words.format(none=number(split.none), unread=number(split.unread))
        made.append(_explained(Saying(number(split.toneless), text, rows_of(told, UNREAD), UNREAD), told, UNREAD))
    return tuple(made)


def _words_of(part: str, split: Split) -> str:
    name = name_of(part)
    if part != "negative" or not split.read:
        return name
    low, high = wilson(split.negative, split.read)
    text = _("{name} of {n} read (±{error})")
    return text.format(name=name, n=number(split.read), error=number(50 * (high - low), 0 if high - low > 0.02 else 1))


def _explained(saying: Saying, told: Told, part: str) -> Saying:
    more = explained(told, part)
    return Saying(saying.figure, saying.words, saying.key, saying.part, more)


def explained(told: Told, part: str) -> str:
    """A figure in full: how many of how many, between what, and how many of them no row shows any more."""
    split, count = told.split, count_of(told.split, part)
    text = ngettext("{n} mention, {part}", "{n} mentions, {part}", count).format(n=number(count), part=name_of(part))
    if part != UNREAD and split.read:
        low, high = wilson(count, split.read)
        of = _("of {n} read; between {low} and {high}")
        text += " " + of.format(n=number(split.read), low=percent(low, 0), high=percent(high, 0))
    return text + gone_text(count_of(told.gone, part))


def count_of(split: Split, part: str) -> int:
    return split.toneless if part == UNREAD else getattr(split, part)


def share_text(count: int, of: int) -> str:
    """A share, a dash of nothing. What is there is never 0 %, and what is not all is never 100 %."""
    if not of:
        return UNKNOWN
    share = count / of
    if 0 < share < LEAST_SHARE:
        return _("<{share}").format(share=percent(LEAST_SHARE))
    is_whole = of < 10_000 and (count in (0, of) or 0.005 < share < 0.995)
    return percent(min(share, 1 - LEAST_SHARE) if count < of else share, 0 if is_whole else 1)


def rows_of(told: Told, part: str, brand: str = "") -> Rows | None:
    """What opens a figure; None when no row is behind it."""
    if count_of(told.split, part) <= count_of(told.gone, part):
        return None
    query = asked.of_brand(brand, part) if brand else asked.of_tone(part)
    return Rows(query) if query else None


def columns() -> tuple[Column, ...]:
    return tuple(Column(_(head), leaves) for head, leaves in COLUMNS)


def brand_rows(picture: TonePicture) -> tuple[Row, ...]:
    """The tone towards each brand, whatever the post's own."""
    topics = {topic.name: topic for topic in picture.topics}
    made = []
    for brand, told in picture.brands:
        style = theme().topic_style(topics[brand], picture.topics) if brand in topics else None
        split = told.split
        named = Cell(number(split.all), _named(brand, told), later=Later(_named_text, told))
        cells = (named, *(_cell(told, part, brand) for part in ("negative", "positive", "unknown")))
        shape, colour = (style.marker, style.colour.name()) if style is not None else ("", "")
        name = tame(brand, 80)
        parts = Later(_parts, told, brand)
        made.append(Row(name, cells, None, shape, colour, counts_of(split), parts, more=name))
    return tuple(made)


def _cell(told: Told, part: str, brand: str) -> Cell:
    text = share_text(count_of(told.split, part), told.split.read)
    more = Later(explained, told, part)
    return Cell(text, rows_of(told, part, brand), part, is_quiet=part == "unknown", later=more)


def _parts(told: Told, brand: str) -> tuple[Opens, ...]:
    return tuple((rows_of(told, part, brand), explained(told, part)) for part in PARTS)


def _named(brand: str, told: Told) -> Rows | None:
    query = asked.of_brand(brand)
    return Rows(query) if query and told.split.all > told.gone.all else None


def _named_text(told: Told) -> str:
    count = told.split.all
    text = ngettext("{n} mention names it", "{n} mentions name it", count).format(n=number(count))
    return text + gone_text(told.gone.all)


def notes(picture: TonePicture) -> str:
    """What the figures rest on, a line each."""
    lines = []
    if picture.brands:
        lines.append(_("Towards a brand: what the post says of that brand, whatever the post's own tone."))
    if picture.whole.split.none:
        lines.append(
            _("Nobody’s opinion, so without a tone: brands’ own accounts, news articles, languages that are not read.")
        )
    if picture.whole.gone.all:
        lines.append(gone_note())
    error = picture.error
    if error.all:
        text = _("On your own labels, the tone was wrong in {share} of {n} (between {low} and {high}).")
        low, high = percent(error.low, 0), percent(error.high, 0)
        lines.append(text.format(share=percent(error.wrong / error.all, 0), n=number(error.all), low=low, high=high))
    return "\n".join(lines)
