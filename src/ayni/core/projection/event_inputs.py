"""The inputs laid out for the event kernel: plain arrays, chances as integers to compare words with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ayni.core.projection.compound import severity_rows
from ayni.core.projection.inputs import (
    AGES,
    Access,
    Assumptions,
    Families,
    Flags,
    Floats,
    LawInputs,
    PersonRole,
    Small,
    Whole,
)
from ayni.core.projection.tables import (
    hazard_sum,
    monthly_births,
    monthly_chance,
    monthly_survival,
)

Limits = npt.NDArray[np.uint64]


class Roster(NamedTuple):
    """The families at the start; births are months counted from the study's first, 0 or less."""

    low: Limits  # [family] the identifier's lower word
    high: Limits  # [family] and its upper one, below 2 ** 31
    offset: Whole  # [family + 1]
    group: Small  # [family]
    birth: Small  # [person]
    sex: Flags  # [person]
    child: Flags  # [person]
    partner: Small  # [family] place of the partner within the family, -1 for none


class Rules(NamedTuple):
    """The law, and what is assumed of coming and going."""

    months: int
    mask: int
    lag: int
    window: Flags
    decides: Flags
    season: Flags
    limit: int
    lapse_after: int
    paid_before: int
    takes_part: int  # out of 2 ** 32
    returns: Limits  # [t] out of 2 ** 32
    arrivals: Floats  # [t]


class Life(NamedTuple):
    """Sums of hazards by month of age, and what is drawn once."""

    dying: Floats  # [sex, month of age] up to reaching that age
    bearing: Floats  # [month of age] up to and with that age
    pairing: Floats  # [sex, month of age] the same
    boys: int  # out of 2 ** 32
    gap: Whole  # [sex]
    leaving: float  # hazard a month of an exit


class Care(NamedTuple):
    """Use by line; what the months since coming in change is kept as a difference to a settled family."""

    use: Floats  # [sex, age, line] events a month
    settled: Floats  # [line] factor of those who came in long ago
    more: Floats  # [line, month since coming in] factor less the settled one
    before: int  # months the initial families had been affiliated
    affiliated: Flags  # [line]
    base: int  # row of the cells for those born in the study's first month
    costs: Floats  # [line, 6] see ``severity_rows``
    epidemic: Floats  # [line]


class Future(NamedTuple):
    """One scenario."""

    key: tuple[np.uint64, np.uint64]
    pay: Limits  # [t] out of 2 ** 32
    in_time: Limits  # [t]
    defaulted: Small  # [group]
    epidemic: Flags  # [t]
    prices: Floats  # [t]


class Case(NamedTuple):
    """One family that comes in: whose chances, like which one of the roster, in which month."""

    entity: tuple[np.uint64, np.uint64]
    family: np.int64
    entry: int


class Room(NamedTuple):
    """Room to work in: of one family at a time, then of one scenario."""

    birth: Small  # [person]
    sex: Flags
    begins: Small  # month from which the person is there
    ends: Small  # month from which it is not
    aged: Flags  # it ends because it reached the child's limit
    words: npt.NDArray[np.uint32]  # [t]
    flags: Flags  # [t] see event_months
    cover: npt.NDArray[np.uint32]  # [t] 1 covered, 2 ** 16 affiliated
    size: Small  # [t] persons
    cells: npt.NDArray[np.uint32]  # [sex, birth, t] persons covered, and affiliated from bit 16 on
    born: Small  # [sex, birth] persons ever added to the cells
    ages: Floats  # [covered or affiliated, sex, age, t] persons
    counts: Small  # [measure, t]
    events: Floats  # [line, t] expected
    costs: Floats  # [t], and factors before


class Prepared(NamedTuple):
    """All that every scenario shares."""

    roster: Roster
    rules: Rules
    life: Life
    care: Care


def limit_of(chance: npt.ArrayLike) -> Limits:
    """Give the number below which a word of 32 bits falls with this chance."""
    return np.asarray(np.floor(np.asarray(chance) * 2.0**32), dtype=np.uint64)


def prepared(*, families: Families, law: LawInputs, assumptions: Assumptions) -> Prepared:
    """Lay the checked inputs out."""
    oldest = int(law.first_month - families.birth.min()) + max(
        0, -int(assumptions.partner_gap.min())
    )
    return Prepared(
        _roster(families, law),
        _rules(law, assumptions),
        _life(assumptions, oldest + law.months + 2),
        _care(law, assumptions, oldest),
    )


def _roster(families: Families, law: LawInputs) -> Roster:
    number = families.identifier.astype(np.uint64)
    place = np.arange(families.birth.size) - np.repeat(
        families.offset[:-1], np.diff(families.offset)
    )
    partner = np.where(families.role == PersonRole.PARTNER, place, -1)
    return Roster(
        low=number & np.uint64(0xFFFFFFFF),
        high=number >> np.uint64(32),
        offset=families.offset.astype(np.int64),
        group=families.group.astype(np.int32),
        birth=(families.birth.astype(np.int64) - law.first_month).astype(np.int32),
        sex=families.sex.astype(np.uint8),
        child=(families.role == PersonRole.CHILD).astype(np.uint8),
        partner=np.maximum.reduceat(partner, families.offset[:-1]).astype(np.int32),
    )


def _rules(law: LawInputs, beliefs: Assumptions) -> Rules:
    arrivals = beliefs.entries * law.enters
    arrivals[0] = 0.0
    return Rules(
        months=law.months,
        mask=2**law.width - 1,
        lag=law.lag,
        window=law.window.astype(np.uint8),
        decides=law.decides.astype(np.uint8),
        season=law.in_season.astype(np.uint8),
        limit=law.child_limit,
        lapse_after=beliefs.lapse_after,
        paid_before=beliefs.paid_before,
        takes_part=int(limit_of(beliefs.participation)),
        returns=limit_of(beliefs.return_),
        arrivals=arrivals,
    )


def _life(beliefs: Assumptions, months: int) -> Life:
    dying = np.zeros((2, months))
    chance = 1.0 - monthly_survival(mortality=beliefs.mortality)
    dying[:, 1:] = hazard_sum(chance=chance, months=months - 1)
    return Life(
        dying=dying,
        bearing=hazard_sum(chance=monthly_births(fertility=beliefs.fertility), months=months),
        pairing=hazard_sum(chance=monthly_chance(rate=beliefs.formation), months=months),
        boys=int(limit_of(beliefs.male_births)),
        gap=beliefs.partner_gap.astype(np.int64),
        leaving=beliefs.exit / 12.0,
    )


def _care(law: LawInputs, beliefs: Assumptions, oldest: int) -> Care:
    known = beliefs.use_by_duration.shape[1]
    months = np.arange(max(known, int(law.waiting.max(initial=0)) + 1))
    factor = beliefs.use_by_duration[:, np.minimum(months, known - 1)]
    factor = np.where(months >= law.waiting[:, None], factor, 0.0)
    return Care(
        use=np.ascontiguousarray(np.moveaxis(beliefs.use, 0, 2)) / 12.0,
        settled=np.ascontiguousarray(factor[:, -1]),
        more=np.ascontiguousarray(factor[:, :-1] - factor[:, -1:]),
        before=beliefs.duration_before,
        affiliated=(law.access == Access.AFFILIATED).astype(np.uint8),
        base=oldest,
        costs=severity_rows(severity=beliefs.severity),
        epidemic=beliefs.epidemic_factor.astype(np.float64),
    )


def room_of(*, shared: Prepared, measures: int, words: int) -> Room:
    """Make room for one thread."""
    months, lines = shared.rules.months, shared.care.affiliated.size
    persons = int(np.diff(shared.roster.offset).max()) + 1 + 2 * months
    rows = shared.care.base + months
    return Room(
        birth=np.zeros(persons, dtype=np.int32),
        sex=np.zeros(persons, dtype=np.uint8),
        begins=np.zeros(persons, dtype=np.int32),
        ends=np.zeros(persons, dtype=np.int32),
        aged=np.zeros(persons, dtype=np.uint8),
        words=np.zeros(words, dtype=np.uint32),
        flags=np.zeros(months + 1, dtype=np.uint8),
        cover=np.zeros(months + 1, dtype=np.uint32),
        size=np.zeros(months + 1, dtype=np.int32),
        cells=np.zeros((2, rows, months), dtype=np.uint32),
        born=np.zeros((2, rows), dtype=np.int32),
        ages=np.zeros((2, 2, AGES, months)),
        counts=np.zeros((measures, months + 1), dtype=np.int32),
        events=np.zeros((lines, months)),
        costs=np.zeros(months),
    )
