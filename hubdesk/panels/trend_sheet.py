"""The trend's numbers: a row a bin, a column a topic, what nobody listened to is empty."""

from __future__ import annotations

from hubdesk.i18n import _, iso
from hubdesk.panels.trend_picture import TrendPicture
from hubdesk.reports.sheet import Sheet


def trend_sheet(picture: TrendPicture) -> Sheet | None:
    """None when there is nothing to show. A smoothed curve's values are its means."""
    if picture.empty is not None or not picture.lines:
        return None
    names = [line.topic.name if line.topic is not None else _("All mentions") for line in picture.lines]
    if picture.smoothed_over:
        mean = _("{topic}, mean over {n} bins")
        names = [mean.format(topic=name, n=picture.smoothed_over) for name in names]
    by_time = [dict(line.points) for line in picture.lines]
    if picture.past is not None:  # its times are those of this session: it is aligned by its start
        names.append(_("{session}: {episode}").format(session=picture.past.session, episode=picture.past.words))
        by_time.append(dict(picture.past.points))
    usual = {} if picture.habit is None else {one.at: (one.low, one.middle, one.high) for one in picture.habit.bins}
    heads = [_("usual, low"), _("usual, middle"), _("usual, high")] if usual else []
    rows = []
    for at in sorted({at for points in by_time for at in points}):
        band = usual.get(at, (None, None, None)) if usual else ()
        rows.append((iso(at, picture.zone), *(points.get(at) for points in by_time), *band))
    return Sheet((_("Time"), *names, *heads), tuple(rows))
