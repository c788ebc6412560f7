"""What the bars say: who listens, the worst fault, spans and dates in words, the footer of a picture."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, MINUTE, Coverage, SourceCoverage, SourceRow, SourceState, Span
from hubdesk.desk.coverage_line import Bars, CoverageLine, Fault, fault_words, worst_fault
from hubdesk.desk.footer import HEIGHT, Caption, footer_height, with_footer
from hubdesk.desk.scope_state import instant
from hubdesk.desk.status import StatusBar
from hubdesk.desk.words import full_instant, known_zone, span_words, zone_words
from hubdesk.widgets import theme

PARIS = "Europe/Paris"
NOW = instant(datetime(2026, 11, 19, 14, 32, 6), PARIS)


def source(name, state, last=None):
    return SourceCoverage(SourceRow(0, name, "feed", last_success_at=last), state, (), (), 0)


def bars(**over):
    facts = {
        "span": Span(NOW - DAY, NOW),
        "listening": 11,
        "sources": 12,
        "listened": (Span(NOW - DAY, NOW),),
        "gaps": (),
        "fault": None,
        "newest_at": NOW - 4000,
        "count": 16388,
        "total": 48210,
    }
    return Bars(**(facts | over))


def test_that_a_failed_source_goes_before_a_late_one_and_both_before_a_gap():
    late, failed = source("Forum", SourceState.LATE, 5), source("Blog", SourceState.FAILED, 9)
    gap = Span(NOW - HOUR, NOW - 50 * MINUTE)
    assert worst_fault(Coverage((late, failed), (gap,))) == Fault("failed", "Blog", 9)
    assert worst_fault(Coverage((late,), (gap,))) == Fault("late", "Forum", 5)
    assert worst_fault(Coverage((), (gap,))) == Fault("gap", gap=gap)
    assert worst_fault(Coverage((source("Forum", SourceState.LISTENING, 5),), ())) is None


def test_that_a_fault_of_another_day_names_the_day():
    gap = Span(NOW - HOUR, NOW - 50 * MINUTE)
    short, whole = fault_words(Fault("gap", gap=gap), PARIS, NOW)
    assert short == "nobody listened from 13:32 to 13:42"
    assert whole.startswith(short)
    assert "19 Nov 2026 13:32" in fault_words(Fault("gap", gap=gap), PARIS, NOW + DAY)[0]
    assert fault_words(Fault("failed", "Blog", None), PARIS, NOW)[1] == "Blog failed"
    assert fault_words(Fault("failed", "Blog", NOW), PARIS, NOW)[1] == "Blog failed, last heard at 14:32"


def test_that_the_line_says_who_listens_and_how_old_the_news_is(qtbot):
    line = CoverageLine()
    qtbot.addWidget(line)
    line.resize(1200, 24)
    line.show_bars(bars(fault=Fault("failed", "<b>Blog</b>", NOW)), PARIS, NOW, is_live=True)
    said = line.accessibleName()
    assert "11 sources of 12 listening" in said
    assert "newest mention 4" in said
    assert "<b>Blog</b> failed" in said
    line.show_bars(bars(newest_at=None, sources=0, listening=0), PARIS, NOW, is_live=True)
    assert "no mention yet" in line.accessibleName()
    line.show_bars(bars(), PARIS, NOW, is_live=False)
    assert "14:32" in line.accessibleName()
    assert not line.grab().isNull()


@pytest.mark.parametrize("width", [300, 700, 1366, 1920])
def test_that_nothing_on_the_line_overlaps_whatever_the_width(qtbot, french, width):
    line = CoverageLine()
    qtbot.addWidget(line)
    line.resize(width, 24)
    line.show_bars(bars(fault=Fault("failed", "Forum d’entraide", NOW)), PARIS, NOW, is_live=True)
    strip = line._strip.geometry()
    metrics = QFontMetricsF(theme.font("small"))
    assert strip.left() >= 32 + metrics.horizontalAdvance(line._listening())
    if width >= 700:
        assert strip.right() < width - metrics.horizontalAdvance(line._newest())
    assert not line.grab().isNull()


def test_that_the_status_bar_says_how_many_of_how_many(qtbot):
    status = StatusBar()
    qtbot.addWidget(status)
    status.resize(1000, 24)
    status.show_bars(bars(), 4)
    assert status.message() == "16,388 mentions in scope, of 48,210 · 4 topics"
    status.show_collecting("restarting", "The collector ended; next try in 2 s.")
    assert status.message().startswith("The collector ended")
    status.show_collecting("collecting")
    assert status.message().startswith("16,388")
    assert not status.grab().isNull()


def test_that_what_is_wrong_in_the_settings_stays_said_while_collecting_begins(qtbot):
    status = StatusBar()
    qtbot.addWidget(status)
    status.complain("Settings: settings.toml cannot be read.")
    for state in ("starting", "collecting"):
        status.show_collecting(state)
        assert status.message() == "Settings: settings.toml cannot be read."


def test_that_instants_and_spans_are_said_in_words(french):
    assert zone_words("UTC") == "UTC"
    assert "Paris" in full_instant(NOW, PARIS)
    assert "2026" in full_instant(NOW, PARIS)
    assert span_words(Span(NOW - HOUR, NOW), PARIS, NOW) == "13:32 – 14:32"
    assert span_words(Span(NOW - HOUR, NOW), PARIS, NOW + DAY) == "19/11/2026 13:32 – 14:32"
    assert span_words(Span(NOW - DAY, NOW), PARIS, NOW) == "18/11 14:32 – 19/11 14:32"
    assert span_words(Span(NOW - 7 * DAY, NOW), PARIS, NOW) == "12/11/2026 – 19/11/2026"


@pytest.mark.parametrize("zone", ["", "Not/AZone", "../../etc/passwd", "\x00", "Europe"])
def test_that_a_zone_nobody_knows_is_utc(zone):
    assert known_zone(zone) == "UTC"
    assert known_zone(PARIS) == PARIS


@pytest.mark.parametrize("synthetic", [True, False])
def test_that_a_picture_gets_its_footer_under_it(qtbot, synthetic):
    theme.use(QApplication.instance(), "light")
    picture = QPixmap(800, 300)
    picture.fill("white")
    caption = Caption("Trend", "Opérateurs", Span(NOW - HOUR, NOW), PARIS, synthetic)
    made = with_footer(picture, caption).toImage()
    assert (made.width(), made.height()) == (800, 300 + HEIGHT)
    dark = [x for x in range(800) if made.pixelColor(x, 300 + HEIGHT // 2).lightness() < 120]
    assert (max(dark) > 600) == synthetic, "the plate is at the right, or there is none"


@pytest.mark.parametrize("width", [240, 400])
def test_that_a_narrow_picture_keeps_its_span_and_zone_on_a_line_of_their_own(qtbot, width):
    theme.use(QApplication.instance(), "light")
    picture = QPixmap(width, 100)
    picture.fill("white")
    caption = Caption("Trend", "Opérateurs", Span(NOW - HOUR, NOW), PARIS, True)
    below = footer_height(caption, width)
    assert below > HEIGHT
    made = with_footer(picture, caption).toImage()
    assert made.height() == 100 + below
    later = with_footer(picture, replace(caption, span=Span(NOW - HOUR, NOW + 9 * HOUR))).toImage()
    assert made != later, "the span can be read"
