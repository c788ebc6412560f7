"""How the demonstration is made whole: once, all or nothing, and with one clear line when it cannot be."""

from __future__ import annotations

import lzma
import os
import sys
from pathlib import Path

import pytest

from hubdesk import demo
from hubdesk.cli import main
from hubdesk.core import HubdeskError
from hubdesk.resources import resource


def put(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, digest: str | None = None) -> None:
    """Another packed file, and perhaps another digest, in place of the shipped ones."""
    if content is not None:
        (folder / "demo.hubdesk.xz").write_bytes(content)
    (folder / "demo.sha256").write_text(resource(demo.DIGEST).read_text("ascii") if digest is None else digest)
    monkeypatch.setattr(demo, "PACKED", str(folder / "demo.hubdesk.xz"))
    monkeypatch.setattr(demo, "DIGEST", str(folder / "demo.sha256"))


def refused(cache: Path) -> str:
    with pytest.raises(HubdeskError) as error:
        demo.demo_path(cache)
    assert list(cache.rglob("*.hubdesk")) == []
    assert list(cache.rglob("unpacking-*")) == []
    return str(error.value)


def test_that_it_is_made_whole_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[float] = []
    assert not demo.is_unpacked(tmp_path)
    path = demo.demo_path(tmp_path, told.append)
    before = path.stat()
    assert demo.is_unpacked(tmp_path)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 20
    told.clear()
    assert demo.demo_path(tmp_path, told.append) == path
    assert told == []
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in path.parent.iterdir()] == ["demo.hubdesk"]


def test_that_a_newer_version_takes_the_older_one_s_place(tmp_path: Path) -> None:
    old = tmp_path / "demo-0123456789ab"
    old.mkdir()
    (old / "demo.hubdesk").write_bytes(b"old")
    demo.demo_path(tmp_path)
    assert not old.exists()


@pytest.mark.parametrize("keep", [0, 10, 5_000, -1])
def test_that_a_damaged_one_says_how_to_make_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    put(tmp_path, monkeypatch, resource(demo.PACKED).read_bytes()[:keep])
    line = refused(tmp_path / "cache")
    assert "python packaging/build_demo.py" in line
    assert "\n" not in line


def test_that_a_missing_one_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, monkeypatch, None)
    assert "missing or damaged" in refused(tmp_path / "cache")
    (tmp_path / "demo.sha256").unlink()
    assert "missing or damaged" in refused(tmp_path / "cache")


@pytest.mark.parametrize("content", [b"something else", b"x" * 60_000_000])
def test_that_another_content_than_the_digest_s_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    put(tmp_path, monkeypatch, lzma.compress(content, preset=0))
    assert "missing or damaged" in refused(tmp_path / "cache")


@pytest.mark.parametrize("digest", ["", "rubbish", "00 many demo.hubdesk", "zz 10 demo.hubdesk"])
def test_that_a_digest_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: str) -> None:
    put(tmp_path, monkeypatch, b"", digest)
    assert "missing or damaged" in refused(tmp_path / "cache")


def test_that_a_cache_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(HubdeskError, match=r"^The demonstration cannot be unpacked: .*cache"):
        demo.demo_path(tmp_path / "cache")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_that_nothing_is_written_beside_what_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    put(shipped, monkeypatch, resource(demo.PACKED).read_bytes())
    shipped.chmod(0o500)
    assert demo.demo_path(tmp_path / "cache").exists()


@pytest.mark.parametrize("verb", [["collect", "--once"], ["import"]])
def test_that_nothing_is_collected_or_imported_into_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    path = demo.demo_path(tmp_path)
    before = path.read_bytes()
    posts = tmp_path / "posts.csv"
    posts.write_text("date,text\n2026-11-19,Bonjour\n", "utf-8")
    words = [verb[0], str(path), *verb[1:], *([str(posts)] if verb[0] == "import" else [])]
    assert main(["--profile", str(tmp_path / "profile"), *words]) == 2
    assert "nothing is added to it" in capsys.readouterr().err
    assert path.read_bytes() == before
