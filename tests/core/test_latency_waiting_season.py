"""After leaving, before a benefit opens, outside the season."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.entitlement import (
    Advice,
    Event,
    GivenBy,
    ImpossibleMonths,
    NoLatency,
    PaidMonth,
    PersonFacts,
    PersonRole,
    UnknownBenefit,
    Verdict,
    latency_after,
    latency_of,
    opening,
    openings,
    season_end,
    tell,
)
from ayni.core.entitlement.cases import run_case
from ayni.core.periods import month_text, months_later, parse_month
from ayni.core.scheme import ParameterMissing, Scheme, canonical, load_scheme_text
from ayni.core.scheme.cases import load_case_text
from ayni.core.scheme.rules import Season
from tests.core.lawmade import codes, figure, parameter, scheme_of
from tests.core.leaving import (
    ENDED,
    FIGURES,
    LATENCY,
    PERU,
    SINCE,
    WAIT,
    WAITING,
    WAITS,
    asked,
    person,
    seasonal,
)

# --- latency -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contributed", "months"),
    [(0, 0), (4, 0), (5, 2), (9, 2), (10, 4), (14, 4), (15, 6), (19, 6), (20, 8), (24, 8),
     (25, 10), (29, 10), (30, 12), (36, 12)],
)  # fmt: skip
def test_the_table_of_the_law(contributed: int, months: int) -> None:
    assert latency_of(PERU, contributed=contributed, day=ENDED).months == months


def test_more_months_than_the_window_and_a_scheme_without_latency_are_refused() -> None:
    for contributed in (-1, 37):
        with pytest.raises(ImpossibleMonths):
            latency_of(PERU, contributed=contributed, day=ENDED)
    with pytest.raises(NoLatency):
        latency_of(load_scheme("pe-modelo-colectivo"), contributed=5, day=ENDED)
    with pytest.raises(NoLatency):
        latency_after(load_scheme("pe-modelo-colectivo"), ended=ENDED, counted=[])


def test_only_the_window_before_leaving_counts_its_last_month_too() -> None:
    august = parse_month("2026-08")
    for month, counted in ((august, 1), (august - 35, 1), (august + 1, 0), (august - 36, 0)):
        found = latency_after(PERU, ended=ENDED, counted=[month, month])
        assert (found.contributed, found.window) == (counted, 36)
    middle = latency_after(PERU, ended=date(2026, 8, 15), counted=[august])
    assert middle.contributed == 1


@pytest.mark.parametrize("event", list(Event))
def test_cover_goes_on_after_leaving_until_the_latency_ends(event: Event) -> None:
    facts = person(5)
    for day in (ENDED, date(2026, 10, 31)):
        found = asked(PERU, facts, day, event)
        assert (found.verdict, found.given_by) == (Verdict.COVERED, GivenBy.LATENCY)
        assert found.covered_until == date(2026, 10, 31)
        assert (found.attend, found.advice) == (True, Advice.ATTEND)
        assert [one.parameter for one in found.readings] == ["ventana_latencia", "meses_2"]
    over = asked(PERU, facts, date(2026, 11, 1), event)
    assert (over.verdict, over.given_by, over.covered_until) == (Verdict.NOT_COVERED, None, None)
    assert [one.code for one in over.reasons] == ["affiliation_ended", "latency_over"]
    assert over.attend is (event is Event.EMERGENCY)


def test_the_day_before_leaving_is_answered_as_ever() -> None:
    found = asked(PERU, person(5), ENDED - timedelta(days=1))
    assert (found.given_by, found.covered_until) == (GivenBy.CONSECUTIVE, date(2026, 8, 31))


def test_too_few_months_give_no_latency() -> None:
    found = asked(PERU, person(4), ENDED)
    assert found.verdict is Verdict.NOT_COVERED
    assert [one.code for one in found.reasons] == ["affiliation_ended", "latency_none"]
    assert dict(found.reasons[1].details)["contributed"] == "4"


def test_a_payment_after_the_event_gives_no_latency_for_it() -> None:
    late = tuple(PaidMonth(one.month, date(2026, 9, 20)) for one in person(5).paid)
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON, affiliation=person(5).affiliation, paid=late
    )
    assert asked(PERU, facts, date(2026, 9, 19)).verdict is Verdict.NOT_COVERED
    assert asked(PERU, facts, date(2026, 9, 20)).given_by is GivenBy.LATENCY


def test_a_scheme_without_latency_says_only_that_the_affiliation_ended() -> None:
    found = asked(load_scheme("pe-modelo-colectivo"), person(36), ENDED)
    assert [one.code for one in found.reasons] == ["affiliation_ended"]


def test_who_left_before_the_law_gave_latency_has_none() -> None:
    later = parameter("ventana_latencia", "months", ("2026-09-02", 36))
    scheme = scheme_of(*FIGURES[1:], later, entitlement={"latency": LATENCY})
    found = asked(scheme, person(36), date(2026, 9, 15))
    assert [one.code for one in found.reasons] == ["affiliation_ended"]
    with pytest.raises(ParameterMissing):
        latency_of(scheme, contributed=5, day=ENDED)


def test_who_never_was_affiliated_or_not_yet_has_none() -> None:
    stranger = PersonFacts(role=PersonRole.INSURED_PERSON, affiliation=(), paid=())
    assert [one.code for one in asked(PERU, stranger, ENDED).reasons] == ["not_affiliated"]
    early = asked(PERU, person(36), date(2019, 12, 31))
    assert [one.code for one in early.reasons] == ["affiliation_not_begun"]


def test_a_dependant_goes_on_with_the_insured_person_while_protected() -> None:
    child = {"role": PersonRole.DEPENDANT, "relation": "child"}
    young = person(36, **child, birth=date(2010, 1, 1))
    assert asked(PERU, young, ENDED).given_by is GivenBy.LATENCY
    grown = person(36, **child, birth=date(2008, 9, 1))
    assert [one.code for one in asked(PERU, grown, ENDED).reasons] == ["over_age"]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_latency_speaks(language: str) -> None:
    for paid, day in ((5, ENDED), (5, date(2027, 1, 1)), (1, ENDED)):
        told = tell(asked(PERU, person(paid), day), language=language)
        assert not any("{" in one for one in told.because)
        assert any(str(paid) in one or "2026-10-31" in one for one in told.because)
    steps = latency_of(PERU, contributed=9, day=ENDED).steps(language)
    assert [(one.raw, one.parameter) for one in steps] == [
        (36, "ventana_latencia"),
        (9, None),
        (2, "meses_2"),
    ]
    assert all(one.reference and one.standing for one in steps if one.parameter)


# --- waiting -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "open_ones"),
    [
        (date(2026, 8, 31), []),
        (date(2026, 9, 29), []),
        (date(2026, 9, 30), ["consulta"]),
        (date(2027, 2, 27), ["consulta"]),
        (date(2027, 2, 28), ["cirugia", "consulta"]),
    ],
)
def test_benefits_open_one_after_another(day: date, open_ones: list[str]) -> None:
    found = openings(WAIT, affiliated_from=SINCE, day=day)
    assert [one.benefit for one in found if one.open] == open_ones
    assert [str(one.opens_on) for one in found] == ["2027-02-28", "2026-09-30"]


def test_a_waiting_is_that_of_the_law_of_the_day() -> None:
    changed = parameter("espera", "months", ("2020-01-01", 6), ("2026-12-01", 3))
    scheme = scheme_of(changed, WAITS[1], entitlement={"waiting": WAITING})
    found = [
        opening(scheme, benefit="cirugia", affiliated_from=SINCE, day=day).open
        for day in (date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert found == [False, True]
    with pytest.raises(ParameterMissing):
        openings(scheme, affiliated_from=SINCE, day=date(2019, 12, 31))


def test_a_scheme_without_waiting_keeps_nothing_back_and_an_unknown_benefit_is_refused() -> None:
    assert openings(load_scheme("pe-modelo-colectivo"), affiliated_from=SINCE, day=SINCE) == ()
    with pytest.raises(UnknownBenefit, match="cirugia, consulta"):
        opening(WAIT, benefit="dental", affiliated_from=SINCE, day=SINCE)


@pytest.mark.parametrize(
    ("language", "name"), [("es", "cirugía"), ("en", "surgery"), ("pt", "cirurgia")]
)
def test_a_waiting_speaks(language: str, name: str) -> None:
    one = opening(WAIT, benefit="cirugia", affiliated_from=SINCE, day=SINCE)
    then = opening(WAIT, benefit="cirugia", affiliated_from=SINCE, day=date(2028, 1, 1))
    assert name in one.text(language)
    assert "2027-02-28" in one.text(language)
    assert one.text(language) != then.text(language)
    steps = one.steps(language)
    assert [step.parameter for step in steps] == [None, "espera", None]
    assert name in steps[1].label


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_later(start: date, months: int, expected: date) -> None:
    assert months_later(start, months=months) == expected


# --- season --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "month", "end"),
    [
        (4, 9, "2026-04", "2026-09"),
        (4, 9, "2026-09", "2026-09"),
        (4, 9, "2026-03", None),
        (4, 9, "2026-10", None),
        (11, 3, "2026-11", "2027-03"),
        (11, 3, "2027-01", "2027-03"),
        (11, 3, "2027-03", "2027-03"),
        (11, 3, "2027-04", None),
        (6, 6, "2026-06", "2026-06"),
        (6, 6, "2026-07", None),
        (1, 12, "2026-12", "2026-12"),
        (5, 4, "2026-05", "2027-04"),
    ],
)
def test_the_end_of_the_season(first: int, last: int, month: str, end: str | None) -> None:
    season = Season(first_month=first, last_month=last)
    found = season_end(season, month=parse_month(month))
    assert (None if found is None else month_text(found)) == end


PICKERS = seasonal(6, 10)


def test_cover_ends_with_the_season() -> None:
    facts = person(5, end=None)
    found = asked(PICKERS, facts, date(2026, 9, 10))
    assert (found.verdict, found.covered_until) == (Verdict.COVERED, date(2026, 10, 31))
    accident = asked(PICKERS, facts, date(2026, 9, 10), Event.ACCIDENT)
    assert (accident.given_by, accident.covered_until) == (GivenBy.IMMEDIATE, date(2026, 10, 31))
    sooner = asked(PICKERS, person(5, end=date(2026, 10, 15)), date(2026, 9, 10))
    assert sooner.covered_until == date(2026, 10, 14)


@pytest.mark.parametrize("event", list(Event))
def test_outside_the_season_nobody_is_covered_and_an_emergency_is_attended(event: Event) -> None:
    facts = person(5, end=None)
    for day in (date(2026, 5, 31), date(2026, 11, 1)):
        found = asked(PICKERS, facts, day, event)
        assert (found.verdict, found.covered_until) == (Verdict.NOT_COVERED, None)
        assert [(one.code, dict(one.details)) for one in found.reasons] == [
            ("out_of_season", {"first": "6", "last": "10"})
        ]
        assert found.attend is (event is Event.EMERGENCY)
    for day in (date(2026, 6, 1), date(2026, 10, 31)):
        assert asked(PICKERS, facts, day, event).reasons[0].code != "out_of_season"


def test_the_season_ends_the_latency_too() -> None:
    scheme = seasonal(6, 9, latency=LATENCY)
    found = asked(scheme, person(5), date(2026, 9, 15))
    assert (found.given_by, found.covered_until) == (GivenBy.LATENCY, date(2026, 9, 30))
    outside = asked(scheme, person(5), date(2026, 10, 1))
    assert [one.code for one in outside.reasons] == ["out_of_season"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "de junio a octubre"), ("en", "from June to October"), ("pt", "de junho a outubro")],
)
def test_a_season_speaks(language: str, words: str) -> None:
    told = tell(asked(PICKERS, person(5, end=None), date(2026, 12, 1)), language=language)
    assert words in told.because[0]


# --- refusals of a scheme ------------------------------------------------------------------


def latency_codes(bands: list[dict], *more: dict) -> list[str]:
    return codes(*FIGURES, *more, entitlement={"latency": LATENCY | {"bands": bands}})


def test_latency_bands_ascend_and_only_the_last_is_open() -> None:
    two, four = {"upto": 4, "gives": "meses_2"}, {"gives": "meses_4"}
    assert latency_codes([two, two, four]) == ["overlapping_bands"]
    assert latency_codes([two | {"upto": 9}, two, four]) == ["overlapping_bands"]
    assert latency_codes([four, two, four]) == ["open_band"]
    assert latency_codes([two, two | {"upto": 9}]) == ["open_band"]
    with pytest.raises(ValidationError):
        scheme_of(*FIGURES, entitlement={"latency": LATENCY | {"bands": [four]}})


def test_latency_is_counted_in_months() -> None:
    bands = [{"upto": 4, "gives": "dias"}, {"gives": "meses_2"}]
    assert latency_codes(bands, figure("dias", "days", 30)) == ["other_count"]
    assert latency_codes([bands[0] | {"gives": "nada"}, bands[1]]) == ["unknown_parameter"]
    wrong = figure("ventana_latencia", "months", 0)
    assert codes(*FIGURES[1:], wrong, entitlement={"latency": LATENCY}) == ["out_of_range"]


def test_a_benefit_waits_once() -> None:
    twice = [WAITING[0], WAITING[1] | {"benefit": "cirugia"}]
    assert codes(*WAITS, entitlement={"waiting": twice}) == ["repeated"]


def test_a_waiting_in_years_or_without_a_name() -> None:
    years = figure("espera", "years", 1)
    assert codes(years, WAITS[1], entitlement={"waiting": WAITING}) == ["other_count"]
    bare = [{"benefit": "cirugia", "months": "espera"}]
    with pytest.raises(ValidationError, match="name"):
        scheme_of(*WAITS, entitlement={"waiting": bare})


@pytest.mark.parametrize("bounds", [(0, 5), (5, 13)])
def test_a_season_of_no_month(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValidationError):
        seasonal(*bounds)


def test_one_month_or_the_whole_year_is_a_season() -> None:
    for bounds in ((5, 5), (5, 4)):
        scheme = seasonal(*bounds)
        assert load_scheme_text(canonical(scheme).text) == scheme


# --- cases ---------------------------------------------------------------------------------

BASE = {"id": "c1", "title": "caso", "source": "inventado", "evidence": "rule"}


def differing(scheme: Scheme, **words: object) -> list[str]:
    case = load_case_text(json.dumps(BASE | words))
    return [one.what for one in run_case(scheme, case=case).differences]


def test_a_case_of_latency() -> None:
    case = {"kind": "latency", "contributed": 9, "day": "2026-09-01"}
    assert differing(PERU, **case, expect=2) == []
    assert differing(PERU, **case, expect=4) == ["months"]
    assert differing(PERU, **case | {"contributed": 37}, expect=12) == ["case"]
    assert differing(load_scheme("pe-modelo-colectivo"), **case, expect=0) == ["case"]


def test_a_case_of_waiting() -> None:
    case = {
        "kind": "waiting",
        "benefit": "cirugia",
        "affiliated_from": "2026-08-31",
        "day": "2027-02-27",
    }
    assert differing(WAIT, **case, expect={"open": False, "opens_on": "2027-02-28"}) == []
    assert differing(WAIT, **case, expect={"open": True, "opens_on": "2027-03-01"}) == [
        "open",
        "opens_on",
    ]
    assert differing(WAIT, **case | {"benefit": "dental"}, expect={"open": True}) == ["case"]


def test_a_case_of_entitlement_knows_latency() -> None:
    case = {
        "kind": "entitlement",
        "event": "illness",
        "day": "2026-08-10",
        "person": {
            "role": "insured_person",
            "affiliated_from": "2026-01-01",
            "affiliated_to": "2026-08-01",
        },
    }
    paid = [f"2026-0{month}" for month in range(3, 8)]
    expect = {"verdict": "covered", "given_by": "latency", "covered_until": "2026-09-30"}
    assert differing(PERU, **case, paid=paid, expect=expect) == []
    assert differing(PERU, **case, paid=paid[1:], expect=expect) == [
        "verdict",
        "given_by",
        "covered_until",
    ]
    wrong = BASE | case | {"paid": [], "expect": {"verdict": "covered", "given_by": "x"}}
    with pytest.raises(ValidationError):
        load_case_text(json.dumps(wrong))


def test_a_case_of_entitlement_asks_for_a_benefit() -> None:
    case = {
        "kind": "entitlement",
        "event": "illness",
        "day": "2027-02-27",
        "person": {"role": "insured_person", "affiliated_from": "2026-08-31"},
        "benefit": "cirugia",
        "paid": ["2026-11", "2026-12", "2027-01"],
    }
    said = {"verdict": "not_covered", "reason": "waiting", "opens_on": "2027-02-28"}
    assert differing(WAIT, **case, expect=said | {"closed": ["cirugia"]}) == []
    wrong = {"verdict": "covered", "reason": "within", "opens_on": "2027-02-27", "closed": []}
    assert differing(WAIT, **case, expect=wrong) == ["verdict", "reason", "opens_on", "closed"]
    assert differing(WAIT, **case | {"benefit": "dental"}, expect=said) == ["case"]


def test_a_case_of_entitlement_pays_a_part_and_gets_the_months_it_buys() -> None:
    rwanda = load_scheme("rw-cbhi")
    case = {
        "kind": "entitlement",
        "event": "illness",
        "day": "2026-12-31",
        "person": {"role": "insured_person", "affiliated_from": "2026-07-01"},
    }
    part = {"month": "2026-07", "owed": "12000", "paid": "9000", "counts_from": "2026-07-01"}
    covered = {"verdict": "covered", "covered_until": "2026-12-31"}
    assert differing(rwanda, **case, paid=[part], expect=covered) == []
    assert differing(rwanda, **case, paid=[part | {"paid": "8999"}], expect=covered) == [
        "verdict",
        "covered_until",
    ]
    assert differing(rwanda, **case, paid=[part | {"paid": "-1"}], expect=covered) == ["case"]
