"""What the watch for rising buzz and crises says: the figures that decided, as sentences."""

from __future__ import annotations

from hubdesk.core import DAY, MINUTE, Millis
from hubdesk.i18n import N_
from hubdesk.told import Told

_RARE = 6.0  # surprise from which the odds are only called smaller than one in a million

UNLIKELY = N_("{n} mentions in {span_ms} where {usual} are usual at this hour: by chance, once in {odds} times")
MOST_UNLIKELY = N_(
    "{n} mentions in {span_ms} where {usual} are usual at this hour: by chance, not once in a million times"
)
BIGGEST_IN = N_(
    "{n} mentions in {span_ms} where {usual} are usual at this hour: the most over the usual in {days} days"
)
BIGGEST_EVER = N_(
    "{n} mentions in {span_ms} where {usual} are usual at this hour: the most over the usual in all {days} days heard"
)
CONFIRMED = N_(
    "{n} mentions in {span_ms}: now also the most over the usual in {days} days; the alarm came {won_ms} before"
)
CRISIS = N_("{n} mentions in an hour, {times} times the usual {usual}; {signs} of {known} signs of a crisis")
BACK = N_("back to {n} mentions in 3 hours, where {usual} are usual; it lasted {lasted_ms}")
OUTGROWN = N_("after {lasted_ms} it rises over all it was before: told anew")
NEW_USUAL = N_("still {n} mentions in 3 hours after {lasted_ms}: this is the new usual")

NEGATIVE = N_("{share_share} of those read are negative, where {usual_share} is usual")
NEW_VOICES = N_("{share_share} of the voices are new to the session, where {usual_share} is usual")
SPREAD = N_("at least {n} sources speak of it")
REPLIES = N_("{n} replies in an hour where {usual} are usual")


def unlikely(count: float, span: Millis, due: float, surprise: float) -> Told:
    figures = (("n", round(count)), ("span_ms", span), ("usual", round(due, 3)))
    if surprise >= _RARE:
        return Told(MOST_UNLIKELY, figures)
    return Told(UNLIKELY, (*figures, ("odds", round(10.0**surprise))))


def biggest(count: float, span: Millis, due: float, days: float, is_known: bool, age: float) -> Told:
    """`days` since there was as much; not `is_known`: never in the `age` minutes that were listened to."""
    figures = (("n", round(count)), ("span_ms", span), ("usual", round(due, 3)))
    if is_known:
        return Told(BIGGEST_IN, (*figures, ("days", int(days))))
    return Told(BIGGEST_EVER, (*figures, ("days", round(age * MINUTE / DAY, 1))))


def confirmed(words: Told, won: Millis) -> Told:
    """What the big voice says of an episode that the early one had opened: the time won by listening to both."""
    names = ("n", "span_ms", "days")
    return Told(CONFIRMED, (*((name, words.figure(name)) for name in names), ("won_ms", won)))


def crisis(count: float, times: float, due: float, signs: int, known: int) -> Told:
    figures = (
        ("n", round(count)),
        ("times", round(times, 3)),
        ("usual", round(due, 3)),
        ("signs", signs),
        ("known", known),
    )
    return Told(CRISIS, figures)


def back(count: float, due: float, lasted: Millis) -> Told:
    return Told(BACK, (("n", round(count)), ("usual", round(due, 3)), ("lasted_ms", lasted)))


def new_usual(count: float, lasted: Millis) -> Told:
    return Told(NEW_USUAL, (("n", round(count)), ("lasted_ms", lasted)))


def outgrown(lasted: Millis) -> Told:
    return Told(OUTGROWN, (("lasted_ms", lasted),))
