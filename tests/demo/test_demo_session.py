"""The demonstration: what is in it, that it is made again the same, and where it is unpacked."""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hubdesk import demo
from hubdesk.core import MINUTE, Heard, HubdeskError, Kind, Scope, SourceState
from hubdesk.resources import resource
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="module", autouse=True)
def _builder_on_the_path() -> Iterator[None]:
    sys.path.insert(0, str(PACKAGING))
    yield
    sys.path.remove(str(PACKAGING))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    import build_demo  # here, not above: it is in packaging, not in the package

    path = tmp_path_factory.mktemp("rebuilt") / "demo.hubdesk"
    build_demo.build(path)
    with open_reader(path) as reader:
        yield reader


def whole_day(reader: Reader) -> Scope:
    from demo_listening import END, START  # here, not above: it is in packaging, not in the package

    return Scope(reader.topics(), START, END)


def everything(reader: Reader) -> tuple[Heard, ...]:
    day = whole_day(reader)
    return reader.latest(Scope((), day.start, day.end), 100_000)


def test_that_it_says_it_is_synthetic(shipped: Reader) -> None:
    facts = shipped.facts()
    assert facts.synthetic
    assert facts.title == "Démonstration\u00a0: un jeudi de novembre"
    assert facts.timezone == "Europe/Paris"


def test_that_it_holds_thousands_of_mentions_of_four_operators_on_every_network(shipped: Reader) -> None:
    day = whole_day(shipped)
    assert shipped.facts().mentions >= 3_600
    assert shipped.count(day) >= 3_000
    shares = {topic.name: count for topic, count in shipped.shares(day)}
    assert set(shares) == {"Orange", "SFR", "Bouygues Telecom", "Free"}
    assert min(shares.values()) > 150
    heard = everything(shipped)
    assert {one.mention.network for one in heard} == {"bluesky", "mastodon", "feed", "appstore"}
    assert {one.mention.kind for one in heard} >= {
        Kind.POST, Kind.REPLY, Kind.REPOST, Kind.COMMENT, Kind.ARTICLE, Kind.REVIEW,
    }  # fmt: skip


def test_that_the_posts_come_from_many_different_hand_written_ones() -> None:
    from demo_day import day  # here, not above: it is in packaging, not in the package
    from demo_texts import load

    written = [text for text in load() if text.kind != "reaction"]
    assert len({text.text for text in written}) == len(written) >= 220
    bases = Counter(one.text.text for one in day(1) if one.mention.kind != Kind.REPOST)
    assert len(bases) >= 200
    assert max(bases.values()) < sum(bases.values()) / 20


def test_that_no_topic_catches_the_fruit_the_town_or_the_builder(shipped: Reader) -> None:
    from demo_texts import load  # here, not above: it is in packaging, not in the package

    strangers = {text.text for text in load() if not text.of and text.kind != "reaction"}
    heard = [one for one in everything(shipped) if one.mention.text.replace("#", "") in strangers]
    assert len({one.mention.text for one in heard}) >= 15
    assert [one.mention.text for one in heard if one.matches] == []


def test_that_one_rise_stands_out_of_the_day(shipped: Reader) -> None:
    from demo_listening import at  # here, not above: it is in packaging, not in the package
    from demo_pace import OUTAGE

    orange = next(topic for topic in shipped.topics() if topic.name == "Orange")
    day = whole_day(shipped)
    curve = dict(shipped.volume(orange, Scope((orange,), at(8), day.end), 10 * MINUTE))
    morning = [count or 0 for start, count in curve.items() if start < OUTAGE - 10 * MINUTE]
    peak = max(curve, key=lambda start: curve[start] or 0)
    assert OUTAGE + 30 * MINUTE <= peak <= OUTAGE + 90 * MINUTE
    assert (curve[peak] or 0) > 20 * (sum(morning) / len(morning))


def test_that_the_minutes_nobody_listened_are_unknown_and_not_zero(shipped: Reader) -> None:
    from demo_listening import GAP  # here, not above: it is in packaging, not in the package

    day = whole_day(shipped)
    around = Scope((), GAP.start - 5 * MINUTE, GAP.end + 5 * MINUTE)
    curve = shipped.volume(None, Scope((), around.start, day.end), MINUTE)
    unknown = [start for start, count in curve if count is None and start < GAP.end + 5 * MINUTE]
    assert unknown == list(range(GAP.start, GAP.end, MINUTE))
    assert [one for one in everything(shipped) if GAP.start <= one.at < GAP.end] == []
    assert [gap for gap in shipped.gaps(day) if gap.end - gap.start > MINUTE] == [GAP]


def test_that_one_source_is_failing_since_the_gap(shipped: Reader) -> None:
    failing = [one for one in shipped.coverage(whole_day(shipped)).sources if one.state == SourceState.FAILED]
    assert [one.source.name for one in failing] == ["Forum d’entraide"]
    assert "503" in failing[0].source.last_error


def test_that_nothing_was_seen_before_it_was_published(shipped: Reader) -> None:
    heard = everything(shipped)
    assert all(one.mention.published_at is not None and one.mention.published_at <= one.seen_at for one in heard)
    assert any(one.withdrawn_at is not None and not one.mention.text for one in heard)
    assert any(one.edited_at is not None for one in heard)


def test_that_every_person_and_site_is_invented(shipped: Reader) -> None:
    for one in everything(shipped):
        handle = one.mention.author.handle
        assert not handle or handle.endswith(".example"), handle
        assert not one.mention.url or ".example/" in one.mention.url, one.mention.url


def test_that_the_file_is_sound(shipped: Reader) -> None:
    assert shipped.problems() == ()


def test_that_making_it_again_gives_the_same_content(shipped: Reader, rebuilt: Reader) -> None:
    """When this fails: python packaging/build_demo.py, and commit what it made."""
    assert rebuilt.topics() == shipped.topics()
    assert rebuilt.sources() == shipped.sources()
    day = whole_day(shipped)
    assert rebuilt.coverage(day) == shipped.coverage(day)
    assert list(map(told, everything(rebuilt))) == list(map(told, everything(shipped)))


def told(heard: Heard) -> Heard:
    """Without the id that a withdrawn mention is left with: it is hashed with each file's own key."""
    return replace(heard, mention=replace(heard.mention, native_id="")) if heard.withdrawn_at else heard


def test_that_it_is_unpacked_once(tmp_path: Path) -> None:
    path = demo.demo_path(tmp_path)
    before = path.stat()
    assert demo.demo_path(tmp_path) == path
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in path.parent.iterdir()] == ["demo.hubdesk"]


def test_that_a_newer_version_takes_the_older_one_s_place(tmp_path: Path) -> None:
    old = tmp_path / "demo-0123456789ab"
    old.mkdir()
    (old / "demo.hubdesk").write_bytes(b"old")
    demo.demo_path(tmp_path)
    assert not old.exists()


@pytest.mark.parametrize("keep", [10, 5_000, -1])
def test_that_a_damaged_one_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int) -> None:
    packed = tmp_path / "demo.hubdesk.gz"
    packed.write_bytes(resource(demo.PACKED).read_bytes()[:keep])
    monkeypatch.setattr(demo, "PACKED", str(packed))
    with pytest.raises(HubdeskError, match=r"damaged; install Hubdesk again$"):
        demo.demo_path(tmp_path / "cache")
    assert list((tmp_path / "cache").rglob("*.hubdesk")) == []
    assert list((tmp_path / "cache").rglob("unpacking-*")) == []


def test_that_another_content_than_the_shipped_digest_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "demo.hubdesk.gz"
    packed.write_bytes(gzip.compress(b"something else"))
    monkeypatch.setattr(demo, "PACKED", str(packed))
    with pytest.raises(HubdeskError, match="damaged"):
        demo.demo_path(tmp_path / "cache")


def test_that_a_cache_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(HubdeskError, match=r"^The demonstration cannot be unpacked: .*cache"):
        demo.demo_path(tmp_path / "cache")
