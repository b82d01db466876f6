"""Latency: cover that goes on after leaving, by the months contributed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ayni.core.assessment import Step
from ayni.core.assessment.plan import Shown
from ayni.core.assessment.working import Line, steps_of
from ayni.core.entitlement.facts import PaidMonth
from ayni.core.entitlement.season import in_season
from ayni.core.entitlement.words import LABELS
from ayni.core.periods import Span, month_of, months_later
from ayni.core.scheme import ParameterMissing, Reading, Scheme, Terms, read


class NoLatency(LookupError):
    """A scheme that gives no cover after leaving."""


class ImpossibleMonths(ValueError):
    """More months contributed than the window has, or fewer than none."""


@dataclass(frozen=True, slots=True)
class LatencyGiven:
    """The months of cover after leaving, and the parameters they rest on: the window and the band's."""

    contributed: int
    months: int
    readings: tuple[Reading, ...]

    @property
    def window(self) -> int:
        """Give the number of months that were looked at."""
        return self.readings[0].number

    def steps(self, language: str = "es") -> list[Step]:
        """Explain it, each step beside the parameter it rests on."""
        window, gives = self.readings
        lines = [
            Line("window", "window", Shown.COUNT, window.number, reading=window),
            Line("contributed", "contributed", Shown.COUNT, self.contributed),
            Line("gives", "gives", Shown.COUNT, self.months, reading=gives),
        ]
        return steps_of(lines, currency="", language=language, labels=LABELS)


def latency_of(
    scheme: Scheme, *, contributed: int, day: date, terms: Terms | None = None
) -> LatencyGiven:
    """Read the scheme's latency table, as of the day the affiliation ended."""
    rule = scheme.rules.entitlement.latency
    if rule is None:
        raise NoLatency(f"{scheme.code} gives no cover after leaving")
    window = read(scheme, name=rule.window, day=day, terms=terms)
    if not 0 <= contributed <= window.number:
        raise ImpossibleMonths(f"{contributed} months contributed of {window.number}")
    name = next(one.gives for one in rule.bands if one.upto is None or contributed <= one.upto)
    gives = read(scheme, name=name, day=day, terms=terms)
    return LatencyGiven(contributed, gives.number, (window, gives))


def latency_after(
    scheme: Scheme, *, ended: date, counted: Iterable[int], terms: Terms | None = None
) -> LatencyGiven:
    """Count the months contributed in the window that ends with the last month of affiliation.

    ``ended`` is the first day without affiliation; the month of the day before is the window's last.
    """
    rule = scheme.rules.entitlement.latency
    if rule is None:
        raise NoLatency(f"{scheme.code} gives no cover after leaving")
    window = read(scheme, name=rule.window, day=ended, terms=terms).number
    last = month_of(ended - timedelta(days=1))
    contributed = sum(last - window < month <= last for month in set(counted))
    return latency_of(scheme, contributed=contributed, day=ended, terms=terms)


def latency_ends(ended: date, *, months: int) -> date:
    """Give the last day of cover after leaving; with no month, the last day of affiliation."""
    return months_later(ended, months=months) - timedelta(days=1)


def latency_spans(
    scheme: Scheme,
    *,
    ended: date,
    back: date | None,
    paid: Sequence[PaidMonth],
    terms: Terms | None = None,
) -> tuple[Span, ...]:
    """Give the days of cover after leaving, as an answer would on each of them.

    ``ended`` is the first day without affiliation and ``back`` that of the next one, if any. A month paid
    after leaving counts from its day on. None where the law gave no such cover to who left that day.
    """
    entitlement = scheme.rules.entitlement
    later = {one.counts_from for one in paid if one.counts_from > ended}
    days = sorted({ended, *later})
    found: list[Span] = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        counted = {one.month for one in paid if one.counts_from <= day}
        try:
            given = latency_after(scheme, ended=ended, counted=counted, terms=terms)
        except (NoLatency, ParameterMissing):
            return ()
        after = months_later(ended, months=given.months)
        end = min(one for one in (after, following, back) if one is not None)
        if day < end:
            found.append(Span(day, end))
    if entitlement.season is not None:
        season = entitlement.season
        found = [part for span in found for part in in_season(season, days=span)]
    return tuple(_touching(found))


def _touching(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans in order that touch."""
    held: Span | None = None
    for span in spans:
        if held is not None and held.end == span.start:
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held
