"""The whole cycle, roster to cover, for 5,000 families (bar: under 8 s; openIMIS, contract to cover: 464 s).

`python -m benchmarks.cycle [--families 5000] [--months 3]`: rosters (xlsx) read and applied, months assessed
with notices, statements read, payments allocated, months credited, cover derived. One month is the peer's
path; three months are what our model asks before cover begins.
"""

from __future__ import annotations

import argparse
from datetime import timedelta

from ayni.adapters.bankfiles import write_statement
from ayni.core.collection import BankEntry
from ayni.core.example import programme
from ayni.core.periods import first_day, last_day
from benchmarks.files import pool, take_in, write_files
from benchmarks.ground import ACTOR, APRIL, ground, timed

ACCOUNT = "00219400123456789012"


def main() -> None:
    """Measure the steps on a fresh installation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=5_000)
    parser.add_argument("--months", type=int, default=3)
    asked = parser.parse_args()
    made = programme(families=asked.families, seed=11)
    with ground() as folder, pool() as executor:
        from ayni.cycle.founding import found_programme

        codes = found_programme(actor=ACTOR, programme=made)
        write_files(executor, made=made, folder=folder / "rosters")
        intake = timed(lambda: take_in(executor, made=made, codes=codes, folder=folder / "rosters"))
        months = [
            timed(lambda month=APRIL + turn: turn_once(month)) for turn in range(asked.months)
        ]
        covered = _covered(APRIL + asked.months)
    print(f"intake of {made.persons:,} persons: {intake:.2f} s")
    for turn, seconds in enumerate(months, start=1):
        print(f"month {turn}, assessed, billed, paid, credited, cover derived: {seconds:.2f} s")
    print(
        f"roster to a credited month, {asked.families:,} families: {intake + months[0]:.2f} s (bar 8)"
    )
    print(
        f"roster to cover ({asked.months} months), {covered:,} persons: {intake + sum(months):.2f} s"
    )


def turn_once(month: int) -> None:
    """Bill a month and take the statement that pays all of it."""
    from ayni.cycle.contribution_cycle import bill, collect

    bill(actor=ACTOR, month=month, issued_on=last_day(month))
    collect(actor=ACTOR, name=f"{month}.xml", content=_statement(month))


def _statement(month: int) -> bytes:
    from ayni.apps.access.actions import acting
    from ayni.apps.assessment import queries as assessments

    with acting(ACTOR):
        notices = assessments.notices(actor=ACTOR, month=month)
    day = first_day(month + 1) + timedelta(days=9)
    entries = [
        BankEntry(
            natural_key="",
            account=ACCOUNT,
            number=place,
            amount=notice.due,
            currency=notice.currency,
            booked_on=day,
            value_on=day,
            payer=notice.association_name,
            payer_number=None,
            reference_text=notice.reference,
            bank_reference=f"B{notice.id}",
            operation="",
        )
        for place, notice in enumerate(notices, start=1)
    ]
    return write_statement(
        account=ACCOUNT,
        number=f"EC-{month}",
        currency="PEN",
        starts=first_day(month + 1),
        ends=last_day(month + 1),
        opening=0,
        entries=entries,
    )


def _covered(month: int) -> int:
    from ayni.apps.access.actions import acting
    from ayni.apps.alliance import queries as alliances
    from ayni.apps.entitlement import queries as entitlements

    with acting(ACTOR):
        schemes = sorted({one.scheme for one in alliances.agreements(actor=ACTOR)})
        return entitlements.covered_counts(actor=ACTOR, schemes=schemes, days=[last_day(month)])[0]


if __name__ == "__main__":
    main()
