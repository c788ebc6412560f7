"""What there is: sources, panels. Names to "module:name", imported when asked for, so that nobody pays for the rest.

To add a network or a panel: add its file, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from hubdesk.core import HubdeskError, Millis, SourceRow
from hubdesk.i18n import _

if TYPE_CHECKING:
    from hubdesk.panels.panel import Panel
    from hubdesk.sources.source import Config, Source

SOURCES: Final[dict[str, str]] = {
    "feed": "hubdesk.sources.feeds:make",
    "bluesky": "hubdesk.sources.bluesky:make",
    "mastodon": "hubdesk.sources.mastodon:make",
}

PANELS: Final[dict[str, str]] = {
    "feed": "hubdesk.panels.feed:FeedPanel",
    "trend": "hubdesk.panels.trend:TrendPanel",
    "compare": "hubdesk.panels.compare:ComparePanel",
    "coverage": "hubdesk.panels.coverage:CoveragePanel",
    "tone": "hubdesk.panels.tone:TonePanel",
    "themes": "hubdesk.panels.themes:ThemesPanel",
    "phrases": "hubdesk.panels.phrases:PhrasesPanel",
    "detail": "hubdesk.panels.detail:DetailPanel",
    "map": "hubdesk.panels.map:MapPanel",
    "corrections": "hubdesk.panels.corrections:CorrectionsPanel",
    "episodes": "hubdesk.panels.episodes:EpisodesPanel",
    "crisis": "hubdesk.panels.crisis:CrisisPanel",
}
REGION: Final = "region"  # a key that any [[source]] may have
LONGEST_REGION: Final = 100
PAGES: Final[dict[str, str]] = {"query": "hubdesk.panels.query:QueryPanel"}  # in place of the docks, when wanted

# Read without an account or a key. Site addresses are enough: the feed is found from them.
_PRESS: Final = (
    ("Univers Freebox", "https://www.universfreebox.com/feed"),
    ("Next", "https://next.ink/feed/"),
    ("01net", "https://www.01net.com/feed/"),
    ("Frandroid", "https://www.frandroid.com/feed"),
    ("ZDNet France", "https://www.zdnet.fr/feeds/rss/actualites/"),
)
_TAGS: Final = ("orange", "sfr", "bouyguestelecom", "freemobile")


def _named(entry: str) -> Any:
    module, _colon, name = entry.partition(":")
    return getattr(import_module(module), name)


def region_of(config: Mapping[str, object]) -> str:
    """Where a source says it is, in words such as Nord or Bretagne; "" when it does not. Any source may."""
    return str(config.get(REGION) or "")[:LONGEST_REGION]


def make_source(kind: str, config: Config) -> Source:
    """The source that a [[source]] table describes. HubdeskError when the kind or a key is wrong."""
    if kind not in SOURCES:
        raise HubdeskError(
            _("kind = “{kind}” is not a source; write one of: {kinds}").format(kind=kind, kinds=", ".join(SOURCES))
        )
    made: Source = _named(SOURCES[kind])({key: value for key, value in config.items() if key != REGION})
    return made


def source_row(kind: str, config: Config, name: str = "", every: Millis | None = None) -> SourceRow:
    """A row ready to be added to a session, with the network's own terms and pace."""
    source = make_source(kind, config)
    if REGION in config:
        _check_region(config[REGION])
    where = str(config.get("url") or config.get("endpoint") or "").removeprefix("https://").removeprefix("http://")
    where = where.partition("?")[0]  # what follows may be a key, and names are shown on walls
    tag = f" #{config['tag']}" if config.get("tag") else ""
    shown = name or {"bluesky": "Bluesky"}.get(kind, where.rstrip("/") or kind) + tag
    return SourceRow(
        id=0,
        name=shown,
        kind=kind,
        config=dict(config),
        terms=source.terms,
        every=source.every if every is None or source.every == 0 else every,
        keep=source.keep,
    )


def _check_region(region: object) -> None:
    """Raises HubdeskError for what no place of France is called; without the files of places, nobody can tell."""
    from hubdesk.enrich.places import PlaceReader, PlacesError  # the gazetteer, which few sources need

    try:
        if not isinstance(region, str) or not PlaceReader().read_profile(region):
            line = _("region = “{name}” is no place of France; write a department or region such as Nord or Bretagne")
            raise HubdeskError(line.format(name=str(region)[:LONGEST_REGION]))
    except PlacesError:
        return


def default_sources() -> tuple[SourceRow, ...]:
    """What a new session listens to when nobody says otherwise: nothing that asks for an account or a key."""
    rows = [source_row("bluesky", {}, "Bluesky")]
    for tag in _TAGS:
        config: Config = {"url": "https://mastodon.social", "mode": "tag", "tag": tag}
        rows.append(source_row("mastodon", config, f"Mastodon #{tag}"))
    rows.extend(source_row("feed", {"url": url}, name) for name, url in _PRESS)
    return tuple(rows)


def panel(name: str) -> type[Panel[Any]]:
    """One panel's class. HubdeskError when there is none of that name."""
    known = PANELS | PAGES
    if name not in known:
        raise HubdeskError(
            _("There is no panel “{name}”; there are: {names}").format(name=name, names=", ".join(known))
        )
    found: type[Panel[Any]] = _named(known[name])
    return found


def panels() -> dict[str, type[Panel[Any]]]:
    """The class of every panel that has a dock, by its name."""
    return {name: panel(name) for name in PANELS}
