"""Databases of the cycle's tests, made once per session and copied: founded, and four months old.

``founded``: agreement and adhesions of an example programme, nobody affiliated. ``programme``: 60 families
in five cooperatives, April to July 2026, through the cycle's own functions: paid whole, in part, without a
reference, in dollars, taken back, never. The session's workers share the templates under a lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
from django.db import connections

from ayni.adapters.bankfiles import write_statement
from ayni.adapters.spreadsheets import write_roster
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit import actions as audit
from ayni.apps.sql.frames import value
from ayni.cli.postgres import Urls
from ayni.cli.postgres.cluster import make_database
from ayni.core.actor import Actor, Role
from ayni.core.affiliation import read_roster
from ayni.core.collection import BankEntry
from ayni.core.example import (
    ExampleCooperative,
    ExampleNotice,
    ExamplePayment,
    ExampleProgramme,
    payments,
    programme,
    roster,
)
from ayni.core.periods import first_day, last_day, month_number
from ayni.cycle.assessing import assess_month
from ayni.cycle.collecting import Imported, import_statement
from ayni.cycle.founding import found_programme
from ayni.cycle.rosters import RosterFile, apply, check
from tests.conftest import TEMPLATE, _aim, _drop

SYSTEM = Actor(name="prueba", role=Role.SYSTEM, institution=1, reason="prueba")
ACCOUNT = "0021940012345678901"
APRIL = month_number(year=2026, month=4)
MAY, JUNE, JULY, AUGUST = range(APRIL + 1, APRIL + 5)
#: What a family owes under the model: 4 % of the minimum wage of S/ 1,130 (in céntimos).
DUE = 4520
FAMILIES = 60
FIRST, SECOND, THIRD = (f"JNC-2026-EJ-0{n}" for n in (1, 2, 3))
_WORDS = {
    "insured": "Titular",
    "spouse": "Cónyuge",
    "partner": "Conviviente",
    "child": "Hijo",
    "father": "Padre",
    "mother": "Madre",
}


def example() -> ExampleProgramme:
    """Give the example the databases hold."""
    return programme(families=FAMILIES, seed=1)


def roster_file(made: ExampleProgramme, cooperative: ExampleCooperative) -> RosterFile:
    """Write the .xlsx of a cooperative."""
    rows = [
        (
            x.family,
            _WORDS.get(x.relation, x.relation),
            x.id_type,
            x.document,
            x.surname1,
            x.surname2,
            x.names,
            x.birth_date,
            x.sex,
            x.activity,
            None if x.income is None else Decimal(x.income) / 100,
        )
        for x in roster(programme=made, cooperative=cooperative, errors=False).rows
    ]
    return RosterFile(name=f"{cooperative.code}.xlsx", content=write_roster(rows=rows))  # type: ignore[arg-type]


def found() -> None:
    """Sign the agreement and let every cooperative join."""
    found_programme(actor=SYSTEM, programme=example())


def live_four_months() -> None:
    """Affiliate everybody, then assess April to July and take what the bank shows for each."""
    made = example()
    for one in made.cooperatives:
        take(code=f"JNC-2026-{one.code}", month=APRIL, file=roster_file(made, one))
    for month in range(APRIL, JULY + 1):
        assess_month(actor=SYSTEM, month=month, issued_on=last_day(month))
        for found_payments in _by_currency(_payments(made, month=month)):
            pay_in(found_payments, month=month)
    seal_all()


def seal_all() -> int:
    """Seal every entry; one waits for older transactions of the server, which may be other tests'."""
    sealed, until = audit.seal(), time.monotonic() + 60
    while _unsealed() and time.monotonic() < until:
        time.sleep(0.05)
        sealed += audit.seal()
    return sealed


def _unsealed() -> int:
    with acting(SYSTEM):
        return int(
            value(
                "SELECT count(*) FROM audit_entry e LEFT JOIN audit_seal s ON s.entry = e.id"
                " WHERE s.entry IS NULL"
            )
        )


def take(*, code: str, month: int, file: RosterFile) -> None:
    """Check and apply a roster, reading it in this process (the reader has its own tests)."""
    from ayni.adapters.spreadsheets import read_workbook

    read = read_roster(
        workbook=read_workbook(name=file.name, content=file.content), as_of=last_day(month)
    )
    checked = check(actor=SYSTEM, code=code, month=month, file=file, roster=read)
    apply(actor=SYSTEM, checked=checked)


def _payments(made: ExampleProgramme, *, month: int) -> list[ExamplePayment]:
    with acting(SYSTEM):
        names = {one.id: one.code for one in alliances.associations(actor=SYSTEM)}
        notices = assessments.notices(actor=SYSTEM, month=month)
    asked = [ExampleNotice(names[n.association], n.month, n.reference, n.due) for n in notices]
    return payments(programme=made, notices=asked, months={month})


def _by_currency(found: list[ExamplePayment]) -> Iterator[list[ExamplePayment]]:
    for currency in ("PEN", "USD"):
        same = [one for one in found if one.currency == currency]
        if same:
            yield same


def pay_in(found: list[ExamplePayment], *, month: int) -> Imported:
    """Write payments as a statement and import it."""
    entries = [
        entry(
            amount=one.amount,
            currency=one.currency,
            day=one.value_date,
            payer=one.payer,
            payer_number=one.payer_id,
            text=one.text,
            bank_reference=one.bank_reference,
            reversal_of=one.reversal_of,
        )
        for one in found
    ]
    return statement(entries, number=f"EC-{month}-{found[0].currency}")


def entry(
    *,
    amount: int,
    day: date,
    text: str | None,
    bank_reference: str,
    currency: str = "PEN",
    payer: str | None = None,
    payer_number: str | None = None,
    reversal_of: str | None = None,
) -> BankEntry:
    """Make one line of a statement; the writer's caller numbers them."""
    return BankEntry(
        natural_key="", account=ACCOUNT, number=1, amount=amount, currency=currency, booked_on=day,
        value_on=day, payer=payer, payer_number=payer_number, reference_text=text,
        bank_reference=bank_reference, operation="", reversal=reversal_of is not None,
        reversal_of=reversal_of,
    )  # fmt: skip


def statement_bytes(entries: list[BankEntry], *, number: str) -> bytes:
    """Write a camt.053 file."""
    days = [one.value_on for one in entries]
    return write_statement(
        account=ACCOUNT, number=number, currency=entries[0].currency, starts=min(days),
        ends=max(days), opening=0, entries=entries,
    )  # fmt: skip


def statement(entries: list[BankEntry], *, number: str, actor: Actor = SYSTEM) -> Imported:
    """Write a camt.053 file and import it."""
    content = statement_bytes(entries, number=number)
    return import_statement(actor=actor, name=f"{number}.xml", content=content)


def first_of_next(month: int) -> date:
    """Give the first day after a month."""
    return first_day(month + 1)


#: Templates by name: what makes each, and from which other it is copied.
_MADE: dict[str, tuple[Callable[[], None], str]] = {
    "ayni_founded": (found, TEMPLATE),
    "ayni_programme": (live_four_months, "ayni_founded"),
}


def ready(name: str, *, server: Urls) -> None:
    """Make a template once per session; one half made by a killed worker is made again."""
    make, parent = _MADE[name]
    if parent in _MADE:
        ready(parent, server=server)
    home = Path(os.environ["AYNI_HOME"])
    done = home / f"{name}-is-ready"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        copy(name, parent=parent, server=server)
        _aim(server.of_database(name))
        try:
            make()
        finally:
            close()
        done.touch()


def copy(name: str, *, parent: str, server: Urls) -> None:
    """Make a database as a copy of another, in the place of one of that name."""
    close()
    _drop(server.admin, name)
    with psycopg.connect(server.admin, autocommit=True) as admin:
        make_database(admin, name=name, template=parent)


def close() -> None:
    """Close Django's connections, so that their database may be copied or dropped."""
    for alias in connections:
        connections[alias].close()


@contextlib.contextmanager
def standing_in(name: str, *, server: Urls, main: Urls) -> Iterator[Urls]:
    """Aim Django at a database, and back at the worker's own."""
    there = server.of_database(name)
    _aim(there)
    try:
        yield there
    finally:
        close()
        _aim(main)
