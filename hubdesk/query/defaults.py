"""The topics offered to a new session: the four French operators, without the fruit, the colour and the town.

Each query has a sure half (names nobody else has, or the brand's word near a word of the trade) and a likely half (the
brand written as a name, less what it is known to be mistaken for). They were tuned on invented posts and are meant to
be edited; tests/query/test_defaults.py says what they must catch and leave.
"""

from __future__ import annotations

from typing import Final

from hubdesk.core import Role, Topic

COLOURS: Final = {"Orange": "#FF7900", "SFR": "#E2001A", "Bouygues Telecom": "#009DC4", "Free": "#CD1E25"}
PALETTE: Final = ("#6B5BD2", "#00796B", "#AD1457", "#5D4037", "#3949AB", "#558B2F")  # for topics that bring no colour

_TRADE: Final = """fibre OR adsl OR box OR wifi OR forfait* OR abonnement* OR abonné* OR réseau* OR internet OR débit*
  OR mobile OR opérateur* OR 3g OR 4g OR 5g OR sim OR esim OR go OR giga* OR gbps OR data OR sms OR mms OR edge
  OR panne* OR coupure* OR coupé* OR capt* OR antenne* OR couverture OR roaming OR itinérance OR mail* OR webmail
  OR messagerie OR boite OR boîte OR adresse* OR decodeur OR tv OR télé OR tele OR chaine* OR répéteur* OR technicien*
  OR raccord* OR client* OR conseiller* OR hotline OR sav OR boutique* OR facture* OR factur* OR prélève* OR prélev*
  OR résili* OR portab* OR rembours* OR engagement OR promo* OR arnaque OR augment* OR ligne OR tel OR téléph*
  OR assistance OR support OR chez OR telecom* OR télécom* OR pdg OR actionnaire* OR grève OR phishing OR hameçonnage
  OR customer* OR network OR broadband OR fiber OR outage OR signal OR phone OR landline OR contract OR shop
  OR agent OR invoice OR router OR email* OR login"""

_RIVALS: Final = "sosh OR livebox OR sfr OR bouygues OR bytel OR freebox OR bbox OR b&you OR iliad"

_ANGER: Final = "honte OR honteux OR voleur* OR nul OR nuls OR nulle OR merde OR incompétent* OR scandale* OR galère"

ORANGE: Final = f"""
<<< names that nobody else has >>>
sosh* OR livebox* OR @orange* OR @sosh* OR #orangebusiness OR orange.fr OR wanadoo* OR wanadoo.fr
OR "orange business" OR "orange bank" OR "orange money" OR "orange cyberdefense" OR "le 3900" OR "au 3900" OR "du 3900"
<<< the word near a word of the trade or a rival, or spoken to >>>
OR ((orange NEAR/5 ({_TRADE})
    OR orange NEAR/6 ({_RIVALS} OR free OR red)
    OR orange NEAR/3 ({_ANGER})
    OR "merci orange" OR "bravo orange" OR "bonjour orange" OR "bien vu orange" OR "grâce à orange" OR "avec orange"
    OR "dit à orange" OR "signalé à orange" OR "courriers à orange" OR "c'est à orange"
    OR orange NEAR/1f (m OR me OR nous OR te OR dit OR passe OR répond* OR refuse OR abuse OR ment OR annonce OR lance
      OR remplace OR chat OR router OR 1 OR 0)
    OR (barre OR barres OR points) NEAR/1f orange)
  NOT ((vigilance OR alerte OR feu OR niveau OR jus OR zeste OR couleur OR rouge OR jaune OR vert) NEAR/2 orange
    OR vélodrome OR chorégies OR "une orange" OR "des oranges" OR "tarte à l'orange" OR "orange juice"
    OR "duck à l'orange" OR "canard à l'orange"
    OR "orange mécanique" OR "orange is the new" OR "orange vaucluse" OR "orange 84"))
<<< written as a name, less the town, the colour, the fruit, the films and the stadium >>>
OR (({{Orange}} OR {{ORANGE}})
  NOT (language:en OR vaucluse OR 84 OR 84100 OR avignon OR courthézon OR camaret OR piolenc OR chorégies
    OR "théâtre antique"
    OR "à orange" OR "orange sud" OR "orange nord" OR "orange centre" OR "centre orange" OR "rc orange" OR vélodrome
    OR mécanique OR "new black" OR clockwork OR county OR trump OR "prince d'orange" OR "guillaume d'orange"
    OR sanguine OR juice OR jus OR zeste OR confit* OR marmelade OR gâteau OR recette OR fruit* OR vitamine*
    OR couleur* OR peinture OR robe OR pull OR rouge OR jaune OR "feu orange" OR vigilance OR alerte
    OR "vide grenier" OR brocante OR "une orange" OR "les oranges" OR "à l'orange"
    OR "ville d'orange" OR "mairie d'orange" OR "conseil municipal" OR rugby OR carpentras))
"""

SFR: Final = """
<<< names that nobody else has, less the learned societies >>>
(sfr NOT (rhumatologie OR "structure fédérative" OR "structures fédératives" OR "sfr santé"))
OR "le 1023" OR "au 1023" OR "du 1023"
OR @sfr* OR sfr.fr OR @redbysfr* OR @red_by_sfr* OR redbysfr OR numericable OR altice
<<< RED has no shops and a colour's name: beside another operator or a word of the trade >>>
OR (red NEAR/4 (sosh OR b&you OR free OR bouygues OR orange OR freebox OR bbox OR livebox OR fibre OR fiber OR forfait*
    OR go OR giga* OR sim OR esim OR portab* OR résili* OR chat OR tchat OR factur* OR technicien* OR client* OR ligne
    OR réseau* OR wifi OR débit OR "sans engagement" OR "phone line" OR euros OR € OR portage OR "5g")
  NOT ("red bull" OR "red hot" OR "red dead" OR "red carpet" OR rouge))
OR "chez red" OR "ché red" OR "retour à red" OR (red NEAR/1f (devient OR passe OR rame OR capte OR coupe))
OR ("with red" NEAR/12 (fibre OR fiber OR gigabit OR bill OR sim OR euros))
OR "box red" OR "red box" OR (red NEAR/8 sosh)
<<< in capitals, in French >>>
OR ({RED} NOT (language:en OR "red is" OR ifrs))
"""

BOUYGUES: Final = """
<<< names that nobody else has >>>
"le 1064" OR "au 1064" OR "du 1064" OR @bbox*
OR bytel OR "b tel" OR b&you OR bandyou OR bbox* OR "b box" OR @bouyguestel* OR @bytel* OR @bandyou* OR bbox.fr
OR bouyguestelecom.fr OR bouyguestelecom OR "bouygues telecom" OR "bouygues télécoms"
<<< the group's name near the trade >>>
OR (bouygues NEAR/6 (fibre OR box OR wifi OR forfait* OR 4g OR 5g OR sim OR débit OR opérateur* OR résili* OR sav
    OR facture* OR réseau OR antenne* OR mobile)
  NOT ("bouygues construction" OR "bouygues immobilier" OR "bouygues bâtiment" OR "bouygues tp"))
<<< the group's name, less its builders, its television and its family >>>
OR (bouygues NOT ("bouygues construction" OR "bouygues immobilier" OR "bouygues immo" OR "bouygues bâtiment"
  OR "bouygues travaux" OR "bouygues tp" OR "bouygues énergies" OR "bouygues energies" OR equans OR colas OR bâtiment
  OR btp OR chantier OR tf1 OR famille OR "martin bouygues" OR "edward bouygues" OR "francis bouygues"))
"""

FREE: Final = f"""
<<< names that nobody else has >>>
freebox* OR "free mobile" OR "le 3244" OR "au 3244" OR "du 3244"
OR freemobile OR @free OR @free_mobile OR @free_1337 OR @free1337 OR @freebox* OR @freemobile*
OR free.fr OR freenaute* OR iliad OR "xavier niel" OR "free pro"
OR (3244 NEAR/8 (raccroche OR appel* OR rappel* OR hotline OR bot OR conseiller))
<<< the word as the French say a name >>>
OR ((("chez free" OR "ché free" OR "retour a free"
    OR "client free" OR "ma free" OR "merci free" OR "bravo free" OR "de free" OR "avec free" OR "ni free"
    OR "à free" OR "et free" OR "ou free" OR "que free" OR "par free" OR "pour free" OR "free et" OR "free ou")
    OR free NEAR/1f (m OR me OR nous OR te OR a OR abuse OR passe OR capte OR marche OR rame OR ment OR dit OR répond*)
    OR (réseau* OR fibre OR forfait OR wifi OR box OR webmail OR zimbra OR mail OR technicien OR tech OR hotline
      OR décodeur OR répéteur OR boutique OR 4g OR 5g OR adresse OR sim OR esim OR tv OR résiliation OR rdv OR antenne*
      OR facture OR abonnement OR conseiller) NEAR/1f free
    OR free NEAR/2 ({_ANGER})
    OR "appelé free" OR "svp free" OR "moi free" OR "free depuis" OR "free on m'a" OR "free qui"
    OR free NEAR/5 (sfr OR orange OR sosh OR bouygues OR red OR livebox OR bbox OR b&you))
  NOT ("gluten free" OR "sugar free" OR "lactose free" OR "free entry" OR "feel free" OR "for free"
    OR "free of charge" OR "free party"))
<<< written as a name, less what English speakers write so >>>
OR ((({{Free}} OR {{FREE}}) NOT language:en
    OR {{Free}} NEAR/6 (orange OR sfr OR bouygues OR sim OR fibre OR fiber OR box OR contract OR customer*
      OR technician OR support OR data))
  NOT ("free hugs" OR "free lance" OR "free willy" OR "free bird" OR "open source"
    OR "free party" OR "free parties" OR "free jazz" OR "free ride" OR "free style" OR "free fight" OR "free fire"
    OR "free entry" OR "free software" OR "free palestine" OR "free gaza" OR palestine OR gaza OR assange OR "free tour"
    OR "free walking" OR "free shipping" OR "free download" OR "free speech" OR "free to play" OR "gluten free"
    OR "sugar free" OR "feel free" OR "duty free" OR "tax free" OR "for free" OR "get one free" OR "free of charge"))
"""

QUERIES: Final = {
    "Orange": ORANGE,
    "SFR": SFR,
    "Bouygues Telecom": BOUYGUES,
    "Free": FREE,
}


def operators(own: str = "Orange") -> tuple[Topic, ...]:
    """The four, `own` in the role of our brand and the others its rivals; numbered from 1 as a new session will."""
    return tuple(
        Topic(number, name, query.strip(), Role.OWN if name == own else Role.RIVAL, COLOURS[name])
        for number, (name, query) in enumerate(QUERIES.items(), start=1)
    )
