"""Exact expected people of families by months since they came in, whatever is paid.

People live, bear and die independently of payment, so one template per association, ``Expected``, serves
every scenario and every month of entry. Adults are independent; a child is in the family while it lives and
either adult does; a child born later also needs that its mother lived to bear it, which is why families are
not averaged first. Ages go by month. Nobody dies, is born or marries in the month of entry.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import NamedTuple

import numpy as np

from ayni.core.projection.compiled import making
from ayni.core.projection.inputs import (
    AGES,
    FEMALE,
    Assumptions,
    Families,
    Floats,
    LawInputs,
    PersonRole,
    Whole,
)
from ayni.core.projection.lone import add_lone, prepare_lone
from ayni.core.projection.people import (
    Households,
    Lone,
    Mothers,
    Tally,
    add_born_to_couples,
    add_families,
)
from ayni.core.projection.survival import MONTHS_OF_AGE, NEVER, Rates, rates_of

#: Lags a thread takes at a time.
STRETCH = 8


class Work(NamedTuple):
    """What the threads share; a named tuple, since kernels take it as it is."""

    homes: Households
    mothers: Mothers
    lone: Lone
    rates: Rates
    limit: int
    into: Tally


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Sums over the roster of each group, by months since entry; nobody leaves but by death or age.

    Flows at lag ``l`` are those of that month among families alive at ``l - 1``; at lag 0 they are nothing.
    """

    families: Floats  # [group] weights
    alive: Floats  # [lag, group] families with an insured person or partner
    people: Floats  # [lag, group, sex, age] protected persons by whole years of age
    births: Floats  # [lag, group]
    deaths: Floats  # [lag, group]
    aged_out: Floats  # [lag, group]
    partners: Floats  # [lag, group] partners who came
    use: Floats  # [lag, group, line] events a month, before duration and epidemics

    @property
    def persons(self) -> Floats:
        """Give protected persons, ``[lag, group]``."""
        return np.asarray(self.people.sum(axis=(2, 3)))


def expected(*, families: Families, law: LawInputs, assumptions: Assumptions) -> Expected:
    """Compute the template of every group for all lags of the study."""
    rates = rates_of(assumptions=assumptions, months=law.months, limit=law.child_limit)
    homes, lone = _sorted(families, law)
    tally = _tally(law.months, len(families.groups))
    prepare_lone(lone, rates)
    _add_all(Work(homes, _mothers(homes), lone, rates, law.child_limit, tally))
    use = np.tensordot(tally.people, assumptions.use / 12, axes=((2, 3), (1, 2)))
    return Expected(
        families=np.bincount(families.group, families.weight, len(families.groups)).astype(
            np.float64
        ),
        alive=tally.alive,
        people=tally.people,
        births=tally.births,
        deaths=_next_month(tally.later_deaths),
        aged_out=_next_month(tally.later_aged),
        partners=tally.partners,
        use=np.ascontiguousarray(use),
    )


@making
def _add_lags(work: Work, first: int, after: int) -> None:
    """Add up all families at these lags."""
    homes, mothers, lone, rates, limit, into = work
    for lag in range(first, min(after, into.alive.shape[0])):
        add_lone(lag, lone, rates, limit, into)
        add_families(lag, homes, lone, rates, into)
        add_born_to_couples(lag, mothers, rates, limit, into)


def _add_all(work: Work) -> None:
    """Share the lags among threads, the longest first; each is one thread's, so that none changes a sum.

    Stretches are long enough that no two threads write to one line of cache.
    """

    def one(first: int) -> None:
        _add_lags(work, first, first + STRETCH)

    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        list(pool.map(one, reversed(range(0, work.into.alive.shape[0], STRETCH))))


def _tally(months: int, groups: int) -> Tally:
    def empty() -> Floats:
        return np.zeros((months, groups))

    people = np.zeros((months, groups, 2, AGES))
    return Tally(empty(), people, empty(), empty(), empty(), empty())


def _next_month(flow: Floats) -> Floats:
    return np.concatenate([np.zeros_like(flow[:1]), flow[:-1]])


def _sorted(families: Families, law: LawInputs) -> tuple[Households, Lone]:
    """Sort persons into insured persons, partners and others, and fold who came alone by sex and age."""
    age = law.first_month - families.birth.astype(np.int64)
    insured = families.offset[:-1].astype(np.int64)
    family = np.repeat(np.arange(families.count), np.diff(families.offset))
    partner = np.full(families.count, -1)
    partners = np.flatnonzero(families.role == PersonRole.PARTNER)
    partner[family[partners]] = partners
    others = np.flatnonzero(families.role >= PersonRole.CHILD)
    child = families.role[others] == PersonRole.CHILD
    lone, row = _lone(families, insured[partner < 0], age, np.flatnonzero(partner < 0), law.months)
    rows = np.full(families.count, -1)
    rows[partner < 0] = row
    homes = Households(
        group=families.group.astype(np.int64),
        weight=families.weight.astype(np.float64),
        insured=insured,
        partner=partner,
        lone=rows,
        first=np.searchsorted(family[others], np.arange(families.count + 1)),
        others=others,
        leaves=np.where(child, law.child_limit - age[others], NEVER),
        age=age,
        sex=families.sex,
    )
    return homes, lone


def _mothers(homes: Households) -> Mothers:
    """List the women of couples, either of whom may be one."""
    couples = np.flatnonzero(homes.partner >= 0)
    family = np.concatenate([couples, couples])
    woman = np.concatenate([homes.insured[couples], homes.partner[couples]])
    other = np.concatenate([homes.partner[couples], homes.insured[couples]])
    own = np.flatnonzero(homes.sex[woman] == FEMALE)
    own = own[np.argsort(homes.age[woman[own]], kind="stable")]
    age = np.minimum(homes.age, MONTHS_OF_AGE - 1)
    return Mothers(
        age=age[woman[own]],
        other_age=age[other[own]],
        other_sex=homes.sex[other[own]].astype(np.int64),
        group=homes.group[family[own]],
        weight=homes.weight[family[own]],
    )


def _lone(
    families: Families, insured: Whole, age: Whole, alone: Whole, months: int
) -> tuple[Lone, Whole]:
    key = age[insured] * 2 + families.sex[insured]
    kinds, row = np.unique(key, return_inverse=True)
    weight = np.zeros((kinds.size, len(families.groups)))
    np.add.at(weight, (row, families.group[alone]), families.weight[alone])

    def empty() -> Floats:
        return np.zeros((kinds.size, months))

    found = Lone(kinds % 2, kinds // 2, weight, empty(), empty(), empty(), empty())
    return found, row
