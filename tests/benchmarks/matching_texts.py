"""Topics and posts for the matching benchmark: queries as analysts write them, and what people write all day."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from hubdesk.core import Topic

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "packaging" / "demo"

BRANDS = """orange|sosh|sfr|red by sfr|bouygues telecom|b&you|free|free mobile|livebox|freebox|prixtel|coriolis|la poste
mobile|nrj mobile|lebara|lycamobile|starlink|nordnet|ovhcloud|altice|engie|edf|totalenergies|veolia|enedis|sncf|ouigo|
blablacar|air france|easyjet|ratp|leclerc|carrefour|lidl|auchan|decathlon|ikea|darty|fnac|boulanger|leroy merlin|
bnp paribas|crédit agricole|société générale|boursobank|revolut|fortuneo|axa|maif|macif|matmut|doctolib|ameli|
renault|peugeot|tesla|dacia|chronopost|mondial relay|colissimo|vinted|deliveroo|netflix|canal+|deezer|dailymotion"""
PEOPLE = """Xavier Niel|Christel Heydemann|Patrick Drahi|Martin Bouygues|Benoît Torloting|Thomas Reynaud|
Stéphane Richard|Olivier Roussat|Grégory Rabuel|Laure de La Raudière|Jean-Noël Barrot|
Clara Chappaz|Catherine MacGregor|Luc Rémont|
Patrick Pouyanné|Jean-Pierre Farandou|Carlos Tavares|Luca de Meo|Michel-Édouard Leclerc|Alexandre Bompard"""
OTHERS = """box|décodeur|répéteur|forfait 5G|fibre pro|eSIM|mail|webmail|espace client|appli mobile|carte|compte|livret|
assurance auto|contrat habitation|colis|retour|remboursement|carte jeune|abonnement|compteur|facture|borne|recharge"""
MATTERS = [
    """fibre OR box OR forfait* OR abonnement* OR réseau* OR débit* OR wifi OR panne* OR coupure* OR antenne* OR
    4g OR 5g OR sim OR esim OR adsl OR décodeur OR roaming OR itinérance OR résili* OR portabilité""",
    """factur* OR prélèvement* OR rembours* OR tarif* OR augmentation OR hausse OR arnaque* OR litige* OR
    échéancier OR iban OR avoir OR impayé* OR relance* OR résiliation OR engagement OR promo* OR remise*
    OR frais OR paiement* OR mensualité*""",
    """"service client" OR conseiller* OR hotline OR sav OR réclamation* OR médiateur OR technicien* OR rdv OR
    boutique* OR agence* OR standard OR chatbot OR réponse OR attente OR injoignable OR incompétent* OR
    honte OR scandale* OR galère OR nul""",
    """phishing OR hameçonnage OR fuite OR piratage OR pirat* OR cyberattaque OR rançon* OR données OR cnil OR
    rgpd OR mot-de-passe OR escroquerie OR fraude OR faux OR usurpation OR sms OR lien OR alerte OR
    faille* OR hacker*""",
    """grève OR licenci* OR syndicat* OR suppression* OR salarié* OR télétravail OR ceo OR pdg OR démission* OR
    rachat OR fusion OR bourse OR dividende* OR résultats OR actionnaire* OR nomination OR conseil OR
    plan OR annonce* OR cession""",
    """livraison* OR retard* OR colis OR perdu OR cassé OR retour* OR échange OR garantie OR stock OR rupture OR
    magasin* OR caisse OR drive OR panier OR commande* OR annul* OR suivi OR point-relais OR livreur* OR
    dépôt""",
    """appli* OR application OR bug* OR connexion OR identifiant* OR maintenance OR indisponible OR lent* OR
    crash* OR mise-à-jour OR compte OR espace OR site OR serveur* OR erreur* OR 404 OR timeout OR login
    OR widget OR notification*""",
]
NOT_MEANT = """emploi OR recrute OR stage OR alternance OR cdi OR cdd OR jus OR festival OR concert OR match OR rugby
    OR recette"""

ENDS = ["", "", "", " !", ".", "…", " 😀", " 😂😂", " #lundi", " #MaVie", " :)", " ?", " 🙏🏽", " #BookSky", ", non ?"]
SYLLABLES = "ba be bi bo ca cha che co da de di do fa fi ga go ja jo ka la le li lo ma me mi mo na ne no".split()  # noqa: SIM905


def listed(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("|")]


def invented(chance: random.Random) -> str:
    """A word that nobody asked for: a name, a slip, a neighbour's language."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


def topics(count: int, *, real: int = 10_000, seed: int = 3) -> list[Topic]:
    """Up to `real` of brands and people that exist, then those of invented ones, which ask for the same matters."""
    chance = random.Random(seed)
    made = list(_queries(listed(BRANDS), listed(PEOPLE)))
    chance.shuffle(made)
    del made[real:]
    while len(made) < count:
        name = invented(chance) + chance.choice(("tel", "net", "bank", "mut", "eo", "ia", "is"))
        made += _queries([name], [f"{invented(chance).title()} {invented(chance).title()}"])
    return [Topic(number, f"T{number}", query) for number, query in enumerate(made[:count], 1)]


def _queries(brands: list[str], people: list[str]) -> Iterator[str]:
    for number, brand in enumerate(brands):
        name, glued = _quoted(brand), _glued(brand)
        known = f"{name} OR #{glued} OR @{glued}" if len(glued) > 5 else f"{{{brand.title()}}}"
        yield f"({known}) NOT ({NOT_MEANT})"
        for theme, matter in enumerate(MATTERS):
            if (number + theme) % 2:
                yield f"({name} OR #{glued}) NEAR/6 ({matter})"
            else:
                yield f"{name} AND ({matter}) NOT ({NOT_MEANT})"
        products = " OR ".join(f'"{brand} {product}"' for product in listed(OTHERS)[:20])
        yield f"({products}) NOT ({NOT_MEANT})"
    for person in people:
        spoken = f'"{person}" NEAR/8 (déclar* OR annonc* OR répond* OR interview OR dit)'
        yield f'"{person}" OR @{_glued(person)}* OR {{{person}}} OR ({spoken})'


def _quoted(brand: str) -> str:
    return brand if brand.isalnum() else f'"{brand}"'


def _glued(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())


def told(folder: Path = DEMO) -> list[str]:
    """The demonstration's own posts, nearly all about an operator."""
    return [
        json.loads(line)["text"] for file in sorted(folder.rglob("*.jsonl")) for line in file.read_text().splitlines()
    ]


def firehose(count: int, seed: int, *, about: float = 0.01) -> list[str]:
    """What passes: daily life mixed anew each time, with words nobody met before; of the demonstration's a few."""
    chance = random.Random(seed)
    sentences, demo = (HERE / "daily.txt").read_text().splitlines(), told()
    return [chance.choice(demo) if chance.random() < about else _daily(chance, sentences) for _ in range(count)]


def _daily(chance: random.Random, sentences: list[str]) -> str:
    words = " ".join(_half(chance, sentences) for _ in range(chance.choice((1, 2, 2, 3, 4)))).split()
    for at in range(len(words)):
        if chance.random() < 0.04:
            words[at] = invented(chance)
    if chance.random() < 0.15:
        words.append(f"https://{invented(chance)}.fr/{invented(chance)}-{chance.randrange(10**6)}")
    if chance.random() < 0.15:
        words.insert(0, f"@{invented(chance)}{chance.randrange(100)}.bsky.social")
    text = " ".join(words)
    return (text[:1].upper() + text[1:] if chance.random() < 0.7 else text) + chance.choice(ENDS)


def _half(chance: random.Random, sentences: list[str]) -> str:
    words = chance.choice(sentences).split()
    middle = len(words) // 2
    return " ".join(chance.choice((words, words[:middle], words[middle:])))
