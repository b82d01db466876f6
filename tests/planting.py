"""A small programme planted through the real cycle: rosters read, a month assessed, billed and paid.

``plant`` works on whatever database Django points at; the fixture ``planted`` gives a database of two
institutions, the first with three associations. Import the fixture where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest

from ayni.adapters.bankfiles import write_statement
from ayni.adapters.spreadsheets import write_roster
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit.actions import seal
from ayni.apps.sql.frames import rows, value
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.core.collection import BankEntry
from ayni.core.example import ExampleNotice, ExampleProgramme, payments, programme, roster
from ayni.core.periods import first_day, last_day
from ayni.cycle import founding
from ayni.cycle.assessing import assess_month
from ayni.cycle.collecting import import_statement
from ayni.cycle.rosters import RosterFile, apply, check

MONTH = 12 * 2026 + 3
ACCOUNT = "0021940012345678901"
CODES = {1: "essalud", 2: "segundo"}
_RELATIONS = {"insured": "Titular", "spouse": "Cónyuge", "partner": "Conviviente", "child": "Hijo"}
_RELATIONS |= {"father": "Padre", "mother": "Madre"}


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted: per institution its programme, the ids of its associations, its adhesions."""

    urls: Urls
    programmes: dict[int, ExampleProgramme]
    associations: dict[int, list[int]]
    adhesions: dict[int, dict[str, str]]


def system(institution: int, reason: str = "prueba") -> Actor:
    """Give the institution's own run."""
    return Actor(name="prueba", role=Role.SYSTEM, institution=institution, reason=reason)


def plant(
    *, institution: int, families: int, seed: int, months: int = 1, surname: str = ""
) -> dict[str, str]:
    """Found a programme, affiliate it, assess and collect its first months; gives adhesions by code.

    ``surname``, if given, is the first surname of the first person of each roster.
    """
    actor, made = system(institution), programme(families=families, seed=seed)
    with patch.object(founding.access, "make_institution", _institution(institution)):
        codes = founding.found_programme(actor=actor, programme=made)
    for one in made.cooperatives:
        found = check(
            actor=actor,
            code=codes[one.code],
            month=MONTH,
            file=RosterFile(f"{one.code}.xlsx", _file(made, one.code, surname)),
        )
        apply(actor=actor, checked=found)
    for month in range(MONTH, MONTH + months):
        assess_month(actor=actor, month=month, issued_on=last_day(month))
        _collect(actor, made, month=month)
    seal()
    return codes


def _institution(number: int) -> object:
    def make(**asked: object) -> int:
        with acting(system(number)):
            asked |= {"number": number, "code": CODES[number]}
            return _make(**asked)

    return make


_make = access.make_institution


def _file(made: ExampleProgramme, code: str, surname: str) -> bytes:
    found = roster(programme=made, cooperative=made.cooperative(code), errors=False)
    return write_roster(
        rows=[
            (
                row.family,
                _RELATIONS.get(row.relation, row.relation),
                row.id_type,
                row.document,
                (surname or row.surname1) if place == 0 else row.surname1,
                row.surname2,
                row.names,
                row.birth_date,
                row.sex,
                row.activity,
                None if row.income is None else Decimal(row.income) / 100,
            )
            for place, row in enumerate(found.rows)
        ]
    )


def _collect(actor: Actor, made: ExampleProgramme, *, month: int) -> None:
    with acting(actor):
        names = {one.id: one.code for one in alliances.associations(actor=actor)}
        found = assessments.notices(actor=actor, month=month)
    notices = [ExampleNotice(names[n.association], n.month, n.reference, n.due) for n in found]
    paid = payments(programme=made, notices=notices, months={month})
    taken = [one for one in paid if one.currency == "PEN"]
    entries = [
        BankEntry(
            "",
            ACCOUNT,
            place,
            one.amount,
            one.currency,
            one.value_date,
            one.value_date,
            one.payer,
            one.payer_id,
            one.text,
            f"{actor.institution}-{one.bank_reference}",
            "",
            reversal=one.reversal_of is not None,
            reversal_of=one.reversal_of and f"{actor.institution}-{one.reversal_of}",
        )
        for place, one in enumerate(taken, 1)
    ]
    content = write_statement(
        account=ACCOUNT,
        number=f"EC-{actor.institution}-{month}",
        currency="PEN",
        starts=first_day(month + 1),
        ends=max([last_day(month + 1), *(one.value_date for one in taken)]),
        opening=0,
        entries=entries,
    )
    import_statement(actor=actor, name=f"EC-{month}.xml", content=content)


def key_for(institution: int, role: Role = Role.CLERK) -> str:
    """Make a key of a programme in an institution."""
    with acting(system(institution)):
        facility = int(value("SELECT min(id) FROM registry_facility"))
        return access.make_token(
            name="clínica de prueba", role=role, facility=facility, starts=date(2026, 1, 1)
        )


def numbers_of(institution: int) -> list[str]:
    """List the document numbers of an institution's persons."""
    with acting(system(institution)):
        return [row[0] for row in rows("SELECT number FROM registry_identifier ORDER BY number")]


def plant_two(urls: Urls, *, families: int = 9, months: int = 1) -> Planted:
    """Plant two institutions of three associations each."""
    adhesions = {
        one: plant(institution=one, families=families, seed=one, months=months) for one in (1, 2)
    }
    associations = {}
    for one in (1, 2):
        with acting(system(one)):
            found = rows("SELECT id FROM alliance_association WHERE parent IS NOT NULL ORDER BY id")
            associations[one] = [row[0] for row in found]
    programmes = {one: programme(families=families, seed=one) for one in (1, 2)}
    return Planted(urls, programmes, associations, adhesions)


@pytest.fixture(scope="module")
def planted(
    request: pytest.FixtureRequest, database_maker: object, django_db_blocker: object
) -> Iterator[Planted]:
    """A database of two institutions for the tests of a module; what they commit stays in it."""
    name = "planted_" + request.module.__name__.rpartition(".")[2][-20:]
    with database_maker(name) as urls, django_db_blocker.unblock():  # type: ignore[attr-defined,operator]
        yield plant_two(urls)
