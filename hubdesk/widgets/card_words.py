"""What a mention's card says, as words ready to be laid out: no Qt, no colours, every outside text tamed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import Heard, Kind, Millis, Notes, Topic
from hubdesk.core.place_codes import PLACE_CODES
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, local, number, short_day
from hubdesk.query.theme_words import THEMES as THEMES  # widgets and desks name themes as readers do
from hubdesk.widgets.badges import NO_BADGE, Badge
from hubdesk.widgets.text import ELLIPSIS, tame, taming

TONES: Final = {
    "negative": N_("negative"),
    "neutral": N_("neutral"),
    "positive": N_("positive"),
    "mixed": N_("mixed"),
    "unknown": N_("cannot tell"),
    "irony": N_("irony possible"),
}
_NETWORKS: Final = {"bluesky": "Bs", "mastodon": "Ma", "feed": "Fl", "import": "Im"}
_NAME_LIMIT: Final = 80
_LEAD: Final = 40  # code points shown before the first matched word of a long text


@dataclass(frozen=True, slots=True)
class CardWords:
    """The texts of one card. `marks` are stretches of `text` in code points; `title_end` is where its title ends."""

    network: str
    author: str
    handle: str
    is_reply: bool
    time: str
    text: str
    title_end: int
    marks: tuple[tuple[int, int], ...]
    withdrawn: str
    topics: tuple[Topic, ...]
    tones: tuple[tuple[str, str], ...]  # glyph and word: the tone, and beside it whether irony is possible
    theme: str
    place: str
    reach: str
    url: str
    badge: Badge = NO_BADGE  # what people marked on it

    def spoken(self) -> str:
        """The card in one sentence, for a screen reader."""
        facts = [self.author, self.handle, self.time, self.withdrawn or self.text]
        facts += [*(topic.name for topic in self.topics), *(word for _tone, word in self.tones), self.theme, self.place]
        facts += [self.reach, self.badge.words()]
        return ", ".join(fact for fact in facts if fact)


def _tones(notes: Notes) -> tuple[tuple[str, str], ...]:
    """A plus that may be meant otherwise is no confident plus: there the doubt comes first."""
    told = [notes.tone] if notes.tone in TONES else []
    if notes.irony:
        told.insert(0 if notes.tone == "positive" else len(told), "irony")
    return tuple((tone, _(TONES[tone])) for tone in told)


def card_words(
    heard: Heard, topics: Iterable[Topic], zone: str, today: str, room: int, badge: Badge = NO_BADGE
) -> CardWords:
    """The words of one card. `today` is the local day on which a clock alone is enough; `room` the text's length."""
    mention, notes = heard.mention, heard.notes
    matched = {match.topic for match in heard.matches}
    text, title_end, marks = ("", 0, ()) if heard.is_gone else _excerpt(heard, room)
    return CardWords(
        network=network_letters(mention.network, mention.kind),
        author=author(heard),
        handle=_handle(heard),
        is_reply=mention.kind in (Kind.REPLY, Kind.COMMENT),
        time=card_time(heard, zone, today),
        text=text,
        title_end=title_end,
        marks=marks,
        withdrawn=withdrawn(heard, zone, today),
        topics=tuple(topic for topic in topics if topic.id in matched),
        tones=_tones(notes),
        theme=_first([theme_word(code) for code in notes.themes]),
        place=_first([tame(place, _NAME_LIMIT) for place in notes.places if not place.startswith(PLACE_CODES)]),
        reach=reach(mention.reach),
        url=mention.url if is_web(mention.url) and not heard.is_gone else "",
        badge=badge,
    )


def network_letters(network: str, kind: str = "") -> str:
    """Two letters for a network: `Ma`, `Bs`, `Fl`; a comment found through a feed is `Co`."""
    if kind == Kind.COMMENT:
        return "Co"
    letters = "".join(char for char in tame(network, _NAME_LIMIT) if char.isalnum())
    return _NETWORKS.get(network.lower(), letters[:2].capitalize() or UNKNOWN)


def author(heard: Heard) -> str:
    """Who wrote: the name, else the handle, else the source that brought it; a dash when it was withdrawn."""
    who = heard.mention.author
    if heard.is_gone and not (who.name or who.handle):
        return UNKNOWN
    return tame(who.name, _NAME_LIMIT) or tame(who.handle, _NAME_LIMIT) or tame(heard.source, _NAME_LIMIT) or UNKNOWN


def _handle(heard: Heard) -> str:
    mention = heard.mention
    if mention.kind == Kind.COMMENT and mention.parent_title:
        return _("under “{title}”").format(title=tame(mention.parent_title, _NAME_LIMIT))
    handle = tame(mention.author.handle, _NAME_LIMIT)
    if handle and mention.author.name and handle != mention.author.name:
        return "@" + handle if mention.network in ("bluesky", "mastodon") and handle[0] != "@" else handle
    return site(mention.url) if mention.kind in (Kind.ARTICLE, Kind.VIDEO) else ""


def site(url: str) -> str:
    """The host of an address, without `www.`; empty when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return tame(host.removeprefix("www."), _NAME_LIMIT)


def is_web(url: str) -> bool:
    """Whether an address is one a browser may be given: http or https, with a host."""
    return url[:8].lower().startswith(("http://", "https://")) and bool(site(url))


def card_time(heard: Heard, zone: str, today: str) -> str:
    """`14:31:52`, with its day when that is another one; when nobody knows when it was published, when it was seen."""
    moment, that_day = clock(heard.at, zone, seconds=True), day(heard.at, zone)
    if that_day not in (today, UNKNOWN):
        there = local(heard.at, zone)
        moment = that_day if str(there.year) not in today else f"{short_day(there)} {clock(heard.at, zone)}"
    return moment if heard.mention.published_at is not None else _("seen {time}").format(time=moment)


def withdrawn(heard: Heard, zone: str, today: str) -> str:
    """The sentence in place of a withdrawn text; empty when nobody took it back."""
    if not heard.is_gone:
        return ""
    at: Millis | None = heard.withdrawn_at
    if at is None:
        return _("Taken back or erased later. The text is gone, the count stays.")
    moment = clock(at, zone) if day(at, zone) == today else f"{day(at, zone)} {clock(at, zone)}"
    return _("Taken back or erased ({time}). The text is gone, the count stays.").format(time=moment)


def reach(figure: int | None) -> str:
    """`reach ≈ 1,200`, or the words for a network that gives none."""
    return _("reach unknown") if figure is None else _("reach ≈ {n}").format(n=number(figure))


def theme_word(code: str) -> str:
    """A theme in the language spoken; a code that is not ours as it is."""
    return _(THEMES[code]) if code in THEMES else tame(code, _NAME_LIMIT)


def _first(words: list[str]) -> str:
    """The first, and how many more: `Lille (59) +2`."""
    return "" if not words else words[0] if len(words) == 1 else f"{words[0]} +{len(words) - 1}"


def _excerpt(heard: Heard, room: int) -> tuple[str, int, tuple[tuple[int, int], ...]]:
    """Title and text on one card, about `room` code points, from where the first matched word can be seen."""
    mention = heard.mention
    shows_title = bool(mention.title) and mention.kind != Kind.COMMENT
    part = "comment" if mention.kind == Kind.COMMENT else "body"
    title, title_end, marks = "", 0, []
    if shows_title:
        head = taming(mention.title, room)
        title, title_end = head.text, len(head.text)
        marks = [head.span(*mark) for mark in heard.marks("title")]
    body_marks = heard.marks(part)
    start = _start(mention.text, body_marks, max(20, room - len(title)))
    body = taming(mention.text[start:], room)
    lead = (title + "\u2028" if title and body.text else title) + (ELLIPSIS if start else "")
    for begin, end in body_marks:
        if begin >= start:
            there = body.span(begin - start, end - start)
            marks.append((there[0] + len(lead), there[1] + len(lead)))
    text = lead + body.text if body.text else title
    return text, title_end, tuple((a, b) for a, b in marks if a < b)


def _start(text: str, marks: tuple[tuple[int, int], ...], room: int) -> int:
    """Where to begin so that the first matched word is on the card: at a word, a little before it."""
    if not marks or marks[0][1] <= room:
        return 0
    begin = max(0, marks[0][0] - _LEAD)
    space = text.find(" ", begin, marks[0][0])
    return space + 1 if space >= 0 else marks[0][0]
