"""Two institutions on one installation, both with families, bills and money: neither sees the other's (A3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from ayni.api import clock as api_clock
from ayni.apps.access import actions as access
from ayni.apps.access import queries as accesses
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import rows, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.cycle import overview
from ayni.cycle.collecting import import_statement
from ayni.cycle.rosters import check
from ayni.web import clock
from tests.cycle import made, wider_world
from tests.cycle.small_world import APRIL, DUE, FIRST, SYSTEM, entry, seal_all, statement_bytes
from tests.cycle.wider_world import (
    FARM,
    SECOND,
    UNION,
    answered,
    assessed,
    grower,
    notice_of,
    paid,
    taken,
    worker,
)

#: Half past midnight of 1 May in Lima; half past eleven of 30 April in San José.
BETWEEN = datetime(2026, 5, 1, 5, 30, tzinfo=UTC)
PERUVIAN, COSTA_RICAN = "40000001", "100015001"
#: Tables in which both institutions have rows by now; the rest may be empty.
LIVED = {
    "access_institution", "affiliation_insured", "affiliation_movement", "affiliation_roster",
    "affiliation_span", "alliance_adhesion", "alliance_agreement", "alliance_agreement_version",
    "alliance_association", "alliance_scheme", "alliance_scheme_text", "assessment_line",
    "assessment_notice", "assessment_run", "audit_entry", "collection_allocation",
    "collection_bank_entry", "collection_disposition", "collection_receipt", "collection_statement",
    "document_file", "entitlement_bitmap", "entitlement_record",
    "ledger_account", "ledger_entry", "ledger_posting", "registry_facility", "registry_family",
    "registry_identifier", "registry_person", "registry_person_fact",
}  # fmt: skip


@pytest.fixture
def both(founded: Urls) -> Iterator[None]:
    """A family of coffee, a worker and a grower: affiliated, billed, paid."""
    wider_world.found()
    made.taken(made.families(1), month=APRIL)
    made.assessed(APRIL)
    made.paid(DUE, month=APRIL, day=date(2026, 5, 8), bank_reference="P1")
    taken([worker(2, 1500)], code=FARM)
    assessed(APRIL, code=FARM)
    paid(APRIL, code=FARM, day=date(2026, 5, 8))
    taken([grower(1, 500_000)], code=UNION, actor=SECOND)
    assessed(APRIL, code=UNION, actor=SECOND)
    paid(APRIL, code=UNION, day=date(2026, 5, 8), actor=SECOND)
    accesses._zones.clear()
    yield
    accesses._zones.clear()


def _tables() -> list[str]:
    return [
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " AND a.attname = 'institution' WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"
        )
    ]


def _seen(actor: Actor) -> dict[str, tuple[int, int]]:
    """Count, in every table with a tenant, the rows of the actor's institution and those of others."""
    found = {}
    with acting(actor):
        for name in _tables():
            try:
                with transaction.atomic():
                    (counts,) = rows(
                        f"SELECT count(*) FILTER (WHERE institution = %s),"
                        f" count(*) FILTER (WHERE institution <> %s) FROM {name}",
                        (actor.institution, actor.institution),
                    )
            except DatabaseError:  # no grant at all
                continue
            found[name] = counts
    return found


@pytest.mark.parametrize("actor", [SYSTEM, SECOND], ids=["Lima", "San José"])
def test_no_row_of_the_other_institution_is_seen(both: None, actor: Actor) -> None:
    seen = _seen(actor)
    assert {name: others for name, (_, others) in seen.items() if others} == {}
    assert {name for name, (own, _) in seen.items() if own} >= LIVED


def test_a_row_of_the_other_institution_cannot_be_written(both: None) -> None:
    with acting(SECOND), pytest.raises(DatabaseError) as found, transaction.atomic():
        rows(
            "INSERT INTO alliance_employer_size (institution, association, starts, workers, yearly_sales,"
            " source) SELECT 1, id, '2026-01-01', 1, 1, 'x' FROM alliance_association LIMIT 1 RETURNING id"
        )
    assert "row-level security" in str(found.value)


@pytest.mark.parametrize(
    ("actor", "ours", "theirs"),
    [(SYSTEM, PERUVIAN, COSTA_RICAN), (SECOND, COSTA_RICAN, PERUVIAN)],
    ids=["Lima", "San José"],
)
def test_each_clinic_knows_its_own_persons(
    both: None, actor: Actor, ours: str, theirs: str
) -> None:
    day = date(2026, 5, 20)
    assert answered(ours, day, actor=actor).known is not None
    assert answered(theirs, day, actor=actor).known is None


def test_counts_and_money_are_each_institutions_own(both: None) -> None:
    found = [overview.programme(actor=a, today=date(2026, 5, 20)) for a in (SYSTEM, SECOND)]
    assert [(f.institution.currency, f.families, f.persons, f.associations) for f in found] == [
        ("PEN", 2, 3, 8),
        ("CRC", 1, 1, 1),
    ]
    assert [(f.due, f.paid, f.knows_cost) for f in found] == [
        (DUE + 9_000, DUE + 9_000, True),
        (2_165_000, 2_165_000, False),
    ]
    assert [line.expected_cost for line in found[1].months] == [0]
    by_agreement = overview.agreement_lines(actor=SYSTEM, today=date(2026, 5, 20))
    assert [(a.code, a.families, a.due) for a in by_agreement if a.families] == [
        ("AGRO-2026", 1, 9_000),
        ("JNC-2026", 1, DUE),
    ]


def test_a_name_or_number_of_the_other_is_not_found(both: None) -> None:
    for actor, number in ((SYSTEM, COSTA_RICAN), (SECOND, PERUVIAN)):
        with acting(actor):
            assert (
                value("SELECT count(*) FROM registry_identifier WHERE number = %s", (number,)) == 0
            )
    with acting(SECOND):
        assert [a.code for a in alliances.associations(actor=SECOND)] == ["UPA-01"]
        assert alliances.schemes(actor=SECOND) != alliances.schemes(actor=SYSTEM)


def test_a_code_or_file_of_the_other_is_as_unknown(both: None) -> None:
    from ayni.apps.alliance.queries import UnknownAgreement

    with pytest.raises(UnknownAgreement):
        check(actor=SECOND, code=FIRST, month=APRIL + 1, file=made.file(made.families(2)))
    with acting(SYSTEM):
        theirs = affiliations.rosters(actor=SYSTEM)[0].id
    with acting(SECOND):
        assert affiliations.roster(actor=SECOND, number=theirs) is None


def test_money_for_the_others_notice_stays_unallocated(both: None) -> None:
    """A reference of the other institution names nothing here, and a colón pays no sol."""
    line = entry(
        amount=DUE, day=date(2026, 5, 9), text=notice_of(APRIL, code=FIRST).reference,
        bank_reference="X1", currency="CRC",
    )  # fmt: skip
    done = import_statement(
        actor=SECOND, name="x.xml", content=statement_bytes([line], number="X1")
    )
    assert (done.received, done.allocated, done.unallocated) == (DUE, 0, DUE)


# --- people and programmes of both


def _key(actor: Actor, *, starts: date = date(2026, 1, 1)) -> str:
    with acting(actor):
        facility = int(value("SELECT min(id) FROM registry_facility"))
        return access.make_token(
            name=f"clave {actor.institution}", role=Role.CLERK, facility=facility, starts=starts
        )


def test_a_key_of_one_institution_asks_of_no_other(both: None) -> None:
    for actor, ours, theirs in (
        (SYSTEM, PERUVIAN, COSTA_RICAN),
        (SECOND, COSTA_RICAN, PERUVIAN),
    ):
        client = Client(headers={"authorization": f"Bearer {_key(actor)}"})
        told = [
            client.get(f"/api/v1/eligibility?id={number}&date=2026-05-20").json()["verdict"]
            for number in (ours, theirs)
        ]
        assert told[0] != "unknown"
        assert told[1] == "unknown"


def _browser(actor: Actor, role: Role, *, association: str | None = None) -> Client:
    with acting(actor):
        number = access.make_user(
            username=f"u{actor.institution}{role}", display_name="U", password="una-clave-larga-1"
        )
        party = (
            value("SELECT id FROM alliance_association WHERE code = %s", (association,))
            if association
            else None
        )
        access.give_mandate(user=number, role=role, starts=date(2026, 1, 1), association=party)
        access.mark(name="demo", content={})
    client = Client()
    client.force_login(User.objects.get(pk=number))
    return client


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_back_offices_show_their_own_currency_and_parties(both: None) -> None:
    lima, san_jose = _browser(SYSTEM, Role.HEAD), _browser(SECOND, Role.HEAD)
    home, other = _text(lima, "/oficina/"), _text(san_jose, "/oficina/")
    assert "S/" in home and "₡" not in home
    assert "₡" in other and "S/" not in other
    assert "Convenio por convenio" in home and "Convenio por convenio" not in other
    assert "Costo esperado" in home and "Costo esperado" not in other
    assert "CCSS" not in home and "EsSalud" not in other
    for client, number in ((lima, COSTA_RICAN), (san_jose, PERUVIAN)):
        assert "Nadie con ese número" in _text(client, f"/oficina/personas/?q={number}")
    listed = _text(san_jose, "/oficina/asociaciones/")
    assert "Unión de Productores" in listed and "Cooperativa" not in listed
    with acting(SYSTEM):
        farm = alliances.adhesion_of(actor=SYSTEM, code=FARM).association
    assert lima.get(f"/oficina/asociaciones/{farm}/").status_code == 200
    assert san_jose.get(f"/oficina/asociaciones/{farm}/").status_code == 404


def test_a_picture_of_cost_is_drawn_only_where_it_is_known(both: None) -> None:
    lima, san_jose = _browser(SYSTEM, Role.HEAD), _browser(SECOND, Role.HEAD)
    assert lima.get("/oficina/graficos/costo.svg").status_code == 200
    assert san_jose.get("/oficina/graficos/costo.svg").status_code == 404


def test_an_employers_portal_speaks_of_workers(both: None) -> None:
    employer = _browser(SYSTEM, Role.SECRETARY, association="EMP-01")
    pages = [_text(employer, f"/asociacion/{part}") for part in ("", "avisos/", "familias/")]
    for page in pages:
        assert "Trabajadores" in page
        assert "amilias afiliadas" not in page
        assert "modelo propuesto" not in page  # the farm's contribution is law
    assert "1 trabajadores, 1 personas" in pages[1]
    template = employer.get("/asociacion/nominas/plantilla/")
    assert template.status_code == 200
    union = _browser(SECOND, Role.SECRETARY, association="UPA-01")
    text = _text(union, "/asociacion/")
    assert "Familias afiliadas" in text and "₡" in text and "modelo propuesto" not in text


# --- two clocks


def test_a_page_of_each_institution_stands_on_its_own_day(
    both: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: BETWEEN)
    assert [clock.today(actor=a) for a in (SYSTEM, SECOND)] == [
        date(2026, 5, 1),
        date(2026, 4, 30),
    ]
    assert "1 de mayo de 2026" in _text(_browser(SYSTEM, Role.HEAD), "/oficina/")
    assert "30 de abril de 2026" in _text(_browser(SECOND, Role.HEAD), "/oficina/")


def test_a_question_without_a_day_is_of_the_institutions_day(
    both: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_clock, "now", lambda: BETWEEN)
    for actor, number, day in (
        (SYSTEM, PERUVIAN, "2026-05-01"),
        (SECOND, COSTA_RICAN, "2026-04-30"),
    ):
        client = Client(headers={"authorization": f"Bearer {_key(actor)}"})
        assert client.get(f"/api/v1/eligibility?id={number}").json()["date"] == day


def test_mandates_and_keys_begin_with_the_institutions_day(both: None) -> None:
    first = date(2026, 5, 1)
    tokens = [_key(actor, starts=first) for actor in (SYSTEM, SECOND)]
    holders = [accesses.token_actor(token=t, at=BETWEEN, reason="x") for t in tokens]
    assert [one.institution if one else None for one in holders] == [1, None]
    with acting(SYSTEM):
        user = access.make_user(username="dos", display_name="Dos", password="una-clave-larga-1")
    for actor in (SYSTEM, SECOND):
        with acting(actor):
            access.give_mandate(user=user, role=Role.HEAD, starts=first)
    found = accesses.mandates(user=user, at=BETWEEN)
    assert [one.institution for one in found] == [1]
    later = BETWEEN.replace(hour=6, minute=0)
    assert [one.institution for one in accesses.mandates(user=user, at=later)] == [1, 2]


def test_the_journal_of_one_holds_nothing_of_the_other(both: None) -> None:
    with transaction.atomic():
        seal_all()
    with acting(SECOND):
        institutions = rows("SELECT DISTINCT institution FROM audit_entry")
        changes = value(
            "SELECT count(*) FROM audit_change c LEFT JOIN audit_entry e ON e.id = c.entry"
            " WHERE e.id IS NULL"
        )
    assert (institutions, changes) == ([(2,)], 0)
