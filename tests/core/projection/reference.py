"""The law of the projection once more, person by person and month by month, as plainly as it can be said.

Written from docs/explanation/study-model.md alone: no tables of sums, its own random numbers. Slow.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

import numpy as np

from ayni.core.projection.cube import COUNTS
from ayni.core.projection.inputs import (
    AGES,
    Access,
    Assumptions,
    Families,
    LawInputs,
    PersonRole,
    Severity,
)


@dataclass
class Person:
    sex: int
    birth: int
    role: int
    came: int

    def age(self, month: int) -> int:
        return min((month - self.birth) // 12, AGES - 1)


@dataclass
class Family:
    people: list[Person]
    group: int
    came: int
    window: int
    initial: bool
    alone: bool = True
    out: bool = False
    unpaid: int = 0
    paid: bool = False
    late: bool = False
    ended: bool = False
    counted: bool = False  # affiliated before this month's answer
    lost: int = 0  # persons it had in the month in which it lapsed
    covered: bool = False

    def adult(self, role: int) -> Person | None:
        return next((one for one in self.people if one.role == role), None)


@dataclass
class World:
    """One future of one group."""

    families: Families
    law: LawInputs
    beliefs: Assumptions
    chance: random.Random
    alive: list[Family] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.found = {name: np.zeros(self.law.months) for name in COUNTS}
        self.cost = np.zeros((len(self.law.lines), self.law.months))
        self.defaults: list[float] = []
        for rate in self.beliefs.default:
            self.defaults.append(self._wait(1 - math.exp(-rate / 12), 0))

    def _wait(self, chance: float, month: int) -> float:
        while chance and month < self.law.months:
            month += 1
            if self.chance.random() < chance:
                return month
        return math.inf

    def happens(self, chance: float) -> bool:
        return self.chance.random() < chance

    def run(self) -> np.ndarray:
        b, law = self.beliefs, self.law
        price = inflation = 0.0
        sick, index = False, 1.0
        for t in range(law.months):
            price = self._follow(price, b.price_persistence, t)
            inflation = self._follow(inflation, b.inflation_persistence, t)
            yearly = 1 + b.inflation + b.inflation_deviation * inflation
            index = index * yearly ** (1 / 12) if t else 1.0
            sick = not self.happens(b.epidemic_ends) if sick else self.happens(b.epidemic_starts)
            in_time = 1 / (1 + math.exp(-(b.pay_logit[t] + b.price_effect * price)))
            for family in self.alive:
                self._people(family, t)
            self._ends(t)
            self._entries(t)
            for family in self.alive:
                self._pay(family, t, in_time)
                self._care(family, t, sick, index)
        return np.array([*(self.found[name] for name in COUNTS), *self.cost]).T

    def _follow(self, before: float, rho: float, t: int) -> float:
        shock = self.chance.gauss(0, 1)
        return rho * before + math.sqrt(1 - rho**2) * shock if t else shock

    def _count(self, name: str, t: int, number: int = 1) -> None:
        self.found[name][t] += number

    def _people(self, family: Family, t: int) -> None:
        month = self.law.first_month + t
        family.counted = not family.out
        if family.lost:
            self._count("persons_out", t, family.lost)
            family.lost = 0
        kept = []
        for one in family.people:
            yearly = self.beliefs.mortality[one.sex, one.age(month - 1)]
            if self.happens(1 - (1 - yearly) ** (1 / 12)):
                self._count("deaths", t, family.counted)
            elif one.role == PersonRole.CHILD and month - one.birth >= self.law.child_limit:
                self._count("aged_out", t, family.counted)
            else:
                kept.append(one)
        family.people = kept
        mothers = [one for one in kept if one.sex == 0 and one.role <= PersonRole.PARTNER]
        self._partner(family, month, t)
        for mother in mothers:
            if self.happens(self.beliefs.fertility[mother.age(month)] / 12):
                sex = int(self.happens(self.beliefs.male_births))
                family.people.append(Person(sex, month, PersonRole.CHILD, t))
                self._count("births", t, family.counted)

    def _partner(self, family: Family, month: int, t: int) -> None:
        insured = family.adult(PersonRole.INSURED)
        if insured is None or not family.alone:
            return
        rate = self.beliefs.formation[insured.sex, insured.age(month)]
        if self.happens(1 - math.exp(-rate / 12)):
            family.alone = False
            birth = insured.birth + int(self.beliefs.partner_gap[insured.sex])
            family.people.append(Person(1 - insured.sex, birth, PersonRole.PARTNER, t))
            self._count("persons_in", t, family.counted)

    def _ends(self, t: int) -> None:
        leaves = 1 - math.exp(-self.beliefs.exit / 12)
        for family in self.alive:
            adults = [one for one in family.people if one.role <= PersonRole.PARTNER]
            fallen = self.defaults[family.group] == t
            if not adults or fallen or self.happens(leaves):
                family.ended = True
                self._count("ended", t, family.counted)
                self._count("persons_out", t, family.counted * len(family.people))
        self.alive = [one for one in self.alive if not one.ended]

    def _entries(self, t: int) -> None:
        every = range(self.families.count)
        if t == 0:
            come = [f for f in every if self.happens(self.beliefs.participation)]
        elif self.law.enters[t]:
            come = [
                self.chance.choice(every) for _ in range(self._poisson(self.beliefs.entries[t]))
            ]
        else:
            come = []
        for f in come:
            if self.defaults[self.families.group[f]] > t:
                self._enter(f, t)

    def _enter(self, f: int, t: int) -> None:
        persons = range(self.families.offset[f], self.families.offset[f + 1])
        people = [
            Person(
                int(self.families.sex[p]),
                int(self.families.birth[p]) + t,
                int(self.families.role[p]),
                t,
            )
            for p in persons
        ]
        window = 0 if t else self.beliefs.paid_before
        family = Family(people, int(self.families.group[f]), t, window, initial=t == 0)
        family.alone = family.adult(PersonRole.PARTNER) is None
        self.alive.append(family)
        self._count("entries", t)
        self._count("persons_in", t, len(people))

    def _pay(self, family: Family, t: int, in_time: float) -> None:
        law, b = self.law, self.beliefs
        if family.out:
            family.late = False
            family.paid = bool(law.decides[t]) and self.happens(b.return_[t])
            if family.paid:
                family.out = False
                self._count("returns", t)
                self._count("persons_in", t, len(family.people))
        elif law.decides[t] or t == family.came:
            family.paid = self.happens(in_time)
            family.late = False
            for _ in range(law.grace):
                if not family.paid and self.happens(b.paid_in_grace):
                    family.paid = family.late = True
        before = family.window
        family.window = (2 * before + family.paid) % 2**law.width
        seen = before if law.lag == 1 else family.window
        family.covered = bool(not family.out and law.in_season[t] and law.window[seen])
        self._tell(family, t)
        family.unpaid = 0 if family.paid else family.unpaid + 1

    def _tell(self, family: Family, t: int) -> None:
        size = len(family.people)
        self._count("units", t, family.paid)
        self._count("late_units", t, family.late)
        self._count("unit_dependants", t, family.paid * (size - 1))
        self._count("families", t, not family.out)
        for later in (12, 24, 36):
            if t - family.came == later:
                self._count(f"stayed_{later}", t, not family.out)
        self._count("persons", t, (not family.out) * size)
        self._count("covered", t, family.covered * size)

    def _care(self, family: Family, t: int, sick: bool, index: float) -> None:
        b = self.beliefs
        duration = t - family.came + (b.duration_before if family.initial else 0)
        known = min(duration, b.use_by_duration.shape[1] - 1)
        for line in range(len(self.law.lines)):
            given = family.covered or self.law.access[line] == Access.AFFILIATED
            if family.out or not given or duration < self.law.waiting[line]:
                continue
            factor = b.use_by_duration[line, known] * (b.epidemic_factor[line] if sick else 1.0)
            for one in family.people:
                mean = b.use[line, one.sex, one.age(self.law.first_month + t)] / 12 * factor
                for _ in range(self._poisson(mean)):
                    self.cost[line, t] += index * self._price(b.severity[line])
        if not family.out and family.unpaid >= b.lapse_after:
            family.out = True
            family.lost = len(family.people)
            self._count("lapses", t)

    def _price(self, one: Severity) -> float:
        square = one.variation**2
        if one.kind == "gamma":
            return self.chance.gammavariate(1 / square, one.mean * square)
        if self.happens(one.tail):
            return one.tail_from * self.chance.paretovariate(one.tail_alpha)
        spread = math.log(1 + square)
        return self.chance.lognormvariate(math.log(one.mean) - spread / 2, math.sqrt(spread))

    def _poisson(self, mean: float) -> int:
        number, left = 0, self.chance.expovariate(1.0)
        while left < mean:
            number += 1
            left += self.chance.expovariate(1.0)
        return number


def simulate(
    families: Families, law: LawInputs, beliefs: Assumptions, count: int, seed: int
) -> np.ndarray:
    """Give ``[future, month, measure]``, as a cube has it."""
    chance = random.Random(seed)
    return np.array([World(families, law, beliefs, chance).run() for _ in range(count)])
