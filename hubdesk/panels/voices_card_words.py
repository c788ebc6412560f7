"""An account's card in words: what is known of it, its history in the session, whom it answers, its own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.core import Heard
from hubdesk.core.filters import Filter
from hubdesk.i18n import _, clock, day, ngettext, number
from hubdesk.panels import asked
from hubdesk.panels.panel import Rows
from hubdesk.panels.tone_words import share_text
from hubdesk.panels.voices_asked import chips_of_account
from hubdesk.panels.voices_card_picture import VoiceCard
from hubdesk.panels.voices_picture import KnownAs, Standing, VoicesPicture
from hubdesk.panels.voices_standing import handle_of, name_of_account, source_words, standing_words
from hubdesk.widgets.card_words import TONES
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.tone_parts import PARTS, name_of
from hubdesk.widgets.voice_sheet import VoiceCardWords

EXCERPT: Final = 160  # code points
LEAST_ENDS: Final = 2
NETWORKS: Final = {"bluesky": "Bluesky", "mastodon": "Mastodon", "feed": "", "import": ""}


def card_words(card: VoiceCard, standing: Standing, picture: VoicesPicture) -> VoiceCardWords:
    """What is written on the card; of an account that wrote nothing any more, that."""
    account, zone, life = card.account, picture.zone, card.life
    network = NETWORKS.get(account.network, tame(account.network, 40))
    facts = (standing_words(standing, account.name), source_words(standing), handle_of(account, standing), network)
    head, about = name_of_account(account), " · ".join(filter(None, facts))
    if not life.at:
        return VoiceCardWords(head, about, notes=_("Nothing by this account is known here any more."))
    ends = (
        (day(card.spark.span.start, zone), day(card.spark.span.end - 1, zone)) if card.spark is not None else ("", "")
    )
    return VoiceCardWords(
        head=head,
        about=about,
        sayings=tuple(_sayings(card, zone)),
        spark=card.spark,
        ends=(*ends, _("what is looked at is marked")),
        sections=(_words(card, zone), _towards(card, picture), _follows(card)),
        notes="\n".join(_notes(card, standing)),
    )


def _rows(card: VoiceCard, *more: Filter) -> Rows | None:
    """Its mentions of the whole session that these take; None where chips would take somebody else's too, or where
    those of now would leave some out."""
    chips = () if card.is_narrowed else card.chips
    return Rows("", card.life.at[0], card.end, filters=(*chips, *more)) if chips else None


def only(card: VoiceCard) -> Rows | str:
    """What narrows the desk to this account; why nothing does."""
    chips = card.chips_here or card.chips
    if chips:
        return Rows("", filters=chips)
    if chips_of_account(card.account):
        return _("Somebody else is called so too, or there are too many mentions to look.")
    return _("It has no handle, and no single name, by which all of these are found.")


def _sayings(card: VoiceCard, zone: str) -> Iterator[Saying]:
    life, written = card.life, len(card.life.at)
    first, last = (f"{day(at, zone)} {clock(at, zone)}" for at in (life.at[0], life.at[-1]))
    words = ngettext("mention in this session", "mentions in this session", written)
    figure = number(written) if life.is_whole else f"≥ {number(written)}"
    yield Saying(figure, words, _rows(card), more=_("{start} to {end}").format(start=first, end=last))
    if card.is_narrowed or life.here != written:
        words = ngettext("of what is looked at", "of what is looked at", life.here)
        key = Rows("", filters=card.chips_here) if card.chips_here else None
        yield Saying(number(life.here) if life.is_whole else f"≥ {number(life.here)}", words, key)
    if life.reposts:
        words = ngettext("is a repost", "are reposts", life.reposts)
        yield Saying(number(life.reposts), words, _rows(card, Filter("kind", ("repost",))))
    if life.replies:
        yield Saying(number(life.replies), ngettext("is a reply", "are replies", life.replies))


def _words(card: VoiceCard, zone: str) -> Section:
    """Its first and its last words; each opens its mention."""
    rows = tuple(_word(heard, zone) for heard in card.words)
    head = _("First and last words") if len(rows) > 1 else _("Its words")
    return Section(head, (Column(_("when")),), rows)


def _word(heard: Heard, zone: str) -> Row:
    mention = heard.mention
    text = tame(mention.text or mention.title, EXCERPT) if not heard.is_gone else ""
    time = f"{day(heard.at, zone)} {clock(heard.at, zone)}"
    shown = text or _("(no words)")
    return Row(shown, (Cell(time, heard.id, more=_("Open the mention")),), heard.id, more=shown)


def _towards(card: VoiceCard, picture: VoicesPicture) -> Section:
    """The tone of its mentions towards each brand they name."""
    topics, rows = {topic.name: topic for topic in picture.topics}, []
    for brand, tones in card.life.towards:
        style = theme().topic_style(topics[brand], picture.topics) if brand in topics else None
        shape, colour = (style.marker, style.colour.name()) if style is not None else ("", "")
        read, count = sum(tones[:4]), sum(tones)
        cells = (
            Cell(number(count), _of_brand(card, brand), more=_count(count)),
            Cell(
                share_text(tones[0], read), _of_brand(card, brand, "negative", tones[0]), "negative", _count(tones[0])
            ),
        )
        parts = tuple(
            (_of_brand(card, brand, part, count), f"{_count(count)}, {name_of(part)}")
            for part, count in zip(PARTS, tones, strict=True)
        )
        rows.append(Row(tame(brand, 80), cells, None, shape, colour, tones, parts))
    columns = (Column(_("named")), Column(_(TONES["negative"])))
    return Section(_("Tone towards brands"), columns, tuple(rows), "" if rows else _("It names no brand."))


def _of_brand(card: VoiceCard, brand: str, tone: str = "", mentions: int = 1) -> Rows | None:
    query = asked.of_brand(brand, tone)
    return _rows(card, Filter("text", (query,))) if query and mentions else None


def _count(mentions: int) -> str:
    return ngettext("{n} mention", "{n} mentions", mentions).format(n=number(mentions))


def _follows(card: VoiceCard) -> Section:
    """Whom it answers and reposts most; a name opens that account's card."""
    life = card.life
    rows = tuple(
        Row(
            name_of_account(other),
            (Cell(number(mentions)),),
            other,
            more=_("Open the card of {name}").format(name=name_of_account(other)),
        )
        for other, mentions in life.follows
    )
    note = ""
    if life.unknown:
        text = ngettext(
            "{n} of its replies and reposts is to something this session does not hold.",
            "{n} of its replies and reposts are to something this session does not hold.",
            life.unknown,
        )
        note = text.format(n=number(life.unknown))
    elif not rows:
        note = _("It answers and reposts nobody here.")
    return Section(_("Whom it answers and reposts"), (Column(_("mentions")),), rows, note)


def _notes(card: VoiceCard, standing: Standing) -> Iterator[str]:
    yield _("The card is of the whole session up to what is looked at, and of the topics looked at.")
    if card.is_narrowed:
        yield _("It heeds no filter. While there are filters, only what is looked at can be opened from it.")
    if not card.life.is_whole:
        yield _("Only its newest {n} mentions were read.").format(n=number(len(card.life.at)))
    if card.account.is_name_alone and standing.known != KnownAs.OUTLET:
        yield _("By name alone: the site gives no account, so several people may share the name.")
