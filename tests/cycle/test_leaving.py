"""Cover after leaving, and cover under each agreement's own law: what is kept is what the clinic answers."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import NewAgreement
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.sql.frames import execute, rows
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.core.entitlement import Answer, Event, GivenBy, Verdict
from ayni.core.scheme import AgreedValue, Terms
from ayni.cycle.contribution_cycle import answer
from ayni.cycle.entitling import cover_differences, rebuild_cover
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.laws import amended, going_on
from tests.cycle.small_world import APRIL, DUE, FIRST, JULY, JUNE, MAY, SYSTEM

CLERK = Actor(name="admisión", role=Role.CLERK, institution=1, reason="atención", facility=1)
ROSA, LUIS = "40000002", "70000002"
LATENCY = going_on(nothing_upto=1)
OTHER = "OTRO-01"


@pytest.fixture
def two_families(founded: Urls) -> None:
    """Two families owe April and May; from May on the law goes on covering who leaves."""
    amended(LATENCY)
    made.taken(made.families(1, 2), month=APRIL)
    made.assessed(APRIL, MAY)


def pay(month: int, day: date, *, amount: int = 2 * DUE) -> None:
    made.paid(amount, month=month, day=day, bank_reference=f"B{month}-{day}")


def asked(number: str, day: date, *, event: Event = Event.ILLNESS) -> Answer:
    found = answer(actor=CLERK, number=number, day=day, event=event, route="prueba").answer
    assert found is not None
    return found


def kept() -> list[tuple[date, date, date]]:
    with acting(SYSTEM):
        return rows("SELECT ended, starts, ends FROM entitlement_latency ORDER BY 2")  # type: ignore[return-value]


def counted(*days: date) -> list[int]:
    with acting(SYSTEM):
        schemes = alliances.schemes(actor=SYSTEM)
        return entitlements.covered_counts(actor=SYSTEM, schemes=schemes, days=list(days))


def healthy() -> bool:
    with acting(SYSTEM):
        same = cover_differences(actor=SYSTEM) == 0 == rebuild_cover(actor=SYSTEM)
    return same and all(one.green for one in verify(actor=SYSTEM))


def test_who_leaves_goes_on_covered_with_the_child_and_is_counted(two_families: None) -> None:
    pay(APRIL, date(2026, 5, 5))
    pay(MAY, date(2026, 5, 28))
    assert kept() == []
    made.taken(made.families(1), month=JUNE)

    june, august = date(2026, 6, 1), date(2026, 8, 1)
    assert kept() == [(june, june, august)]
    assert counted(date(2026, 5, 31), june, date(2026, 7, 31), august) == [0, 2, 2, 0]
    for number in (ROSA, LUIS):
        found = asked(number, date(2026, 7, 31))
        assert (found.verdict, found.given_by) == (Verdict.COVERED, GivenBy.LATENCY)
        assert found.covered_until == date(2026, 7, 31)
        assert asked(number, august).verdict is Verdict.NOT_COVERED
    assert healthy()


def test_who_comes_back_has_the_right_of_the_affiliated_again(two_families: None) -> None:
    pay(APRIL, date(2026, 5, 5))
    pay(MAY, date(2026, 5, 28))
    made.taken(made.families(1), month=JUNE)
    made.taken(made.families(1, 2), month=JULY)

    assert kept() == [(date(2026, 6, 1), date(2026, 6, 1), date(2026, 7, 1))]
    assert counted(date(2026, 6, 30), date(2026, 7, 1)) == [2, 0]
    assert asked(ROSA, date(2026, 7, 1)).verdict is Verdict.NOT_COVERED
    assert healthy()


def test_a_month_paid_after_leaving_counts_from_its_day_and_one_taken_back_no_more(
    two_families: None,
) -> None:
    pay(APRIL, date(2026, 5, 5))
    made.taken(made.families(1), month=JUNE)
    assert kept() == []
    made.paid(2 * DUE, month=MAY, day=date(2026, 6, 20), bank_reference="TARDE")

    assert kept() == [(date(2026, 6, 1), date(2026, 6, 20), date(2026, 8, 1))]
    assert counted(date(2026, 6, 19), date(2026, 6, 20)) == [0, 2]
    assert asked(ROSA, date(2026, 6, 19)).verdict is Verdict.NOT_COVERED
    assert asked(ROSA, date(2026, 6, 20)).given_by is GivenBy.LATENCY
    assert healthy()

    made.taken_back(2 * DUE, day=date(2026, 6, 25), of="TARDE")
    assert kept() == []
    assert healthy()


def test_who_left_before_the_version_that_gives_it_has_none(founded: Urls) -> None:
    amended(going_on(nothing_upto=0))
    made.taken(made.families(1, 2, 3), month=APRIL)
    made.assessed(APRIL)
    pay(APRIL, date(2026, 4, 20), amount=3 * DUE)
    made.taken(made.families(1, 3), month=MAY)
    made.taken(made.families(1), month=JUNE)

    june = date(2026, 6, 1)
    assert kept() == [(june, june, date(2026, 8, 1))]
    assert asked(ROSA, date(2026, 6, 10)).reasons[0].code == "affiliation_ended"
    assert asked("40000003", date(2026, 6, 10)).given_by is GivenBy.LATENCY
    assert healthy()


def test_a_dependant_who_leaves_alone_is_not_covered_through_who_stayed(two_families: None) -> None:
    pay(APRIL, date(2026, 5, 5))
    pay(MAY, date(2026, 5, 28))
    made.taken([*made.families(1), made.head(2)], month=JUNE)

    assert kept() == []
    found = asked(LUIS, date(2026, 6, 15))
    assert (found.verdict, found.reasons[0].code) == (Verdict.NOT_COVERED, "affiliation_ended")
    assert counted(date(2026, 6, 15)) == [0]
    assert healthy()


def test_who_left_is_answered_by_the_law_of_that_day_though_the_agreement_ended(
    two_families: None,
) -> None:
    pay(APRIL, date(2026, 5, 5))
    pay(MAY, date(2026, 5, 28))
    made.taken(made.families(1), month=JUNE)
    with acting(SYSTEM):
        execute("UPDATE alliance_agreement_version SET ends = '2026-06-01' WHERE number = 2")

    assert asked(ROSA, date(2026, 7, 1)).given_by is GivenBy.LATENCY
    assert asked(ROSA, date(2026, 8, 1)).verdict is Verdict.NOT_COVERED


def test_cover_after_leaving_that_nobody_earned_is_seen_and_mended(two_families: None) -> None:
    pay(APRIL, date(2026, 5, 5))
    pay(MAY, date(2026, 5, 28))
    made.taken(made.families(1), month=JUNE)
    with acting(SYSTEM):
        execute("UPDATE entitlement_latency SET ends = ends + 1")
        assert cover_differences(actor=SYSTEM) == 2
        assert rebuild_cover(actor=SYSTEM) == 1
        assert cover_differences(actor=SYSTEM) == 0


def test_each_family_is_covered_by_its_own_agreement(founded: Urls) -> None:
    """Three months paid: twelve months' window in one agreement, six in the other."""
    join_other(window=6)
    made.taken(made.families(1), month=APRIL)
    made.taken(made.families(2), month=APRIL, code=OTHER)
    for code in (FIRST, OTHER):
        made.assessed(APRIL, MAY, JUNE, code=code)
        for month in (APRIL, MAY, JUNE):
            day = date(2026, month - APRIL + 4, 20)
            made.paid(DUE, month=month, day=day, code=code, bank_reference=f"{code}-{month}")

    with acting(SYSTEM):
        found = rows(
            "SELECT i.number, c.starts, c.ends FROM entitlement_cover c"
            " JOIN registry_identifier i USING (person) ORDER BY 1"
        )
    july = date(2026, 7, 1)
    assert found == [("40000001", july, date(2027, 5, 1)), (ROSA, july, date(2026, 11, 1))]
    assert asked(ROSA, date(2026, 10, 31)).verdict is Verdict.COVERED
    assert asked(ROSA, date(2026, 11, 1)).verdict is Verdict.NOT_COVERED
    assert asked("40000001", date(2026, 11, 1)).verdict is Verdict.COVERED
    assert healthy()

    moved_to_other()
    assert healthy()


def moved_to_other() -> None:
    """The first family leaves its association in July and enters by the other in August."""
    made.taken(made.families(3), month=JULY)
    made.taken(made.families(1, 2), month=JULY + 1, code=OTHER)
    with acting(SYSTEM):
        found = rows(
            "SELECT c.starts, c.ends FROM entitlement_cover c JOIN registry_identifier i USING (person)"
            " WHERE i.number = '40000001'"
        )
    assert found == [(date(2026, 7, 1), date(2026, 11, 1))]
    assert asked("40000001", date(2026, 11, 1)).verdict is Verdict.NOT_COVERED


def join_other(*, window: int) -> None:
    """Sign a second agreement of the same scheme, with its own window, for one more association."""
    terms = Terms(
        signed=date(2026, 3, 1), values=(AgreedValue(parameter="ventana_meses", value=window),)
    )
    with acting(SYSTEM):
        first = alliances.agreements(actor=SYSTEM)[0]
        adhesion = alliances.adhesion_of(actor=SYSTEM, code="JNC-2026-EJ-02")
        agreement = alliance.sign(
            actor=SYSTEM,
            new=NewAgreement(
                code="OTRO",
                association=adhesion.association,
                scheme=first.scheme,
                rules=first.version.rules,
                parameters=first.version.parameters,
                terms=terms.model_dump(mode="json"),
                signed_on=date(2026, 3, 1),
                starts=date(2026, 4, 1),
            ),
        )
        alliance.adhere(
            actor=SYSTEM,
            agreement=agreement,
            association=adhesion.association,
            code=OTHER,
            starts=date(2026, 4, 1),
            facility=adhesion.facility,
        )
