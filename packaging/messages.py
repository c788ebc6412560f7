"""Gathers the product's messages into both catalogues and compiles them; needs the dev extra (Babel).

    python packaging/messages.py          extract, update, compile
    python packaging/messages.py --check  say what is not translated or not current; exit 1 if anything is

English is what the code says, so its catalogue is filled in; French is written by hand in the .po file.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "resources" / "locale"
LANGUAGES = ("fr", "en")


def template() -> Catalog:
    """Every message in the code, with the files it is in."""
    catalog = Catalog(project="hubdesk", charset="utf-8")
    package = ROOT / "hubdesk"
    for file in sorted(package.rglob("*.py")):
        # By file alone: line numbers would change the catalogues at every edit.
        where = [(file.relative_to(package).as_posix(), 0)]
        for message in extracted(file.read_text("utf-8")):
            catalog.add(message, locations=where)
    return catalog


def extracted(code: str) -> Iterator[str | tuple[str, str]]:
    """What `_`, `N_` and `ngettext` are given; also inside f-strings, which Babel's own reader skips."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [text.value for text in node.args if isinstance(text, ast.Constant) and isinstance(text.value, str)]
            if node.func.id in ("_", "N_") and len(texts) == 1:
                yield texts[0]
            elif node.func.id == "ngettext" and len(texts) == 2:
                yield texts[0], texts[1]


def po_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "hubdesk.po"


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="hubdesk", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, source: Catalog) -> Catalog:
    """The catalogue with today's messages; translations stay, those of messages that are gone go."""
    catalog = read(language)
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = f"# Hubdesk's words: {language}. Made by packaging/messages.py, translated by hand."
    catalog.fuzzy = False
    if language == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    return out.getvalue()


def untranslated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(strings):
            yield message.id if isinstance(message.id, str) else message.id[0]


def main(words: list[str]) -> int:
    source, wrong = template(), 0
    for language in LANGUAGES:
        catalog = updated(language, source)
        po, mo = po_file(language), po_file(language).with_suffix(".mo")
        for missing in untranslated(catalog):
            print(f"{language}: not translated: {missing}")
            wrong += 1
        if words == ["--check"]:
            if not mo.exists() or mo.read_bytes() != compiled(catalog):
                print(f"{language}: {mo.name} is not current: python packaging/messages.py")
                wrong += 1
            continue
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_bytes(written(catalog))
        mo.write_bytes(compiled(catalog))
    return 1 if wrong and words == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
