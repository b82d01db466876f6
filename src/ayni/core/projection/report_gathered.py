"""What a report says of a study's people, law and cost by age, read off what the study was prepared from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ayni.core.alliance.clauses import Clause, ClauseKind, clauses, set_value
from ayni.core.money import money_text
from ayni.core.periods import first_day
from ayni.core.periods.words import month_name, month_words
from ayni.core.projection.assuming import mean_of
from ayni.core.projection.data_check import ActualExpected, Finding
from ayni.core.projection.inputs import AGES, FEMALE, MALE, Access, Families, Flags, Floats
from ayni.core.projection.report_assumed_words import DATA, LAW
from ayni.core.projection.report_facts import Check, Data, Law
from ayni.core.projection.report_words import HEADS, word
from ayni.core.projection.reporting import Kind, share
from ayni.core.projection.study import Prepared
from ayni.core.scheme import Payer, Scheme
from ayni.core.scheme.told import value_text
from ayni.core.scheme.words import payer_text

#: Ages of the pyramid and of cost by age: fives, and one that is open.
_STEP, _OPEN = 5, 80
BANDS = (*((age, age + _STEP - 1) for age in range(0, _OPEN, _STEP)), (_OPEN, AGES - 1))


def band_text(first: int, last: int) -> str:
    """Write ages of a band: ``5-9``, ``80+``."""
    return f"{first}+" if last == AGES - 1 else f"{first}-{last}"


def data_of(
    prepared: Prepared,
    *,
    checks: Sequence[ActualExpected],
    findings: Sequence[Finding],
    language: str,
) -> Data:
    """Tell the population: where it is from, its pyramid, and what the check found, if there was one."""
    families = prepared.families
    people = people_by_age(families, month=prepared.law.first_month)
    return Data(
        origin=word(DATA, prepared.study.population.kind, language),
        families=float(families.weight.sum()),
        persons=float(people.sum()),
        associations=len(families.groups),
        pyramid=tuple(
            (
                band_text(first, last),
                float(people[FEMALE, first : last + 1].sum()),
                float(people[MALE, first : last + 1].sum()),
            )
            for first, last in BANDS
        ),
        checks=tuple(_check(one, language) for one in checks),
        findings=tuple(one.text(language) for one in findings),
        digest=families_digest(families),
    )


def people_by_age(families: Families, *, month: int) -> Floats:
    """Count persons by sex and age on the eve of a month, by weight, ``[sex, age]``."""
    age = np.clip((month - 1 - families.birth) // 12, 0, AGES - 1)
    found = np.zeros((2, AGES))
    np.add.at(found, (families.sex, age), np.repeat(families.weight, np.diff(families.offset)))
    return found


def families_digest(families: Families) -> str:
    """Give the SHA-256 of the families: of what a projection takes, so of no name and no document."""
    found = hashlib.sha256(repr(families.groups).encode())
    for array, kind in (
        (families.identifier, "<i8"),
        (families.offset, "<i8"),
        (families.group, "<i4"),
        (families.weight, "<f8"),
        (families.birth, "<i4"),
        (families.sex, "u1"),
        (families.role, "u1"),
    ):
        found.update(np.ascontiguousarray(array).astype(kind).tobytes())
    return found.hexdigest()


def _check(one: ActualExpected, language: str) -> Check:
    sex = word(HEADS, "women" if one.sex == "F" else "men", language)
    name = word(DATA, "check", language).format(sex=sex, band=band_text(*one.ages))
    return Check(name, one.actual, one.expected, Kind.COUNT)


def cost_by_age(prepared: Prepared) -> tuple[tuple[str, float, float], ...]:
    """Give the expected cost of care a person a year by band: women, men, at the first month's prices."""
    found = prepared.assumptions
    means = np.array([mean_of(one) for one in found.severity])
    lasting = found.use_by_duration[:, -1]
    cost = np.tensordot(means * lasting, found.use, axes=1)
    return tuple(
        (
            band_text(first, last),
            float(cost[FEMALE, first : last + 1].mean()),
            float(cost[MALE, first : last + 1].mean()),
        )
        for first, last in BANDS
    )


def law_of(prepared: Prepared, *, scheme: Scheme, language: str) -> Law:
    """Tell the scheme, the terms it was run under, what was sampled from it, and what each payer owes."""
    digests = prepared.digests
    return Law(
        scheme=scheme.code,
        title=scheme.rules.name.in_language(language),
        rules=digests.rules,
        parameters=digests.parameters,
        terms=tuple(_terms(prepared, scheme, language)),
        compiled=tuple(_compiled(prepared, scheme, language)),
        contributions=_contributions(prepared, language),
    )


def _terms(prepared: Prepared, scheme: Scheme, language: str) -> Iterator[tuple[str, str]]:
    for clause in clauses(scheme, day=first_day(prepared.law.first_month)):
        value = set_value(clause, terms=prepared.terms)
        if value is not None:
            yield clause.name.in_language(language), _clause(clause, value, language)


def _clause(clause: Clause, value: int | str | tuple[int, ...], language: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(month_name(one - 1, language=language) for one in value)
    if clause.kind is ClauseKind.CALENDAR:
        return word(LAW, f"calendar_{value}", language)
    return value_text(value, unit=clause.unit, language=language)


def _contributions(prepared: Prepared, language: str) -> tuple[tuple[str, float, float], ...]:
    """Give what each payer owes for a unit in the first and the last month, where it owes anything."""
    found: list[tuple[str, float, float]] = []
    state = prepared.levers.state_pays
    for payer, prices in prepared.prices.by_payer.items():
        part = state if payer is Payer.STATE else 1.0
        if prices.any():
            name = payer_text(payer.value, language=language)
            name = name[0].upper() + name[1:]
            found.append((name, float(part * prices[0]), float(part * prices[-1])))
    return tuple(found)


def _compiled(prepared: Prepared, scheme: Scheme, language: str) -> Iterator[tuple[str, str]]:
    """Say what the kernel was told of the law, so that whoever knows the law can object."""
    law = prepared.law

    def label(code: str, **holes: object) -> str:
        return word(LAW, code, language).format(**holes)

    yield label("window"), _window(law.window, law.width, language)
    yield label("counts"), label("yes" if law.lag == 0 else "before")
    yield label("grace"), _months(law.grace, language)
    yield label("limit"), label("years", count=law.child_limit // 12)
    for code, flags in (("entry", law.enters), ("season", law.in_season), ("decides", law.decides)):
        yield label(code), _calendar(flags, law.first_month, language)
    names = _line_names(prepared, language)
    for line, waiting in zip(law.lines, law.waiting.tolist(), strict=True):
        if waiting:
            yield label("waiting", line=names[line].lower()), _months(waiting, language)
    attended = [
        names[line].lower()
        for line, access in zip(law.lines, law.access, strict=True)
        if access == Access.AFFILIATED
    ]
    yield label("attended"), ", ".join(attended) or label("nothing")
    yield label("known"), month_words(prepared.known_until, language=language)
    amount = money_text(round(prepared.levers.opening_reserve), currency=scheme.currency)
    yield label("reserve"), amount
    discount = prepared.levers.discount
    yield label("discount"), label("returns") if discount is None else share(discount).text


def _line_names(prepared: Prepared, language: str) -> Mapping[str, str]:
    return {
        one.line: one.name.in_language(language) for one in prepared.tables.benefit_lines.values
    }


def _window(window: Flags, width: int, language: str) -> str:
    """Say a truth table in words: how many paid months at least, and whether it matters which."""
    holds = np.flatnonzero(window)
    least = min((int(one).bit_count() for one in holds), default=0)
    plain = all(bool(window[k]) == (k.bit_count() >= least) for k in range(window.size))
    code = "window_plain" if plain else "window_order"
    return word(LAW, code, language).format(
        least=least, width=width, holds=holds.size, whole=window.size
    )


def _months(count: int, language: str) -> str:
    if count == 0:
        return word(LAW, "none", language)
    return word(LAW, "month" if count == 1 else "months", language).format(count=count)


def _calendar(flags: Flags, first_month: int, language: str) -> str:
    """Name the calendar months in which a flag is ever up."""
    up = sorted({(first_month + int(place)) % 12 for place in np.flatnonzero(flags)})
    if len(up) == 12:
        return word(LAW, "every", language)
    return ", ".join(month_name(one, language=language) for one in up) or word(
        LAW, "none", language
    )
