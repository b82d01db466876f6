"""A small programme for the portal's and the clinic's tests: two associations, real files, real months.

``first`` has two families from April 2026 and paid April to July; ``second`` has one and paid nothing.
Months are assessed from April to September 2026. The day of the tests is 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ayni.adapters.bankfiles import write_statement
from ayni.adapters.spreadsheets import write_roster
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.registry import actions as registry
from ayni.core.actor import Actor, Role
from ayni.core.collection import BankEntry
from ayni.core.example import programme
from ayni.core.periods import first_day, last_day, month_number
from ayni.cycle.assessing import assess_month
from ayni.cycle.collecting import import_statement
from ayni.cycle.founding import found_programme
from ayni.cycle.printing import print_notice
from ayni.cycle.rosters import RosterFile, apply, check

TODAY = date(2026, 11, 23)
APRIL, JULY, SEPTEMBER = (month_number(year=2026, month=m) for m in (4, 7, 9))
OCTOBER = SEPTEMBER + 1
SYSTEM = Actor(name="prueba", role=Role.SYSTEM, institution=1, reason="prueba")
FIRST, SECOND = "JNC-2026-EJ-01", "JNC-2026-EJ-02"
Row = tuple[object, ...]


def person(  # a row of the template
    family: int,
    relation: str,
    number: object,
    names: str,
    *,
    birth: date,
    sex: str = "F",
    income: int | None = None,
    surname: str = "QUISPE",
) -> Row:
    """Write one row of the template."""
    activity = "café" if relation == "titular" else None
    return (family, relation, "DNI", number, surname, "MAMANI", names, birth, sex, activity, income)


ROSA = person(1, "titular", "40123456", "ROSA", birth=date(1980, 5, 3), income=1130)
LUIS = person(1, "hijo(a)", "70123456", "LUIS", birth=date(2015, 3, 1), sex="M")
JUAN = person(2, "titular", "40123457", "JUAN", birth=date(1975, 1, 2), sex="M", income=1130,
              surname="HUAMÁN")  # fmt: skip
PEDRO = person(1, "titular", "40999999", "PEDRO", birth=date(1970, 7, 7), sex="M", income=1130,
               surname="VARGAS")  # fmt: skip
ANA = person(3, "titular", "40123458", "ANA", birth=date(1990, 9, 9), income=1130)


def sheet(*rows: Row) -> bytes:
    """Write a roster in the template."""
    return write_roster(rows=rows)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class World:
    """Numbers of what was made; users by role."""

    first: int
    second: int
    users: dict[str, int]


def build() -> World:
    """Make everything through the cycle's own functions."""
    found_programme(actor=SYSTEM, programme=programme(families=6, seed=7))
    _take(FIRST, sheet(ROSA, LUIS, JUAN))
    _take(SECOND, sheet(PEDRO))
    for month in range(APRIL, SEPTEMBER + 1):
        assess_month(actor=SYSTEM, month=month, issued_on=last_day(month), codes=[FIRST, SECOND])
    _pay(months=range(APRIL, JULY + 1))
    with acting(SYSTEM):
        places = {one.code: one.association for one in alliances.adhesions(actor=SYSTEM)}
        newest = assessments.notices(actor=SYSTEM, month=SEPTEMBER)
    for notice in newest:
        print_notice(actor=SYSTEM, number=notice.id)
    return World(places[FIRST], places[SECOND], _users(places))


def _take(code: str, content: bytes) -> None:
    file = RosterFile(name="abril.xlsx", content=content)
    apply(actor=SYSTEM, checked=check(actor=SYSTEM, code=code, month=APRIL, file=file))


def _pay(*, months: Sequence[int]) -> None:
    with acting(SYSTEM):
        found = [
            one
            for one in assessments.notices(actor=SYSTEM)
            if one.month in months and one.reference.endswith(f"{_adhesion(FIRST):05d}")
        ]
    for number, notice in enumerate(sorted(found, key=lambda one: one.month), start=1):
        day = first_day(notice.month + 1) + timedelta(days=9)
        entry = BankEntry(
            natural_key=f"k{number}", account="00110001", number=1, amount=notice.due,
            currency="PEN", booked_on=day, value_on=day, payer=notice.association_name,
            payer_number=None, reference_text=notice.reference, bank_reference=f"B{number}",
            operation=f"O{number}",
        )  # fmt: skip
        content = write_statement(
            account="00110001", number=f"S{number}", currency="PEN", starts=day, ends=day,
            opening=0, entries=[entry],
        )  # fmt: skip
        import_statement(actor=SYSTEM, name=f"S{number}.xml", content=content)


def _adhesion(code: str) -> int:
    return alliances.adhesion_of(actor=SYSTEM, code=code).id


def _users(places: dict[str, int]) -> dict[str, int]:
    with acting(SYSTEM):
        facility = registry.make_facility(actor=SYSTEM, code="C-1", name="Posta", region="Junín")
        wanted = (
            ("first", Role.SECRETARY, places[FIRST], None),
            ("second", Role.SECRETARY, places[SECOND], None),
            ("clerk", Role.CLERK, None, facility),
            ("head", Role.HEAD, None, None),
        )
        made = {name: _user(name, role, place, clinic) for name, role, place, clinic in wanted}
        access.mark(name="demo", content={"programme": "prueba"})
    return made


def _user(name: str, role: Role, association: int | None, facility: int | None) -> int:
    user = access.make_user(username=name, display_name=name, password="una-clave-de-prueba-1")
    access.give_mandate(
        user=user, role=role, starts=date(2026, 1, 1), association=association, facility=facility
    )
    return user
