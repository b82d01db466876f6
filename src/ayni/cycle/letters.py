"""Families of an agreement that ends, by name for whoever may know them, and a letter to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from ayni.adapters.documents import (
    LETTERS_IN_A_PART,
    FamilyLetter,
    Letters,
    WayToGoOn,
    letters_pdf,
)
from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.document.queries import File
from ayni.apps.registry import queries as registry
from ayni.core.actor import Actor, Role, Scope
from ayni.cycle.after_agreement import AfterAgreement, after_agreement

#: Who in the institution works on persons; an association knows its own.
NAMES = (Role.AFFILIATION, Role.COLLECTION, Role.AUDITOR, Role.HEAD)


class NoSuchPart(LookupError):
    """An association without families under the agreement, one that is not the actor's, or no such part."""


@dataclass(frozen=True, slots=True)
class FamilyKept:
    """A family in the list: ``insured`` is none for whoever may not know the names."""

    association: int
    family: int
    insured: str | None
    document: str | None
    persons: int
    credited: int
    latency: int
    last_day: date


def parts_of(families: int) -> int:
    """Count the files that the letters of so many families fill."""
    return -(-families // LETTERS_IN_A_PART)


def may_name(*, actor: Actor, association: int) -> bool:
    """Tell whether the actor may read the names of an association's families."""
    if actor.scope is Scope.ASSOCIATION:
        return association in actor.associations
    return actor.role in NAMES


def listed(
    *, actor: Actor, found: AfterAgreement, association: int | None, start: int, size: int
) -> list[FamilyKept]:
    """Give a piece of the list: of one association or of all, in the order of their rosters."""
    piece = list(_of(found, association=association).slice(start, size).iter_rows(named=True))
    seen = {one["association"] for one in piece}
    named = {one for one in seen if may_name(actor=actor, association=one)}
    runner = actor.on_behalf(reason="nombrar las familias de un convenio que termina")
    with acting(runner):
        asked = [one["insured"] for one in piece if one["association"] in named]
        people = registry.people(actor=runner, numbers=asked)
    return [_kept(one, person=people.get(one["insured"])) for one in piece]


def _of(found: AfterAgreement, *, association: int | None) -> pl.DataFrame:
    families = found.families.sort("association", "adhesion", "position", "family")
    if association is None:
        return families
    return families.filter(pl.col("association") == association)


def _kept(row: Mapping[str, Any], *, person: registry.Person | None) -> FamilyKept:
    return FamilyKept(
        association=row["association"],
        family=row["family"],
        insured=None if person is None else person.full_name,
        document=None if person is None else person.number,
        persons=row["dependants"] + 1,
        credited=row["credited"],
        latency=row["latency"],
        last_day=row["last_day"],
    )


def letters(
    *, actor: Actor, agreement: int, association: int, part: int, today: date, language: str
) -> File:
    """Print one part of the letters to an association's families; parts count from 1.

    Raises ``NoEndAhead``, and ``NoSuchPart`` alike for what is not there and what is not the actor's.
    """
    actor.require(*NAMES, Role.REPRESENTATIVE, Role.SECRETARY)
    if not may_name(actor=actor, association=association):
        raise NoSuchPart(f"{agreement} {association}")
    found = after_agreement(actor=actor, agreement=agreement, today=today, association=association)
    whole = found.families.height
    if not 1 <= part <= parts_of(whole):
        raise NoSuchPart(f"{agreement} {association} {part}")
    start = (part - 1) * LETTERS_IN_A_PART
    rows = listed(
        actor=actor, found=found, association=association, start=start, size=LETTERS_IN_A_PART
    )
    ways = _ways(found, language=language)
    families = [_letter(one, ways=ways[one.persons - 1]) for one in rows]
    paper = _paper(actor, found=found, association=association, today=today, language=language)
    made = replace(paper, first=start + 1, whole=whole, families=families)
    content = letters_pdf(letters=made, language=language)
    return File(f"{paper.agreement}-{association}-{part}.pdf", "application/pdf", content)


def _ways(found: AfterAgreement, *, language: str) -> dict[int, tuple[WayToGoOn, ...]]:
    """Name the individual schemes by the number of dependants."""
    ways: dict[int, tuple[WayToGoOn, ...]] = defaultdict(tuple)
    for one in found.ways_on:
        name = load_scheme(one.alone.code).rules.name.in_language(language)
        way = WayToGoOn(name, one.alone.due, one.alone.months_before_cover)
        ways[one.dependants] += (way,)
    return ways


def _letter(one: FamilyKept, *, ways: tuple[WayToGoOn, ...]) -> FamilyLetter:
    return FamilyLetter(
        family=one.family,
        insured=one.insured or "",
        document=one.document or "",
        persons=one.persons,
        credited=one.credited,
        latency=one.latency,
        last_day=one.last_day,
        ways=ways,
    )


def _paper(
    actor: Actor, *, found: AfterAgreement, association: int, today: date, language: str
) -> Letters:
    """Gather what all letters of an association say, without a family yet."""
    runner = actor.on_behalf(reason="imprimir las cartas a las familias")
    with acting(runner):
        party = alliances.association(actor=runner, number=association)
        framework = alliances.framework(actor=runner, number=found.agreement)
        institution = access.institution(actor=runner).name
    if party is None or framework is None:
        raise NoSuchPart(f"{found.agreement} {association}")
    return Letters(
        institution=institution,
        association=party.name,
        agreement=framework.code,
        regime=_regime(found.regime, language=language),
        currency=found.currency,
        ended=found.ended,
        written=today,
        first=1,
        whole=0,
        example=party.example,
        proposed=load_scheme(framework.scheme_code).rules.basis == "model",
        families=(),
    )


def _regime(code: str, *, language: str) -> str:
    """Name the regime in which months count: a scheme of the library, or its code."""
    if code not in list_schemes():
        return code
    return load_scheme(code).rules.name.in_language(language)
