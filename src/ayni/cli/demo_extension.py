"""What ``ayni demo`` adds to coffee: three alliances of the same institution, and a second institution.

Every step is the cycle's own call, as for coffee; the second institution acts for itself from end to end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.core.actor import Actor, Role
from ayni.core.example import (
    ExampleAlliance,
    ExampleNotice,
    ExamplePayment,
    ExampleProgramme,
    costa_rican_alliance,
    explained_cooperative,
    pay_roster,
    payments,
    peruvian_alliances,
    roster,
    sheet_rows,
    uncovered_cooperative,
)
from ayni.core.periods import month_text

if TYPE_CHECKING:
    from ayni.cycle.demo_accounts import Account

SECOND = 2
PREFIX = "ccss-"
#: What the column of earnings is called in the roster of each scheme.
EARNINGS = {
    "pe-modelo-colectivo": "Ingreso de referencia",
    "pe-essalud-agrario-dependiente": "Remuneración",
    "cr-ccss-convenio": "Ingreso declarado",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """The alliances beside coffee, each with who acts for its institution."""

    actor: Actor
    second: Actor
    peruvian: tuple[ExampleAlliance, ...]
    costa_rican: ExampleAlliance

    @property
    def every(self) -> tuple[tuple[Actor, ExampleAlliance], ...]:
        """List the alliances with who acts."""
        return (*((self.actor, one) for one in self.peruvian), (self.second, self.costa_rican))

    @property
    def persons(self) -> int:
        """Count the persons of all of them."""
        return sum(one.programme.persons for _, one in self.every)


def extension_of(*, actor: Actor, programme: ExampleProgramme) -> Extension:
    """Lay out what stands beside the coffee programme, scaled as it is."""
    return Extension(
        actor=actor,
        second=Actor(name=actor.name, role=Role.SYSTEM, institution=SECOND, reason=actor.reason),
        peruvian=peruvian_alliances(programme),
        costa_rican=costa_rican_alliance(programme),
    )


def found_extension(*, extension: Extension) -> dict[str, str]:
    """Sign the agreements; gives adhesion codes by party."""
    from ayni.cycle.founding import found_alliance, found_second_institution

    found_second_institution(
        actor=extension.second, name=extension.costa_rican.programme.institution
    )
    return {
        one.party.code: found_alliance(actor=actor, alliance=one) for actor, one in extension.every
    }


def open_accounts(
    *, actor: Actor, programme: ExampleProgramme, extension: Extension, path: Path
) -> None:
    """Make the accounts of both institutions, once, and write them down for who installed the demo."""
    from ayni.cycle import demo_accounts
    from ayni.cycle.demo_accounts import Speaker
    from ayni.cycle.founding import AGREEMENT

    starts = date(2026, 3, 1)
    cooperatives = (
        explained_cooperative(programme).code,
        programme.cooperatives[0].code,
        uncovered_cooperative(programme).code,
    )
    speakers = [
        Speaker("secretaria" if place == 1 else f"secretaria{place}", code)
        for place, code in enumerate(cooperatives, start=1)
    ]
    speakers.append(Speaker("representante", "JNC", Role.REPRESENTATIVE))
    names = {"CAC-01": "cacao", "EMP-01": "empleador", "MER-01": "mercado"}
    speakers += [Speaker(names[one.party.code], one.party.code) for one in extension.peruvian]
    union = extension.costa_rican.party.code
    ours = demo_accounts.open_accounts(actor=actor, starts=starts, speakers=speakers)
    theirs = demo_accounts.open_accounts(
        actor=extension.second,
        starts=starts,
        speakers=[Speaker(f"{PREFIX}union", union)],
        prefix=PREFIX,
        negotiates=False,
    )
    demo_accounts.mark_demo(actor=actor, programme=AGREEMENT)
    _write_down([*ours, *theirs], path=path)


def _write_down(accounts: Iterable[Account], *, path: Path) -> None:
    path.touch(mode=0o600)
    told = [
        {"user": a.username, "password": a.password, "role": a.name, "institution": a.institution}
        for a in accounts
    ]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def write_rosters(*, alliance: ExampleAlliance, months: tuple[int, ...], folder: Path) -> None:
    """Write an alliance's rosters: one for the first month, and of an employer one for every month."""
    from ayni.adapters.spreadsheets import write_roster

    drawn = roster(programme=alliance.programme, cooperative=alliance.party)
    for month, path in roster_files(alliance=alliance, months=months, folder=folder).items():
        if path.exists():
            continue
        told = (
            pay_roster(drawn, seed=alliance.programme.seed, month=month)
            if alliance.party.work.monthly
            else drawn
        )
        content = write_roster(rows=sheet_rows(told), earnings=EARNINGS[alliance.scheme])
        # Moved when it is whole, whatever ends this run.
        half = folder / "half" / path.name
        half.parent.mkdir(exist_ok=True)
        half.write_bytes(content)
        half.replace(path)


def roster_files(
    *, alliance: ExampleAlliance, months: tuple[int, ...], folder: Path
) -> dict[int, Path]:
    """Give the file of each month for which the party sends a roster."""
    told = months if alliance.party.work.monthly else months[:1]
    code = alliance.party.code
    return {month: folder / f"{code}-{month_text(month)}.xlsx" for month in told}


def owner_of(*, programme: ExampleProgramme, extension: Extension) -> dict[str, ExampleProgramme]:
    """Give the example programme of each party, by its code."""
    every = {one.code: programme for one in programme.cooperatives}
    return every | {one.party.code: one.programme for _, one in extension.every}


def payments_of(
    *, owners: dict[str, ExampleProgramme], notices: Iterable[ExampleNotice], month: int
) -> list[ExamplePayment]:
    """List what the bank shows for a month's notices, whoever's they are."""
    by_owner: dict[int, list[ExampleNotice]] = {}
    for notice in notices:
        by_owner.setdefault(id(owners[notice.cooperative]), []).append(notice)
    paid = [
        payment
        for found in by_owner.values()
        for payment in payments(
            programme=owners[found[0].cooperative], notices=found, months={month}
        )
    ]
    return sorted(paid, key=lambda one: (one.value_date, one.bank_reference))


def told_alliances(extension: Extension) -> list[dict[str, str | int]]:
    """Tell what was added, one entry an agreement."""
    return [
        {
            "agreement": one.agreement,
            "party": one.party.name,
            "scheme": one.scheme,
            "families": one.programme.families,
            "persons": one.programme.persons,
            "institution": one.programme.institution,
        }
        for _, one in extension.every
    ]
