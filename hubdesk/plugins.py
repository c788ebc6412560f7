"""What there is: sources, panels. Names to "module:name", imported when asked for, so that nobody pays for the rest.

To add a network or a panel: add its file, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from hubdesk.core import HubdeskError, Millis, SourceRow
from hubdesk.i18n import N_, _

if TYPE_CHECKING:
    from hubdesk.panels.panel import Maker, Panel
    from hubdesk.sources.source import Config, Source
    from hubdesk.wall.face import Face


@dataclass(frozen=True, slots=True)
class Listed:
    """A panel by its title, which menus and tabs show, and where its class is: imported when one is made."""

    title: str  # its class has the same
    where: str

    def __call__(self) -> Panel[Any]:
        made: Panel[Any] = _named(self.where)()
        return made


@dataclass(frozen=True, slots=True)
class Faced:
    """A face of a wall: its title, where its class is, and the options that a scenes file may give it: the values each
    may have, or an example of its kind (0, "", False, 0.0)."""

    title: str
    where: str
    takes: Mapping[str, object] = field(default_factory=dict)


SOURCES: Final[dict[str, str]] = {
    "feed": "hubdesk.sources.feeds:make",
    "bluesky": "hubdesk.sources.bluesky:make",
    "mastodon": "hubdesk.sources.mastodon:make",
}

PANELS: Final[dict[str, Listed]] = {
    "feed": Listed(N_("Feed"), "hubdesk.panels.feed:FeedPanel"),
    "trend": Listed(N_("Trend"), "hubdesk.panels.trend:TrendPanel"),
    "compare": Listed(N_("Comparison"), "hubdesk.panels.compare:ComparePanel"),
    "coverage": Listed(N_("Coverage"), "hubdesk.panels.coverage:CoveragePanel"),
    "tone": Listed(N_("Tone"), "hubdesk.panels.tone:TonePanel"),
    "themes": Listed(N_("Themes"), "hubdesk.panels.themes:ThemesPanel"),
    "phrases": Listed(N_("New phrases"), "hubdesk.panels.phrases:PhrasesPanel"),
    "voices": Listed(N_("Voices"), "hubdesk.panels.voices:VoicesPanel"),
    "heat": Listed(N_("Hours"), "hubdesk.panels.heat:HeatPanel"),
    "spread": Listed(N_("Spread"), "hubdesk.panels.spread:SpreadPanel"),
    "table": Listed(N_("Table"), "hubdesk.panels.table:TablePanel"),
    "detail": Listed(N_("Detail"), "hubdesk.panels.detail:DetailPanel"),
    "map": Listed(N_("Map"), "hubdesk.panels.map:MapPanel"),
    "corrections": Listed(N_("Corrections"), "hubdesk.panels.corrections:CorrectionsPanel"),
    "episodes": Listed(N_("Episodes"), "hubdesk.panels.episodes:EpisodesPanel"),
    "board": Listed(N_("Buzz board"), "hubdesk.panels.board:BoardPanel"),
    "crisis": Listed(N_("Crisis room"), "hubdesk.panels.crisis:CrisisPanel"),
    "audit": Listed(N_("Amplification"), "hubdesk.panels.audit:AuditPanel"),
    "marks": Listed(N_("Marks"), "hubdesk.panels.marks:MarksPanel"),
    "journal": Listed(N_("Journal"), "hubdesk.panels.journal:JournalPanel"),
}
FACES: Final[dict[str, Faced]] = {
    "trend": Faced(N_("Trend"), "hubdesk.wall.face_trend:TrendFace", {"habit": True}),
    "compare": Faced(N_("Comparison"), "hubdesk.wall.face_compare:CompareFace"),
    "volume": Faced(N_("Mentions"), "hubdesk.wall.face_volume:VolumeFace"),
    "clock": Faced(N_("Clock"), "hubdesk.wall.face_clock:ClockFace", {"since": ""}),
    "episode": Faced(N_("Episode"), "hubdesk.wall.face_episode:EpisodeFace", {"episode": 0}),
    "crisis": Faced(N_("Crisis room"), "hubdesk.wall.face_crisis:CrisisFace", {"episode": 0}),
    "silence": Faced(N_("Official silence"), "hubdesk.wall.face_silence:SilenceFace", {"episode": 0}),
    "unanswered": Faced(N_("Unanswered"), "hubdesk.wall.face_unanswered:UnansweredFace", {"episode": 0}),
    "feed": Faced(N_("Feed"), "hubdesk.wall.face_feed:FeedFace", {"query": ""}),
    "post": Faced(N_("Post"), "hubdesk.wall.face_post:PostFace", {"by": ("new", "reach", "rarity"), "query": ""}),
    "quote": Faced(N_("Quote"), "hubdesk.wall.face_quote:QuoteFace"),
    "journal": Faced(N_("Journal"), "hubdesk.wall.face_journal:JournalFace"),
    "board": Faced(N_("Buzz board"), "hubdesk.wall.face_board:BoardFace", {"which": ("all", "rose", "fizzled")}),
    "map": Faced(N_("Map"), "hubdesk.wall.face_map:MapFace"),
    "tone": Faced(N_("Tone"), "hubdesk.wall.face_tone:ToneFace", {"towards": False}),
    "themes": Faced(N_("Themes"), "hubdesk.wall.face_themes:ThemesFace"),
    "phrases": Faced(N_("New phrases"), "hubdesk.wall.face_phrases:PhrasesFace"),
    "voices": Faced(N_("Voices"), "hubdesk.wall.face_voices:VoicesFace"),
    "coverage": Faced(N_("Coverage"), "hubdesk.wall.face_coverage:CoverageFace"),
}
REGION: Final = "region"  # a key that any [[source]] may have
LONGEST_REGION: Final = 100
EDITOR: Final = "hubdesk.wall.editor:open_editor"  # of a wall's scenes, beside the desk
PAGES: Final = {"query": Listed(N_("Query"), "hubdesk.panels.query:QueryPanel")}  # in place of the docks, when wanted

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
    found: type[Panel[Any]] = _named(known[name].where)
    return found


def panels() -> dict[str, Maker]:
    """What makes each panel that has a dock, by its name; nothing is imported yet."""
    return dict(PANELS)


def face(name: str) -> type[Face[Any]]:
    """One face's class. HubdeskError when a wall has none of that name."""
    if name not in FACES:
        known = (
            _("“{panel}” is a panel of the desk alone") if name in PANELS | PAGES else _("there is no panel “{panel}”")
        )
        line = _("{why}; a wall shows: {names}")
        raise HubdeskError(line.format(why=known.format(panel=name), names=", ".join(FACES)))
    found: type[Face[Any]] = _named(FACES[name].where)
    return found


def scene_editor() -> Callable[..., object]:
    """What opens the editor of a wall's scenes: wall/editor.py says what it is given."""
    made: Callable[..., object] = _named(EDITOR)
    return made
