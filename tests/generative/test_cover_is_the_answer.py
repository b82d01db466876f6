"""The cover derived for everybody at once is the answer given to each, on every day and under every law."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.core.entitlement import (
    Event,
    LawFrom,
    PaidMonth,
    PersonFacts,
    PersonRole,
    Verdict,
    answer,
    cover_under,
    latency_spans,
    stretches_of,
)
from ayni.core.periods import Span, first_day, parse_month
from ayni.core.scheme import Scheme, Terms
from tests.core.lawmade import figure, parameter, scheme_of

BEGIN = date(2024, 1, 1)
FIRST = parse_month("2024-01")
SIGNED = Terms(signed=date(2023, 12, 1))


@cache
def law(
    lag: int, window: int, consecutive: int | None, within: int | None,
    season: tuple[int, int] | None, latency: bool,
) -> Scheme:  # fmt: skip
    """A scheme that asks the months; from 15 August 2024 on, one month in all is enough."""
    figures = [figure("ventana_meses", "months", window)]
    words: dict = {"qualifying": {"window": "ventana_meses"}, "immediate": []}
    if lag == 0:
        words["qualifying"]["counted_up_to"] = "month_of_event"
    if consecutive is not None:
        figures.append(figure("meses_consecutivos", "months", consecutive))
        words["qualifying"]["consecutive"] = "meses_consecutivos"
    if within is not None:
        values = (("1990-01-01", within), ("2024-08-15", 1))
        figures.append(parameter("meses_no_consecutivos", "months", *values))
        words["qualifying"]["within"] = "meses_no_consecutivos"
    if season is not None:
        words["season"] = {"first_month": season[0], "last_month": season[1]}
    if latency:
        figures += [figure("mira", "months", 6), figure("nada", "months", 0)]
        figures += [figure("uno", "months", 1), figure("tres", "months", 3)]
        bands = [{"upto": 1, "gives": "nada"}, {"upto": 3, "gives": "uno"}, {"gives": "tres"}]
        words["latency"] = {"window": "mira", "bands": bands}
    return scheme_of(*figures, entitlement=words, negotiation={"terms": []})


conditions = st.one_of(
    st.tuples(st.just(6), st.just(2), st.just(3)),
    st.tuples(st.just(4), st.just(3), st.none()),
    st.tuples(st.integers(1, 3), st.none(), st.just(1)),
)
months = st.integers(1, 12)
laws = st.builds(
    lambda lag, asked, season, latency: law(lag, *asked, season, latency),
    st.sampled_from([0, 1]),
    conditions,
    st.none() | st.tuples(months, months),
    st.booleans(),
)
days = st.integers(0, 800).map(lambda n: BEGIN + timedelta(days=n))
credits = st.lists(
    st.tuples(st.integers(0, 20), st.integers(-40, 120)), max_size=14, unique_by=lambda one: one[0]
)
cuts = st.lists(st.integers(0, 700), min_size=1, max_size=5, unique=True).map(sorted)


def spans_of(found: list[int]) -> tuple[Span, ...]:
    """Affiliated from each day of even place until the next; the last may have no end."""
    edges = [BEGIN + timedelta(days=n) for n in found]
    return tuple(
        Span(edges[at], edges[at + 1] if at + 1 < len(edges) else None)
        for at in range(0, len(edges), 2)
    )


def in_force(versions: list[LawFrom], day: date) -> LawFrom:
    return [one for one in versions if one.starts <= day or one is versions[0]][-1]


@settings(max_examples=400, deadline=None)
@given(
    versions=st.lists(laws, min_size=1, max_size=2),
    paid=credits,
    edges=cuts,
    asked=st.lists(days, min_size=3, max_size=12),
    change=st.integers(1, 600),
)
def test_covered_in_the_batch_exactly_when_the_answer_covers(
    versions: list[Scheme],
    paid: list[tuple[int, int]],
    edges: list[int],
    asked: list[date],
    change: int,
) -> None:
    starts = [BEGIN, BEGIN + timedelta(days=change)]
    signed = [LawFrom(day, one, SIGNED) for day, one in zip(starts, versions, strict=False)]
    affiliation = spans_of(edges)
    counted = tuple(
        PaidMonth(FIRST + month, first_day(FIRST + month) + timedelta(days=late))
        for month, late in paid
    )
    facts = PersonFacts(role=PersonRole.INSURED_PERSON, affiliation=affiliation, paid=counted)
    batch = kept(facts, signed)
    for day in {*asked, *(one.counts_from for one in counted)}:
        if day < BEGIN:
            continue
        left = None if facts.affiliated_on(day) else facts.left_before(day)
        at = in_force(signed, day if left is None else left - timedelta(days=1))
        found = answer(facts=facts, scheme=at.scheme, event=Event.ILLNESS, day=day, terms=at.terms)
        assert (found.verdict is Verdict.COVERED) == any(span.holds(day) for span in batch)


def kept(facts: PersonFacts, signed: list[LawFrom]) -> list[Span]:
    """What the tables hold: cover within the affiliation, and latency after it."""
    frame = pl.DataFrame(
        [(7, one.month, one.counts_from) for one in facts.paid],
        schema={"person": pl.Int64, "month": pl.Int32, "counts_from": pl.Date},
        orient="row",
    )
    spans = cover_under(frame, stretches=stretches_of(signed))
    found = []
    for _, start, end in spans.iter_rows():
        for one in facts.affiliation:
            first, last = max(start, one.start), end if one.end is None else min(end, one.end)
            found += [Span(first, last)] if first < last else []
    for one in facts.affiliation:
        if one.end is not None:
            later = [span.start for span in facts.affiliation if span.start >= one.end]
            at = in_force(signed, one.end - timedelta(days=1))
            found += latency_spans(
                at.scheme,
                ended=one.end,
                back=min(later, default=None),
                paid=facts.paid,
                terms=at.terms,
            )
    return found


def test_two_versions_cover_each_under_its_own() -> None:
    """Two months in a row until April, then one in the month itself; nothing is covered under neither."""
    strict, lenient = law(1, 4, 3, None, None, False), law(0, 1, None, 1, None, False)
    paid = pl.DataFrame({"person": [7], "month": [FIRST], "counts_from": [BEGIN]})
    paid = pl.concat([paid, paid.with_columns(month=pl.lit(FIRST + 4, dtype=pl.Int64))])
    signed = [LawFrom(BEGIN, strict, SIGNED), LawFrom(date(2024, 5, 10), lenient, SIGNED)]
    covers = cover_under(paid, stretches=stretches_of(signed))
    assert covers.rows() == [(7, date(2024, 5, 10), date(2024, 6, 1))]
    only_strict = cover_under(paid, stretches=stretches_of(signed[:1]))
    assert only_strict.is_empty()


def test_equal_laws_make_one_stretch() -> None:
    one = law(1, 4, 3, None, None, False)
    signed = [LawFrom(BEGIN, one, SIGNED), LawFrom(date(2024, 5, 10), one, SIGNED)]
    assert [found.days for found in stretches_of(signed)] == [Span(date.min, date.max)]
