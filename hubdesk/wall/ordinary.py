"""Words that are no name by themselves, though some write under them: small words, and the trade's."""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
le la les l un une des du de d au aux et ou ni que qu qui quoi dont ne n pas plus jamais je j tu il elle on nous vous
ils elles me moi m te toi t se s ce c cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs est
es suis sont etre etait ai as a ont avez avoir fait faire va vais vont sur sous dans chez avec sans pour par entre vers
depuis mais donc car comme si quand tres trop bien mal aussi encore toujours deja ici la y en ca cela tout tous toute
toutes meme rien alors puis apres avant hier demain jour jours soir matin nuit midi heure heures minute minutes semaine
mois an ans annee fois peu beaucoup moins assez vraiment juste non oui ok merci bonjour bonsoir salut svp rt via
bon bonne bons bonnes beau belle grand grande petit petite nouveau nouvelle vrai vraie faux autre autres premier
premiere dernier derniere seul seule gros grosse vieux vieille jeune client cliente clients clientes abonne abonnee
abonnes gens monde monsieur madame mr mme papa maman ami amie amis homme femme enfant enfants famille ville pays france
paris rue maison bureau boulot travail vie temps chose truc panne pannes reseau reseaux fibre box livebox freebox bbox
wifi internet web mobile fixe telephone tel portable forfait forfaits facture factures prix euro euros offre offres
service services support assistance conseiller conseillere conseillers technicien techniciens boutique magasin mail
mails messagerie webmail adresse compte mot passe code sms appel appels numero ligne lignes debit go mo 4g 5g adsl
operateur operateurs orange sosh sfr red bouygues telecom free iliad page site appli application avis etoile etoiles
commentaire commentaires post news info infos actu blog forum radio tele tv video film photo zone blanche blanc noir
hors contre libre faible fort ancien ancienne haut bas long court simple double gratuit gratuite special total ligne
voisin voisine retour retard attente numero cle coupure coupures coupe coupee lent lente rapide vite lundi mardi
mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
decembre an deux trois quatre cinq six sept huit neuf dix cent mille zero moitie nouvel noel fin debut suite cote
rouge vert bleu rose jaune gris or argent the of to and or in at for with without from by is are was were be it its
this that these those i you he she we they my your our their not no do does did so then because about have has had
will would can just very too there here what when who how outage down network customer customers fiber broadband phone
bill price good bad new old big little day night week month year hello thanks please
"""
ORDINARY: Final = frozenset(_WORDS.split())
