"""What may go badly wrong, laid on futures already drawn, before a run of either kernel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ayni.core.projection.inputs import Assumptions, Families, Floats, Paths


class BadStress(ValueError):
    """A stress outside the run's months or groups, or with a figure that is none."""


@dataclass(frozen=True, slots=True)
class PriceCollapse:
    """The crop's price falls by so many standard deviations below what each future has, for some months."""

    deviations: float = 2.0
    first: int = 12
    months: int = 24


@dataclass(frozen=True, slots=True)
class Epidemic:
    """An epidemic in every future, for some months."""

    first: int = 12
    months: int = 12


@dataclass(frozen=True, slots=True)
class LargestDefault:
    """The largest association ends in a month, not the first. ``group`` is its place in ``Families.groups``."""

    group: int
    month: int = 12


Stress = PriceCollapse | Epidemic | LargestDefault


def largest(families: Families) -> int:
    """Give the place of the association with most families."""
    weight = np.bincount(families.group, weights=families.weight, minlength=len(families.groups))
    return int(np.argmax(weight))


def stressed(*, assumptions: Assumptions, paths: Paths, stress: Stress) -> Paths:
    """Lay a stress on futures already drawn; what it does not touch stays the same to the bit."""
    match stress:
        case PriceCollapse():
            return _collapsed(paths, stress=stress, effect=assumptions.price_effect)
        case Epidemic():
            span = _span(paths, first=stress.first, months=stress.months)
            epidemic = paths.epidemic.copy()
            epidemic[:, span] = 1
            return replace(paths, epidemic=epidemic)
        case LargestDefault():
            return _defaulted(paths, stress=stress)


def _collapsed(paths: Paths, *, stress: PriceCollapse, effect: float) -> Paths:
    """Lower the price, and with it the chance of paying by its effect on the logit; grace keeps its part."""
    if not stress.deviations > 0 or not np.isfinite(stress.deviations):
        raise BadStress(f"a fall of {stress.deviations} deviations is none")
    span = _span(paths, first=stress.first, months=stress.months)
    price, pay, in_time = paths.price.copy(), paths.pay.copy(), paths.pay_in_time.copy()
    price[:, span] -= stress.deviations
    in_time[:, span] = _shifted(paths.pay_in_time[:, span], by=-effect * stress.deviations)
    unpaid = 1.0 - paths.pay_in_time[:, span]
    left = np.divide(1.0 - paths.pay[:, span], unpaid, out=np.ones_like(unpaid), where=unpaid > 0)
    pay[:, span] = 1.0 - (1.0 - in_time[:, span]) * left
    return replace(paths, price=price, pay=pay, pay_in_time=in_time)


def _shifted(chance: Floats, *, by: float) -> Floats:
    """Move a chance on the logit's scale; what is certain stays certain."""
    odds = np.exp(by)
    moved: Floats = chance * odds / (1.0 - chance + chance * odds)
    return moved


def _defaulted(paths: Paths, *, stress: LargestDefault) -> Paths:
    if not 0 <= stress.group < paths.defaulted.shape[1]:
        raise BadStress(f"there is no association {stress.group}")
    if stress.month < 1:
        raise BadStress("an association that came in in the first month does not end in it")
    _span(paths, first=stress.month, months=1)
    defaulted = paths.defaulted.copy()
    defaulted[:, stress.group] = np.minimum(defaulted[:, stress.group], stress.month)
    return replace(paths, defaulted=defaulted)


def _span(paths: Paths, *, first: int, months: int) -> slice:
    if first < 0 or months < 1 or first + months > paths.price.shape[1]:
        raise BadStress(f"months {first} to {first + months} are not all in the run")
    return slice(first, first + months)
