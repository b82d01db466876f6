"""Inputs that cannot be projected are refused, each with a name, before any kernel runs."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from ayni.core.projection.inputs import (
    AGES,
    Access,
    Assumptions,
    Families,
    LawInputs,
    Paths,
    PersonRole,
    Severity,
)

#: Nobody is older; a roster that says so has a wrong date of birth.
OLDEST = 150 * 12
WIDEST = 24


class StudyRefused(ValueError):
    """Inputs from which no future can be computed."""


class WrongShape(StudyRefused):
    """An array that does not fit the months, lines, ages or groups of the others."""


class NotANumber(StudyRefused):
    """A value that is not a finite number."""


class OutOfRange(StudyRefused):
    """A number that cannot be what its name says."""


class ImpossibleFamily(StudyRefused):
    """A family that the law of the projection does not know."""


class WeightNotOne(StudyRefused):
    """A model point that stands for more or less than one family, given to the event kernel."""


def check_inputs(*, families: Families, law: LawInputs, assumptions: Assumptions) -> None:
    """Refuse what cannot be projected.

    Raises ``WrongShape``, ``NotANumber``, ``OutOfRange`` or ``ImpossibleFamily``, with the name of the field.
    """
    _finite(families)
    _finite(law)
    _finite(assumptions)
    _law_fits(law)
    _assumptions_fit(law, assumptions, len(families.groups))
    _in_range(law, assumptions)
    for line, severity in zip(law.lines, assumptions.severity, strict=True):
        _severity(line, severity)
    _families_fit(families)
    _roles(families, law)
    _partner_ages(assumptions)


def check_single(*, families: Families) -> None:
    """Refuse model points that stand for several families."""
    wrong = np.flatnonzero(families.weight != 1.0)
    if wrong.size:
        raise WeightNotOne(
            f"family {families.identifier[wrong[0]]} has weight {families.weight[wrong[0]]}; "
            "the event kernel draws single families"
        )


def _finite(owner: object) -> None:
    for one in fields(owner):  # type: ignore[arg-type]
        value = getattr(owner, one.name)
        if isinstance(value, (float, np.ndarray)) and not np.all(np.isfinite(value)):
            raise NotANumber(one.name)


def _shape(owner: object, **expected: tuple[int, ...]) -> None:
    for name, shape in expected.items():
        found = getattr(owner, name).shape
        if found != shape:
            raise WrongShape(f"{name} has shape {found}, not {shape}")


def _law_fits(law: LawInputs) -> None:
    if law.months < 1 or not 1 <= law.width <= WIDEST or law.lag not in (0, 1):
        raise OutOfRange(f"months {law.months}, width {law.width}, lag {law.lag}")
    months, lines = (law.months,), (len(law.lines),)
    _shape(law, window=(2**law.width,), decides=months, enters=months, in_season=months)
    _shape(law, access=lines, waiting=lines, cash=(law.months, law.months))
    if len(set(law.lines)) != len(law.lines):
        raise WrongShape(f"lines: {', '.join(law.lines)} are not distinct")


def _assumptions_fit(law: LawInputs, beliefs: Assumptions, groups: int) -> None:
    months, lines = law.months, len(law.lines)
    _shape(beliefs, mortality=(2, AGES), fertility=(AGES,), formation=(2, AGES), partner_gap=(2,))
    _shape(beliefs, entries=(months,), pay_logit=(months,), return_=(months,), default=(groups,))
    _shape(beliefs, use=(lines, 2, AGES), epidemic_factor=(lines,))
    duration = beliefs.use_by_duration
    if duration.ndim != 2 or duration.shape[0] != lines or not duration.shape[1]:
        raise WrongShape(f"use_by_duration has shape {duration.shape}, not ({lines}, months)")
    if len(beliefs.severity) != lines:
        raise WrongShape(f"severity has {len(beliefs.severity)} lines, not {lines}")


def _between(owner: object, low: float, high: float, *names: str) -> None:
    for name in names:
        value = np.asarray(getattr(owner, name))
        if value.size and (value.min() < low or value.max() > high):
            raise OutOfRange(f"{name} goes from {value.min()} to {value.max()}")


def _in_range(law: LawInputs, beliefs: Assumptions) -> None:
    _between(law, 0, 1, "window", "decides", "enters", "in_season", "cash")
    _between(law, 0, max(Access), "access")
    _between(law, 0, np.inf, "waiting", "grace")
    _between(law, 1, np.inf, "child_limit")
    if not np.allclose(law.cash.sum(axis=1), 1.0):
        raise OutOfRange("cash: what is due in a month must come in, in all")
    _between(beliefs, 0, 1, "mortality", "male_births", "participation", "paid_in_grace")
    _between(beliefs, 0, 1, "return_", "epidemic_starts", "epidemic_ends")
    _between(beliefs, 0, 11.9, "fertility")
    _between(beliefs, 0, np.inf, "formation", "entries", "exit", "use", "use_by_duration")
    _between(beliefs, 0, np.inf, "epidemic_factor", "default", "duration_before")
    _between(beliefs, 0, np.inf, "inflation_deviation", "investment_deviation")
    _between(beliefs, -1.0 + 1e-9, 1.0 - 1e-9, "price_persistence")
    _between(beliefs, -1.0 + 1e-9, 1.0 - 1e-9, "inflation_persistence", "investment_persistence")
    _between(beliefs, -0.99, np.inf, "inflation", "investment")
    _between(beliefs, 1, np.inf, "lapse_after")
    _between(beliefs, 0, 2**law.width - 1, "paid_before")


def _severity(line: str, one: Severity) -> None:
    if not all(np.isfinite((one.mean, one.variation, one.tail, one.tail_from, one.tail_alpha))):
        raise NotANumber(f"severity of {line}")
    if one.kind not in ("gamma", "lognormal"):
        raise OutOfRange(f"severity of {line}: {one.kind!r} is neither gamma nor lognormal")
    if one.mean < 0 or one.variation < 0 or not 0 <= one.tail <= 1:
        raise OutOfRange(f"severity of {line}: {one}")
    if one.tail and (one.kind == "gamma" or one.tail_from <= 0 or one.tail_alpha <= 1):
        raise OutOfRange(f"severity of {line}: a tail needs lognormal, a start and alpha above 1")


def _families_fit(families: Families) -> None:
    count, persons = families.count, families.birth.size
    if not count:
        raise ImpossibleFamily("there is no family")
    _shape(families, offset=(count + 1,), group=(count,), weight=(count,))
    _shape(families, sex=(persons,), role=(persons,))
    if families.offset[0] != 0 or families.offset[-1] != persons:
        raise WrongShape("offset does not begin at 0 and end with the last person")
    if np.any(np.diff(families.offset) < 1):
        raise ImpossibleFamily("a family has nobody")
    _between(families, 0, 1, "sex")
    _between(families, 0, max(PersonRole), "role")
    _between(families, 0, len(families.groups) - 1, "group")
    _between(families, 0, 2**63 - 1, "identifier")
    _between(families, 0, np.inf, "weight")
    if np.unique(families.identifier).size != count:
        raise ImpossibleFamily("two families have the same identifier")


def _roles(families: Families, law: LawInputs) -> None:
    first = families.offset[:-1]
    if np.any(families.role[first] != PersonRole.INSURED):
        raise ImpossibleFamily("a family does not begin with its insured person")
    for role in (PersonRole.INSURED, PersonRole.PARTNER):
        held = np.add.reduceat((families.role == role).astype(np.int64), first)
        if held.max() > 1:
            number = families.identifier[int(held.argmax())]
            raise ImpossibleFamily(f"family {number} has {held.max()} of {role.name}")
    age = law.first_month - families.birth.astype(np.int64)
    if age.min() < 0 or age.max() > OLDEST:
        raise OutOfRange(f"birth: ages go from {age.min()} to {age.max()} months")
    if np.any((families.role == PersonRole.CHILD) & (age >= law.child_limit)):
        raise ImpossibleFamily("a child has reached the limit before the first month")


def _partner_ages(beliefs: Assumptions) -> None:
    for rates, gap in zip(beliefs.formation, beliefs.partner_gap, strict=True):
        may = np.flatnonzero(rates)
        if may.size and (12 * may[0] - gap < 0 or abs(gap) > OLDEST):
            raise OutOfRange(f"partner_gap {gap}: a partner would not be born yet")


def check_paths(*, paths: Paths, law: LawInputs, groups: int) -> None:
    """Refuse paths of another study, without a scenario, or with what is no number or no chance."""
    count = paths.scenarios.size
    for name in ("price", "pay", "pay_in_time", "epidemic", "cost_index", "investment"):
        found = getattr(paths, name)
        if found.shape != (count, law.months) or not np.all(np.isfinite(found)):
            wanted = f"{count} finite scenarios of {law.months} months"
            raise WrongShape(f"paths: {name} is not {wanted}")
    for chance in (paths.pay, paths.pay_in_time):
        if chance.min(initial=0.0) < 0 or chance.max(initial=1.0) > 1:
            raise OutOfRange("paths: a chance of paying is not between 0 and 1")
    if not count or paths.defaulted.shape != (count, groups):
        raise WrongShape(f"paths: defaulted has shape {paths.defaulted.shape}")
