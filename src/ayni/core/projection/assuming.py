"""From assumption tables to the arrays a kernel takes: single ages, months, lines; every step is stated.

Cost of care: the level is what a person costs a year on the mean of the standard people at its own year's
prices, carried to the study's first month by medical inflation. Each line has its part of it; by age and sex
a line follows the relative cost, or the births of women, and its mean over the standard people is its
frequency. Standard are the families by rule, or an institution's own people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ayni.core.projection.assumption_tables import (
    BenefitLine,
    HarvestPayment,
    Payment,
    Stretch,
    Tables,
)
from ayni.core.projection.inputs import (
    AGES,
    FEMALE,
    MALE,
    Assumptions,
    Families,
    Floats,
    Severity,
    Small,
    Whole,
)
from ayni.core.projection.life import births_by_age, by_sex_and_age, single_ages
from ayni.core.projection.population import by_rules

#: The families by rule over which the cost level is a mean.
STANDARD_FAMILIES = 5_000
#: Minor units of the currencies a cost level may be in.
MINOR = 100
#: Ages on the eve of a month are drawn alike whichever it is.
_SOME_MONTH = 24_324


@dataclass(frozen=True, slots=True)
class Before:
    """What the families of the first month had behind them: months affiliated; the newest ones, paid."""

    affiliated: int = 0
    paid: int = 0

    def window(self) -> int:
        """Give the window of paid months, bit 0 the newest."""
        return (1 << self.paid) - 1


def assumptions_of(
    tables: Tables,
    *,
    families: Families,
    first_month: int,
    months: int,
    before: Before,
    standard: Floats,
    harvest: bool = False,
) -> Assumptions:
    """Build the arrays of a study; ``standard[sex, age]`` are the people over whom the cost level is a mean.

    ``harvest``: the year is paid at the harvest, by a table of its own; raises ``NoHarvestPayment``.
    """
    lines = tables.benefit_lines.values
    fertility = births_by_age(tables.fertility, scale=tables.fertility_scale.value)
    paying = _paying(
        tables, calendar=np.arange(first_month, first_month + months) % 12, harvest=harvest
    )
    born = tables.fertility.men_per_woman_born
    use = use_of(tables, fertility=fertility, standard=standard)
    costs = costs_of(tables, use=use, standard=standard, month=first_month).tolist()
    return Assumptions(
        mortality=single_ages(tables.mortality),
        fertility=fertility,
        male_births=born / (1 + born),
        formation=by_sex_and_age(tables.formation.values),
        partner_gap=_gap(tables),
        participation=tables.participation.value,
        entries=_entries(tables, families=families, months=months),
        pay_logit=_logit(paying.chance),
        price_effect=paying.table.price_effect,
        paid_in_grace=paying.table.paid_in_grace,
        lapse_after=tables.leaving.lapse_after,
        return_=paying.returning,
        exit=tables.leaving.exit,
        duration_before=before.affiliated,
        paid_before=before.window(),
        use=use,
        use_by_duration=_by_duration(tables, lines=lines),
        severity=tuple(_severity(one, mean=mean) for one, mean in zip(lines, costs, strict=True)),
        epidemic_starts=tables.epidemics.starts,
        epidemic_ends=tables.epidemics.ends,
        epidemic_factor=_factors(tables, lines=lines),
        price_persistence=tables.crop_price.value,
        inflation=tables.medical_inflation.mean,
        inflation_deviation=tables.medical_inflation.deviation,
        inflation_persistence=tables.medical_inflation.persistence,
        investment=tables.investment.mean,
        investment_deviation=tables.investment.deviation,
        investment_persistence=tables.investment.persistence,
        default=np.full(len(families.groups), tables.default.value),
    )


class NoHarvestPayment(LookupError):
    """A harvest calendar, and no table that says how the year is paid then."""


@dataclass(frozen=True, slots=True, eq=False)
class _Paying:
    table: Payment | HarvestPayment
    chance: Floats  # [t] of paying in time
    returning: Floats  # [t]


def _paying(tables: Tables, *, calendar: Whole, harvest: bool) -> _Paying:
    if not harvest:
        chance = np.array(tables.payment.values)[calendar]
        return _Paying(tables.payment, chance, np.array(tables.leaving.values)[calendar])
    table = tables.harvest_payment
    if table is None:
        raise NoHarvestPayment("harvest_payment")
    return _Paying(
        table, np.full(calendar.size, table.value), np.full(calendar.size, table.returning)
    )


@lru_cache(maxsize=8)
def standard_families(persons_per_family: float) -> Families:
    """Draw the families by rule over which a cost level is a mean, and with which a roster is compared."""
    size = round(STANDARD_FAMILIES * persons_per_family)
    return by_rules(families=STANDARD_FAMILIES, persons=size, before=_SOME_MONTH, seed=1)


@lru_cache(maxsize=8)
def standard_people(persons_per_family: float) -> Floats:
    """Give the part of persons of each sex and age in families by rule, ``[sex, age]``."""
    return age_structure(standard_families(persons_per_family), month=_SOME_MONTH)


def age_structure(families: Families, *, month: int) -> Floats:
    """Give the part of persons of each sex and age on the eve of a month, ``[sex, age]``, by weight."""
    age = np.clip((month - 1 - families.birth) // 12, 0, AGES - 1)
    weight = np.repeat(families.weight, np.diff(families.offset))
    found = np.zeros((2, AGES))
    np.add.at(found, (families.sex, age), weight)
    part: Floats = found / found.sum()
    return part


def use_of(tables: Tables, *, fertility: Floats, standard: Floats) -> Floats:
    """Give the events a person a year, ``[line, sex, age]``."""
    relative = by_sex_and_age(tables.cost_by_age.values)
    relative = relative / (relative * standard).sum()
    births = np.zeros((2, AGES))
    births[FEMALE] = fertility
    return np.stack(
        [
            births if one.frequency is None else one.frequency * relative
            for one in tables.benefit_lines.values
        ]
    )


def costs_of(tables: Tables, *, use: Floats, standard: Floats, month: int) -> Floats:
    """Give the mean cost of an event of each line at a month's prices, in minor units."""
    parts = np.array([one.part_of_cost for one in tables.benefit_lines.values])
    frequency = (use * standard).sum(axis=(1, 2))
    found: Floats = level_in(tables, month=month) * parts / frequency
    return found


def level_in(tables: Tables, *, month: int) -> float:
    """Give the cost of care a person a year at a month's prices, in minor units: the level, inflated."""
    years = (month - (12 * tables.cost_level.year + 6)) / 12
    index: float = (1 + tables.medical_inflation.mean) ** years
    return tables.cost_level.value * MINOR * index


def _severity(line: BenefitLine, *, mean: float) -> Severity:
    """Spread an event's cost; with a tail the body's mean is what keeps the whole mean."""
    if line.tail is None:
        return Severity(line.severity, mean, line.variation)
    tail = line.tail
    of_tail = tail.part * tail.from_times * tail.alpha / (tail.alpha - 1)
    body = mean / (1 - tail.part + of_tail)
    return Severity(
        line.severity, body, line.variation, tail.part, tail.from_times * body, tail.alpha
    )


def mean_of(severity: Severity) -> float:
    """Give the mean of an event's cost, tail included."""
    if not severity.tail:
        return severity.mean
    of_tail = severity.tail_from * severity.tail_alpha / (severity.tail_alpha - 1)
    return severity.mean * (1 - severity.tail) + severity.tail * of_tail


def _gap(tables: Tables) -> Small:
    found = np.zeros(2, dtype=np.int32)
    found[FEMALE] = round(12 * tables.formation.partner_younger_of_women)
    found[MALE] = round(12 * tables.formation.partner_younger_of_men)
    return found


def _entries(tables: Tables, *, families: Families, months: int) -> Floats:
    """Give the families expected to come in each month: a part of the roster a year."""
    if tables.entries.months < months:
        raise TooShort(tables.entries.months, months)
    yearly = _spread(tables.entries.values)[:months]
    found: Floats = yearly / 12 * families.weight.sum()
    return found


class TooShort(ValueError):
    """A monthly table that ends before the study does."""

    def __init__(self, known: int, asked: int) -> None:
        self.known = known
        self.asked = asked
        super().__init__(f"{known} months of {asked}")


def _spread(stretches: Sequence[Stretch]) -> Floats:
    return np.repeat([one.value for one in stretches], [one.months for one in stretches])


def _logit(chance: Floats) -> Floats:
    found: Floats = np.log(chance / (1 - chance))
    return found


class LineLacks(LookupError):
    """A benefit line of which a table by lines says nothing, or a line that is none."""

    def __init__(self, kind: str, lines: Sequence[str]) -> None:
        self.kind = kind
        self.lines = tuple(lines)
        super().__init__(f"{kind}: {', '.join(lines)}")


def _same_lines(kind: str, *, named: Sequence[str], lines: Sequence[BenefitLine]) -> None:
    known = [one.line for one in lines]
    wrong = sorted(set(named) ^ set(known)) or sorted({n for n in named if named.count(n) > 1})
    if wrong:
        raise LineLacks(kind, wrong)


def _by_duration(tables: Tables, *, lines: Sequence[BenefitLine]) -> Floats:
    values = tables.use_by_duration.values
    _same_lines("use_by_duration", named=[one.line for one in values], lines=lines)
    by_line = {one.line: _spread(one.factors) for one in values}
    width = max(one.size for one in by_line.values())
    found = np.ones((len(lines), width))
    for place, line in enumerate(lines):
        factors = by_line[line.line]
        found[place, : factors.size] = factors
        found[place, factors.size :] = factors[-1]
    return found


def _factors(tables: Tables, *, lines: Sequence[BenefitLine]) -> Floats:
    values = tables.epidemics.values
    _same_lines("epidemics", named=[one.line for one in values], lines=lines)
    by_line = {one.line: one.value for one in values}
    return np.array([by_line[line.line] for line in lines])
