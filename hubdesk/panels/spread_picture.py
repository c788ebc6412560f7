"""What the spread panel reads: who repeats whom, what is publicly known of who was first, and what was listened to."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Coverage, Kind, Scope, Span
from hubdesk.panels.table_picture import unheard_of
from hubdesk.panels.voices_picture import Public, Standing
from hubdesk.store.reader import Account, Reader, Spread, SpreadGroup, SpreadOrder

LISTED = 30


@dataclass(frozen=True, slots=True)
class SpreadOptions:
    """`most`: how many groups are listed."""

    order: SpreadOrder = SpreadOrder.SIZE
    most: int = LISTED

    @property
    def subject(self) -> object:
        """What is asked about: a longer list of the same is no other question."""
        return self.order


@dataclass(frozen=True, slots=True)
class SpreadPicture:
    """`standings`: of who was first, in the order of the listed groups. `unheard`: when nobody listened. `empty`: of a
    scope without mentions, what was listened to. `is_narrowed`: by filters, which do not hide who was first."""

    span: Span
    zone: str
    options: SpreadOptions
    told: Spread
    standings: tuple[Standing, ...] = ()
    unheard: tuple[Span, ...] = ()
    empty: Coverage | None = None
    stored: int = 0
    is_narrowed: bool = False


def read_spread(reader: Reader, scope: Scope, options: SpreadOptions) -> SpreadPicture:
    """Worker thread: the groups in the order asked for."""
    facts = reader.facts()
    zone = facts.timezone or "UTC"
    told = reader.spread(scope, options.order, options.most)
    coverage = reader.coverage(scope)
    public = Public(reader.people(), reader.channels(), reader.topics(), scope.end, zone)
    return SpreadPicture(
        span=Span(scope.start, scope.end),
        zone=zone,
        options=options,
        told=told,
        standings=tuple(_standing(one, public) for one in told.listed),
        unheard=unheard_of(scope, coverage),
        empty=None if told.mentions else coverage,
        stored=facts.mentions,
        is_narrowed=bool(scope.filters),
    )


def _standing(group: SpreadGroup, public: Public) -> Standing:
    if group.first is None:
        return Standing()
    mention = group.first.mention
    outlets = (group.first.source,) if mention.kind == Kind.ARTICLE else ()
    return public.standing(account_of(group), outlets)


def account_of(group: SpreadGroup) -> Account:
    """Who was the first that we heard."""
    if group.first is None:
        return Account("")
    mention = group.first.mention
    return Account(mention.network, mention.author.handle, mention.author.name, mention.author.id)
