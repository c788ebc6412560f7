"""How an alarm is said: in the bar, with what holds it back, and in a notification."""

from __future__ import annotations

from hubdesk.core import Millis
from hubdesk.core.alerts import Verdict, Why
from hubdesk.desk.alert_news import AlertPicture
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.episodes_known import Known
from hubdesk.panels.episodes_words import kind_words, moment, sentence, topic_name, when
from hubdesk.widgets.alert_row import Alert


def alert_of(one: Known, verdict: Verdict, picture: AlertPicture, zone: str, waiting: int) -> Alert:
    """One alarm for the bar; `waiting`: how many more there are."""
    topic = picture.topic(one.main.topic)
    return Alert(
        episode=one.id,
        severity=one.severity,
        kind=one.main.kind,
        called=kind_words(one),
        topic=topic,
        topics=picture.topics,
        name=topic_name(topic, one.main.topic),
        sentence=sentence(one, zone),
        since=when(one, picture.at, zone),
        waiting=waiting,
        quiet=held_words(verdict, picture.at, zone),
    )


def held_words(verdict: Verdict, at: Millis, zone: str) -> str:
    """Why it is told in the bar alone; "" when it was told aloud, or when that is over."""
    if verdict.why == Why.QUIET and verdict.until is not None and verdict.until > at:
        return _("Quiet hours until {time}").format(time=moment(verdict.until, at, zone))
    if verdict.why == Why.COOL_DOWN:
        return _("Told here alone: its topic alarmed before")
    return _("From before the session was opened here") if verdict.why == Why.PAST else ""


def notice_words(aloud: tuple[Known, ...], picture: AlertPicture, zone: str) -> tuple[str, str]:
    """Title and body of one notification, however many alarms there are: the first, and how many more."""
    first = aloud[0]
    title = f"{kind_words(first)} · {topic_name(picture.topic(first.main.topic), first.main.topic)}"
    body = sentence(first, zone)
    if more := len(aloud) - 1:
        others = ngettext("And {n} more alarm.", "And {n} more alarms.", more).format(n=number(more))
        body = f"{others} {body}"
    return title, body
