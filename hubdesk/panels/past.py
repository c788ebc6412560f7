"""What panels say while a topic's past is being heard again: how far that is, and how long it still takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Millis, Rehearing, Topic
from hubdesk.i18n import _, duration, percent

STOP: Final = "past-stop"
GO_ON: Final = "past-go-on"


@dataclass(frozen=True, slots=True)
class Past:
    """How far the past was heard again, of every topic that is not done.

    `left`: how long the rest takes, by the pace that was measured; None while nobody knows. `dropped`: for a topic,
    the sources that kept only what topics heard when it came: what they dropped cannot be heard again. `is_ours`:
    the session may be written to, so that the work can be stopped and gone on with. `ended`: topics that are done
    already while others of the same lot are not, and how many mentions each was asked about: of thirty topics heard
    again one after the other, the part that is done must grow.
    """

    works: tuple[Rehearing, ...] = ()
    left: Millis | None = None
    dropped: tuple[tuple[int, tuple[str, ...]], ...] = ()
    is_ours: bool = True
    ended: tuple[tuple[int, int], ...] = ()

    def of(self, topics: Iterable[Topic]) -> Past:
        """The part of it that concerns these topics."""
        asked = {topic.id for topic in topics}
        works = tuple(work for work in self.works if work.topic in asked)
        dropped = tuple(one for one in self.dropped if one[0] in asked)
        return Past(works, self.left, dropped, self.is_ours, tuple(one for one in self.ended if one[0] in asked))

    def after(self, before: Past) -> Past:
        """The same, knowing what was to be done before: what is no more was done."""
        if not self.works:
            return replace(self, ended=())
        lot = dict(before.ended) | {work.topic: work.all for work in before.works}
        still = {work.topic for work in self.works}
        return replace(self, ended=tuple(one for one in lot.items() if one[0] not in still))

    @property
    def share(self) -> float:
        """The part that was asked again, of all the works together; never 1 before the end."""
        ended = sum(all_ for _topic, all_ in self.ended)
        whole = ended + sum(work.all for work in self.works)
        done = ended + sum(min(work.done, work.all) for work in self.works)
        return min(0.99, done / whole) if whole else 0.0

    @property
    def is_stopped(self) -> bool:
        return bool(self.works) and all(work.stopped for work in self.works)

    def lines(self) -> tuple[str, ...]:
        """`Incomplete: past re-heard to 61%, 40 s left.`, and the same shorter; none when there is nothing to do."""
        if not self.works:
            return ()
        share = percent(self.share, 0)
        if self.is_stopped:
            whole = _("Incomplete: past re-heard to {share}, stopped by you.").format(share=share)
            return whole, _("Incomplete: {share}, stopped.").format(share=share), share
        short = _("Incomplete: {share}.").format(share=share)
        if self.left is None:
            return _("Incomplete: past re-heard to {share}.").format(share=share), short, share
        time = duration(self.left)
        whole = _("Incomplete: past re-heard to {share}, {time} left.").format(share=share, time=time)
        return whole, _("Incomplete: {share}, {time} left.").format(share=share, time=time), short, share

    def remark(self) -> str:
        """What no hearing again can bring back; "" when all was kept."""
        names = sorted({name for _topic, sources in self.dropped for name in sources})
        if not self.works or not names:
            return ""
        return _("{sources}: what no topic heard was not kept, so it cannot be heard again.").format(
            sources=", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        )

    def action(self) -> tuple[str, str]:
        """The button's word and label."""
        if not self.works or not self.is_ours:
            return "", ""
        return (GO_ON, _("Go on")) if self.is_stopped else (STOP, _("Stop"))
