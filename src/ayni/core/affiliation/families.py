"""Rules about persons together: the family they stand in, and the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ayni.core.affiliation.drafts import Draft, DraftFamily, Problems
from ayni.core.affiliation.faults import doubt, refuse
from ayni.core.matching import fold

GENERATION = 12
COUPLE = ("spouse", "partner")
PARENTS = ("father", "mother")


def judge_family(family: DraftFamily, problems: Problems) -> None:
    """One insured person, at most one spouse or partner, ages that fit, income, declared count."""
    insured = [draft for draft in family.members if draft.relation == "insured"]
    if not insured:
        for draft in family.members:
            problems.add(draft, "rel", refuse("family_without_insured"))
        return
    family.insured = insured[0]
    if len(insured) > 1:
        for draft in insured:
            problems.add(draft, "rel", doubt("two_insured_in_family"))
    couple = [draft for draft in family.members if draft.relation in COUPLE]
    if len(couple) > 1:
        for draft in couple:
            problems.add(draft, "rel", doubt("two_spouses_in_family"))
    _judge_ages(family, problems)
    dependants = len(family.members) - 1
    if family.declared is not None and family.declared != dependants:
        fault = doubt("declared_dependants_differ", str(dependants))
        problems.add(family.insured, "dep", fault)


def _judge_ages(family: DraftFamily, problems: Problems) -> None:
    """A child is at least half a generation younger than the insured person, a parent older."""
    insured = family.insured
    if insured is None or insured.birth_date is None:
        return
    day = insured.birth_date
    youngest_parent = _shifted(day, -GENERATION)
    oldest_child = _shifted(day, GENERATION)
    for draft in family.members:
        born = draft.birth_date
        if born is None or draft.worst == 2:
            continue
        child = draft.relation == "child" and born < oldest_child
        parent = draft.relation in PARENTS and born > youngest_parent
        if child or parent:
            problems.add(draft, "birth", doubt("relation_age_inconsistent"))


def _shifted(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    return date(year, day.month, min(day.day, 28))


def judge_duplicates(families: Iterable[DraftFamily], problems: Problems) -> None:
    """The same number twice: the same row again, a person in two families, or two persons.

    DNI and CUI are one series of numbers; a foreigner's card is another.
    """
    seen: dict[tuple[bool, str], tuple[Draft, DraftFamily]] = {}
    repeated: dict[tuple[bool, str], list[tuple[Draft, DraftFamily]]] = {}
    for family in families:
        for draft in family.members:
            if draft.id is None:
                continue
            key = (draft.id_type == "CE", draft.id)
            first = seen.setdefault(key, (draft, family))
            if first[0] is not draft:
                repeated.setdefault(key, [first]).append((draft, family))
    for found in repeated.values():
        _judge_repeated(found, problems)


def _judge_repeated(found: Sequence[tuple[Draft, DraftFamily]], problems: Problems) -> None:
    kept: list[tuple[Draft, DraftFamily]] = []
    for draft, family in found:
        if any(_same_person(draft, other) and family is home for other, home in kept):
            draft.duplicate = True
            problems.add(draft, "id", refuse("id_duplicate_same_person"))
        else:
            kept.append((draft, family))
    if len(kept) > 1:
        first = kept[0][0]
        same = all(_same_person(draft, first) for draft, _ in kept[1:])
        kind = "person_in_two_families" if same else "id_duplicate_other_person"
        for draft, _ in kept:
            problems.add(draft, "id", doubt(kind))


def _same_person(one: Draft, other: Draft) -> bool:
    return one.birth_date == other.birth_date and _name(one) == _name(other)


def _name(draft: Draft) -> str:
    return fold(f"{draft.surname1 or ''} {draft.surname2 or ''} {draft.names or ''}")
