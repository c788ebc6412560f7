"""French has every message that the code has, English too, with the same placeholders; what is compiled is current."""

from __future__ import annotations

import importlib.util
import io
import re
from operator import itemgetter
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

FILE = Path(__file__).parents[1] / "packaging" / "messages.py"
spec = importlib.util.spec_from_file_location("hubdesk_messages", FILE)
assert spec is not None
assert spec.loader is not None
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
TEMPLATE = messages.template()


def strings(message: Message) -> list[tuple[str, str]]:
    """(what the code says, how it is said) for each form."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    assert isinstance(message.string, tuple)
    return [(message.id[min(n, 1)], said) for n, said in enumerate(message.string)]


def translated(language: str) -> list[Message]:
    return [message for message in messages.read(language) if message.id]


@LANGUAGES
def test_that_every_message_in_the_code_is_translated(language: str) -> None:
    """When this fails: python packaging/messages.py, then write what it names in the French .po, and run it again."""
    catalog: Catalog = messages.updated(language, TEMPLATE)
    assert list(messages.untranslated(catalog)) == []


@LANGUAGES
def test_that_the_compiled_catalogue_is_current(language: str) -> None:
    """The header names the compiler's version, which is nothing that anybody reads."""
    po = messages.po_file(language)
    assert told(po.with_suffix(".mo").read_bytes()) == told(messages.compiled(messages.read(language)))


def told(compiled: bytes) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in read_mo(io.BytesIO(compiled)) if message.id}


@LANGUAGES
def test_that_no_translation_is_of_a_message_that_is_gone(language: str) -> None:
    assert [message.id for message in translated(language) if message.id not in TEMPLATE] == []


@LANGUAGES
def test_that_placeholders_agree(language: str) -> None:
    for message in translated(language):
        for asked, said in filter(itemgetter(1), strings(message)):
            wanted, given = set(re.findall(r"{(\w*)", asked)), set(re.findall(r"{(\w*)", said))
            # "one minute" may do without its number.
            assert given == wanted or (isinstance(message.id, tuple) and given == wanted - {"n"}), said


FRENCH_FAULTS = re.compile(r"'|\.\.\.| [;:!?»]|« |[\w»)][;!?](?=\s|$)")


def test_that_french_is_set_as_french_is() -> None:
    said = [said for message in translated("fr") for _asked, said in strings(message)]
    assert [words for words in said if FRENCH_FAULTS.search(words)] == []
    assert FRENCH_FAULTS.search("C'est en panne ; attendez")
    assert not FRENCH_FAULTS.search(
        "C’est en panne\u202f; attendez\u00a0: « bientôt »".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    )
