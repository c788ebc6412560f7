"""setup.toml: what it declares, and one clear line for what is wrong in it."""

import os
from pathlib import Path

import pytest

from hubdesk.core import MINUTE, HubdeskError
from hubdesk.plugins import source_row
from hubdesk.setup_file import SetupError, load, period

GOOD = """
[session]
title = "Opérateurs"
timezone = "Europe/Paris"

[[topic]]
name = "Orange"
role = "own"
colour = "#ff7900"
query = '(orange NEAR/6 (fibre OR box OR panne)) OR @orange OR livebox OR sosh'

[[topic]]
name = "Free"
query = "freebox"

[[source]]
kind = "feed"
url = "https://courrier.example/feed/"
every = "2m"

[[source]]
kind = "mastodon"
url = "https://mastodon.example"
mode = "tag"
tag = "orange"

[[person]]
name = "Une journaliste"
role = "journalist"
role_source = "https://courrier.example/equipe"
accounts = ["bluesky:journaliste.example"]

[[channel]]
topic = "Orange"
kind = "status-page"
url = "https://etat.example"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "setup.toml"
    path.write_text(text, "utf-8")
    return path


def test_that_a_setup_declares_topics_sources_people_and_channels(tmp_path: Path) -> None:
    setup = load(written(tmp_path, GOOD), source_row)
    assert (setup.title, setup.timezone) == ("Opérateurs", "Europe/Paris")
    assert [(topic.name, topic.role) for topic in setup.topics] == [("Orange", "own"), ("Free", "subject")]
    assert [row.kind for row in setup.sources] == ["feed", "mastodon"]
    assert setup.sources[0].every == 2 * MINUTE
    assert setup.people[0]["name"] == "Une journaliste"
    assert setup.channels == (
        {
            "kind": "status-page",
            "url": "https://etat.example",
            "every": 2 * MINUTE,
            "allow_private": False,
            "topic": "Orange",
        },
    )


def test_that_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twice = '[[source]]\nkind = "feed"\nurl = "https://a.example/feed"\n' * 2
    names = [row.name for row in load(written(tmp_path, twice), source_row).sources]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('role = "own"', 'rolle = "own"', 8, "rolle"),
        ('role = "own"', 'role = "boss"', 8, "boss"),
        ('colour = "#ff7900"', 'colour = "orange"', 9, "orange"),
        ('query = "freebox"', 'query = "freebox AND"', 14, "14"),
        ('query = "freebox"', 'query = "(freebox"', 14, ""),
        ('every = "2m"', 'every = "2 moons"', 19, "2 moons"),
        ('every = "2m"', 'every = "1s"', 19, "10s"),
        ('timezone = "Europe/Paris"', 'timezone = "Paris"', 4, "Paris"),
        ('kind = "feed"', 'kind = "fax"', 17, "fax"),
        ('url = "https://courrier.example/feed/"', 'url = "file:///etc/passwd"', 18, "http"),
        ('name = "Free"', 'name = "Orange"', 13, "Orange"),
        ('role_source = "https', 'role_since = 5 # "https', 30, "role_since"),
        ('accounts = ["bluesky', 'accounts = [5] # "bluesky', 31, "list"),
        ('every = "2m"', "enabled = 1", 19, "true or false"),
        ('every = "2m"', 'name = ["Courrier"]', 19, "text"),
        ("orange NEAR/6", "orange OR " * 2_000 + "orange", 10, "10000"),
    ],
)
def test_that_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(SetupError) as told:
        load(written(tmp_path, GOOD.replace(old, new, 1)), source_row)
    assert f"line {line}," in str(told.value)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "[session",
        "= 1",
        "session = 5",
        "session = [1]",
        "[[session]]",
        "x = " + "[" * 9_000,
        "x = " + "9" * 5_000,
        '[topic]\nname = "x"',
        'colour = "#fff"',
        "\0",
    ],
)
def test_that_what_is_no_setup_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(HubdeskError) as told:
        load(written(tmp_path, text), source_row)
    assert str(told.value).count("\n") == 0


def test_that_a_missing_setup_is_named(tmp_path: Path) -> None:
    with pytest.raises(HubdeskError, match=r"absent\.toml"):
        load(tmp_path / "absent.toml", source_row)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('kind = "fax"\nurl = "https://x.example"', "status-page, site-banner, account, feed"),
        ('kind = "feed"', "“url” is missing"),
        ('kind = "account"\nurl = "https://x.example"', "“account” is missing"),
        ('kind = "account"\naccount = "orange"', "bluesky:name.example"),
        ('kind = "account"\naccount = "mastodon:@orange"', "mastodon:name@server.example"),
        ('kind = "feed"\nurl = "ftp://x.example"', "https://"),
        ('kind = "feed"\nurl = "https://me:secret@x.example"', "without a user name"),
        ('kind = "feed"\nurl = "https://x.example"\ntopic = "Orage"', "no .*topic.* is called “Orage”"),
        ('kind = "feed"\nurl = "https://x.example"\nevery = "1s"', "10s"),
        ('kind = "feed"\nurl = "https://x.example"\nallow_private = "yes"', "true or false"),
    ],
)
def test_that_a_channel_nobody_could_watch_is_named_with_its_line(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(SetupError, match=words) as told:
        load(written(tmp_path, f"[[channel]]\n{lines}\n"), source_row)
    assert "secret" not in str(told.value)
    assert "[[channel]]" in str(told.value)


def test_that_a_local_server_may_be_asked_each_second(tmp_path: Path) -> None:
    text = '[[source]]\nkind = "feed"\nurl = "http://127.0.0.1:8094/feed/"\nallow_private = true\nevery = "1s"\n'
    assert load(written(tmp_path, text), source_row).sources[0].every == 1000


def test_that_periods_are_read() -> None:
    assert [period(text) for text in ("30s", "5m", "2h", "1d", "5", "m", "-5m")] == [
        30_000, 300_000, 7_200_000, 86_400_000, None, None, None,
    ]  # fmt: skip


def test_that_a_setup_saved_by_any_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "setup.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(load(path, source_row).topics) == 2
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(HubdeskError, match=r"line 3.*UTF-8"):
        load(path, source_row)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_that_a_pipe_is_no_setup_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(HubdeskError, match="not a file"):
        load(tmp_path / "pipe", source_row)


def test_that_a_source_may_start_switched_off_and_a_date_is_kept(tmp_path: Path) -> None:
    text = GOOD.replace('every = "2m"', "enabled = false").replace(
        "role_source", "role_since = 2024-05-01\nrole_source"
    )
    setup = load(written(tmp_path, text), source_row)
    assert [row.enabled for row in setup.sources] == [False, True]
    assert setup.sources[0].off_reason
    assert setup.people[0]["role_since"] == "2024-05-01"


def test_that_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    text = '[[source]]\nkind = "feed"\nurl = "https://marie:hunter2@courrier.example/feed"\n'
    with pytest.raises(HubdeskError) as told:
        load(written(tmp_path, text), source_row)
    assert "hunter2" not in str(told.value)


def test_that_a_key_in_an_address_is_no_part_of_a_name(tmp_path: Path) -> None:
    text = '[[source]]\nkind = "feed"\nurl = "https://courrier.example/feed?key=hunter2"\n'
    assert load(written(tmp_path, text), source_row).sources[0].name == "courrier.example/feed"
