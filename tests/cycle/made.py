"""Rosters and payments of a few families, written by hand, and what the database holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ayni.adapters.spreadsheets import read_workbook, write_roster
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.queries import Notice
from ayni.apps.sql.frames import rows, value
from ayni.core.affiliation import Roster, read_roster
from ayni.core.periods import last_day
from ayni.cycle.assessing import Assessed, assess_month
from ayni.cycle.collecting import Imported
from ayni.cycle.rosters import Checked, RosterFile, apply, check
from tests.cycle.small_world import FIRST, SYSTEM, entry, statement

Row = tuple[object, ...]


def head(family: int, *, number: object | None = None, surname: str = "QUISPE") -> Row:
    """Write the row of an insured person; the number follows from the family."""
    return (
        family, "titular", "DNI", number or f"4000000{family}", surname, "MAMANI",
        f"ROSA {'ABCDEFGHIJ'[family]}", date(1980, 5, family), "F", "café", 1130,
    )  # fmt: skip


def child(family: int, *, number: object | None = None, birth: date = date(2015, 3, 1)) -> Row:
    """Write the row of a child."""
    return (
        family, "hijo(a)", "DNI", number or f"7000000{family}", "QUISPE", "MAMANI",
        f"LUIS {'ABCDEFGHIJ'[family]}", birth, "M", None, None,
    )  # fmt: skip


def families(*numbers: int) -> list[Row]:
    """Write families of two."""
    return [row for number in numbers for row in (head(number), child(number))]


def file(written: Sequence[Row], *, name: str = "nomina.xlsx") -> RosterFile:
    """Write a roster in the template."""
    return RosterFile(name=name, content=write_roster(rows=written))  # type: ignore[arg-type]


def read(sent: RosterFile, *, month: int) -> Roster:
    """Read in this process: the child process has its own tests."""
    workbook = read_workbook(name=sent.name, content=sent.content)
    return read_roster(workbook=workbook, as_of=last_day(month))


def checked(sent: RosterFile, *, month: int, code: str = FIRST) -> Checked:
    """Receive a roster."""
    return check(actor=SYSTEM, code=code, month=month, file=sent, roster=read(sent, month=month))


def taken(written: Sequence[Row], *, month: int, code: str = FIRST) -> Checked:
    """Receive a roster and let it take effect."""
    found = checked(file(written), month=month, code=code)
    apply(actor=SYSTEM, checked=found)
    return found


def assessed(*months: int, code: str = FIRST) -> list[Assessed]:
    """Assess months of one adhesion."""
    return [
        assess_month(actor=SYSTEM, month=month, issued_on=last_day(month), codes=[code])
        for month in months
    ]


def affiliated(day: date) -> int:
    """Count who is affiliated on a day, wherever."""
    with acting(SYSTEM):
        return affiliations.counts(actor=SYSTEM, day=day)[1]


def notice_of(month: int, *, code: str = FIRST) -> Notice:
    """Find the notice of a month."""
    with acting(SYSTEM):
        adhesion = alliances.adhesion_of(actor=SYSTEM, code=code).id
        found = assessments.notices(actor=SYSTEM, month=month)
    return next(one for one in found if one.adhesion == adhesion)


def paid(
    amount: int,
    *,
    month: int,
    day: date,
    bank_reference: str,
    code: str = FIRST,
    text: str | None = None,
    currency: str = "PEN",
) -> Imported:
    """Pay on a notice; ``text`` replaces its reference."""
    one = entry(
        amount=amount,
        day=day,
        text=notice_of(month, code=code).reference if text is None else text,
        bank_reference=bank_reference,
        currency=currency,
        payer=payer(code),
    )
    return statement([one], number=f"S-{bank_reference}")


def taken_back(amount: int, *, day: date, of: str, code: str = FIRST) -> Imported:
    """Let the bank take a payment back."""
    one = entry(
        amount=-amount, day=day, text="EXTORNO", bank_reference=f"{of}-X", payer=payer(code),
        reversal_of=of,
    )  # fmt: skip
    return statement([one], number=f"S-{of}-X")


def payer(code: str) -> str:
    """Give the name that the bank shows for the payer of an adhesion."""
    with acting(SYSTEM):
        adhesion = alliances.adhesion_of(actor=SYSTEM, code=code)
        found = alliances.association(actor=SYSTEM, number=adhesion.payer)
    assert found is not None
    return found.name


def effects() -> dict[str, int]:
    """Count the rows of every table that keeps what happened; nothing else may differ after a refusal."""
    with acting(SYSTEM):
        names = rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition AND relname ~"
            " '^(affiliation|alliance|assessment|audit|collection|document|entitlement|ledger|registry)_'"
        )
        assert len(names) > 25
        return {name: int(value(f"SELECT count(*) FROM {name}")) for (name,) in names}


def spans(*, code: str = FIRST) -> list[tuple[str, date, date | None]]:
    """List an adhesion's affiliations by number of document."""
    with acting(SYSTEM):
        adhesion = alliances.adhesion_of(actor=SYSTEM, code=code).id
        return rows(
            "SELECT i.number, s.starts, s.ends FROM affiliation_span s JOIN registry_identifier i"
            " ON i.person = s.person WHERE s.adhesion = %s ORDER BY 1, 2",
            (adhesion,),
        )  # type: ignore[return-value]


def balances(month: int) -> list[tuple[int, int]]:
    """List what each family of a month owes and paid, in roster order."""
    with acting(SYSTEM):
        return rows(
            "SELECT l.due, coalesce(b.paid, 0) FROM assessment_line l LEFT JOIN collection_line_balance b"
            " USING (month, adhesion, family, part) WHERE l.month = %s ORDER BY l.position",
            (month,),
        )  # type: ignore[return-value]


def ledger(account: str, *, currency: str = "PEN") -> int:
    """Give the balance of an account, debits less credits."""
    with acting(SYSTEM):
        return int(
            value(
                "SELECT coalesce(sum(p.debit - p.credit), 0) FROM ledger_posting p JOIN ledger_account a"
                " ON a.id = p.account JOIN ledger_entry e ON e.id = p.ledger_entry"
                " WHERE a.code = %s AND e.currency = %s",
                (account, currency),
            )
        )


def credited() -> list[tuple[str, int, date]]:
    """List months in force: document number, month, counts from."""
    from ayni.apps.entitlement.actions import months_in_force

    with acting(SYSTEM):
        (scheme,) = alliances.schemes(actor=SYSTEM)
        found = months_in_force(actor=SYSTEM, scheme=scheme)
        numbers = dict(rows("SELECT person, number FROM registry_identifier"))
    return sorted((numbers[person], month, day) for person, month, day in found.iter_rows())


def received(bank_reference: str) -> int:
    """Give the amount of the receipt of a bank reference."""
    with acting(SYSTEM):
        return int(
            value(
                "SELECT r.amount FROM collection_receipt r JOIN collection_bank_entry e"
                " ON e.id = r.bank_entry WHERE e.bank_reference = %s",
                (bank_reference,),
            )
        )
