"""The law as a full tree of chances, for families so small that every branch can be followed.

Written from docs/explanation/study-model.md alone, with no code of the kernels: every person, every
answer and every event of a month is branched on, and equal families are put together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ayni.core.projection.cube import COUNTS
from ayni.core.projection.inputs import (
    Access,
    Assumptions,
    Families,
    LawInputs,
    Paths,
    PersonRole,
)

PLACE = {name: place for place, name in enumerate(COUNTS)}


@dataclass(frozen=True, slots=True)
class Person:
    sex: int
    age: int  # months
    role: int


@dataclass(frozen=True, slots=True)
class Family:
    persons: tuple[Person, ...]
    may_marry: bool
    window: int
    unpaid: int
    out: bool
    paid: bool
    late: bool


Branches = Iterator[tuple[float, "Month"]]


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month to the people of a family."""

    persons: tuple[Person, ...]
    may_marry: bool
    births: int = 0
    deaths: int = 0
    aged_out: int = 0
    partners: int = 0


class Tree:
    """Expected measures of one scenario."""

    def __init__(
        self, families: Families, law: LawInputs, beliefs: Assumptions, paths: Paths, scenario: int
    ) -> None:
        self.families, self.law, self.beliefs = families, law, beliefs
        self.paths, self.s = paths, scenario
        self.values = np.zeros((law.months + 1, len(COUNTS) + len(law.lines)))

    def measures(self) -> np.ndarray:
        total = self.families.weight.sum()
        for place in range(self.families.count):
            weight = float(self.families.weight[place])
            self._follow(place, 0, weight * self.beliefs.participation)
            for month in range(1, self.law.months):
                if self.law.enters[month]:
                    self._follow(place, month, weight / total * self.beliefs.entries[month])
        return self.values[:-1]

    def _follow(self, place: int, entry: int, chance: float) -> None:
        group = self.families.group[place]
        fallen = int(self.paths.defaulted[self.s, group])
        if fallen <= entry or not chance:
            return
        family = self._begin(place, entry)
        standing = {family: chance}
        self._add(entry, "entries", chance)
        self._add(entry, "persons_in", chance * len(family.persons))
        for month in range(entry, self.law.months):
            if month > entry:
                standing = self._people(standing, month, fallen)
            standing = self._answers(standing, month, entry)

    def _begin(self, place: int, entry: int) -> Family:
        own = slice(self.families.offset[place], self.families.offset[place + 1])
        rows = zip(
            self.families.sex[own],
            self.law.first_month - self.families.birth[own],
            self.families.role[own],
            strict=True,
        )
        persons = tuple(Person(int(sex), int(age), int(role)) for sex, age, role in rows)
        alone = all(one.role != PersonRole.PARTNER for one in persons)
        window = 0 if entry else self.beliefs.paid_before
        return Family(persons, alone, window, 0, False, False, False)

    def _add(self, month: int, measure: str, value: float) -> None:
        self.values[month, PLACE[measure]] += value

    def _people(
        self, standing: dict[Family, float], month: int, fallen: int
    ) -> dict[Family, float]:
        after: dict[Family, float] = defaultdict(float)
        leaves = 1.0 if month == fallen else 1.0 - math.exp(-self.beliefs.exit / 12)
        for family, chance in standing.items():
            for part, happened in self._branches(family):
                here = chance * part
                adults = any(one.role <= PersonRole.PARTNER for one in happened.persons)
                ends = leaves if adults else 1.0
                if not family.out:
                    self._happened(month, happened, here, ends)
                if ends < 1.0:
                    stays = replace(family, persons=happened.persons, may_marry=happened.may_marry)
                    after[stays] += here * (1.0 - ends)
        return after

    def _happened(self, month: int, happened: Month, chance: float, ends: float) -> None:
        self._add(month, "births", chance * happened.births)
        self._add(month, "deaths", chance * happened.deaths)
        self._add(month, "aged_out", chance * happened.aged_out)
        self._add(month, "persons_in", chance * happened.partners)
        self._add(month, "ended", chance * ends)
        self._add(month, "persons_out", chance * ends * len(happened.persons))

    def _branches(self, family: Family) -> Branches:
        for chance, month in self._deaths(family):
            for married, with_partner in self._marriage(month):
                yield from self._births(chance * married, with_partner)

    def _deaths(self, family: Family) -> Branches:
        for bits in range(1 << len(family.persons)):
            chance, left, deaths, aged = 1.0, [], 0, 0
            for place, one in enumerate(family.persons):
                dies = 1 - (1 - self.beliefs.mortality[one.sex, min(one.age // 12, 110)]) ** (
                    1 / 12
                )
                older = replace(one, age=one.age + 1)
                if bits >> place & 1:
                    chance, deaths = chance * dies, deaths + 1
                    continue
                chance *= 1 - dies
                if one.role == PersonRole.CHILD and older.age >= self.law.child_limit:
                    aged += 1
                else:
                    left.append(older)
            if chance:
                yield (
                    chance,
                    Month(tuple(left), family.may_marry, deaths=deaths, aged_out=aged),
                )

    def _marriage(self, month: Month) -> Branches:
        insured = next((p for p in month.persons if p.role == PersonRole.INSURED), None)
        if insured is None or not month.may_marry:
            yield 1.0, month
            return
        rate = self.beliefs.formation[insured.sex, min(insured.age // 12, 110)]
        chance = 1 - math.exp(-rate / 12)
        age = insured.age - int(self.beliefs.partner_gap[insured.sex])
        partner = Person(1 - insured.sex, age, PersonRole.PARTNER)
        yield 1 - chance, month
        if chance:
            yield (
                chance,
                replace(month, persons=(*month.persons, partner), may_marry=False, partners=1),
            )

    def _births(self, chance: float, month: Month) -> Branches:
        """A woman who joined in this month, the last of the list, does not bear yet."""
        before = month.persons[:-1] if month.partners else month.persons
        women = [p for p in before if p.sex == 0 and p.role <= PersonRole.PARTNER]
        branches = [(chance, month)]
        for woman in women:
            bears = self.beliefs.fertility[min(woman.age // 12, 110)] / 12
            branches = [
                (
                    part * bears * share,
                    replace(one, persons=(*one.persons, born), births=one.births + 1),
                )
                for part, one in branches
                for share, born in (
                    (self.beliefs.male_births, Person(1, 0, PersonRole.CHILD)),
                    (1 - self.beliefs.male_births, Person(0, 0, PersonRole.CHILD)),
                )
                if bears
            ] + [(part * (1 - bears), one) for part, one in branches]
        for part, one in branches:
            yield part, replace(one, persons=tuple(sorted(one.persons, key=_order)))

    def _answers(
        self, standing: dict[Family, float], month: int, entry: int
    ) -> dict[Family, float]:
        after: dict[Family, float] = defaultdict(float)
        for family, chance in standing.items():
            for part, paid, late in self._answer(family, month, entry):
                if part:
                    answered = self._answered(family, month, entry, chance * part, (paid, late))
                    after[answered] += chance * part
        return after

    def _answer(self, family: Family, month: int, entry: int) -> list[tuple[float, bool, bool]]:
        if not self.law.decides[month] and month != entry:
            return [(1.0, family.paid, family.late)]
        if family.out:
            back = self.beliefs.return_[month]
            return [(back, True, False), (1 - back, False, False)]
        pays, in_time = self.paths.pay[self.s, month], self.paths.pay_in_time[self.s, month]
        return [(in_time, True, False), (pays - in_time, True, True), (1 - pays, False, False)]

    def _answered(
        self, family: Family, month: int, entry: int, chance: float, answer: tuple[bool, bool]
    ) -> Family:
        paid, late = answer
        size = len(family.persons)
        back = family.out and paid
        here = back or not family.out
        window = (family.window << 1 | paid) & ((1 << self.law.width) - 1)
        seen = family.window if self.law.lag else window
        covered = here and bool(self.law.window[seen]) and bool(self.law.in_season[month])
        unpaid = 0 if paid else family.unpaid + 1
        lapses = here and unpaid >= self.beliefs.lapse_after
        if back:
            self._add(month, "returns", chance)
            self._add(month, "persons_in", chance * size)
        if here:
            self._add(month, "units", chance * paid)
            self._add(month, "late_units", chance * late)
            self._add(month, "unit_dependants", chance * paid * (size - 1))
            self._add(month, "families", chance)
            if month - entry in (12, 24, 36):
                self._add(month, f"stayed_{month - entry}", chance)
            self._add(month, "persons", chance * size)
            self._add(month, "covered", chance * covered * size)
            self._care(family, month, entry, chance, covered)
        if lapses:
            self._add(month, "lapses", chance)
            self._add(month + 1, "persons_out", chance * size)
        return replace(
            family,
            window=window,
            unpaid=min(unpaid, self.beliefs.lapse_after),
            out=lapses or (family.out and not paid),
            paid=paid,
            late=late,
        )

    def _care(self, family: Family, month: int, entry: int, chance: float, covered: bool) -> None:
        beliefs = self.beliefs
        duration = month - entry + (0 if entry else beliefs.duration_before)
        for line, access in enumerate(self.law.access):
            if duration < self.law.waiting[line]:
                continue
            if access == Access.ENTITLED and not covered:
                continue
            by_duration = beliefs.use_by_duration[line]
            factor = by_duration[min(duration, by_duration.size - 1)]
            if self.paths.epidemic[self.s, month]:
                factor *= beliefs.epidemic_factor[line]
            events = sum(beliefs.use[line, p.sex, min(p.age // 12, 110)] for p in family.persons)
            price = self._mean(line) * self.paths.cost_index[self.s, month]
            self.values[month, len(COUNTS) + line] += chance * events / 12 * factor * price

    def _mean(self, line: int) -> float:
        one = self.beliefs.severity[line]
        if not one.tail:
            return one.mean
        pareto = one.tail_from * one.tail_alpha / (one.tail_alpha - 1)
        return (1 - one.tail) * one.mean + one.tail * pareto


def _order(one: Person) -> tuple[int, int, int]:
    return one.role, one.sex, one.age
