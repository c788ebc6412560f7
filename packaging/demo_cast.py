"""Whom the demonstration's session watches for a public role, which staff declared itself, and the official channels.

The channels' looks are made here, as a collector would have made them: an account's posts are those that were heard, a
page says what the week's stories have it say, and for an hour and a half nobody could look at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from demo_calendar import ALL, at

from hubdesk.core import MINUTE, Person
from hubdesk.core.channels import Channel, ChannelKind, Said
from hubdesk.enrich.places import PlaceReader
from hubdesk.query.silence_words import says
from hubdesk.store.reader import Reader
from hubdesk.store.writer import Writer

EVERY: Final = 10 * MINUTE  # between two looks
REFUSAL: Final = "503 Service Unavailable"
UNHEARD: Final = "no post of {account} was heard so far"  # a source may well leave an account out
LATE: Final = 15_000  # ms after its minute that a look is made
REGISTER: Final = "https://registre.example/salaries-qui-se-declarent"
PAGE: Final = "https://assistance-orange.example/etat-des-services"
BANNER: Final = "https://orange.example/"

PEOPLE: Final = (
    ("Bérengère Montauzat", "députée du Cantal", "https://deputes.example/montauzat", "2024-07-08", "b_montauzat"),
    ("Ghislain Peyrelongue", "député des Landes", "https://deputes.example/peyrelongue", "2024-07-08", "g_peyrelongue"),
    ("Mireille Vauzelet", "maire (Indre)", "https://maires.example/vauzelet", "2020-05-23", "m_vauzelet"),
    ("Jean-Luc Dartiguelongue", "maire de Labrit", "https://maires.example/dartigue", "2020-05-23", "jl_dartigue"),
    ("Farid Deleplanque", "conseiller municipal", "https://maires.example/deleplanque", "2020-07-03", "f_deleplanque"),
    ("Tiphaine Oriol", "journaliste", "https://redaction.example/oriol", "2021-09-01", "tiphaine_oriol"),
    ("Maxence Vandaele", "journaliste", "https://beffroi.example/vandaele", "2022-01-10", "mx_vandaele"),
    ("Clotilde Perriaut", "journaliste", "https://berry.example/perriaut", "2019-03-04", "c_perriaut"),
    ("Bixente Larralde", "journaliste", "https://adour.example/larralde", "2020-11-16", "b_larralde"),
)
INSIDERS: Final = (  # of Free, in a register that the desk keeps; two of them do not say so in their posts
    ("Ismaël, boxes", "bluesky:ismael_box.example"),
    ("Aude, support", "bluesky:aude_support.example"),
    ("Titouan, réseau", "mastodon:titouan_res@instance.example"),
    ("Coralie B.", "bluesky:coralie_bz.example"),
    ("Wilfried", "bluesky:wil_fried75.example"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on a page from `when` on."""

    when: str
    text: str


OFFICIAL: Final = Channel(ChannelKind.ACCOUNT, "bluesky:orange_officiel.example", 1, EVERY)
PRESS: Final = Channel(ChannelKind.ACCOUNT, "bluesky:orange_presse.example", 1, EVERY)
STATUS: Final = Channel(ChannelKind.STATUS_PAGE, PAGE, 1, EVERY)
SITE: Final = Channel(ChannelKind.BANNER, BANNER, 1, EVERY)
NOTICES: Final = {
    STATUS: (
        Notice("D-3 09:00", "Aucun incident en cours. Tous les services fonctionnent normalement."),
        Notice("D4 11:40", "Messagerie : un incident perturbe l'accès d'une partie de nos clients. Nos équipes sont"
               " mobilisées, le rétablissement est en cours."),
        Notice("D4 16:30", "Messagerie : incident résolu. Les courriels en attente sont distribués progressivement."),
    ),
    SITE: (
        Notice("D3 08:00", "Offre d'automne : la fibre à 24,99 € par mois pendant un an, mise en service offerte."),
        Notice("D4 08:30", "Plus que trois jours pour profiter de la série spéciale 200 Go à 12,99 € par mois."),
    ),
}  # fmt: skip
UNSEEN: Final = {STATUS: (at("D4 07:30"), at("D4 09:00"))}  # the page itself did not answer


def cast(writer: Writer) -> None:
    """Who is watched, and the channels, as a setup file would have declared them."""
    people = [
        {"name": name, "role": role, "role_source": source, "role_since": since, "accounts": [f"bluesky:{who}.example"]}
        for name, role, source, since, who in PEOPLE
    ]
    writer.set_note("people", json.dumps(people, ensure_ascii=False))
    writer.change_insiders(Person(name, "insider", REGISTER, "2026-03-02", (account,)) for name, account in INSIDERS)
    channels = [_table(one) for one in (OFFICIAL, PRESS, STATUS, SITE)]
    writer.set_note("channels", json.dumps(channels, ensure_ascii=False))


def look_around(writer: Writer, reader: Reader) -> None:
    """Every look at every channel in the three weeks."""
    for channel in (OFFICIAL, PRESS):
        _look(writer, channel, list(_posts(reader, channel)))
    for channel, stood in NOTICES.items():
        _look(writer, channel, [_placed(Said(at(one.when), one.text, channel.where)) for one in stood])


def _look(writer: Writer, channel: Channel, said: list[Said]) -> None:
    """A post is known at the first look after it; of a page nobody knows since when it stands there."""
    since, until = UNSEEN.get(channel, (0, 0))
    unheard = min((one.at for one in said), default=ALL.end) if channel.kind == ChannelKind.ACCOUNT else 0
    for when in range(ALL.start + EVERY, ALL.end + 1, EVERY):
        at_look = when + LATE
        error = REFUSAL if since <= when < until else UNHEARD.format(account=channel.where) if at_look < unheard else ""
        new = [] if error else [one for one in said if one.at <= at_look]
        said = [one for one in said if one not in new]
        writer.keep_look(channel, at_look, new, error=error)


def _posts(reader: Reader, channel: Channel) -> Iterator[Said]:
    for id_, when, text, url in reader.posts_by(channel.where, 0, reader.last_id()):
        yield _placed(Said(when, text, url, None, id_, says(text)))


def _placed(said: Said) -> Said:
    places = PlaceReader()
    found = places.departments(places.read(said.text))
    text = "" if said.mention is not None else said.text
    return Said(said.at, text, said.url, tuple(found), said.mention, said.says)


def _table(channel: Channel) -> dict[str, object]:
    where = "account" if channel.kind == ChannelKind.ACCOUNT else "url"
    return {"topic": "Orange", "kind": channel.kind, where: channel.where, "every": channel.every}
