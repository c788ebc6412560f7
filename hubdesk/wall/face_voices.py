"""Voices on a wall: who speaks. Public roles, media and official accounts by name, private persons as counts alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, UNKNOWN, _, language, ngettext, number
from hubdesk.panels.episodes_words import KINDS
from hubdesk.panels.tone_words import share_text
from hubdesk.panels.voices_picture import KnownAs, Start
from hubdesk.panels.voices_words import ICONS
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import is_too_small, moment, vacant, write_foot
from hubdesk.wall.masks import Masks
from hubdesk.wall.measure import Measure
from hubdesk.wall.voice_rows import PRIVATE, VoiceGroup, VoiceLine, paint_groups
from hubdesk.wall.voices_told import WallVoice, WallVoices, read_wall_voices
from hubdesk.widgets.card_words import reach
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.text import tame
from hubdesk.widgets.tone_parts import PARTS

TWO_COLUMNS: Final = 24.0  # times the text
WITH_BEGAN: Final = 10.0  # times the text: an instant takes half of that
WHO: Final = {
    KnownAs.NOTHING: N_("private person"),
    KnownAs.INSIDER: N_("declared member of staff"),
    KnownAs.OFFICIAL: N_("official channel"),
    KnownAs.OUTLET: N_("medium"),
}


class VoicesFace(Face[WallVoices]):
    """Those publicly known, the loudest of the others, and who began; in two columns where it is wide."""

    name: ClassVar[str] = "voices"
    title: ClassVar[str] = N_("Voices")
    pace_seconds: ClassVar[float] = 10.0

    def __init__(self) -> None:
        self._told: tuple[WallVoices, str] | None = None
        self._groups: tuple[VoiceGroup, ...] = ()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return veil

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> WallVoices:
        """Worker thread: who wrote in the scope, without a name of anybody private."""
        masks = Masks.of(reader, options if isinstance(options, Veil) else Veil())
        return read_wall_voices(reader, scope, masks)

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 9, measure.text * 4)

    def vacancy(self, picture: WallVoices, showing: Showing) -> str:
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        return "" if picture.accounts else " ".join((_("No account can be told of."), *foot(picture)))

    def subtitle(self, picture: WallVoices, showing: Showing) -> str:
        return _("mentions of each")

    def says(self, picture: WallVoices, showing: Showing) -> str:
        groups = self._groups_of(picture)
        told = (f"{group.head}: {'; '.join(line.spoken() for line in group.lines)}" for group in groups if group.lines)
        return ". ".join((*told, ", ".join(foot(picture)))) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: WallVoices, before: WallVoices | None, showing: Showing
    ) -> None:
        if is_too_small(brush, area):
            return
        named, private, began = self._groups_of(picture)
        room = write_foot(brush, foot(picture), area, 2 if area.height() > 12 * brush.measure.text else 1)
        is_wide = room.width() >= TWO_COLUMNS * brush.measure.text and bool(named.lines or began.lines)
        if not is_wide:
            is_narrow = room.width() < WITH_BEGAN * brush.measure.text
            paint_groups(brush, room, (named, private) if is_narrow else (named, private, began))
            return
        half = (room.width() - brush.measure.pad * 2.5) / 2
        paint_groups(brush, QRectF(room.left(), room.top(), half, room.height()), (named, began))
        paint_groups(brush, QRectF(room.right() - half, room.top(), half, room.height()), (private,))

    def _groups_of(self, picture: WallVoices) -> tuple[VoiceGroup, ...]:
        """In words, which are made once for a picture and a language."""
        if self._told is None or self._told[0] is not picture or self._told[1] != language():
            self._told, self._groups = (picture, language()), groups(picture)
        return self._groups


def groups(picture: WallVoices) -> tuple[VoiceGroup, VoiceGroup, VoiceGroup]:
    named = tuple(_line(one, picture) for one in picture.named)
    private = tuple(_line(one, picture) for one in picture.private)
    began = tuple(_began(start, one, picture) for start, one in picture.began)
    return (
        VoiceGroup(_("Publicly known"), named, len(named)),
        VoiceGroup(_("Private persons"), private, picture.others),
        VoiceGroup(_("Who began"), began, len(began)),
    )


def who(one: WallVoice) -> tuple[str, ...]:
    """`Tiphaine Oriol, journalist`, `Orange, official channel`, `Radio Adour`, `private person, Nord`; then shorter."""
    known = one.role or (_(WHO[one.known]) if one.known in WHO else "")
    if one.name and one.known in (KnownAs.OUTLET, KnownAs.NOTHING):
        known = ""
    full, short = (one.name, known, one.place), (one.name or known, one.place)
    choices = (", ".join(filter(None, parts)) for parts in (full, short, short[:1]))
    return tuple(dict.fromkeys(choices))


def _line(one: WallVoice, picture: WallVoices) -> VoiceLine:
    part, share = _tone(one)
    role = role_facts(one)
    facts = (
        *role,
        _("reach {n}").format(n=UNKNOWN) if one.reach is None else reach(one.reach),
        _("first {time}").format(time=moment(one.first, picture.span, picture.zone)),
        *(_("first: {what}").format(what=begun(start, picture)) for start in one.starts),
    )
    alone = one.name if role else ""
    return VoiceLine(_sign(one), who(one), number(one.mentions), facts, part, share, alone, bool(one.name))


def role_facts(one: WallVoice) -> tuple[str, ...]:
    """The role, and which site says so."""
    if one.known == KnownAs.OFFICIAL:
        return (_(WHO[one.known]),)
    return tuple(filter(None, (one.role, _("says {source}").format(source=one.source) if one.source else "")))


def _sign(one: WallVoice) -> str:
    return PRIVATE if one.known in (KnownAs.NOTHING, KnownAs.INSIDER) else ICONS[one.known]


def _tone(one: WallVoice) -> tuple[str, str]:
    """The commonest tone of what was read, and its share; nothing where nothing has a tone."""
    read = one.tones[:-1]
    if not any(read):
        return "", ""
    most = max(read)
    return PARTS[read.index(most)], share_text(most, sum(read))


def _began(start: Start, one: WallVoice, picture: WallVoices) -> VoiceLine:
    time = moment(start.at, picture.span, picture.zone)
    return VoiceLine(_sign(one), (begun(start, picture),), time, who(one)[:1], is_cut=True)


def begun(start: Start, picture: WallVoices) -> str:
    """`Outage, Orange`; of a topic that is no episode, its name."""
    name = next((tame(one.name, 40) for one in picture.topics if one.id == start.topic), "")
    kind = "" if start.episode is None else _(KINDS[start.kind]) if start.kind in KINDS else tame(start.kind, 40)
    return ", ".join(filter(None, (kind, name))) or _("all topics")


def foot(picture: WallVoices) -> Iterator[str]:
    """How many speak, how much the loudest of them, and who cannot be told of."""
    yield ngettext("{n} account", "{n} accounts", picture.accounts).format(n=number(picture.accounts))
    if picture.accounts > picture.loudest:
        share = share_text(picture.by_loudest, picture.written)
        text = ngettext("{share} by the loudest one", "{share} by the loudest {n}", picture.loudest)
        yield text.format(share=share, n=number(picture.loudest))
    if picture.once:
        yield ngettext("{n} wrote only once", "{n} wrote only once", picture.once).format(n=number(picture.once))
    if picture.gone:
        yield _("{n} taken back since").format(n=number(picture.gone))
    if picture.nameless:
        text = ngettext("{n} names no account", "{n} name no account", picture.nameless)
        yield text.format(n=number(picture.nameless))
