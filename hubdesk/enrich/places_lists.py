"""The word lists that tell a place from a street, a person, a club or an everyday word, all as `places_words` keys."""

from __future__ import annotations

from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


ARTICLES: Final = _set("le la les l du des d de aux au")
CONTRACTIONS: Final = {"au": "le", "du": "le", "aux": "les", "des": "les"}
LINKS: Final = _set("de du des d la le les l")
CONNECTORS: Final = _set("sur sous en les le la lez de d du des aux et sainte saint")
NOT_SHORT: Final = _set(
    """le la les l saint sainte grand petit bois mont pont port ville villers champs carrieres sables roche celle haye
    chapelle cote isle ile mauges loire oree baie belle bonne cap capesterre carry chemille cours notre nos trois
    pre mee moule teste valette vire montaigu six champ croix sin fort petite grande haute bas haut neuve mure
    plessis ozoir morne pointe rive chateau tour tours paris lyon nice orange cote val vals"""
)

ALSO_WORDS: Final = _set("paris bordeaux cannes vannes colombes rennes antony sarcelles")  # in small letters

ENGLISH: Final = _set(
    "the is my for with and of to no not since from this anyone have has was are any just it i we you in"
)
FRENCH: Final = _set("le la les de des du est une pas je et un dans pour sur en que qui avec mon il on plus")

WITHOUT: Final = _set(
    "sans toujours coupe coupee prive privee hs touche touchee isole isolee en est"
)  # "Vélizy sans fibre"

# What is said before a place that one is at, comes from or goes to.
AT: Final = _set("a sur vers depuis entre pres in at near around from to habite habitons vers dpuis jusqu")
OF: Final = _set("de du d des")
OF_PLACE: Final = _set(
    """commune communes ville villes mairie maire secteur region agglo agglomeration metropole banlieue habitant
    habitants habitante centre peripherie cote direction quartiers nord sud est ouest zone arrondissement gare
    aeroport prefecture alentours environs proche hauteur bassin nro tribunal hopital chu canton village communaute
    port boutique agence magasin maires elus pompiers usagers abonnes clients riverains antenne theatre choregies"""
)
TOWN_OF: Final = _set(
    """commune ville mairie maire habitants habitant habitante agglo agglomeration theatre choregies prefecture
    municipalite festival marche arenes vieux centre canton tgv gare hopital"""
)
LIVES: Final = _set("habite habitons habitent habitant vis vivons reside residons demenage demenager emmenage ne nee")
TO_TOWN: Final = _set(
    """arrive arrivee arrivons travaille travaillons bosse concert festival marche salon maison appartement appart hotel
    gite logement terrain ecole college lycee hopital gare end sejour vacances etudes atelier"""
)
# After these, "à Orange" is the operator and "à Florent" a person.
SPEECH: Final = _set(
    """dit dire dis dites demande demander demandez demandons parle parler parlez reponds repondre repond ecrit ecrire
    ecris ecrivez envoye envoyer telephone telephoner appel appele rappele signale signaler reproche reprocher merci
    bravo passe passer passee passes pass reste rester restee reviens revenir retourne retourner paye payer paie
    paies donne donner client cliente clients abonne abonnee abonnes abonnement fidele confiance faire fait achete
    acheter pris souscrit souscrire suis etais resilie resilier plainte confie explique expliquer propose proposer
    grace face rapport recommande adresse adresser rends rendre rendu doit dois hesite prefere compare"""
)
SPOKEN_TO: Final = _set(
    """dit dire dis dites demande demander demandez parle parler parlez reponds repondre ecrit ecrire ecris envoye merci
    bravo donne donner reproche reprocher confie explique expliquer recommande adresse pense grace"""
)
NEVER_BEFORE: Final = _set("avec chez selon nomme appelle prenomme dixit allez forza go vive signe cordialement")
DESKS: Final = _set("sav service support chat guichet standard telephone 3900 1023 1064 3244")  # "Nancy du SAV"
SAYS_AFTER: Final = _set("m t s lui conseiller conseillere technicien technicienne raccroche")

STREETS: Final = _set(
    """rue r avenue av ave boulevard bd bld boul place pl quai chemin route rte allee allees impasse square faubourg
    fbg pont porte metro station arret tramway passage ruelle sentier rond esplanade promenade cours chaussee voie
    villa venelle montee traverse residence hotel restaurant camping cite lotissement hameau domaine traite festin
    bar cafe avenues rues boulevards taxi opera ligne autoroute stade bois"""
)
HAMLETS: Final = _set("hameau camping cite domaine residence hotel restaurant lotissement villa bar cafe")
STATIONS: Final = _set("lyon est nord lazare montparnasse austerlitz bercy perrache")  # gare de ..., within their town
INSIDE: Final = _set(
    """quartier residence lycee college ecole tour immeuble batiment clinique zac za zi cinema eglise paroisse lieudit
    hopital parc maternite cabinet chateau hotel saint sainte"""
)
TITLES: Final = _set("m mr mme mlle monsieur madame mademoiselle dr docteur maitre me pr professeur mister mrs ms miss")
CLUBS_BEFORE: Final = _set(
    """olympique stade fc as rc aj ogc losc racing girondins sporting supporter supporters ultras om psg us sc ac asse
    hac toulousain allez forza club"""
)
CLUBS_AFTER: Final = _set("sg fc sco hsc hac foot football rugby basket hand handball volley herault")
SPORT: Final = _set(
    """match matchs matches but buts foot football rugby ligue l1 l2 score mene gagne perd marque egalise penalty
    arbitre mi temps dazn bein rmc supporters finale derby om psg equipe joueur joueurs victoire defaite coupe canal
    cyclisme course etape stade rc fc velodrome"""
)
RIVALS: Final = _set("om psg ol losc asse rcl asm ogcn srfc recoit affronte contre bat")
SPORT_VERBS: Final = _set("bat gagne mene perd marque joue jouent joueront egalise affronte recoit recevra")
SCREEN: Final = _set("tv tele television decodeur soir direct diffusion image ecran streaming")
CLUB_TOWNS: Final = _set(
    """paris marseille lyon lille lens nantes rennes nice monaco brest reims toulouse montpellier strasbourg angers
    lorient metz auxerre troyes clermont bordeaux caen guingamp bastia ajaccio sochaux nancy dijon amiens nimes
    toulon perpignan castres pau bayonne toulouse"""
) | {"le havre", "saint etienne", "la rochelle"}

_COUNTRIES: Final = _set(
    """autriche espagne italie allemagne belgique suisse portugal angleterre ecosse irlande canada quebec luxembourg
    maroc algerie tunisie senegal liban usa texas californie missouri louisiane floride ontario grece turquie japon
    chine thailande bresil mexique argentine australie pologne roumanie uk england spain austria italy germany
    belgium switzerland switzerland canada monaco andorre wallonie flandre"""
)
COUNTRIES: Final = _COUNTRIES | {"grande bretagne", "etats unis", "royaume uni", "pays bas"}
FOREIGN_FIRST: Final = _set(  # communes whose name a far larger town abroad has
    """montreal grenade cologne florence sion milan bruges barcelone rome naples alger mons tournai luxembourg berne
    boston quebec gand parme tripoli porto"""
)
NOTHINGS: Final = _names(  # what holds a place's name and is none
    """grande bretagne, nouvelle orleans, paris saint germain, paris sg, paris match, paris sportifs, paris sportif,
    paris roubaix, paris nice, paris dakar, paris brest, gare de lyon, gare du nord, gare de l est, stade de france,
    tour de france, air corse, corsair, saint valentin, saint sylvestre, saint nicolas, saint gobain, saint laurent,
    saint maclou, saint bernard, saint honore, orange mecanique, orange bank, jus d orange, nouvelle angleterre,
    grand lyon la vie, en somme, la somme de, brie de meaux, moutarde de dijon, savon de marseille, pont du gard,
    la manche a air, pays bas, bretagne telecom, normandie niemen, val de loire, toulouse lautrec, dijon moutarde,
    bas du fort, ville de, nice to, nice one, nice job, nice try"""
)

ORANGE: Final = "orange"
CARRIERS: Final = _set("sfr free bouygues sosh red bytel")

# Departments of one word that nobody means anything else by.
FLOODS: Final = _set("deborde crue monte inonde inondee coule")
AREAS: Final = _set(
    """finistere morbihan lozere correze vaucluse ardeche yvelines dordogne gironde vendee gers cantal calvados aveyron
    ariege essonne mayotte guadeloupe martinique guyane bretagne normandie occitanie paca idf hdf vosges ardennes
    herault nievre loiret alsace picardie"""
)
BRANDS: Final = _set("orange sfr free sosh bouygues canal")  # "Orange Réunion" is the operator there
RIVERS: Final = _set(
    "bord bords crue rive rives berge berges vallee val pont quai quais debordement fleuve riviere gorges eaux"
)
IN: Final = _set("dans en in")
ALL: Final = _set("tout toute toutes")
OF_AREA: Final = _set(
    """departement departements departemental prefecture prefet pompiers sdis gendarmerie habitants elus elu nord sud
    est ouest centre secteur cote bas haut abonnes clients usagers maires campagne coin communes region fin fond
    partie reste villages bout"""
)
DRINKS: Final = _set("calvados cantal provence")  # in small letters
LOWER_NEVER: Final = _set(
    "lot manche cher creuse aube vienne orne somme reunion centre lorraine limousin bourgogne landes grand"
)

COMMON_REGIONS: Final[dict[str, tuple[str, str, str]]] = {
    "paca": ("region", "Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d'Azur"),
    "idf": ("region", "Île-de-France", "Île-de-France"),
    "hdf": ("region", "Hauts-de-France", "Hauts-de-France"),
    "region parisienne": ("region", "Île-de-France", "Île-de-France"),
    "cote d azur": ("region", "Provence-Alpes-Côte d'Azur", "Côte d'Azur"),
    "provence": ("region", "Provence-Alpes-Côte d'Azur", "Provence"),
    "alsace": ("region", "Grand Est", "Alsace"),
    "lorraine": ("region", "Grand Est", "Lorraine"),
    "champagne ardenne": ("region", "Grand Est", "Champagne-Ardenne"),
    "picardie": ("region", "Hauts-de-France", "Picardie"),
    "nord pas de calais": ("region", "Hauts-de-France", "Nord-Pas-de-Calais"),
    "auvergne": ("region", "Auvergne-Rhône-Alpes", "Auvergne"),
    "rhone alpes": ("region", "Auvergne-Rhône-Alpes", "Rhône-Alpes"),
    "aquitaine": ("region", "Nouvelle-Aquitaine", "Aquitaine"),
    "limousin": ("region", "Nouvelle-Aquitaine", "Limousin"),
    "poitou charentes": ("region", "Nouvelle-Aquitaine", "Poitou-Charentes"),
    "midi pyrenees": ("region", "Occitanie", "Midi-Pyrénées"),
    "languedoc roussillon": ("region", "Occitanie", "Languedoc-Roussillon"),
    "bourgogne": ("region", "Bourgogne-Franche-Comté", "Bourgogne"),
    "franche comte": ("region", "Bourgogne-Franche-Comté", "Franche-Comté"),
    "basse normandie": ("region", "Normandie", "Basse-Normandie"),
    "haute normandie": ("region", "Normandie", "Haute-Normandie"),
    "ile de la reunion": ("department", "974", "La Réunion"),
    "ile de reunion": ("department", "974", "La Réunion"),
    "polynesie": ("department", "987", "Polynésie française"),
    "cotes du nord": ("department", "22", "Côtes-d'Armor"),
}
ALIASES: Final = {  # what Breton, Basque, Corsican and everyday speech call a commune
    "kemper": "29232",
    "naoned": "44109",
    "roazhon": "35238",
    "gwened": "56260",
    "an oriant": "56121",
    "montroulez": "29151",
    "sant brieg": "22278",
    "sant malou": "35288",
    "landerne": "29103",
    "lannuon": "22113",
    "karaez": "29024",
    "baiona": "64102",
    "miarritze": "64122",
    "donibane lohizune": "64483",
    "aiacciu": "2A004",
    "strossburi": "67482",
    "perpinya": "66136",
    "saint barth": "97701",
    "roissy": "95527",
    "luchon": "31042",
    "font romeu": "66124",
    "saint lary": "65388",
    "le touquet": "62826",
    "alpe d huez": "38191",
    "avoriaz": "74191",
    "val thorens": "73257",
    "juan les pins": "06004",
    "cap d agde": "34003",
    "les sables": "85194",
}
FIRST_NAMES: Final = _set(
    """adam adele adrien agathe agnes alain alan albert alexandra alexandre alexis alice alicia aline alix amandine
    ambre amelie anais andre andrea andrew ange angelique annabelle anne annick annie anthony antoine ariane arlette
    armelle arnaud arthur auguste aurelie aurelien axel axelle aymeric baptiste barbara bastien beatrice benedicte
    benjamin benoit bernadette bernard bertrand bilal boris brigitte bruno camille capucine carine carole caroline
    catherine cecile cedric celestin celia celine chantal charles charlie charlotte chloe christelle christian
    christiane christine christophe cindy claire clara claude claudia claudine clement clementine clotilde colette
    come coralie corentin corinne cyril damien daniel daniele danielle david deborah delphine denis denise didier
    dominique dorian dylan edith edouard elena eliott elisabeth elise elodie eloise emile emilie emma emmanuel
    emmanuelle emmy enzo eric erwan esteban estelle ethan etienne eugene eva evelyne fabien fabienne fabrice fanny
    fanta farid fatima fatou felix fernand flora florence florent florian francesca francine francis franck francois
    francoise franky frederic frederique gabriel gael gaelle gaetan gaspard gaston genevieve georges gerald gerard
    germaine gerome ghislaine gilbert gilles ginette gisele gregoire gregory guillaume guy gwenaelle gwendoline
    hakim hamza hassan helene henri herve hugo huguette ibrahim ilyes ines irene isabelle jacqueline jacques jade
    jean jeanne jennifer jeremie jeremy jerome jessica jimmy jocelyne joel joelle johan john jonathan joris
    josephine josette josiane jules julia julie julien juliette justine karim karima karine karl kevin khadija
    kylian laetitia laura laure laurence laurent lea leila leo leon leonard lila liliane lina lionel lisa loic lola
    lou louane louis louise luc lucas lucette lucie lucien lucienne ludovic lydia lydie madeleine mae mael maelle
    magali malika malo manon manu marc marcel marcelle marguerite maria marianne marie marine marion marjorie
    marlene martin martine maryse mathieu mathilde matthieu maud maurice mauricette max maxime mehdi melanie melissa
    melissandre mia michel michele mickael mila mireille mohamed mohammed momo monique morgan morgane muriel
    mustapha myriam nabil nadia nadine naima nathalie nathan nelly nicolas nicole nina ninon noah noel noemie nolan
    nora norbert odette odile olivia olivier ophelie ousmane paola pascal pascale patrice patricia patrick paul
    paule pauline philippe pierre prune quentin rachel rachid raoul raphael rayan raymond regine regis remi remy
    renaud rene rita robert robin roger roland romain romane ronan rose roxane sabine sabrina sacha salome sami
    samia samir samira samuel sandra sandrine sarah sebastien selma serge severine sidonie simon simone solange
    solene soline sonia sophie stephan stephane stephanie steven sullivan suzanne sylvain sylvie tania tatiana teddy
    theo theodore theresa therese thibault thierry thomas timothe tom tony tristan ulysse valentin valerie vanessa
    veronique victor vincent virginie viviane william xavier yacine yanis yann yannick yasmine yoann yohan yolande
    youssef yvan yves yvette yvonne zinedine zoe"""
)
