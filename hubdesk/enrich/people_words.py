"""The words by which a name in a text is told from a street, a firm, a relation or an everyday word, all as keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Person
from hubdesk.enrich.places_lists import FIRST_NAMES
from hubdesk.enrich.places_words import cut


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = _set("m mr mme mlle monsieur madame mademoiselle mister mrs ms me maitre dr")
SMALL: Final = _set("a al and at au aux chez d de des du en et for l la le les of par pour sur the un une")
FAMILIES: Final = tuple(  # of the words of one family, a role that has one may be called by any
    _set(words)
    for words in (
        """pdg dg ceo patron patronne president presidente directeur directrice dirigeant dirigeante boss chief
        executive officer chairman chairwoman fondateur fondatrice cofondateur founder proprietaire
        actionnaire milliardaire chef manager""",
        "ministre minister secretaire ministere gouvernement government",
        "maire mayor adjoint adjointe municipalite",
        "depute deputee deputes parlementaire senateur senatrice senator elu elue",
        "journaliste journalist redacteur redactrice editorialiste chroniqueur chroniqueuse reporter correspondant",
        "porte parole spokesperson communication",
        "prefet prefete prefecture",
        "mediateur mediatrice ombudsman",
        "arcep regulateur regulator",
    )
)
NOT_PEOPLE: Final = _set(  # before a name: what is called after somebody, or is more than one person
    """rue rues avenue av boulevard bd bld place quai square allee allees impasse chemin route pont rond point stade
    gymnase lycee college ecole universite campus hopital clinique bibliotheque mediatheque salle theatre
    residence station gare metro arret fondation prix trophee tour groupe famille holding maison societe
    cabinet etablissements ets sarl sas boulangerie pharmacie garage restaurant street road school stadium
    foundation group family"""
)
OPENERS: Final = _set(  # words with a capital before a surname that are nobody's first name
    """adieu ah alors and apres au avant avec bravo bref but car ce cet cette chapeau cher chere coup dear dis donc
    et etat euh felicitations hello how if la le les mais merci meme ok on or ou ouf pas par pauvre pendant pour
    pourquoi puis quand que quel quelle qui quoi rip sauf scandale selon si sinon sur thanks tiens tweet via
    voila when why with"""
)
NAMESAKE: Final = _set("homonyme homonymes namesake")
RELATIONS: Final = _set("fils fille frere soeur epouse femme mari mere pere veuve neveu cousin")
EVERYDAY: Final = FIRST_NAMES | _set(  # surnames that are also a word, or that very many people bear
    """abbe barbier baron beau bel belle berger bernard bertrand bisson blanc blanche blanchard bois bon bonhomme
    bonnet bouche boucher boulanger bourgeois brun brune camus carpentier carre chapelle charpentier chevalier
    clerc colin cordier coste couturier david denis dubois dupont dupuis durand duval evrard faure favre fleur
    fleury fontaine forest forestier fort fournier francois gaillard garcia garnier gauthier gautier gerard
    girard giraud grand gros guerin hardy henry jacquet jeune jolly joly lacroix lambert langlois laurent
    leblanc leclerc lecomte lefebvre lefevre legrand lemaire lemoine leroux leroy long lopez lucas maillard
    maire marchand marechal marie martin martinez masson mercier meunier meyer michel moine monnier moreau
    morel morin moulin muller nicolas noel noir olivier parent paris paul pelletier perez perrin petit
    philippe picard pierre poirier poisson porte prevost prince rayon renard renaud rey richard riche riviere
    robert roche roger rolland rose rossignol rouge rousseau roussel roux roy royer sage simon smith thomas
    tessier tour valentin vallet vasseur vert vidal vincent voisin weber abeille ange avril bonnefoy caillou
    chaise charrier court dents doux droit ferme franc frere froid gagne grosjean guerre haut heros jardin
    joie jour lamour large lebrun leger legendre leloup lemaitre lenoir lerouge levy loiseau loup maitre marin
    matin mineur montagne nuit oiseau page payet peintre pont potier prudhomme sauvage savoir seigneur soldat
    soleil tailleur temps vigne ville"""
)


@dataclass(frozen=True, slots=True)
class Known:
    """A watched person's name, ready to be compared. `first` is empty of a person with one name; `roles` and `firms`
    are the words of the role: what it is called by, and where it is held."""

    person: Person
    first: tuple[str, ...]
    last: tuple[str, ...]
    roles: frozenset[str]
    firms: frozenset[str]

    @property
    def is_common(self) -> bool:
        """Whether the surname alone says little, even in capitals."""
        return len(self.last) == 1 and self.last[0] in EVERYDAY


def known_of(person: Person) -> Known | None:
    """None for a name that has no letters."""
    names = [tuple(word.key for word in cut(part) if word.key) for part in person.name.split()]
    names = [name for name in names if name]
    if not names:
        return None
    first, rest = (names[0], names[1:]) if len(names) > 1 else ((), names)
    last = tuple(key for name in rest for key in name)
    told = [word for word in cut(person.role) if word.key and word.key not in SMALL and len(word.key) > 1]
    roles = {word.key for word in told if not word.is_capital or any(word.key in family for family in FAMILIES)}
    roles |= {word.key for word in told[:1]}
    families = [family for family in FAMILIES if family & roles]
    firms = {word.key for word in told if word.key not in roles}
    return Known(person, first, last, frozenset(roles).union(*families), frozenset(firms))


def first_words(known: Iterable[Known]) -> dict[str, list[Known]]:
    """Whose surname begins with a word."""
    found: dict[str, list[Known]] = {}
    for one in known:
        found.setdefault(one.last[0], []).append(one)
    return found
