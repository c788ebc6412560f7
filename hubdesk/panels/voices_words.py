"""The voices in words and rows, each figure with what opens it; and what the figures rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hubdesk.core import DAY, Millis
from hubdesk.i18n import N_, _, clock, day, language, ngettext, number
from hubdesk.panels.episodes_words import KINDS
from hubdesk.panels.panel import Rows
from hubdesk.panels.tone_words import share_text
from hubdesk.panels.voices_asked import WITH_REACH, narrower, of_tone, rows_of, rows_of_all
from hubdesk.panels.voices_picture import KnownAs, Speaker, Standing, Start, VoicesPicture
from hubdesk.panels.voices_standing import NAME, handle_of, name_of_account, source_words, standing_words
from hubdesk.store.reader import Account, Voice, VoiceOrder
from hubdesk.widgets.card_words import network_letters
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.tone_parts import PARTS, name_of
from hubdesk.widgets.voice_values import LaterRows, VoiceHead, VoiceRow

MOST_PUBLIC: Final = 30
ICONS: Final = {KnownAs.OFFICIAL: "flag", KnownAs.ROLE: "person", KnownAs.INSIDER: "tag", KnownAs.OUTLET: "note"}
_HEADS: Final = (
    (N_("mentions"), VoiceOrder.COUNT, 0, N_("Sort by mentions")),
    (N_("share"), None, 2, ""),
    (N_("reach"), VoiceOrder.REACH, 3, N_("Sort by reach, the networks’ own figure")),
    (N_("followers"), VoiceOrder.FOLLOWERS, 4, N_("Sort by followers")),
    (N_("first here"), VoiceOrder.FIRST, 1, N_("Sort by who came first")),
)
ORDERED: Final = {
    VoiceOrder.COUNT: N_("the loudest first"),
    VoiceOrder.REACH: N_("the widest reach first"),
    VoiceOrder.FOLLOWERS: N_("most followers first"),
    VoiceOrder.FIRST: N_("who came first, first"),
}


def heads(order: VoiceOrder) -> tuple[VoiceHead, ...]:
    return tuple(VoiceHead(_(text), key, _(more), leaves, key == order) for text, key, leaves, more in _HEADS)


def rows(picture: VoicesPicture, opened: Account | None = None) -> SpeakerRows:
    return SpeakerRows(picture, opened)


class SpeakerRows(LaterRows):
    """The accounts that are listed. They are those of before where all that they are composed of is the same."""

    def __init__(self, picture: VoicesPicture, opened: Account | None) -> None:
        super().__init__(len(picture.speakers))
        self._picture, self._opened = picture, None if opened is None else opened.key
        self._most = max((one.voice.mentions for one in picture.speakers), default=1)
        about = picture.named, picture.span.end, picture.zone, picture.topics
        self._told = picture.speakers, about, self._opened, language()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpeakerRows) and self._told == other._told

    def composed(self, place: int) -> VoiceRow:
        return _row(self._picture.speakers[place], self._picture, self._most, self._opened)

    def figures(self, column: int) -> list[str]:
        return [_FIGURES[column](one.voice, self._picture) for one in self._picture.speakers]


_FIGURES: Final[tuple[Callable[[Voice, VoicesPicture], str], ...]] = (
    lambda voice, picture: number(voice.mentions),
    lambda voice, picture: share_text(voice.mentions, picture.named),
    lambda voice, picture: number(voice.reach),
    lambda voice, picture: number(voice.followers),
    lambda voice, picture: moment(voice.first, picture.span.end, picture.zone),
)


def _row(one: Speaker, picture: VoicesPicture, most: int, opened: tuple[str, str] | None) -> VoiceRow:
    voice, key = one.voice, rows_of(one.voice)
    mentions, share, reach, followers, first = (figure(voice, picture) for figure in _FIGURES)
    count = ngettext("{n} mention", "{n} mentions", voice.mentions).format(n=mentions)
    parts = tuple(_part(key, part, mentions) for part, mentions in zip(PARTS, voice.tones, strict=True))
    cells = (
        Cell(mentions, key, more=count if key is not None else f"{count}. {not_asked(voice)}"),
        Cell(share, key, more=count),
        _reach(reach, voice, key),
        Cell(followers, more=_followers(voice), is_quiet=voice.followers is None),
        Cell(first, more=first_words(one, picture.zone)),
    )
    name, known = name_of_account(voice.account), standing_words(one.standing, voice.account.name)
    about = " · ".join(filter(None, (known, handle_of(voice.account, one.standing), *said_of(one, picture))))
    return VoiceRow(
        key=voice.account,
        name=name,
        letters=network_letters(tame(voice.account.network, NAME)),
        about=about,
        cells=cells,
        counts=voice.tones,
        parts=parts,
        share=voice.mentions / most,
        icon=ICONS.get(one.standing.known, ""),
        more=f"{name}. {about}. {source_words(one.standing)}".rstrip(". ") + ".",
        is_opened=opened is not None and opened == voice.account.key,
    )


def _part(rows: Rows | None, part: str, mentions: int) -> tuple[Rows | None, str]:
    """`rows`: of all of the account's. What there is none of has no room in the bar."""
    if not mentions:
        return None, ""
    text = ngettext("{n} mention, {part}", "{n} mentions, {part}", mentions)
    return narrower(rows, of_tone(part)), text.format(n=number(mentions), part=name_of(part))


def _reach(figure: str, voice: Voice, rows: Rows | None) -> Cell:
    if voice.reach is None:
        return Cell(figure, more=_("The network gives no reach."), is_quiet=True)
    text = ngettext(
        "{n} mention with a reach, added up: who saw two of them counts twice",
        "{n} mentions with a reach, added up: who saw two of them counts twice",
        voice.reach_of,
    )
    return Cell(figure, narrower(rows, WITH_REACH), more=text.format(n=number(voice.reach_of)))


def _followers(voice: Voice) -> str:
    if voice.followers is None:
        return _("The network does not say how many follow this account.")
    return _("{n} followers when it wrote last").format(n=number(voice.followers))


def not_asked(voice: Voice) -> str:
    """Why its rows cannot be opened."""
    if voice.found > voice.mentions:
        return _("Somebody else is called so too, so no query finds these alone.")
    if voice.found == voice.mentions:
        return _("No filter can say this name.")
    return _("It has no handle, and no single name, by which all of these are found.")


def said_of(one: Speaker, picture: VoicesPicture) -> list[str]:
    """Whether it is new, whom it follows, what it drew and what it began."""
    voice, said = one.voice, []
    if voice.reposts:
        said.append(ngettext("{n} repost", "{n} reposts", voice.reposts).format(n=number(voice.reposts)))
    if voice.answers:
        said.append(ngettext("{n} reply", "{n} replies", voice.answers).format(n=number(voice.answers)))
    if voice.reposted:
        text = ngettext("reposted {n} time", "reposted {n} times", voice.reposted)
        said.append(text.format(n=number(voice.reposted)))
    if voice.answered:
        text = ngettext("answered {n} time", "answered {n} times", voice.answered)
        said.append(text.format(n=number(voice.answered)))
    said += [start_words(start, picture) for start in one.starts]
    if one.is_new:
        said.append(_("newcomer"))
    return said


def start_words(start: Start, picture: VoicesPicture) -> str:
    """`first: Outage, Orange` or `first on Orange`."""
    name = next((tame(one.name, NAME) for one in picture.topics if one.id == start.topic), "")
    if start.episode is None:
        return _("first on {topic}").format(topic=name)
    kind = _(KINDS[start.kind]) if start.kind in KINDS else tame(start.kind, NAME)
    return _("first: {what}").format(what=", ".join(filter(None, (kind, name))))


def moment(at: Millis, end: Millis, zone: str) -> str:
    """The clock, with its day when that is not within the last day."""
    return clock(at, zone) if 0 <= end - at <= DAY else f"{day(at, zone)} {clock(at, zone)}"


def first_words(one: Speaker, zone: str) -> str:
    voice = one.voice
    here = _("First here: {day} {time}").format(day=day(voice.first, zone), time=clock(voice.first, zone))
    if one.is_new:
        return f"{here}. " + _("The session had never heard it before.")
    if voice.first_ever is None:
        return here
    ever = _("first in this session: {day} {time}")
    return f"{here}; " + ever.format(day=day(voice.first_ever, zone), time=clock(voice.first_ever, zone))


def sayings(picture: VoicesPicture) -> tuple[Saying, ...]:
    """The line on top: how many wrote, how much the loudest ten of them, and how many only once."""
    told = picture.told
    accounts = ngettext("account wrote here", "accounts wrote here", told.accounts)
    made = [Saying(number(told.accounts), accounts, more=_("Different accounts that wrote here"))]
    if told.accounts > told.loudest:
        text = ngettext("by the loudest one", "by the loudest {n}", told.loudest).format(n=number(told.loudest))
        count = ngettext("{n} mention", "{n} mentions", told.by_loudest).format(n=number(told.by_loudest))
        loudest = [one.voice for one in picture.speakers[: told.loudest]]
        are_these = sum(one.mentions for one in loudest) == told.by_loudest  # as long as the loudest come first
        key = rows_of_all(loudest) if are_these else None
        made.append(Saying(share_text(told.by_loudest, picture.named), text, key, more=count))
    if told.once:
        words = ngettext("wrote only once", "wrote only once", told.once)
        made.append(Saying(number(told.once), words, more=_("Accounts with one mention here")))
    return tuple(made)


def notes(picture: VoicesPicture) -> str:
    """What the figures rest on, a line each."""
    told, lines = picture.told, []
    if told.accounts > len(picture.speakers):
        text = _("Listed: {n} of {all} accounts, {order}.")
        order = _(ORDERED[picture.options.order])
        lines.append(text.format(n=number(len(picture.speakers)), all=number(told.accounts), order=order))
    if told.gone:
        text = ngettext(
            "{n} mention was taken back since and has no account any more.",
            "{n} mentions were taken back since and have no account any more.",
            told.gone,
        )
        lines.append(text.format(n=number(told.gone)))
    if told.nameless:
        text = ngettext("{n} mention names no account.", "{n} mentions name no account.", told.nameless)
        lines.append(text.format(n=number(told.nameless)))
    if any(one.account.is_name_alone and one.standing.known != KnownAs.OUTLET for one in picture.speakers):
        lines.append(_("By name alone: the site gives no account, so several people may share the name."))
    if any(one.voice.answered is None for one in picture.speakers):
        lines.append(_("So many mentions that who is answered and reposted is not looked up; choose a shorter span."))
    lines.append(
        _("Roles, official channels and declared staff are as the session says; of anybody else nothing is guessed.")
    )
    return "\n".join(lines)


def public(picture: VoicesPicture) -> Section:
    """Of whom something is publicly known, media last; a name opens the card, a count its rows."""
    made = []
    for one in sorted(picture.public, key=_weakness)[:MOST_PUBLIC]:
        known = standing_words(one.standing, one.account.name)
        count = ngettext("{n} mention", "{n} mentions", one.voice.mentions).format(n=number(one.voice.mentions))
        name = _("{name}, {known}").format(name=name_of_account(one.account), known=known)
        cell = Cell(number(one.voice.mentions), rows_of(one.voice), more=count)
        made.append(Row(name, (cell,), one.account, more=f"{name}. {source_words(one.standing)}".rstrip(". ") + "."))
    note = ""
    everybody = len(picture.public) + picture.told.outlets - sum(bool(one.voice.outlets) for one in picture.public)
    if everybody > MOST_PUBLIC:
        text = _("The loudest {n} of {all} are listed.")
        note = text.format(n=number(len(made)), all=number(everybody))
    elif not made:
        note = _("Nobody with a public role, no official channel, no medium wrote here.")
    return Section(_("Publicly known"), (Column(_("mentions")),), tuple(made), note)


def _weakness(one: Speaker) -> bool:
    return one.standing.known == KnownAs.OUTLET


def starters(picture: VoicesPicture) -> Section:
    """Who began: the first of each episode, then of each topic, in the order of time."""
    made = []
    topics = {topic.id: topic for topic in picture.topics}
    for start, account, standing in sorted(picture.starters, key=_is_of_topic):
        topic = topics.get(start.topic or 0)
        style = theme().topic_style(topic, picture.topics) if topic is not None else None
        words = start_words(start, picture)
        known = standing_words(standing, account.name)
        who = f"{name_of_account(account)}, {known}" if known else name_of_account(account)
        shape, colour = (style.marker, style.colour.name()) if style is not None else ("", "")
        more = f"{who}: {words}"
        time = Cell(moment(start.at, picture.span.end, picture.zone), start.mention, more=_("Open the mention"))
        made.append(Row(who, (Cell(words, is_quiet=True), time), account, shape, colour, more=more))
    note = "" if made else _("Nothing in this span has a beginning that can be told.")
    if picture.is_narrowed and any(start.episode is not None for start, _account, _standing in picture.starters):
        note = _("Who began an episode is told whatever the filters take.")
    return Section(_("Who began"), (Column(_("what"), 1), Column(_("when"))), tuple(made), note)


def _is_of_topic(began: tuple[Start, Account, Standing]) -> bool:
    return began[0].episode is None
