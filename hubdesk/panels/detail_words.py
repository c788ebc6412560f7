"""What is known about one mention but for what was read in it, as labels and values; what nobody knows is said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QUrl

from hubdesk.core import Heard, Kind, Millis, Topic
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, duration, number
from hubdesk.widgets.card_words import author, site
from hubdesk.widgets.text import tame
from hubdesk.widgets.why_tree import WhyRow

KINDS: Final = {
    Kind.POST: N_("post"),
    Kind.REPLY: N_("reply"),
    Kind.REPOST: N_("repost"),
    Kind.COMMENT: N_("comment"),
    Kind.ARTICLE: N_("article"),
    Kind.REVIEW: N_("review"),
    Kind.VIDEO: N_("video"),
}
_NETWORKS: Final = {"bluesky": "Bluesky", "mastodon": "Mastodon", "feed": N_("Web feed"), "import": N_("Import")}
_LINKS: Final = 5


@dataclass(frozen=True, slots=True)
class TopicReasons:
    """One topic that heard the mention."""

    topic: Topic
    rows: tuple[WhyRow, ...]


def kind_word(kind: str) -> str:
    return _(KINDS[Kind(kind)]) if kind in KINDS else tame(kind, 40)


def moment(instant: Millis | None, zone: str) -> str:
    """Day and clock on the session's clocks."""
    return UNKNOWN if instant is None else f"{day(instant, zone)} {clock(instant, zone, seconds=True)}"


def heading(heard: Heard) -> str:
    """Author, handle, kind and site, on one line."""
    mention = heard.mention
    handle = tame(mention.author.handle, 120)
    parts = [author(heard), handle if handle != author(heard) else "", kind_word(mention.kind), site(mention.url)]
    return " · ".join(part for part in parts if part)


def facts(heard: Heard, zone: str) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order they are shown: the times, and where it comes from."""
    mention = heard.mention
    rows = [
        (_("Published"), _published(heard, zone)),
        (_("Seen"), _seen(heard, zone)),
        (_("Edited"), moment(heard.edited_at, zone) if heard.edited_at is not None else ""),
        (_("Withdrawn"), moment(heard.withdrawn_at, zone) if heard.withdrawn_at is not None else ""),
        (_("Reach"), _("not given by the network") if mention.reach is None else f"≈ {number(mention.reach)}"),
        (_("Followers"), number(mention.author.followers) if mention.author.followers is not None else ""),
        (_("Source"), tame(heard.source, 200)),
        (_("Network"), _(_NETWORKS.get(mention.network, "")) or tame(mention.network, 80)),
        (_("Answers"), tame(mention.parent_title, 300)),
        (_("Page"), host(mention.url)),
    ]
    return tuple((label, value) for label, value in rows if value)


def addresses(heard: Heard) -> tuple[tuple[str, str], ...]:
    """Label and value of what a machine would ask for: long, so below what a person reads."""
    mention = heard.mention
    rows = [
        (_("Answers"), "" if tame(mention.parent_title, 300) else tame(mention.parent_id)),
        (_("Address"), tame(mention.url)),
        (_("Identifier"), tame(mention.native_id)),
        (_("Links"), "\n".join(tame(link, 300) for link in mention.links[:_LINKS])),
    ]
    return tuple((label, value) for label, value in rows if value)


def _published(heard: Heard, zone: str) -> str:
    told = _("not known") if heard.mention.published_at is None else moment(heard.mention.published_at, zone)
    if heard.claimed_at is not None:
        told += "\n" + _("the source says {time}, which had not come").format(time=moment(heard.claimed_at, zone))
    return told


def _seen(heard: Heard, zone: str) -> str:
    published = heard.mention.published_at
    if published is None or heard.seen_at < published:
        return moment(heard.seen_at, zone)
    same_day = day(heard.seen_at, zone) == day(published, zone)
    when = clock(heard.seen_at, zone, seconds=True) if same_day else moment(heard.seen_at, zone)
    return _("{time}, {delay} later").format(time=when, delay=duration(heard.seen_at - published))


def host(url: str) -> str:
    """The host as it reads, and as the network spells it when that differs: look-alike letters show there."""
    read = QUrl(url, QUrl.ParsingMode.TolerantMode).host()
    spelled = bytes(QUrl.toAce(read).data()).decode("ascii", "replace")
    plain = QUrl.fromAce(spelled.encode(), QUrl.AceProcessingOption.IgnoreIDNWhitelist) if spelled else read
    return tame(plain, 200) if plain == spelled or not spelled else f"{tame(plain, 200)} ({tame(spelled, 200)})"


def as_text(heard: Heard, zone: str) -> str:
    """What the Copy button copies: plain text, complete."""
    mention = heard.mention
    head = f"{author(heard)} · {moment(mention.published_at, zone)}"
    text = tame(mention.text, len(mention.text) + 1, lines=True)
    parts = [tame(mention.title), head, text, mention.url if mention.url.startswith(("http://", "https://")) else ""]
    return "\n".join(part for part in parts if part)
