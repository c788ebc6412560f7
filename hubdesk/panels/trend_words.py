"""What a trend says of itself in words: its subtitle in each mode, and what nobody may overlook."""

from __future__ import annotations

from dataclasses import replace

from hubdesk.core import Millis
from hubdesk.i18n import _, duration, number
from hubdesk.panels.trend_grown import GrownTrend
from hubdesk.panels.trend_picture import UNITS, TrendPicture, notice, subtitle
from hubdesk.panels.trend_stack_words import BY
from hubdesk.widgets.chart_values import LOG, SHARE


def subtitle_of(picture: TrendPicture | GrownTrend) -> str:
    """The unit and the mode: by what, which scale, beside which time."""
    if isinstance(picture, TrendPicture):
        return subtitle(picture)
    words = [stack_unit(picture) if picture.stack is not None else subtitle(picture.trend)]
    if picture.stack is not None and picture.stack.has_several:
        words.append(_("one with several counts for each"))
    if picture.scale == LOG:
        words.append(_("log scale"))
    if picture.before is not None and has_before(picture):
        is_cut = len(picture.trend.lines) > len(picture.before.lines)
        dotted = _("dotted: {time} before, of the {n} loudest") if is_cut else _("dotted: {time} before")
        time, lines = duration(picture.before.shift), len(picture.before.lines)
        words.append(dotted.format(time=time, n=number(lines)))
    return ", ".join(words)


def stack_unit(picture: GrownTrend) -> str:
    """`mentions per hour by theme`, or `share of mentions by theme`."""
    stack = picture.stack
    if stack is None:
        return _(UNITS[picture.trend.step])
    if picture.scale == SHARE:
        return _("share of the mentions {by}").format(by=_(BY[stack.by]))
    return _("{unit} {by}").format(unit=_(UNITS[picture.trend.step]), by=_(BY[stack.by]))


def notice_of(picture: TrendPicture | GrownTrend) -> str:
    """In the panel itself: tabs hide its subtitle."""
    if isinstance(picture, TrendPicture):
        return " · ".join(filter(None, (notice(picture), _of_past(picture))))
    # All topics of a stack are counted, whatever has a layer.
    said = [notice(picture.trend if picture.stack is None else replace(picture.trend, asked=0))]
    if picture.is_alone:
        said.append(_("What is shown cannot be compared with an earlier time"))
    if picture.before is not None and not has_before(picture):
        said.append(_("Nobody listened {time} before").format(time=duration(picture.before.shift)))
    said.append(_of_past(picture.trend))
    return " · ".join(filter(None, said))


def _of_past(picture: TrendPicture) -> str:
    """A past crisis is of another session, which nobody narrows."""
    return _("The filters do not narrow the past crisis") if picture.past is not None and picture.is_narrowed else ""


def has_before(picture: GrownTrend) -> bool:
    """Whether anything is known of the earlier time."""
    before = picture.before
    return before is not None and any(value is not None for _topic, points in before.lines for _at, value in points)


def before_name(name: str, shift: Millis) -> str:
    """What a line of an earlier time is called."""
    return _("{topic}, {time} before").format(topic=name, time=duration(shift))
