"""Which parts of a page stand beside its article: menus, sidebars, related articles, banners, other articles."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from hubdesk.sources.page_tree import Block, Element, is_within, names, text_of

_NEVER: Final = ("html", "body", "main")
_SURE_TAGS: Final = frozenset(("nav", "footer", "dialog", "menu", "figcaption"))
_TAGS: Final = frozenset(("aside", "form"))
_ROLES: Final = frozenset(
    "navigation complementary contentinfo banner search dialog alertdialog alert menu menubar tablist".split()  # noqa: SIM905
)
# Whole words of a class or id, between its hyphens and underlines. French and English, as sites write them.
_NAMES: Final = re.compile(
    r"(?:^|[-_])(?:"
    r"related\w*|recommend\w*|recommand\w*|similar\w*|similaires?|associes?|lies|liees|"
    r"a-?lire(?:-aussi)?|lire-(?:aussi|la-suite)|read-?(?:more|also|next)|see-?also|voir-aussi|meme-(?:sujet|"
    r"theme|rubrique)|"
    r"(?:plus|les)-(?:lus?|vus|consultes|partages|recents)|most-?(?:read|viewed|popular|shared|recent)|"
    r"popular\w*|populaires?|trending|tendances?|recirc\w*|teasers?|outbrain|taboola|ligatus|"
    r"side-?bars?|colonne-(?:droite|gauche)|(?:right|left)-?(?:col|column|rail)|rail|"
    r"widget(?:-area|s)|widget_\w+|cookies?\w*|consent\w*|gdpr|rgpd|cmp|tarteaucitron\w*|didomi\w*|axeptio\w*|"
    r"onetrust\w*|"
    r"news-?letters?\w*|nl|abonnements?|abonne(?:z|r)\w*|subscri\w+|optin|mailing|"
    r"shar(?:e|es|ing|er)|share\w*daddy|sharedaddy|addtoany\w*|addthis\w*|partag\w+|socials?|social-?(?:links|"
    r"media|bar)|reseaux-sociaux|"
    r"pub|pubs|publicites?|publi-?(?:info|redactionnel)|ads?|adverts?|advertis\w+|sponsor\w*|promos?|"
    r"promotion\w*|liens-sponsorises|native|"
    r"bread-?crumbs?|fil-?d?-?ariane|ariane|arbo|menus?|nav|navbar|navigation|pagination|top-?bar|footer|pied|"
    r"tags|tag-?(?:list|cloud)|keywords|mots-?cles|categories|"
    r"author-?(?:box|bio|info|card|about)|about-?author|bio(?:graphie)?|auteur-?(?:box|bio)|"
    r"captions?|legendes?|wp-caption-text|skip-?link|screen-reader-text|sr-only|visually-hidden|"
    r"breaking|ticker|flash-?infos?|alertes?|pop-?(?:up|in)|modals?|overlay|toolbar"
    r")(?:$|[-_])"
)
_SURE_NAMES: Final = re.compile(
    r"(?:^|[-_])(?:cookies?|cookie-?(?:banner|consent|notice|wall)|consent|gdpr|rgpd|tarteaucitron\w*|didomi\w*|axeptio\w*|"
    r"onetrust\w*|bread-?crumbs?|fil-d-ariane|side-?bar|widget-area)$"
)
_WITH: Final = re.compile(r"(?:^|[-_])(?:with|has|no|without|avec|sans|hide|show|enable[ds]?)[-_]")  # "has-sidebar"
_ABOUT: Final = re.compile(
    r"(?:^|[-_])(?:by-?line|signatures?|post-?(?:infos?|meta|footer|timestamp)|info-publi|entry-?(?:meta|footer|"
    r"header)|metas?|"
    r"credits?|date(?:line)?|publish\w*|timestamp)(?:$|[-_])"
)
_HEADINGS: Final = re.compile(
    r"^\W*(?:(?:[aà] |nous vous conseillons (?:de|[aà]) |nos lecteurs ont aussi )?(?:lire|lu|voir|"
    r"d[ée]couvrir)(?: aussi| [ée]galement| ensuite)|"
    r"[aà] lire|[aà] voir|[aà] ne pas (?:rater|manquer)|[aà] d[ée]couvrir|"
    r"(?:sur|dans|du) (?:le|la|les|l['’])? ?m[êe]mes? (?:sujet|th[èe]me|rubrique|dossier|auteur|cat[ée]gorie)s?|"
    r"(?:articles?|posts?|billets?|sujets?|contenus?) (?:similaires?|li[ée]s|associ[ée]s|r[ée]cents|connexes|"
    r"recommand[ée]s|populaires|suivants?|pr[ée]c[ée]dents?)|"
    r"(?:les |articles les |messages les )?plus (?:lus|vus|consult[ée]s|comment[ée]s|partag[ée]s|populaires|"
    r"r[ée]cents)|les \+ lus|"
    r"(?:vous (?:aimerez|pourriez|devriez)|cela (?:peut|pourrait) vous|[çc]a (?:peut|pourrait) vous)\b.*|"
    r"dans l['’]actualit[ée]|en continu|le fil(?: info| actu)?|fil (?:info|actu)|(?:toute l['’])?actualit[ée]s?|"
    r"(?:[aà] la )?une|derni[èe]res? (?:minutes?|infos?|actus?|actualit[ée]s|news)|"
    r"(?:nos|toutes les) (?:rubriques|articles|dossiers|newsletters?)|voir plus|plus d['’]articles|"
    r"pour aller plus loin|commentaires r[ée]cents|"
    r"(?:l[ae] |notre |nos )?newsletters?|(?:mes |nos |autres )?liens|archives|cat[ée]gories|[ée]tiquettes|"
    r"mots[- ]cl[ée]s|tags|partage[rz]?(?: .*)?|"
    r"suivez[- ]nous.*|contacts?(?: presse| m[ée]dias?)?|[aà] propos (?:de|du|des|d['’]).{1,60}|sponsoris[ée]|"
    r"publicit[ée]|comparateur|"
    r"related(?: .{1,30})?|read (?:more|next|also)|more (?:from|on|stories|news|in)\b.{0,40}|most (?:read|"
    r"popular|viewed|shared)|recommended.{0,30}|"
    r"trending.{0,20}|latest (?:news|articles|stories|posts)|recent (?:posts|comments|articles)|you (?:may|might|"
    r"will)(?: also)? (?:also )?like.*|"
    r"see also|share this.*|about (?:the )?author.*|about [A-Z].{1,40}|(?:press|media) contacts?|popular.{0,20}|"
    r"tags|categories|newsletter|subscribe.*)\s*[:.…]?\s*$",
    re.IGNORECASE,
)
_BOILERPLATE: Final = re.compile(r"^\W*(?:[aà] propos|contacts?|about|press|media)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONG_HEADING: Final = 12  # words
_LONGEST_ABOUT: Final = 200  # characters
_PROSE: Final = 15  # words of a paragraph that is no teaser
_MOST_PROSE: Final = 0.5
_LONGEST_CARD: Final = 500  # characters of what announces one article


def beside(root: Element, title: Element | None, within: list[Block], url: str) -> set[Element]:
    """The elements whose words stand beside the article. None of them holds the article's title."""
    spine = set(title.iterancestors()) | {title} if title is not None else {root}
    found: set[Element] = set()
    bulk = _bulk(within)
    for element in root.iter():
        if element not in spine and element.tag not in _NEVER and _is_beside(element, element in bulk):
            found.add(element)
    found |= _other_articles(root, title, spine)
    found |= _under_headings(within, spine, found)
    found |= _cards(within, title, spine, found, url)
    return found


def _bulk(within: list[Block]) -> set[Element]:
    """The elements that hold most of the page's prose: whatever their names say, the article may be in there."""
    weights: dict[Element, int] = {}
    total = 0
    for block in within:
        if block.words >= _PROSE and block.linked < 0.3 * len(block.text):
            total += block.words
            for element in (block.element, *block.element.iterancestors()):
                weights[element] = weights.get(element, 0) + block.words
    return {element for element, words in weights.items() if words >= _MOST_PROSE * total}


def _is_beside(element: Element, holds_bulk: bool) -> bool:
    if element.tag in _SURE_TAGS or (element.get("role") or "").lower() in _ROLES:
        return True
    if any(_SURE_NAMES.search(name) for name in names(element)):
        return True
    if holds_bulk:
        return False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in _TAGS or any(_NAMES.search(name) and not _WITH.search(name) for name in names(element)):
        return True
    return is_about_article(element) and len(text_of(element)) <= _LONGEST_ABOUT


def is_about_article(element: Element) -> bool:
    """A line on who wrote the article and when: beside its words, and yet its own."""
    return any(_ABOUT.search(name) for name in names(element))


def _other_articles(root: Element, title: Element | None, spine: set[Element]) -> set[Element]:
    """Articles that follow ours on an endless page: `<article>`s beside ours, and parts built like ours."""
    if title is None:
        return set()
    ours = next((one for one in title.iterancestors() if one.tag == "article"), None)
    others: set[Element] = set()
    if ours is not None:
        inside = set(ours.iter("article"))
        others |= {one for one in root.iter("article") if one not in inside and one not in spine}
    for heading in root.iter(title.tag):
        if heading is title or is_within(heading, others):
            continue
        top = heading
        while top.getparent() is not None and top.getparent() not in spine:
            top = top.getparent()
        twin = next((one for one in spine if one.getparent() is top.getparent() and one is not top), None)
        if twin is not None and top is not heading and (twin.tag, twin.get("class")) == (top.tag, top.get("class")):
            others.add(top)
    return others


def _under_headings(within: list[Block], spine: set[Element], found: set[Element]) -> set[Element]:
    """What stands under "À lire aussi" and its like: up to the next heading, or the next paragraph of prose."""
    under: set[Element] = set()
    for block in within:
        if block.words > _LONG_HEADING or not _HEADINGS.match(block.text) or is_within(block.element, found | under):
            continue
        top = block.element
        while (above := top.getparent()) is not None and above not in spine and text_of(above) == block.text:
            top = above
        if top in spine:
            continue
        under.add(top)
        rank = block.element.tag if block.is_heading else "h7"
        whole = block.is_heading and _BOILERPLATE.match(block.text) is not None
        for after in top.itersiblings():
            if after in spine or (after.tag <= rank and after.tag[:1] == "h" and after.tag[1:].isdigit()):
                break
            if not whole and _is_prose(after):
                break
            under.add(after)
    return under


def _is_prose(element: Element) -> bool:
    words = text_of(element).split()
    linked = sum(len(text_of(one).split()) for one in element.iter("a"))
    holds_cards = any(True for tag in ("h2", "h3", "h4", "li", "article", "time") for _one in element.iter(tag))
    return len(words) >= _PROSE and linked < 0.3 * len(words) and not holds_cards


def _cards(
    within: list[Block], title: Element | None, spine: set[Element], found: set[Element], url: str
) -> set[Element]:
    """Headings that only link to another article of the site, with what announces it."""
    cards: set[Element] = set()
    if title is None:
        return cards
    for block in within:
        if not is_announcement(block, url) or block.element in spine or is_within(block.element, found):
            continue
        top = block.element
        while (above := top.getparent()) is not None and above not in spine and len(text_of(above)) <= _LONGEST_CARD:
            top = above
        cards.add(top)
        if top is block.element:
            for after in top.itersiblings():
                if after.tag in ("h1", "h2", "h3", "h4") or after in spine or len(text_of(after)) > _LONGEST_CARD:
                    break
                cards.add(after)
    return cards


def is_announcement(block: Block, url: str) -> bool:
    """A heading that is a link to another page of the same site."""
    if not block.is_heading:
        return False
    link = next(block.element.iter("a"), None)
    if link is None:
        link = next((one for one in block.element.iterancestors("a")), None)
    if link is None or not (block.is_link or link.tag == "a"):
        return False
    href = (link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return False
    try:
        there, here = urlsplit(href), urlsplit(url)
        same_site = not there.hostname or there.hostname == here.hostname
        return same_site and there.path.rstrip("/") != here.path.rstrip("/")
    except ValueError:
        return False
