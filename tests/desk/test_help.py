"""The help's pages: true of the demonstration, the same in both languages, and unable to fetch anything."""

import json
import re
import shlex
import sys
from datetime import datetime
from pathlib import Path

import pytest
from desk_fakes import a_session, surroundings
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from hubdesk import i18n
from hubdesk.alert_settings import alert_rules
from hubdesk.cli import main
from hubdesk.core import HOUR, Author, HubdeskError, SourceRow, Span
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alert_ways import Outgoing
from hubdesk.demo import demo_path
from hubdesk.desk.help import (
    ALERTS,
    FIELDS,
    PICTURE,
    QUERIES,
    SESSIONS,
    WEEK,
    WIDEST,
    HelpView,
    HelpWindow,
    read_page,
)
from hubdesk.desk.menus import MENUS
from hubdesk.desk.window import Desk
from hubdesk.i18n import _
from hubdesk.query.pieces import fields
from hubdesk.query.syntax import parse
from hubdesk.reports.alert_json import alert_json
from hubdesk.resources import resource
from hubdesk.settings import SETTINGS, Settings
from hubdesk.store.session import open_writer
from hubdesk.widgets import theme
from tests.fakes import NOON, entry, session, topic

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
import help_pictures

HELP = resource("help")
STOP = re.compile(r"^## (\d+)\. \S+ (\d+) [Nn]ovembe?re?, (\d\d:\d\d) · ", re.MULTILINE)
SPAN = re.compile(r"(\d+)/11 (\d\d:\d\d) \w+ (\d+)/11 (\d\d:\d\d)")
FRAME = re.compile(r"^```\n(.+?)^```$", re.MULTILINE | re.DOTALL)
IMAGE = QTextDocument.ResourceType.ImageResource.value
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)", extend=True)


def page(language):
    return (HELP / WEEK[language]).read_text("utf-8")


def pictures(language):
    return [Path(name).name for _words, name in PICTURE.findall(page(language))]


def red_picture(path, wide=40):
    picture = QImage(wide, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(path))
    return path


def shown(view, name):
    return view.document().resource(IMAGE, QUrl(name))


def test_that_every_picture_is_shown_by_a_page_and_made_by_the_script():
    named = {*pictures("fr"), *pictures("en")}
    made = {help_pictures.file_name(shot.name, language) for shot in help_pictures.SHOTS for language in ("fr", "en")}
    kept = {file.name: file for file in (HELP / "pictures").iterdir()}
    assert named == made == set(kept)
    assert sum(file.stat().st_size for file in kept.values()) < 1_500_000
    for file in kept.values():
        size = QImage(str(file)).size()
        assert (0, 0) < (size.width(), size.height()) <= (960, 540), file.name


def test_that_both_languages_have_the_same_stops_and_pictures():
    assert len(STOP.findall(page("en"))) == 18
    assert STOP.findall(page("fr")) == STOP.findall(page("en"))
    assert SPAN.findall(page("fr")) == SPAN.findall(page("en"))
    assert [name.replace(".fr.", ".en.") for name in pictures("fr")] == pictures("en")


def test_that_each_stop_lies_in_the_week_at_the_instant_of_its_picture():
    shots = {help_pictures.file_name(shot.name, "en"): datetime.fromisoformat(shot.at) for shot in help_pictures.SHOTS}
    stops = STOP.split(page("en"))[1:]
    for _number, day, clock, text in zip(*(iter(stops),) * 4, strict=True):
        at = datetime.fromisoformat(f"2026-11-{day} {clock}")
        assert datetime(2026, 11, 16) <= at < datetime(2026, 11, 23)
        for _words, name in PICTURE.findall(text):
            assert shots[Path(name).name] == at
        for _day, _from, last, to in SPAN.findall(text):
            assert (last, to) == (day, clock)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_lines_in_frames_are_what_hubdesk_answers(tmp_path, capsys, language):
    demo = str(demo_path(tmp_path))
    frames = FRAME.findall(page(language))
    assert len(frames) == 11
    for frame in frames:
        command, *told = frame.strip().splitlines()
        words = [demo if word == "demo.hubdesk" else word for word in shlex.split(command)]
        assert main(["--lang", language, *words[1:]]) == 0
        answered = capsys.readouterr().out.splitlines()
        for line in told:
            assert any(answer.startswith(line.removesuffix("…")) for answer in answered), (command, line, answered)


def test_that_all_weather_warnings_but_one_are_in_no_topic(tmp_path, capsys):
    """As the last stop says."""
    assert main(["search", str(demo_path(tmp_path)), '"vigilance orange"', "--limit", "1000", "--json"]) == 0
    topics = [mention["topics"] for mention in json.loads(capsys.readouterr().out)["mentions"]]
    assert len([named for named in topics if named]) == 1


def test_that_pages_hold_no_links_and_say_that_the_data_are_synthetic():
    for language, mark in (("fr", "données synthétiques"), ("en", "synthetic data")):
        text = page(language)
        assert mark in text.split("## ")[0]
        assert "http" not in text
        assert not re.search(r"(?<!!)\[[^\]]*\]\(", text)


def test_that_a_page_is_read_with_its_own_pictures_alone(tmp_path):
    folder = tmp_path / "help"
    folder.mkdir()
    red_picture(folder / "inside.png")
    outside = red_picture(tmp_path / "outside.png")
    names = ("inside.png", "../outside.png", str(outside), outside.as_uri(), "http://page.example/a.png", "gone.png")
    (folder / "page.md").write_text("\n\n".join(f"![x]({name})" for name in names), "utf-8")
    assert list(read_page(folder, "page.md").pictures) == ["inside.png"]
    with pytest.raises(HubdeskError, match=r"absent\.md"):
        read_page(folder, "absent.md")


def test_that_the_view_fetches_nothing(qtbot, tmp_path, monkeypatch):
    outside = red_picture(tmp_path / "outside.png")
    monkeypatch.chdir(tmp_path)
    view = HelpView()
    qtbot.addWidget(view)
    names = (outside.as_uri(), str(outside), "outside.png", "http://127.0.0.1:9/a.png")
    read = read_page(HELP, WEEK["en"])
    view.show_page(type(read)("\n\n".join(f"![x]({name})" for name in names) + '\n\n<img src="outside.png">'))
    view.show()
    for name in names:
        assert shown(view, name).width() == 1


def test_that_no_picture_is_wider_than_the_column(qtbot):
    theme.use(QApplication.instance(), "light")
    view = HelpView()
    qtbot.addWidget(view)
    view.resize(WIDEST + 200, 400)
    view.show()
    view.show_page(read_page(HELP, WEEK["en"]))
    name = PICTURE.findall(page("en"))[1][1]
    assert shown(view, name).width() == 800
    view.resize(500, 400)
    qtbot.waitUntil(lambda: shown(view, name).width() < 500)
    assert view.horizontalScrollBar().maximum() == 0


def test_that_a_missing_page_says_how_to_mend_it(qtbot, tmp_path):
    window = HelpWindow("Help", tmp_path, "page.md")
    window.show()
    qtbot.waitUntil(lambda: "Install Hubdesk again" in window.view.toPlainText())
    window.close()


@pytest.mark.parametrize(("language", "head"), [("fr", "Parcourir la semaine"), ("en", "A walk through")])
def test_that_the_menu_opens_the_walk_once_in_the_language_spoken(qtbot, tmp_path, language, head):
    i18n.use(language)
    theme.use(QApplication.instance(), "dark")
    desk = Desk(surroundings(tmp_path / "p"), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    for _twice in range(2):
        desk.menus.actions["week"].trigger()
    (window,) = desk.findChildren(HelpWindow)
    qtbot.waitUntil(lambda: window.view.toPlainText().startswith(head))
    assert window.isVisible()
    assert not window.isModal()
    with qtbot.waitSignal(window.destroyed):
        desk.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_page_on_queries_names_every_field_and_closed_value(language):
    i18n.use(language)
    text = read_page(HELP, QUERIES[language]).text
    assert FIELDS not in text
    for field in fields():
        assert f"`{field.name}:`" in text
        assert all(f"`{value}`" in text for value in field.values)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_every_framed_query_of_the_page_can_be_read(language):
    (frame,) = FRAME.findall((HELP / QUERIES[language]).read_text("utf-8"))
    assert [bool(parse(line).tree) and not parse(line).warnings for line in frame.splitlines()] == [True] * 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_page_on_alerts_names_every_setting_and_its_rules_can_be_used(language, tmp_path):
    text = (HELP / ALERTS[language]).read_text("utf-8")
    settings = [setting for setting in SETTINGS if setting.name.startswith("alert_")]
    assert len(settings) > 10
    assert all(f"`{setting.name}`" in text for setting in settings)
    file = tmp_path / "settings.toml"
    file.write_text(FRAME.findall(text)[-1], "utf-8")
    kept = Settings(file)
    assert not kept.problems
    assert alert_rules(kept, "UTC").rules == (
        AlertRule("Orange", "outage", 1, place="59"),
        AlertRule(person="@julie.example"),
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_page_on_alerts_shows_a_message_as_it_is_sent(language):
    shown = json.loads(FRAME.findall((HELP / ALERTS[language]).read_text("utf-8"))[0])
    sent = alert_json(Outgoing((), 0, "", "UTC", True, {}, 0, is_test=True), with_names=False)
    assert sorted(shown) == sorted(sent)
    assert shown["language"] == language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_commands_of_the_page_on_sessions_answer_in_their_order(tmp_path, monkeypatch, language):
    author = Author(handle="julie.example", name="Julie")
    path = session(tmp_path, ["La fibre est en panne"], [topic("Orange")]).rename(tmp_path / "session.hubdesk")
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky")).id
        said = [entry("La box aussi", [topic("Orange", id=1)], published_at=NOON, author=author)]
        writer.add_page(source, said, cursor="", due_at=0, seen_at=NOON + HOUR, covers=Span(NOON, NOON + HOUR))
    monkeypatch.chdir(tmp_path)
    (frame,) = FRAME.findall((HELP / SESSIONS[language]).read_text("utf-8"))
    lines = [shlex.split(line) for line in frame.splitlines()]
    assert [words[1] for words in lines] == [
        "seal", "check", "replay", "marks", "journal", "export", "erase", "erase",
    ]  # fmt: skip
    for words in lines:
        if "--merge" in words:
            Path(words[-1]).touch()  # nobody marked anything
        assert main(["--lang", language, *words[1:]]) == 0, words
    assert Path("journal.md").stat().st_size > 100
    assert "julie" not in Path("orange.csv").read_text("utf-8")
    assert all(b"julie.example" not in file.read_bytes() for file in Path().glob("*.hubdesk"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_page_on_sessions_names_menus_and_keys_as_they_are(language):
    i18n.use(language)
    text = (HELP / SESSIONS[language]).read_text("utf-8")
    rows = {row.word: (_(title).replace("&", ""), row) for title, rows in MENUS for row in rows}
    for word in ("replay", "overlay", "seal", "export-rows", "present", "merge-marks", "receipts"):
        title, row = rows[word]
        words = _(row.text).replace("&", "")
        if words == row.text.replace("&", "") and language == "fr":
            continue  # not said in French yet
        assert f"**{title} > {words}**" in text
    keys = {rows[word][1].keys.replace("Shift", "Maj") for word in ("replay", "export-rows", "present", "bookmark")}
    assert all(f"`{key if language == 'fr' else key.replace('Maj', 'Shift')}`" in text for key in keys)


@pytest.mark.parametrize(("word", "named"), [("alerts-help", ALERTS), ("sessions-help", SESSIONS)])
def test_that_the_menu_opens_its_page(qtbot, tmp_path, word, named):
    i18n.use("en")
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(tmp_path / "p"), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    desk.menus.actions[word].trigger()
    (window,) = desk.findChildren(HelpWindow)
    head = (HELP / named["en"]).read_text("utf-8").splitlines()[0].removeprefix("# ")
    qtbot.waitUntil(lambda: window.view.toPlainText().startswith(head))
    desk.close()


@pytest.mark.parametrize("named", [WEEK, QUERIES, ALERTS, SESSIONS])
def test_that_the_pages_say_the_same_in_both_languages(named):
    pages = {language: (HELP / named[language]).read_text("utf-8") for language in ("fr", "en")}
    shapes = {language: [line[:2] for line in text.splitlines() if line] for language, text in pages.items()}
    marks = {
        language: [mark if mark in ("# ", "##", "- ", "``", "{f") else "" for mark in shape]
        for language, shape in shapes.items()
    }
    assert marks["fr"] == marks["en"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_searches_kept_in_the_profile_are_named(language):
    text = (HELP / QUERIES[language]).read_text("utf-8")
    assert all(f"`{setting.name}`" in text for setting in SETTINGS if "search" in setting.name)


def test_that_both_pages_open_side_by_side(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(tmp_path / "p"), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    for word in ("week", "language-help", "language-help"):
        desk.menus.actions[word].trigger()
    windows = {window.name: window for window in desk.findChildren(HelpWindow)}
    assert set(windows) == {WEEK["en"], QUERIES["en"]}
    qtbot.waitUntil(lambda: "followers:" in windows[QUERIES["en"]].view.toPlainText())
    desk.close()
