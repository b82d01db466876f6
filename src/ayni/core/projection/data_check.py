"""What is wrong or odd in the people of a study before anything is projected; actual against expected.

Rows are counted from 0 as in the frame that was given; no name and no document is ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from ayni.core.periods import first_day, last_day
from ayni.core.projection.assuming import age_structure
from ayni.core.projection.figures import OLDEST
from ayni.core.projection.inputs import Families, Floats
from ayni.core.projection.population import ROLES
from ayni.core.projection.words import finding_text
from ayni.core.scheme import Scheme, Terms, read

#: So many rows are shown of each finding.
EXAMPLES = 5
LARGEST_FAMILY = 15
#: Men to a hundred women outside this are worth a question, of enough people.
SEX_RATIO, ENOUGH = (80.0, 125.0), 200
BANDS = ((0, 4), (5, 14), (15, 24), (25, 44), (45, 64), (65, OLDEST))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its code, in how many rows, and the first of them."""

    code: str
    count: int
    rows: tuple[int, ...]

    def text(self, language: str = "es") -> str:
        """Say it in plain words."""
        return finding_text(self.code, language=language, count=self.count)


@dataclass(frozen=True, slots=True)
class DataCheck:
    """The people in figures, and what was found: ``refused`` keeps a projection from being made.

    ``sizes`` counts families by persons, ``men_per_100_women`` is of all persons.
    """

    families: int
    persons: int
    persons_per_family: float
    men_per_100_women: float | None
    sizes: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[Finding, ...]:
        """Give what keeps the people from being projected."""
        return tuple(one for one in self.findings if one.code in REFUSED)


REFUSED = frozenset(
    ("no_birth", "unknown_sex", "repeated_person", "no_insured", "several_insured", "not_born")
)


@dataclass(frozen=True, slots=True)
class ActualExpected:
    """Persons found and expected of a sex and an age band, both counted; as many in all."""

    sex: str
    ages: tuple[int, int]
    actual: float
    expected: float

    @property
    def ratio(self) -> float | None:
        """Give found over expected; none where nobody is expected."""
        return self.actual / self.expected if self.expected else None


def lowest_age_of(scheme: Scheme, *, month: int, terms: Terms | None = None) -> int:
    """Give the age from which one may be the insured person; 0: at any."""
    name = scheme.rules.insured_unit.lowest_age
    return 0 if name is None else read(scheme, name=name, day=first_day(month), terms=terms).number


def data_check(
    people: pl.DataFrame, *, month: int, child_limit: int, lowest_age: int = 0
) -> DataCheck:
    """Look at people (``population.FRAME``) on the eve of a month; ``child_limit`` is in months."""
    rows = people.with_row_index("row").with_columns(_age(last_day(month - 1)))
    if "person" not in rows.columns:
        rows = rows.with_columns(person=pl.col("row"))
    found = [*_rows(rows, child_limit=child_limit, lowest_age=lowest_age), *_of_families(rows)]
    sizes = rows.group_by("family").len()["len"]
    men, women = (rows.filter(pl.col("sex") == sex).height for sex in ("M", "F"))
    ratio = 100 * men / women if women else None
    if rows.height >= ENOUGH and (ratio is None or not SEX_RATIO[0] <= ratio <= SEX_RATIO[1]):
        found.append(Finding("sex_ratio", rows.height, ()))
    return DataCheck(
        families=sizes.len(),
        persons=rows.height,
        persons_per_family=rows.height / sizes.len() if sizes.len() else 0.0,
        men_per_100_women=ratio,
        sizes=_counted(sizes),
        findings=tuple(one for one in found if one.count),
    )


def actual_expected(
    families: Families, *, month: int, expected: Floats
) -> tuple[ActualExpected, ...]:
    """Compare the ages and sexes of families with an assumed structure ``[sex, age]`` of as many persons."""
    weight = float(np.repeat(families.weight, np.diff(families.offset)).sum())
    actual = age_structure(families, month=month) * weight
    assumed = expected / expected.sum() * weight
    return tuple(
        ActualExpected(
            sex,
            (first, last),
            float(actual[place, first : last + 1].sum()),
            float(assumed[place, first : last + 1].sum()),
        )
        for place, sex in enumerate(("F", "M"))
        for first, last in BANDS
    )


@dataclass(frozen=True, slots=True)
class SizeAgainst:
    """Families of a size found and expected; as many in all."""

    persons: int
    actual: float
    expected: float


def sizes_against(families: Families, *, expected: Families) -> tuple[SizeAgainst, ...]:
    """Compare the sizes of families with those of an assumed set (``assuming.standard_families``)."""
    length = 1 + max(int(np.diff(one.offset).max()) for one in (families, expected))
    actual, assumed = _by_size(families, length=length), _by_size(expected, length=length)
    assumed = assumed / assumed.sum() * actual.sum()
    return tuple(
        SizeAgainst(size, float(actual[size]), float(assumed[size]))
        for size in range(1, length)
        if actual[size] or assumed[size]
    )


def _by_size(families: Families, *, length: int) -> Floats:
    sizes = np.diff(families.offset)
    return np.bincount(sizes, weights=families.weight, minlength=length).astype(np.float64)


def _age(eve: date) -> pl.Expr:
    """Count months of age on a day."""
    birth = pl.col("birth")
    months = (eve.year - birth.dt.year()) * 12 + (eve.month - birth.dt.month())
    return (months - (birth.dt.day() > eve.day)).alias("age_months")


def _rows(rows: pl.DataFrame, *, child_limit: int, lowest_age: int) -> list[Finding]:
    insured, child = pl.col("relation") == "insured", pl.col("relation") == "child"
    age = pl.col("age_months")
    # a person without a number is not the same as another without one
    twice = pl.col("person").is_not_null() & pl.col("person").is_duplicated()
    again = ~pl.col("person").is_first_distinct()
    checks = {
        "no_birth": pl.col("birth").is_null(),
        "unknown_sex": ~pl.col("sex").is_in(["F", "M"]) | pl.col("sex").is_null(),
        "repeated_person": twice & again,
        "not_born": age < 0,
        "very_old": age >= 12 * (OLDEST + 1),
        "child_over_limit": child & (age >= child_limit),
        "other_relation": ~pl.col("relation").is_in(list(ROLES)),
        "insured_too_young": insured & (age < 12 * lowest_age),
    }
    return [_finding(code, rows=rows.filter(check)) for code, check in checks.items()]


def _of_families(rows: pl.DataFrame) -> list[Finding]:
    first = rows.group_by("family", maintain_order=True).agg(
        pl.col("row").first(),
        insured=(pl.col("relation") == "insured").sum(),
        partners=pl.col("relation").is_in(["spouse", "partner"]).sum(),
        persons=pl.len(),
    )
    checks = {
        "no_insured": pl.col("insured") == 0,
        "several_insured": pl.col("insured") > 1,
        "several_partners": pl.col("partners") > 1,
        "large_family": pl.col("persons") > LARGEST_FAMILY,
    }
    return [_finding(code, rows=first.filter(check)) for code, check in checks.items()]


def _finding(code: str, *, rows: pl.DataFrame) -> Finding:
    return Finding(code, rows.height, tuple(rows["row"].head(EXAMPLES).to_list()))


def _counted(sizes: pl.Series) -> tuple[tuple[int, int], ...]:
    values, counts = np.unique(sizes.to_numpy(), return_counts=True)
    return tuple(zip(values.tolist(), counts.tolist(), strict=True))
