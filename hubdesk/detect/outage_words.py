"""What is said of an outage: from which places, from the whole country, or that too few say where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from hubdesk.core import MINUTE, Millis
from hubdesk.detect.values import Said, Told
from hubdesk.i18n import N_

PLACE: Final = "place"
NATIONAL: Final = "national"
NOWHERE: Final = "nowhere"
BACK: Final = "back"  # the voice of an outage that comes back after its end
NATIONWIDE: Final = 5  # places that report, from which on it may be called the whole country

OVER: Final = N_("Outage reports are back to the usual after {length_ms}")
SIGHT: Final = N_("{placed} outage reports a day say where they are: too few to see an outage of a few départements")
_WORDS: Final = {
    PLACE: N_("{reports} outage reports in {window_ms} from {places}; {due} are usual there"),
    NATIONAL: N_("{reports} outage reports in {window_ms} from all over the country; {due} are usual"),
    NOWHERE: N_("{reports} outage reports in {window_ms}, {due} are usual; too few say where they are"),
}
_RARE: Final = 0.05  # usual reports: "0.0 are usual" would say that there are none
_RARE_WORDS: Final = {
    PLACE: N_("{reports} outage reports in {window_ms} from {places}; next to none are usual there"),
    NATIONAL: N_("{reports} outage reports in {window_ms} from all over the country; next to none are usual"),
    NOWHERE: N_("{reports} outage reports in {window_ms}, next to none are usual; too few say where they are"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What is said of an outage, and the mentions it rests on. No places: national, or nobody says where.

    `reports`: when each was published and its id, oldest first; `expected`: how many are usual there in the window;
    `national`: how many times the usual the whole country reports.
    """

    said: Said
    places: tuple[str, ...] = ()
    centre: str = ""
    window: Millis = 0
    is_national: bool = False
    reports: tuple[tuple[Millis, int], ...] = ()
    expected: float = 0.0
    national: float = 0.0


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be said of an outage, whether it begins or has spread. `places`: where it is likely to be, those
    `named` by reports among them."""

    voice: str
    words: Told
    severity: int
    window: Millis
    reports: tuple[tuple[Millis, int], ...]
    expected: float
    national: float
    named: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    centre: str = ""

    @classmethod
    def of(
        cls,
        voice: str,
        count: float,
        minutes: int,
        due: float,
        reports: tuple[tuple[Millis, int], ...],
        times: float,
        named: tuple[str, ...] = (),
    ) -> Self:
        """`count` reports in so many minutes where `due` are usual; `times`: the same of the whole country; `named`:
        the places that reports name."""
        window = minutes * MINUTE
        where = (("places", ", ".join(named)),) if named else ()
        said, usual = (_RARE_WORDS, ()) if due < _RARE else (_WORDS, (("due", due),))
        words = Told(said[voice], (("reports", int(count)), ("window_ms", window), *where, *usual))
        return cls(voice, words, _severity(count, count / max(due, 1e-9)), window, reports, due, times, named)

    @property
    def is_national(self) -> bool:
        return self.voice == NATIONAL

    def found(self, said: Said) -> Found:
        return Found(
            said, self.places, self.centre, self.window, self.is_national, self.reports, self.expected, self.national
        )


def _severity(count: float, times: float) -> int:
    """1 from the alarm on, 2 from twenty times the usual, 3 from fifty; where hardly anything is usual, a few reports
    are many times that and still few."""
    return 1 + (times >= 20.0 and count >= 10) + (times >= 50.0 and count >= 30)
