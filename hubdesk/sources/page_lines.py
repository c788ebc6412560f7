"""Paragraphs that say by their words that they are no part of the article: notices, invitations, credits, bylines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from hubdesk.sources.page_tree import Block

_LONG: Final = 60  # words: a longer paragraph is the article's, whatever it begins with
_REPEATED: Final = 5  # words of a paragraph that is no mere label
_TIMES: Final = 3  # a paragraph that often on one page is a promotion

_ANYWHERE: Final = re.compile(
    r"(?:nous(?: et nos \w+(?: \w+)? partenaires)?|ce site|notre site|we(?: and our partners)?|this (?:web)?site) "
    r"(?:utilis\w+|d[ée]pos\w+|stock\w+|uses?|stores?) (?:des |de |les |our )?cookies|"
    r"en (?:poursuivant|continuant) (?:votre|la|sur|[aà])\b.{0,60}\baccept|by continuing\b.{0,60}\baccept|(?:our|"
    r"notre) (?:cookie policy|politique de cookies)|"
    r"(?:il vous reste|vous avez lu) \d+ ?%|(?:article|contenu|suite)\b.{0,30}\br[ée]serv[ée]e?s? (?:aux|"
    r"[aà] nos) abonn|"
    r"d[ée]j[aà] abonn[ée]e?\b.{0,20}\?|already a (?:subscriber|member)\?|this (?:article|content) is (?:for|"
    r"reserved for) subscribers|"
    r"(?:your e-?mail address will not be published|votre adresse (?:e-?mail|"
    r"de messagerie) ne sera pas publi[ée]e)|"
    r"(?:appeared first on|est apparu en premier sur)\b|all rights reserved|tous droits r[ée]serv[ée]s",
    re.IGNORECASE,
)
_START: Final = re.compile(
    r"^(?:(?![«“\"‹])[\W_])*(?:"
    r"(?:inscri(?:vez|s)[- ](?:vous|toi)|abonne[zr]?[- ](?:vous|toi))\b.*|recevez\b.{0,40}\b(?:newsletter|lettre|"
    r"e-?mail|bo[iî]te|actualit[ée])|"
    r"suivez[- ](?:nous|l['’]actualit|toute l['’]actu)|retrouvez[- ]nous|rejoignez[- ]nous|"
    r"t[ée]l[ée]chargez (?:notre|l['’]) ?appli|"
    r"(?:vous avez aim[ée]|cet article vous a plu|cet article vous a [ée]t[ée])|partagez(?:[- ]le| cet article|"
    r" la page| sur)|n['’]h[ée]sitez pas [aà] (?:partager|vous abonner|liker)|"
    r"profitez de (?:notre|nos) offres?|soutenez[- ](?:nous|notre)|faites un don|activez les notifications|"
    r"ne manquez (?:rien|pas)\b.{0,60}(?:newsletter|actualit|notification)|"
    r"sign up (?:for|to)|subscribe (?:to|now|today|for)|follow us|get (?:our|the) (?:newsletter|latest)|"
    r"join our (?:newsletter|community|mailing)|"
    r"share this|enjoyed this|did you like|support (?:us|our)|download our app|"
    r"accept all|accept cookies|manage (?:cookies|preferences)|tout accepter|tout refuser|g[ée]rer (?:mes|"
    r"les) (?:cookies|choix)|"
    r"(?:sponsoris[ée]|publicit[ée]|advertisement|sponsored|annonce|contenu partenaire|publi-?r[ée]dactionnel)\b"
    r")",
    re.IGNORECASE,
)
_POINTER: Final = re.compile(
    r"^[\W_]*(?:(?:[aà] |et )?(?:lire|relire|voir|d[ée]couvrir|[ée]couter)(?: aussi| [ée]galement|"
    r" ensuite)?\s*[:>»|]|(?:lire|voir|[aà] lire|[aà] voir) (?:aussi|[ée]galement)\b|"
    r"[aà] lire\b|notre dossier\b|nos (?:conseils|guides?|dossiers?)\s*:|(?:sur|dans) le m[êe]me (?:sujet|"
    r"th[èe]me|dossier)\b|pour (?:aller plus loin|en savoir plus)\s*:|"
    r"(?:read|see) (?:also|more|next)\b|related\s*:|more on this\b|don['’]t miss\b|in the same (?:topic|"
    r"category)\b)",
    re.IGNORECASE,
)
_LONGEST_POINTER: Final = 30
_ARROW: Final = re.compile(r"^\s*(?:>>+|→|»|➜|►|▶|👉|🔗)")
_CREDIT: Final = re.compile(
    r"^[\W_]*(?:"
    r"(?:cr[ée]dits?(?: photos?| images?| visuels?)?|photos?|images?|illustrations?|visuels?|l[ée]gende|vid[ée]o|"
    r"infographie|source(?:s)?(?: image| photo)?)\s*"
    r"(?:[:©–—-]|\(c\)|par |de |dr\b)|photos?\s+[A-ZÉ]|©|\(c\)\s|copyright\b|image (?:credit|source|courtesy)|"
    r"photo (?:by|credit|courtesy)|getty|shutterstock|"
    r"(?:textes?|r[ée]daction|relecture|traduction|mise en page|propos recueillis|entretien r[ée]alis[ée]|"
    r"montage|iconographie|edited|text|translation)\s*(?::|par\b|by\b)|"
    r"(?:avec|with|source\s*:?)\s+(?:l['’])?(?:afp|reuters|ap|agences?)\b"
    r")",
    re.IGNORECASE,
)
_LONGEST_CREDIT: Final = 20
_THANKS: Final = re.compile(
    r"^[\W_]*(?:un grand |encore |many )?(?:merci|remerciements?|thanks|thank you)(?: aussi| encore)? (?:à|a|"
    r"aux?|to)\s+"
    r"(?:(?!\b(?:pour|de|d|for|qui|who|that)\b)[^!?.]){1,60}[.\s]*$",
    re.IGNORECASE,
)
_LONGEST_THANKS: Final = 10
_AT_THE_END: Final = 3  # paragraphs among which thanks are a credit
_MONTHS: Final = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|january|"
    r"february|"
    r"march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct|nov|dec)\.?"
)
_DAY: Final = (
    rf"(?:\d{{1,2}}(?:er)? {_MONTHS} \d{{4}}|{_MONTHS} \d{{1,2}},? \d{{4}}|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_BYLINE: Final = re.compile(
    rf"^[\W_]*(?:(?:publi[ée]e?|mis(?:e)? [aà] jour|modifi[ée]|post[ée]|published|updated|posted)\b.*|(?:par|"
    rf"by)\s+\w.*{_DAY}.*|(?:(?:\w+ ){{0,2}}{_DAY})(?:\W.{{0,60}})?|"
    rf"\w[\w -]{{0,30}}, le {_DAY}|\d{{1,2}} ?[h:] ?\d{{2}}|"
    r"(?:temps de lecture|reading time|lecture)\s*:?.{0,20}|\d+ (?:commentaires?|comments?|r[ée]actions?|"
    r"partages?|min(?:utes?)?(?: de lecture)?)\W*)$",
    re.IGNORECASE,
)
_LONGEST_BYLINE: Final = 15


def is_beside(block: Block) -> bool:
    """Whether a paragraph is none of the article's by what it says, wherever it stands."""
    text, words = block.text, block.words
    if words <= _LONGEST_CREDIT and _CREDIT.match(text) and not (block.is_heading or block.element.tag == "li"):
        return True
    if words <= _LONGEST_BYLINE and _BYLINE.match(text):
        return True
    if words <= _LONGEST_POINTER and (_POINTER.match(text) or (_ARROW.match(text) and block.linked)):
        return True
    return words <= _LONG and (_START.match(text) is not None or _ANYWHERE.search(text) is not None)


def is_thanks(block: Block) -> bool:
    """A line of thanks as credits end with: to somebody, and for nothing. "Merci à" with a reason is no credit."""
    return block.words <= _LONGEST_THANKS and _THANKS.match(block.text) is not None


def credits_at_end(body: Sequence[Block]) -> set[int]:
    """Which paragraphs, by their place in `body`, are thanks among its last ones."""
    last = range(max(1, len(body) - _AT_THE_END), len(body))
    return {place for place in last if is_thanks(body[place])}


def repeated(body: Sequence[Block], page: Sequence[Block]) -> set[int]:
    """Which paragraphs, by their place in `body`, are promotions by their number; and second copies of any other.

    A page that holds its whole article twice, for two sizes of screen, keeps the first copy.
    """
    everywhere = Counter(block.text for block in page if block.words >= _REPEATED)
    promoted = {place for place, block in enumerate(body) if everywhere[block.text] >= _TIMES}
    if 2 * len(promoted) > len(body):
        promoted = set()
    seen: set[str] = set()
    for place, block in enumerate(body):
        if block.words >= _REPEATED and block.text in seen:
            promoted.add(place)
        seen.add(block.text)
    return promoted
