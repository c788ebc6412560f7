"""Whether a mention is somebody's opinion that we can read: an operator's own account has none, an article reports.

Their tone stays unread on purpose. Counted as neutral or positive, an operator's apologies would flatter it on the very
day it is in trouble, and a headline about an outage would count as an angry customer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from hubdesk.core import Kind, Mention

OFFICIAL_ACCOUNT: Final = "official account"
NEWS: Final = "news article"
LANGUAGE: Final = "language not read"
LANGUAGES: Final = ("fr", "en")  # those the heads were taught
FIRST_PERSONS: Final = 2  # words outside quotation marks: then an article is its writer's own tale, as blogs' are
LOOKED_AT: Final = 4_000  # code points

OFFICIAL: Final = tuple(  # the operators' own accounts
    """orange orange_france orange_conseil orangefr orangebusiness sosh sosh_fr sfr sfr_sav sfrbusiness redbysfr
    red_by_sfr bouyguestelecom bouyguestel_sav bytel bytel_support bandyou b_and_you free free_mobile free_1337 free1337
    freebox freemobile iliad""".split()  # noqa: SIM905 - a list to be read
)
_OURS: Final = (
    *("orange", "sosh", "sfr", "redbysfr", "bouygues", "bouyguestelecom", "bytel", "bandyou"),
    *("free", "freebox", "freemobile", "iliad"),
)
_DESK: Final = (  # what such an account calls itself besides the brand
    "sav|aide|vousaide|conseils?|officiel|official|entraide|alecoute|ecoute|repond|reponse|presse|press|support|assistance"
    "|service|services|serviceclients?|clients?|relationclients?|care|help|france|fr|pro|business|entreprises?|news"
    "|groupe|telecom|mobile"
)
_I: Final = re.compile(r"(?<!\w)(?:je|j'|moi|mon|ma|mes|me|m'|i|i'm|my|me)(?!\w)|\b[jm]'(?=\w)")
_QUOTED: Final = re.compile(r"«[^»]{0,600}»|“[^”]{0,600}”|\"[^\"\n]{0,600}\"")
_YOU: Final = re.compile(r"\b(?:vous|v[oô]tre|vos|you|your)\b")
_SIGNED: Final = re.compile(r"\s*(?P<person>[^\W\d_][\w' .-]{0,30}),\s*(?P<brand>[^,]{2,40})")


class Opinions:
    """Tells what is no opinion, for a session's brands and the operators."""

    def __init__(self, brands: Iterable[str] = ()) -> None:
        names = sorted({*_OURS, *filter(None, map(_joined, brands))}, key=len, reverse=True)
        brand = "|".join(map(re.escape, names))
        self._named = re.compile(rf"(?:{_DESK})?(?:{brand})(?:{_DESK})*|(?:{'|'.join(map(_joined, OFFICIAL))})")
        self._brand = re.compile(brand)

    def unread(self, mention: Mention, language: str) -> str:
        """Why the tone of a mention is not read: one of the codes above, "" when it is. `language`: as read in it."""
        if self.is_official(mention):
            return OFFICIAL_ACCOUNT
        if mention.kind == Kind.ARTICLE and not _is_told_by_i(mention):
            return NEWS
        return LANGUAGE if language and language not in LANGUAGES else ""

    def is_official(self, mention: Mention) -> bool:
        """Whether a brand's own account wrote it: the account's name is the brand's, alone or with what a desk is
        called ("sfr_sav", "Entraide Orange"), or a desk's person signs with it ("Léa, SFR") and speaks to someone."""
        author = mention.author
        handle = author.handle.strip().lstrip("@").split("@")[0].split(".")[0]
        if self._named.fullmatch(_joined(handle)):
            return True
        if author.handle and not author.name:
            return False
        if self._named.fullmatch(_joined(author.name)):
            return True
        signed = _SIGNED.fullmatch(author.name[:80])
        if signed is None or not self._brand.fullmatch(_joined(signed["brand"])):
            return False
        # "Marc, Orange" may live in that town: a desk speaks to somebody, or signs.
        said = _plain(mention.text[:LOOKED_AT])
        return _YOU.search(said) is not None or said.rstrip(" .!").endswith(_plain(signed["person"]))


def _is_told_by_i(mention: Mention) -> bool:
    own = _QUOTED.sub(" ", _plain(f"{mention.title}\n{mention.text}"[:LOOKED_AT]))
    return len(_I.findall(own)) >= FIRST_PERSONS


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _joined(name: str) -> str:
    """A name's letters and digits alone, small and bare: "SFR à l'écoute" is "sfralecoute"."""
    bare = unicodedata.normalize("NFKD", name[:80].lower().replace("&", "and"))
    return "".join(sign for sign in bare if sign.isalnum())
