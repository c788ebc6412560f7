"""The journal as one HTML page that loads nothing and runs nothing: each sentence leads to its source below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from hubdesk.i18n import _, clock, language
from hubdesk.reports.journal_rows import Row, Source
from hubdesk.reports.journal_svg import picture
from hubdesk.reports.journal_values import Journal, Part, Quote
from hubdesk.reports.journal_words import (
    HEADINGS,
    NOTHING,
    about,
    harmless,
    long_day,
    synthetic,
    title,
    who_said_it,
    withheld,
)

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
body{font:17px/1.5 "DejaVu Sans",Arial,sans-serif;color:#1b2026;background:#fff;max-width:46rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.7rem;margin:0}h2{font-size:1.05rem;margin:1.4rem 0 .3rem}
p{margin:.2rem 0}.about{color:#5a626c}.made{border:2px solid #8a5a00;padding:.3rem .6rem;margin:.8rem 0}
a{color:inherit;text-decoration:underline;text-decoration-color:#9aa3ad;text-underline-offset:3px}
sup a{text-decoration:none;color:#0b57b0;font-weight:600}
figure{margin:.6rem 0}svg{max-width:100%;height:auto}
blockquote{font-size:1.25rem;margin:.4rem 0 .3rem;padding-left:.9rem;border-left:4px solid #9aa3ad}
summary{cursor:pointer}ol{font-size:.85rem;color:#3a4048;padding-left:1.6rem}
code{font-size:.8rem;color:#5a626c;overflow-wrap:anywhere}li{margin:.5rem 0}:target{background:#fff3c4}
@media print{body{margin:0;max-width:none;font-size:11pt}details>*{display:block}}
"""


def page(journal: Journal, sources: Sequence[Source]) -> str:
    """The whole page. All that came from outside is escaped."""
    head = (
        f"<!doctype html><html lang='{language()}'><head><meta charset='utf-8'>"
        f"<meta http-equiv='Content-Security-Policy' content=\"{_POLICY}\">"
        "<meta name='viewport' content='width=device-width'><meta name='referrer' content='no-referrer'>"
        f"<title>{_text(title())} – {_text(long_day(journal))}</title><style>{_STYLE}</style></head>"
    )
    return harmless(head + f"<body>{''.join(_body(journal, sources))}</body></html>\n")


def _body(journal: Journal, sources: Sequence[Source]) -> Iterator[str]:
    yield f"<h1>{_text(title())}</h1><p><strong>{_text(long_day(journal))}</strong></p>"
    yield f"<p class='about'>{_text(about(journal))}</p>"
    if journal.synthetic:
        yield f"<p class='made'>{_text(synthetic())}</p>"
    numbered = list(enumerate(sources, 1))
    for part in Part:
        yield f"<h2>{_text(_(HEADINGS[part]))}</h2>"
        if part == Part.NUMBERS and (drawn := picture(journal)):
            yield f"<figure>{drawn}</figure>"
        own = [(place, one) for place, one in numbered if one.sentence.part == part]
        for place, one in own:
            said = _text(one.sentence.told.said(journal.zone))
            yield f"<p>{said} <sup id='s{place}'><a href='#r{place}'>{place}</a></sup></p>"
        if not own:
            yield f"<p>{_text(_(NOTHING[part]))}</p>"
        if part == Part.FIZZLED and journal.quote is not None:
            yield from _quote(journal.quote, journal.zone)
    if words := withheld(journal):
        yield f"<p class='about'>{_text(words)}</p>"
    yield f"<h2>{_text(_('Where each sentence is from'))}</h2><ol>"
    for place, one in numbered:
        rows = "".join(_row(row, journal.zone) for row in one.rows)
        yield f"<li id='r{place}'><code>{_text(one.command)}</code> <a href='#s{place}'>↑</a>{rows}</li>"
    yield "</ol>"


def _quote(quote: Quote, zone: str) -> Iterator[str]:
    where = _linked(quote.medium, quote.url)
    yield f"<h2>{_text(who_said_it())}</h2><blockquote>« {_text(' '.join(quote.words.split()))} »</blockquote>"
    yield f"<details><summary>{_text(_('Show who said it'))}</summary>"
    yield f"<p><strong>{_text(quote.speaker)}</strong>, {_text(quote.role)} ({_linked(_('source'), quote.role_source)})"
    yield f" · {where}, {clock(quote.at, zone)}</p></details>"


def _row(row: Row, zone: str) -> str:
    return f"<br>{clock(row.at, zone)} {_linked(row.medium, row.url)} – {_text(row.text)}"


def _linked(words: str, url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return _text(words)
    return f"<a rel='noreferrer noopener' href='{_text(url)}'>{_text(words)}</a>"


def _text(text: str) -> str:
    return escape(text, quote=True)
