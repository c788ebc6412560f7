"""Who repeats whom, in words and rows: each figure with what opens it, and what the groups rest on."""

from __future__ import annotations

from typing import Final

from hubdesk.core import DAY, Kind, Millis, Span
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, duration, local, ngettext, number, short_day
from hubdesk.panels.panel import Rows
from hubdesk.panels.spread_picture import SpreadPicture, account_of
from hubdesk.panels.tone_words import share_text
from hubdesk.panels.voices_asked import with_tone
from hubdesk.panels.voices_picture import Standing
from hubdesk.panels.voices_standing import handle_of, name_of_account, standing_words
from hubdesk.store.reader import SpreadGroup, SpreadOrder
from hubdesk.widgets.card_words import network_letters
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell
from hubdesk.widgets.sparkline import Spark
from hubdesk.widgets.spread_values import FACTS, SpreadRow
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_parts import PARTS, name_of
from hubdesk.widgets.voice_values import VoiceHead

WORDS: Final = 280  # code points of a text
NAME: Final = 80
LONG: Final = 300 * DAY  # ago, from which a day needs its year
COPIES: Final = "is:duplicate -kind:repost"
REPOSTS: Final = "kind:repost"
_HEADS: Final = (
    (N_("began"), SpreadOrder.NEWEST, 7, N_("Sort by when it began, the latest first")),
    (N_("mentions"), SpreadOrder.SIZE, 0, N_("Sort by mentions")),
    (N_("copies"), None, 1, N_("Nearly the same words, written again")),
    (N_("reposts"), None, 2, N_("Passed on unchanged, as the network says")),
    (N_("accounts"), None, 4, ""),
    (N_("reach"), None, 6, ""),
    (N_("in an hour"), SpreadOrder.SPEED, 3, N_("Sort by the most within any one hour")),
)
ORDERED: Final = {
    SpreadOrder.SIZE: N_("the most repeated first"),
    SpreadOrder.SPEED: N_("the fastest first"),
    SpreadOrder.NEWEST: N_("the latest first"),
}


def heads(order: SpreadOrder) -> tuple[VoiceHead, ...]:
    return tuple(
        VoiceHead(_(text), key, _(more) if more else "", leaves, key == order) for text, key, leaves, more in _HEADS
    )


def rows(picture: SpreadPicture) -> tuple[SpreadRow, ...]:
    listed = picture.told.listed
    most = max((one.mentions for one in listed), default=1)
    return tuple(_row(one, standing, picture, most) for one, standing in zip(listed, picture.standings, strict=True))


def _row(one: SpreadGroup, standing: Standing, picture: SpreadPicture, most: int) -> SpreadRow:
    words, about = text_of(one), first_words(one, standing, picture)
    network = one.first.mention.network if one.first is not None else one.networks[0][0]
    return SpreadRow(
        key=one.first.id if one.first is not None else one.key,
        name=words,
        letters=network_letters(tame(network, NAME)),
        about=about,
        cells=_cells(one, picture),
        counts=one.tones,
        parts=tuple(_part(one, part, mentions) for part, mentions in zip(PARTS, one.tones, strict=True)),
        share=one.mentions / most,
        more=f"{words}. {about}",
        beside=spread_words(one),
        spark=spark_of(one, picture),
        is_open=one.first is not None,
    )


def text_of(one: SpreadGroup) -> str:
    """Its first mention's words."""
    if one.first is None:
        return _("The first was taken back; what is left repeats it.")
    mention = one.first.mention
    return tame(mention.title or mention.text, WORDS) or UNKNOWN


def first_words(one: SpreadGroup, standing: Standing, picture: SpreadPicture) -> str:
    """`First that we heard: 07:12 · Camille · bluesky`, and what that does not say."""
    if one.first is None:
        return ""
    account = account_of(one)
    known = standing_words(standing, account.name)
    who, handle = ", ".join(filter(None, (name_of_account(account), known))), handle_of(account, standing)
    said = [_("First that we heard: {when}").format(when=moment(one.first.at, picture)), who]
    if one.first.mention.kind == Kind.REPOST:
        said.append(_("what it reposts was not heard"))
    elif not one.is_original:
        said.append(_("says again what was said earlier"))
    if one.first.at < picture.span.start:
        said.append(_("before this span"))
    elif not one.is_first_here:
        said.append(_("not within what is looked at"))
    if one.first.mention.published_at is None:
        said.append(_("when it was written is not known"))
    said += [tame(one.first.source or one.first.mention.network, NAME), handle]
    return FACTS.join(filter(None, said))


def moment(at: Millis, picture: SpreadPicture) -> str:
    """The clock; with its day where that is not within the last day, and with its year where that is long ago."""
    if 0 <= picture.span.end - at <= DAY:
        return clock(at, picture.zone)
    is_long = picture.span.end - at > LONG
    there = day(at, picture.zone) if is_long else short_day(local(at, picture.zone))
    return f"{there} {clock(at, picture.zone)}"


def spread_words(one: SpreadGroup) -> str:
    """Over which networks, and how fast."""
    said = [f"{tame(network, NAME)} {number(mentions)}" for network, mentions in one.networks[:4]]
    if len(one.networks) > 4:
        said.append(f"+{number(len(one.networks) - 4)}")
    if one.mentions > 1:
        said.append(_("half of them within {time}").format(time=_duration(one.half - one.start)))
    return FACTS.join(said)


def _duration(length: Millis) -> str:
    return duration(max(1_000, length))


def _cells(one: SpreadGroup, picture: SpreadPicture) -> tuple[Cell, ...]:
    said = "" if one.query else ". " + not_asked(one)
    began = moment(one.start, picture)
    return (
        Cell(began, more=_("Its first mention in this span")),
        _figure(one, one.mentions, "", ngettext("{n} mention", "{n} mentions", one.mentions), said),
        _figure(one, one.copies, COPIES, ngettext("{n} copy", "{n} copies", one.copies), said),
        _figure(one, one.reposts, REPOSTS, ngettext("{n} repost", "{n} reposts", one.reposts), said),
        Cell(number(one.accounts), more=_accounts(one)),
        _reach(one, said),
        Cell(number(one.peak), more=_("The most of its mentions within any one hour")),
    )


def _figure(one: SpreadGroup, mentions: int, narrower: str, words: str, said: str) -> Cell:
    key = Rows(" ".join(filter(None, (one.query, narrower)))) if one.query and mentions else None
    return Cell(number(mentions), key, more=words.format(n=number(mentions)) + said, is_quiet=not mentions)


def not_asked(one: SpreadGroup) -> str:
    """Why its rows cannot be opened."""
    if not one.is_asked:
        return _("Which query finds these alone was not tried, after so many others; choose a shorter span.")
    return _("No query finds these mentions and no others.")


def _accounts(one: SpreadGroup) -> str:
    text = ngettext("by {n} account", "by {n} accounts", one.accounts).format(n=number(one.accounts))
    if one.nameless:
        more = ngettext("{n} mention names no account.", "{n} mentions name no account.", one.nameless)
        text += "; " + more.format(n=number(one.nameless))
    return text


def _reach(one: SpreadGroup, said: str) -> Cell:
    if one.reach is None:
        return Cell(UNKNOWN, more=_("The network gives no reach."), is_quiet=True)
    text = ngettext(
        "{n} mention with a reach, added up: who saw two of them counts twice",
        "{n} mentions with a reach, added up: who saw two of them counts twice",
        one.reach_of,
    )
    key = Rows(f"{one.query} reach:[* TO *]") if one.query else None
    return Cell(number(one.reach), key, more=text.format(n=number(one.reach_of)) + said)


def _part(one: SpreadGroup, part: str, mentions: int) -> tuple[Rows | None, str]:
    text = ngettext("{n} mention, {part}", "{n} mentions, {part}", mentions)
    asked = with_tone(one.query, part)
    return (Rows(asked) if asked and mentions else None), text.format(n=number(mentions), part=name_of(part))


def spark_of(one: SpreadGroup, picture: SpreadPicture) -> Spark | None:
    """How many in each step of the span; None in steps in which nobody listened."""
    step, span = picture.told.step, picture.span
    if step <= 0:
        return None
    counts, points = dict(one.curve), []
    for at in range(span.start, span.end, step):
        end = min(at + step, span.end)
        is_unheard = any(hole.start <= at and end <= hole.end for hole in picture.unheard)
        count = counts.get(at, 0)
        points.append((at, None if is_unheard and not count else float(count)))
    return Spark(Span(span.start, span.start + step * len(points)), step, tuple(points), Span(one.start, one.end))


def sayings(picture: SpreadPicture) -> tuple[Saying, ...]:
    """The line on top: how much of all repeats something, and of what sort."""
    told = picture.told
    repeats = told.copies + told.reposts
    of = told.mentions - told.gone
    copied = ngettext("copied nearly word for word", "copied nearly word for word", told.copies)
    reposted = ngettext("reposted unchanged", "reposted unchanged", told.reposts)
    made = [
        Saying(share_text(repeats, of), _("of the mentions repeat something"), more=_counted(repeats, of)),
        Saying(number(told.copies), copied, Rows(COPIES) if told.copies else None),
        Saying(number(told.reposts), reposted, Rows(REPOSTS) if told.reposts else None),
        Saying(number(told.groups), ngettext("repeated text", "repeated texts", told.groups)),
    ]
    return tuple(made)


def _counted(some: int, of: int) -> str:
    return _("{n} of {all} mentions").format(n=number(some), all=number(of))


def notes(picture: SpreadPicture) -> str:
    """What the groups rest on and what they cannot tell, a line each."""
    told, lines = picture.told, []
    if told.groups > len(told.listed):
        text = _("Listed: {n} of {all} repeated texts, {order}.")
        order = _(ORDERED[picture.options.order])
        lines.append(text.format(n=number(len(told.listed)), all=number(told.groups), order=order))
    lines.append(
        _("First is the earliest by publication that we heard: somebody may have said it before, where nobody listens.")
    )
    lines.append(
        _(
            "Copies say nearly the same in nearly the same letters: other words, translations and pictures are not "
            "recognised, nor texts below 16 letters or what was said 30 days before. Reposts are as the network says."
        )
    )
    if picture.is_narrowed:
        lines.append(_("Counted is what the filters take; the first is told wherever it lies."))
    lines += [words.format(n=number(count)) for count, words in _left_out(picture) if count]
    lines.append(_("That texts are alike says nothing of who is behind an account."))
    return "\n".join(lines)


def _left_out(picture: SpreadPicture) -> tuple[tuple[int, str], ...]:
    """How many mentions are in no group, and why."""
    told = picture.told
    rootless = ngettext(
        "{n} repeat leads to nothing that is still known: it is in no group.",
        "{n} repeats lead to nothing that is still known: they are in no group.",
        told.rootless,
    )
    gone = ngettext(
        "{n} mention was taken back since and is in no group.",
        "{n} mentions were taken back since and are in no group.",
        told.gone,
    )
    older = ngettext("{n} older repeat was not read.", "{n} older repeats were not read.", told.left_out)
    return (
        (told.rootless, rootless),
        (told.unread, unread_words(told.unread)),
        (told.gone, gone),
        (told.left_out, older),
    )


def unread_words(unread: int) -> str:
    """Not yet formatted with its number."""
    return ngettext(
        "{n} mention was not compared with others yet.", "{n} mentions were not compared with others yet.", unread
    )
