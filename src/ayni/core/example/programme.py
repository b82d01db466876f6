"""The invented programme: cooperatives with sizes, regions and numbers, drawn from one seed.

The agreement is with a national body that is not invented; its cooperatives are, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.core.example.places import (
    FACILITIES,
    MARK,
    REGION_SHARES,
    ZONES,
    committee_name,
    cooperative_name,
)
from ayni.core.example.work import COFFEE, Work
from ayni.core.money import split_by_weight

INSTITUTION = "EsSalud"
NATIONAL_BODY = "Junta Nacional del Café"
COOPERATIVES = 60
FEWEST_COOPERATIVES = 3
#: Below this many families a cooperative there are fewer cooperatives.
FAMILIES_EACH = 12
#: Persons of a family, in hundredths: the programme's 200,000 people in 42,000 families.
PERSONS_PER_FAMILY_HUNDREDTHS = 476
AS_OF = date(2026, 3, 15)
RUC_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
#: Children's numbers take the narrowest range (16 million): more persons would repeat one.
MOST_FAMILIES = 3_000_000


class ProgrammeTooSmall(ValueError):
    """Fewer families than cooperatives that show the three behaviours."""


class ProgrammeTooLarge(ValueError):
    """More families than there are different identity numbers to give."""


@dataclass(frozen=True, slots=True)
class ExampleFacility:
    """A place of care, invented."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class ExampleCooperative:
    """One adhesion of the programme. ``first_person`` counts the persons in those before it.

    ``pays`` is how it pays where that is said, and not drawn from its place (a word of ``Behaviour``);
    ``country`` decides which identity documents its persons have.
    """

    index: int
    code: str
    name: str
    ruc: str
    region: str
    zone: str
    facility: ExampleFacility
    committees: tuple[str, ...]
    families: int
    persons: int
    first_person: int
    work: Work = COFFEE
    pays: str = ""
    country: str = "pe"


@dataclass(frozen=True, slots=True)
class ExampleProgramme:
    """The whole programme; the persons themselves are drawn one cooperative at a time."""

    institution: str
    national_body: str
    mark: str
    seed: int
    as_of: date
    families: int
    persons: int
    cooperatives: tuple[ExampleCooperative, ...]

    def cooperative(self, code: str) -> ExampleCooperative:
        """Find a cooperative by its code; KeyError when there is none."""
        for one in self.cooperatives:
            if one.code == code:
                return one
        raise KeyError(code)


def programme(*, families: int, seed: int, as_of: date = AS_OF) -> ExampleProgramme:
    """Lay out the programme: at most 60 cooperatives, a few big, many small.

    ``families`` is at least 3 and counts all cooperatives; persons are 4.76 times as many.
    The same numbers and seed give the same programme.
    """
    sizes = _sizes(families)
    regions = _regions(sizes)
    ends = _person_ends(sizes)
    cooperatives = tuple(
        _cooperative(index=index, region=regions[index], families=size, ends=ends, seed=seed)
        for index, size in enumerate(sizes)
    )
    return ExampleProgramme(
        institution=INSTITUTION,
        national_body=NATIONAL_BODY,
        mark=MARK,
        seed=seed,
        as_of=as_of,
        families=families,
        persons=ends[-1],
        cooperatives=cooperatives,
    )


def ruc_of(number: int) -> str:
    """Write a RUC of a company: 20, eight digits, check digit (domain.md 8.1).

    >>> ruc_of(13137090)
    '20131370904'
    """
    body = f"20{number:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, RUC_WEIGHTS, strict=True))
    return f"{body}{(11 - total % 11) % 10}"


def person_quota(families: int) -> int:
    """Give how many persons so many families have, half up."""
    return (PERSONS_PER_FAMILY_HUNDREDTHS * families + 50) // 100


def _sizes(families: int) -> list[int]:
    if families < FEWEST_COOPERATIVES:
        raise ProgrammeTooSmall(f"{families} families: at least {FEWEST_COOPERATIVES}")
    if families > MOST_FAMILIES:
        raise ProgrammeTooLarge(f"{families} families: at most {MOST_FAMILIES}")
    count = min(COOPERATIVES, max(FEWEST_COOPERATIVES, families // FAMILIES_EACH))
    weights = [int(1_000_000 / (rank + 2) ** 0.75) for rank in range(count)]
    spare = split_by_weight(families - count, weights=weights)
    return [1 + extra for extra in spare]


def _regions(sizes: list[int]) -> list[str]:
    """Give each cooperative, the largest first, to the region that lacks most families."""
    whole = sum(sizes)
    missing = {region: share * whole / 1000 for region, share in REGION_SHARES.items()}
    given = []
    for size in sizes:
        region = max(missing, key=lambda name: missing[name])
        missing[region] -= size
        given.append(region)
    return given


def _person_ends(sizes: list[int]) -> list[int]:
    """Give the running total of persons after each cooperative."""
    families, ends = 0, []
    for size in sizes:
        families += size
        ends.append(person_quota(families))
    return ends


def _cooperative(
    *, index: int, region: str, families: int, ends: list[int], seed: int
) -> ExampleCooperative:
    first = ends[index - 1] if index else 0
    code, name = FACILITIES[region]
    # 7,919 is prime to the range, so that no two cooperatives share a number
    number = (10_000_000 + seed * 104_729 + (index + 1) * 7_919) % 100_000_000
    committees = min(12, max(1, families // 40))
    return ExampleCooperative(
        index=index,
        code=f"EJ-{index + 1:02d}",
        name=cooperative_name(index),
        ruc=ruc_of(number),
        region=region,
        zone=ZONES[region],
        facility=ExampleFacility(code=code, name=name, region=region),
        committees=tuple(committee_name(index=i, cooperative=index) for i in range(committees)),
        families=families,
        persons=ends[index] - first,
        first_person=first,
    )
