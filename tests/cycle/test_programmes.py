"""The alliances beside coffee, through the whole cycle: exact lines, months credited, answers, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance.actions import EmployerSize
from ayni.apps.sql.frames import rows, value
from ayni.cli.postgres import Urls
from ayni.core.example import ExampleSize
from ayni.core.periods import month_number
from ayni.core.scheme import Terms
from ayni.cycle.assessing import EmployerSizeUnknown
from ayni.cycle.demo_questions import insured_number
from ayni.cycle.entitling import cover_differences
from ayni.cycle.explaining import explain_line
from ayni.cycle.founding import found_alliance
from ayni.cycle.printing import print_notice
from ayni.cycle.rosters import AgreementNotInForce, NobodyToTake, apply
from ayni.cycle.verification import verify
from tests.cycle import made, wider_world
from tests.cycle.small_world import APRIL, JUNE, MAY, SYSTEM
from tests.cycle.wider_world import (
    COCOA,
    FARM,
    MARKET,
    SECOND,
    UNION,
    answered,
    assessed,
    checked,
    covers,
    grower,
    insured,
    lines,
    notice_of,
    paid,
    problems,
    taken,
    worker,
)

JUNE_2021 = month_number(year=2021, month=6)


@pytest.fixture
def wider(founded: Urls) -> None:
    """Every agreement signed, nobody affiliated."""
    wider_world.found()


# --- cocoa and market: one scheme, three agreements, each at its own price


def test_each_agreement_of_a_scheme_has_its_own_price(wider: None) -> None:
    taken([insured(1, 700, activity="cacao")], code=COCOA)
    taken([insured(2, 2500, activity="puesto de mercado")], code=MARKET)
    made.taken(made.families(3), month=APRIL)
    for code in (COCOA, MARKET):
        assessed(APRIL, code=code)
    made.assessed(APRIL)

    # 4 % of S/ 900, the State completes 9 %; 5 % of S/ 1,300; 4 % of the minimum wage of S/ 1,130
    assert lines(APRIL, code=COCOA) == [(90_000, 40_000, 3_600, 0, 4_500, 3_600)]
    assert lines(APRIL, code=MARKET) == [(130_000, 50_000, 6_500, 0, 5_200, 6_500)]
    assert lines(APRIL, code="JNC-2026-EJ-01") == [(113_000, 40_000, 4_520, 0, 5_650, 4_520)]


def test_cover_lasts_as_long_as_the_agreements_own_window(wider: None) -> None:
    taken([insured(1, 700, activity="cacao")], code=COCOA)
    taken([insured(2, 2500, activity="puesto de mercado")], code=MARKET)
    for code in (COCOA, MARKET):
        assessed(APRIL, MAY, JUNE, code=code)
        for month in (APRIL, MAY, JUNE):
            paid(month, code=code, day=date(2026, month % 12 + 2, 10))

    # three months in a row, within the law's twelve or the nine the market negotiated
    assert covers(code=COCOA) == {(date(2026, 7, 10), date(2027, 5, 1))}
    assert covers(code=MARKET) == {(date(2026, 7, 10), date(2027, 2, 1))}
    with acting(SYSTEM):
        assert cover_differences(actor=SYSTEM) == 0
    until = [
        found.answer.covered_until
        for found in (answered(n, date(2026, 8, 1)) for n in ("41000001", "41000002"))
        if found.answer is not None
    ]
    assert until == [date(2027, 4, 30), date(2027, 1, 31)]


# --- a farm's workers: pay x rate by the employer's size, the employer pays


def farm(*, size: ExampleSize | None, code: str = "AGRO-2021") -> str:
    """Sign a farm's agreement of 2021, when the rate still hung on the employer's size."""
    (known,) = [one for one in wider_world.found().peruvian if one.kind == "employer"]
    return found_alliance(
        actor=SYSTEM,
        alliance=replace(
            known,
            agreement=code,
            starts=date(2021, 1, 1),
            terms=Terms(signed=date(2020, 12, 20)),
            size=size,
        ),
    )


@pytest.mark.parametrize(
    ("workers", "sales", "rate"),
    [
        (120, 0, 70_000),
        (100, 0, 70_000),
        (99, 0, 60_000),
        (10, 748_000_000, 60_000),  # just 1,700 UIT of S/ 4,400
        (10, 748_000_001, 70_000),
    ],
)
def test_a_farm_pays_by_its_size(founded: Urls, workers: int, sales: int, rate: int) -> None:
    code = farm(size=ExampleSize(workers, sales, "Declaración de 2020"))
    taken([worker(1, 1500), worker(2, 900)], code=code, month=JUNE_2021)
    assessed(JUNE_2021, code=code)

    # S/ 1,500.00; and a part of a month, of which the minimum wage of S/ 930 is the base
    assert lines(JUNE_2021, code=code) == [
        (base, rate, 0, base * rate // 10**6, 0, base * rate // 10**6) for base in (150_000, 93_000)
    ]


def test_a_size_holds_from_its_day_and_the_last_word_on_a_day_counts(founded: Urls) -> None:
    code = farm(size=ExampleSize(120, 0, "Declaración de 2020"))
    with acting(SYSTEM):
        party = alliance.association_number(actor=SYSTEM, code="EMP-01")
        for workers in (150, 80, 80):
            alliance.record_size(
                actor=SYSTEM,
                association=party,
                size=EmployerSize(date(2021, 7, 1), workers, 0, "Planilla de junio"),
            )
        kept = value("SELECT count(*) FROM alliance_employer_size WHERE starts = '2021-07-01'")
    taken([worker(1, 1500)], code=code, month=JUNE_2021)
    assessed(JUNE_2021, JUNE_2021 + 1, code=code)

    assert kept == 2  # the third said what the second did
    assert [line[1] for m in (0, 1) for line in lines(JUNE_2021 + m, code=code)] == [70_000, 60_000]


def test_without_the_employers_size_nothing_is_assessed(founded: Urls) -> None:
    code = farm(size=None)
    taken([worker(1, 1500)], code=code, month=JUNE_2021)
    before = made.effects()
    with pytest.raises(EmployerSizeUnknown, match="EMP-01"):
        assessed(JUNE_2021, code=code)
    assert made.effects() == before


def test_a_workers_months_are_paid_by_the_employer_and_cover_him(wider: None) -> None:
    for month, pay in ((APRIL, 1500), (MAY, Decimal("1625.50")), (JUNE, 1500)):
        taken([worker(1, pay), worker(2, 1800)], code=FARM, month=month)
        assessed(month, code=FARM)
    assert [lines(m, code=FARM)[0] for m in (APRIL, MAY)] == [
        (150_000, 60_000, 0, 9_000, 0, 9_000),
        (162_550, 60_000, 0, 9_753, 0, 9_753),
    ]
    assert notice_of(MAY, code=FARM).due == 9_753 + 10_800
    for month in (APRIL, MAY):
        paid(month, code=FARM, day=date(2026, month % 12 + 2, 12))
    # June pays the first worker's line and not the second's
    done = paid(JUNE, code=FARM, day=date(2026, 7, 12), amount=9_000)

    assert (done.allocated, done.held, done.months_credited) == (9_000, 0, 1)
    verdicts = [answered(f"4100000{n}", date(2026, 8, 3)).answer for n in (1, 2)]
    assert [one.verdict.value for one in verdicts if one] == ["covered", "not_covered"]
    assert [found.name for found in verify(actor=SYSTEM) if not found.green] == []


def test_an_employers_notice_names_the_employers_share(wider: None) -> None:
    from ayni.cycle import printing

    taken([worker(1, 1500)], code=FARM)
    assessed(APRIL, code=FARM)
    notice = notice_of(APRIL, code=FARM)
    with acting(SYSTEM):
        found = printing.assessments.detail(actor=SYSTEM, notice=notice, day=date(2026, 4, 1))
        paper, payers = printing._document(SYSTEM, notice=notice, lines=found)
    assert (paper.share_labels, paper.shares, paper.unit) == (("Empleador",), (9_000,), "worker")
    assert (paper.tax_label, paper.proposed) == ("RUC", False)
    assert [payer.value for payer in payers] == ["employer"]
    assert all(size > 1000 for size in print_notice(actor=SYSTEM, number=notice.id))


def test_a_workers_contribution_is_explained_from_his_pay(wider: None) -> None:
    taken([worker(1, 900)], code=FARM)
    assessed(APRIL, code=FARM)
    paid(APRIL, code=FARM, day=date(2026, 5, 12))
    told = explain_line(actor=SYSTEM, number="41000001", month=APRIL)
    values = {step.node: step.raw for step in told}
    assert (values["base.of"], values["base"], values["due"]) == (90_000, 113_000, 6_780)


def test_pay_that_is_missing_or_impossible_waits(wider: None) -> None:
    received = checked(
        [worker(1, 1500), worker(2, None), worker(3, 0), worker(4, 99_999_999_999)], code=FARM
    )
    assert problems(received) == [
        (3, "pay_missing", "doubt"),
        (4, "pay_unlikely", "doubt"),
        (5, "pay_unlikely", "doubt"),
    ]
    assert (received.control.accepted, received.control.doubtful) == (1, 3)
    apply(actor=SYSTEM, checked=received)
    assessed(APRIL, code=FARM)
    assert len(lines(APRIL, code=FARM)) == 1


def test_a_roster_without_the_column_of_pay_affiliates_nobody(wider: None) -> None:
    received = checked([worker(1, 1500)], code=FARM, earnings="Notas")
    assert problems(received) == [(2, "pay_missing", "doubt")]
    with pytest.raises(NobodyToTake):
        apply(actor=SYSTEM, checked=received)


def test_a_worker_is_no_insured_person_of_a_family_programme(wider: None) -> None:
    row = worker(1, 1500)
    assert problems(checked([row], code=COCOA)) == [
        (2, "family_without_insured", "refuse"),
        (2, "relation_unreadable", "doubt"),
    ]


# --- Costa Rica: bands, colones, cédulas


def test_every_band_of_the_scale_gives_its_line_in_colones(wider: None) -> None:
    incomes = (200_000, 500_000, 1_000_000, 2_000_000, 3_000_000)
    taken([grower(n, one) for n, one in enumerate(incomes, start=1)], code=UNION, actor=SECOND)
    assessed(APRIL, code=UNION, actor=SECOND)

    # base of ₡ 346,789 (W-05); whole colones, the State completes 12 % and adds 0.25 %
    assert lines(APRIL, code=UNION, actor=SECOND) == [
        (34_678_900, 28_900, 1_002_200, 0, 3_159_200 + 86_700, 1_002_200),
        (50_000_000, 43_300, 2_165_000, 0, 3_835_000 + 125_000, 2_165_000),
        (100_000_000, 62_400, 6_240_000, 0, 5_760_000 + 250_000, 6_240_000),
        (200_000_000, 80_200, 16_040_000, 0, 7_960_000 + 500_000, 16_040_000),
        (300_000_000, 106_900, 32_070_000, 0, 3_930_000 + 750_000, 32_070_000),
    ]
    notice = notice_of(APRIL, code=UNION, actor=SECOND)
    assert (notice.currency, notice.due) == ("CRC", 57_517_200)


def test_a_month_of_the_union_goes_the_whole_way_in_colones(wider: None) -> None:
    taken([grower(1, 500_000), grower(2, 1_000_000)], code=UNION, actor=SECOND)
    assessed(APRIL, code=UNION, actor=SECOND)
    done = paid(APRIL, code=UNION, day=date(2026, 5, 8), actor=SECOND)

    assert (done.received, done.allocated, done.months_credited) == (8_405_000, 8_405_000, 2)
    found = answered("100015001", date(2026, 5, 20), actor=SECOND)
    assert found.answer is not None and found.answer.verdict.value == "covered"
    with acting(SECOND):
        assert set(rows("SELECT DISTINCT currency FROM ledger_entry")) == {("CRC",)}
        number = insured_number(actor=SECOND, code=UNION, day=date(2026, 5, 20))
    assert number == "100015001"
    assert [found.name for found in verify(actor=SECOND) if not found.green] == []
    # never a colón in the other book
    with acting(SYSTEM):
        assert set(rows("SELECT DISTINCT currency FROM ledger_entry")) <= {("PEN",)}


def test_numbers_that_are_no_cedula_are_refused(wider: None) -> None:
    written = [
        grower(1, 500_000),
        grower(2, 500_000, number="1-613-584"),
        grower(3, 500_000, number="41000003"),
        grower(4, 500_000, number="012345678"),
        grower(5, 500_000, number="111111111"),
        grower(6, 500_000, number="sin cédula"),
        grower(7, None),
        insured(8, 500_000, number="155812345678", kind="DIMEX"),
        insured(9, 500_000, number="41000009", kind="DNI"),
    ]
    received = checked(written, code=UNION, actor=SECOND)
    assert problems(received, actor=SECOND) == [
        (3, "id_formatting", "note"),
        (4, "cedula_too_short", "doubt"),
        (5, "cedula_wrong", "refuse"),
        (6, "id_placeholder", "refuse"),
        (7, "id_not_a_number", "refuse"),
        (8, "income_missing", "doubt"),
        (10, "cedula_too_short", "doubt"),
    ]
    apply(actor=SECOND, checked=received)
    with acting(SECOND):
        kept = rows("SELECT kind, number FROM registry_identifier ORDER BY number")
    assert kept == [("CR", "100015001"), ("CR", "106130584"), ("DIMEX", "155812345678")]


def test_a_cedula_is_no_document_in_peru(wider: None) -> None:
    received = checked([grower(1, 700)], code=COCOA)
    assert {kind for _, kind, _ in problems(received)} == {"id_type_unclear"}


def test_after_its_year_the_union_sends_no_roster(wider: None) -> None:
    with pytest.raises(AgreementNotInForce, match="2027-04"):
        checked([grower(1, 500_000)], code=UNION, month=APRIL + 12, actor=SECOND)
