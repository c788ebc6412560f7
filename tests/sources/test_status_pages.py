"""A brand's own pages: what a status page says, which notices stand across a site, and when nobody can tell."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_parser import read_notices_of
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits, Pace
from hubdesk.sources.page_answer import Notices
from hubdesk.sources.status_page import notices

URL = "https://etat.example/"
FAST = Limits(public=Pace(per_second=1_000.0, burst=1_000, at_once=9))
PAGE = """<!doctype html><html><body><nav><ul><li>Accueil</li><li>Nos offres</li></ul></nav>
<div class="site-banner"><p>Incident sur le mail : nos équipes sont mobilisées.</p></div>
<div role="alert" style="display: none">Panne générale (modèle)</div>
<div class="cookie-banner">Ce site utilise des cookies</div>
<main><h1>État du réseau</h1><p>Mobile : perturbé dans le Grand Est</p><p>Mobile : perturbé dans le Grand Est</p>
<h2>Incidents passés</h2><p>3 novembre : panne de la fibre, résolue</p></main>
<footer>Mentions légales</footer></body></html>"""


def read(text: str) -> Notices | None:
    return read_notices_of(text.encode(), URL).notices


def test_that_a_page_says_its_paragraphs_down_to_what_is_past() -> None:
    found = read(PAGE)
    assert found is not None
    assert found.lines == (
        "Incident sur le mail : nos équipes sont mobilisées.",
        "État du réseau",
        "Mobile : perturbé dans le Grand Est",
    )


def test_that_only_notices_that_can_be_seen_are_banners() -> None:
    found = read(PAGE)
    assert found is not None
    assert found.banners == ("Incident sur le mail : nos équipes sont mobilisées.",)


def test_that_a_status_page_may_be_json_and_tells_no_incident_that_is_over() -> None:
    told = {
        "status": {"description": "Partial Outage"},
        "incidents": [
            {"name": "Mail indisponible", "status": "identified", "incident_updates": [{"body": "Cause trouvée."}]},
            {"name": "Vieille panne", "status": "resolved"},
        ],
    }
    found = read(json.dumps(told))
    assert found is not None
    assert found.lines == ("Partial Outage", "Mail indisponible", "Cause trouvée.")


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 5_000, "<html><body><script>draw()</script></body></html>", '{"a": 1}', "\0\0"]
)
def test_that_a_page_on_which_nothing_can_be_read_is_no_silent_page(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "<div role=alert>" * 20_000 + "panne",
        "<p>" + "x" * 3_000_000,
        "<div class='" + "alert " * 100_000 + "'>panne</div>",
        "<p>a</p>" * 100_000,
    ],
)
def test_that_an_endless_page_is_read_within_bounds(text: str) -> None:
    found = read(text)
    assert found is None or (len(found.lines) <= 400 and all(len(one) <= 600 for one in (*found.lines, *found.banners)))


def look(answer: httpx.Response) -> Notices:
    async def run() -> Notices:
        transport = httpx.MockTransport(lambda _request: answer)
        async with Http(limits=FAST, transport=transport) as http:
            return await notices(http, URL)

    return asyncio.run(run())


def test_that_a_page_is_looked_at_through_the_one_way_out() -> None:
    assert "Mobile : perturbé dans le Grand Est" in look(httpx.Response(200, text=PAGE)).lines


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (httpx.Response(503), r"etat\.example"),
        (httpx.Response(200, text="  "), "sent an empty page"),
        (httpx.Response(200, text="<script>draw()</script>"), "may be written by a script"),
    ],
)
def test_that_what_cannot_be_looked_at_says_why(answer: httpx.Response, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        look(answer)
