"""What reading a mention adds to it. Each reader has a version, so that a better one can read the past again."""

from __future__ import annotations

from typing import Final

from hubdesk.core import Mention, Notes
from hubdesk.enrich import language

VERSIONS: Final = {"language": language.VERSION}


def enrich(mention: Mention) -> Notes:
    """The notes on one mention. What no reader can tell stays empty: never a made-up value.

    The language is the one the text shows; where the text is too short to show any, the one its network declares.
    """
    read = language.language(f"{mention.title}\n{mention.text}")
    return Notes(language=read or mention.language.split("-")[0].lower())
