"""The alliances beside coffee in a founded database: rosters written by hand, payments, answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.adapters.spreadsheets import read_workbook, write_roster
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.queries import Notice
from ayni.apps.sql.frames import rows
from ayni.cli.demo_extension import Extension, extension_of, found_extension
from ayni.core.actor import Actor
from ayni.core.affiliation import read_roster
from ayni.core.entitlement import Event
from ayni.core.periods import last_day
from ayni.cycle.assessing import Assessed, assess_month
from ayni.cycle.collecting import Imported
from ayni.cycle.eligibility import Eligibility, ask
from ayni.cycle.rosters import Checked, RosterFile, apply, check, expected_of
from tests.cycle.small_world import APRIL, SYSTEM, entry, example, statement

SECOND = Actor(name="prueba CR", role=SYSTEM.role, institution=2, reason="prueba")
COCOA, FARM, MARKET = "CACAO-2026-CAC-01", "AGRO-2026-EMP-01", "MERCADO-2026-MER-01"
UNION = "UPA-2026-UPA-01"
Row = tuple[object, ...]


def found() -> Extension:
    """Sign every agreement; nobody is affiliated yet."""
    extension = extension_of(actor=SYSTEM, programme=example())
    found_extension(extension=extension)
    return extension


def insured(
    place: int, earned: object, *, number: object = None, activity: str = "", kind: str = "DNI"
) -> Row:
    """Write the row of an insured person alone in a family."""
    return (
        place, "titular", kind, number or f"4100000{place}", "QUISPE", "MAMANI",
        f"ROSA {'ABCDEFGHIJ'[place]}", date(1980, 5, place + 1), "F", activity, earned,
    )  # fmt: skip


def worker(place: int, pay: object) -> Row:
    """Write the row of a worker as an employer lists it."""
    row = insured(place, pay, activity="agrario")
    return (row[0], "trabajador(a)", *row[2:])


def grower(place: int, income: object, *, number: object = None) -> Row:
    """Write the row of a Costa Rican grower."""
    return insured(place, income, number=number or f"1{place:04d}{5000 + place}", kind="Cédula")


def checked(
    written: Sequence[Row],
    *,
    code: str,
    month: int = APRIL,
    actor: Actor = SYSTEM,
    earnings: str = "Remuneración",
) -> Checked:
    """Receive a roster, read as its agreement's law and its institution's country ask."""
    content = write_roster(rows=written, earnings=earnings)  # type: ignore[arg-type]
    sent = RosterFile(name=f"{code}.xlsx", content=content)
    with acting(actor):
        adhesion = alliances.adhesion_of(actor=actor, code=code)
        expected = expected_of(actor=actor, adhesion=adhesion, month=month)
    read = read_roster(
        workbook=read_workbook(name=sent.name, content=content),
        as_of=last_day(month),
        expected=expected,
    )
    return check(actor=actor, code=code, month=month, file=sent, roster=read)


def taken(
    written: Sequence[Row], *, code: str, month: int = APRIL, actor: Actor = SYSTEM
) -> Checked:
    """Receive a roster and let it take effect."""
    received = checked(written, code=code, month=month, actor=actor)
    apply(actor=actor, checked=received)
    return received


def problems(received: Checked, *, actor: Actor = SYSTEM) -> list[tuple[int, str, str]]:
    """List what is wrong with a roster: row, kind, severity."""
    with acting(actor):
        found = affiliations.problems(actor=actor, roster=received.roster)
    return sorted((one.row, one.kind, one.severity) for one in found)


def assessed(*months: int, code: str, actor: Actor = SYSTEM) -> list[Assessed]:
    """Assess months of one adhesion."""
    return [
        assess_month(actor=actor, month=month, issued_on=last_day(month), codes=[code])
        for month in months
    ]


def notice_of(month: int, *, code: str, actor: Actor = SYSTEM) -> Notice:
    """Find the notice of a month."""
    with acting(actor):
        adhesion = alliances.adhesion_of(actor=actor, code=code).id
        found = assessments.notices(actor=actor, month=month)
    return next(one for one in found if one.adhesion == adhesion)


def lines(month: int, *, code: str, actor: Actor = SYSTEM) -> list[tuple[int, ...]]:
    """List a month's lines in roster order: base, rate, insured, employer, State, due."""
    with acting(actor):
        adhesion = alliances.adhesion_of(actor=actor, code=code).id
        return rows(
            "SELECT base, rate_ppm, insured_share, employer_share, state_share, due FROM assessment_line"
            " WHERE month = %s AND adhesion = %s ORDER BY position",
            (month, adhesion),
        )


def paid(
    month: int, *, code: str, day: date, amount: int | None = None, actor: Actor = SYSTEM
) -> Imported:
    """Pay a notice, whole or in part, in its own currency."""
    notice = notice_of(month, code=code, actor=actor)
    with acting(actor):
        payer = alliances.association(actor=actor, number=notice.payer)
    assert payer is not None
    one = entry(
        amount=notice.due if amount is None else amount,
        day=day,
        text=notice.reference,
        bank_reference=f"{code}-{month}-{amount}",
        currency=notice.currency,
        payer=payer.name,
        payer_number=payer.tax_number,
    )
    return statement([one], number=f"S{actor.institution}-{code[:6]}-{month}", actor=actor)


def answered(
    number: str, day: date, *, event: Event = Event.ILLNESS, actor: Actor = SYSTEM
) -> Eligibility:
    """Ask the clinic's question."""
    return ask(actor=actor, number=number, day=day, event=event, route="prueba")


def covers(*, code: str, actor: Actor = SYSTEM) -> set[tuple[date, date]]:
    """Give the spans of cover of an adhesion's insured persons."""
    with acting(actor):
        adhesion = alliances.adhesion_of(actor=actor, code=code).id
        found = rows(
            "SELECT c.starts, c.ends FROM entitlement_cover c JOIN affiliation_span s"
            " ON s.person = c.person AND s.scheme = c.scheme WHERE s.adhesion = %s",
            (adhesion,),
        )
    return set(found)  # type: ignore[arg-type]
