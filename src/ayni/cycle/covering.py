"""Cover of a scheme's persons, each under the versions of the agreement he or she stands under."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.entitlement import actions as entitlement
from ayni.core.actor import Actor
from ayni.core.entitlement import (
    LawFrom,
    PaidMonth,
    Stretch,
    cover_under,
    joined,
    latency_spans,
    stretches_of,
)
from ayni.core.entitlement.spans import SPANS
from ayni.core.periods import Span
from ayni.cycle.law import law_of

#: Persons (all, when none are named) and the frame of their credited months -> spans of cover.
Persons = Sequence[int] | None


@dataclass(frozen=True, slots=True)
class SchemeLaws:
    """The signed versions of each agreement of a scheme, the oldest first."""

    scheme: int
    signed: Mapping[int, Sequence[LawFrom]]

    @property
    def conditions(self) -> dict[tuple[Stretch, ...], list[int]]:
        """Give the agreements by what they ask; one entry where all ask alike."""
        found: dict[tuple[Stretch, ...], list[int]] = {}
        for agreement, laws in self.signed.items():
            found.setdefault(stretches_of(laws), []).append(agreement)
        return found

    @property
    def give_latency(self) -> bool:
        """Tell whether any version gives cover after leaving."""
        laws = (law for laws in self.signed.values() for law in laws)
        return any(law.scheme.rules.entitlement.latency is not None for law in laws)

    def in_force(self, day: date, *, agreement: int) -> LawFrom:
        """Give the version of a day; the first one stands for the days before it."""
        laws = self.signed[agreement]
        return [law for law in laws if law.starts <= day or law is laws[0]][-1]


def laws_of_scheme(*, actor: Actor, scheme: int) -> SchemeLaws:
    """Load the law of every signed version of a scheme's agreements."""
    signed: dict[int, list[LawFrom]] = {}
    for version in alliances.versions(actor=actor, scheme=scheme):
        law = law_of(actor=actor, version=version)
        found = LawFrom(version.starts, law.scheme, law.terms)
        signed.setdefault(version.agreement, []).append(found)
    return SchemeLaws(scheme, signed)


def cover_of(
    *, actor: Actor, laws: SchemeLaws, persons: Persons = None
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Give the function from credited months to spans of cover.

    Only where agreements ask differently is it looked up who stands under which.
    """
    conditions = laws.conditions
    if len(conditions) == 1:
        (stretches,) = conditions
        return lambda months: cover_under(months, stretches=stretches)
    homes = _homes(actor=actor, laws=laws, persons=persons)

    def cover(months: pl.DataFrame) -> pl.DataFrame:
        parts = [pl.DataFrame(schema=SPANS)]
        for place, stretches in enumerate(conditions):
            here = homes.filter(pl.col("condition") == place)
            credited = months.join(here.select("person").unique(), on="person", how="semi")
            parts.append(_at_home(cover_under(credited, stretches=stretches), homes=here))
        return joined(pl.concat(parts))

    return cover


def _homes(*, actor: Actor, laws: SchemeLaws, persons: Persons) -> pl.DataFrame:
    """Give the days on which each insured person stands under which condition: no day under none."""
    places = {
        agreement: place
        for place, agreements in enumerate(laws.conditions.values())
        for agreement in agreements
    }
    stood = affiliations.agreements_of_insured(actor=actor, scheme=laws.scheme, persons=persons)
    ordered = stood.sort("person", "starts").with_columns(
        pl.col("agreement").replace_strict(places, return_dtype=pl.Int64).alias("condition")
    )
    before, after = pl.col("person").shift(1), pl.col("person").shift(-1)
    return ordered.with_columns(
        pl.when(before == pl.col("person"))
        .then("starts")
        .otherwise(pl.lit(date.min))
        .alias("from_day"),
        pl.when(after == pl.col("person"))
        .then(pl.col("starts").shift(-1))
        .otherwise(pl.lit(date.max))
        .alias("to_day"),
    )


def _at_home(spans: pl.DataFrame, *, homes: pl.DataFrame) -> pl.DataFrame:
    """Keep of each span the days on which the person stands under its condition."""
    return (
        spans.join(homes.select("person", "from_day", "to_day"), on="person")
        .with_columns(
            pl.max_horizontal("start", "from_day").alias("start"),
            pl.min_horizontal("end", "to_day").alias("end"),
        )
        .filter(pl.col("start") < pl.col("end"))
        .select(SPANS.names())
    )


def latency_of_leavers(*, actor: Actor, laws: SchemeLaws, persons: Persons = None) -> pl.DataFrame:
    """Derive the days of cover after leaving (``entitlement.latency_frame``).

    Each under the version in force on the last day of the affiliation. Nobody is looked up where no
    version gives such cover.
    """
    if not laws.give_latency:
        return entitlement.latency_frame([])
    leavers = affiliations.leavers(actor=actor, scheme=laws.scheme, persons=persons)
    months = entitlement.months_in_force(
        actor=actor, scheme=laws.scheme, persons=sorted({one.person for one in leavers})
    )
    paid: dict[int, list[PaidMonth]] = {}
    for person, month, counts_from in months.iter_rows():
        paid.setdefault(person, []).append(PaidMonth(month, counts_from))
    found: list[tuple[int, date, Span]] = []
    for one in leavers:
        law = laws.in_force(one.ended - timedelta(days=1), agreement=one.agreement)
        spans = latency_spans(
            law.scheme,
            ended=one.ended,
            back=one.back,
            paid=paid.get(one.person, []),
            terms=law.terms,
        )
        found += [(one.person, one.ended, span) for span in spans]
    return entitlement.latency_frame(found)
