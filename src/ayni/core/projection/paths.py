"""The common futures: what a scenario means to everybody in it, each drawn from its own counters."""

from __future__ import annotations

import numpy as np

from ayni.core.projection.inputs import Assumptions, Flags, Floats, LawInputs, Paths, Small, Whole
from ayni.core.projection.normal import normals
from ayni.core.projection.philox import Purpose, drawn, third_word

LEAST_RATE = -0.99
_WORD = 2**32


class ImpossibleSeed(ValueError):
    """A seed or a scenario that does not fit in a word of the key."""


def check_key(*, seed: int, scenarios: range) -> None:
    """Refuse a seed or scenario that would be cut off in the key."""
    if not 0 <= seed < _WORD:
        raise ImpossibleSeed(f"seed {seed} is not between 0 and 2**32")
    if not len(scenarios) or min(scenarios) < 0 or max(scenarios) >= 2**31:
        raise ImpossibleSeed(f"scenarios {scenarios} are none, or not between 0 and 2**31")


def draw_paths(*, assumptions: Assumptions, law: LawInputs, seed: int, scenarios: range) -> Paths:
    """Draw the common futures of these scenarios; each is the same whatever others are asked for."""
    check_key(seed=seed, scenarios=scenarios)
    numbers = np.array(scenarios, dtype=np.int64)
    months = law.months
    price = _around(
        _parts(seed, numbers, Purpose.PRICE, months), assumptions.price_persistence, 0.0, 1.0
    )
    in_time = _logistic(assumptions.pay_logit + assumptions.price_effect * price)
    inflation = _around(
        _parts(seed, numbers, Purpose.INFLATION, months),
        assumptions.inflation_persistence,
        assumptions.inflation,
        assumptions.inflation_deviation,
    )
    investment = _around(
        _parts(seed, numbers, Purpose.INVESTMENT, months),
        assumptions.investment_persistence,
        assumptions.investment,
        assumptions.investment_deviation,
    )
    return Paths(
        scenarios=numbers.astype(np.int32),
        price=price,
        pay=with_grace(in_time=in_time, part=assumptions.paid_in_grace, grace=law.grace),
        pay_in_time=in_time,
        epidemic=_epidemic(assumptions, _parts(seed, numbers, Purpose.EPIDEMIC, months)),
        cost_index=_index(inflation),
        investment=np.maximum(1.0 + investment, 1.0 + LEAST_RATE) ** (1.0 / 12.0) - 1.0,
        defaulted=_defaulted(assumptions, seed, numbers, months),
    )


def with_grace(*, in_time: Floats, part: float, grace: int) -> Floats:
    """Give the chance that a month is paid when each month of grace brings a part of the rest."""
    return np.asarray(1.0 - (1.0 - in_time) * (1.0 - part) ** grace)


def _parts(seed: int, scenarios: Whole, purpose: Purpose, months: int) -> Floats:
    """Draw a number between 0 and 1 for each scenario and month."""
    third = third_word(purpose=purpose, month=np.arange(months))[None, :]
    words = drawn(seed=seed, scenario=scenarios[:, None], counters=(0, 0, third, 0))
    return _fine(words)


def _fine(words: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> Floats:
    whole = words.astype(np.uint64)
    bits = (whole[..., 0] << np.uint64(20)) | (whole[..., 1] >> np.uint64(12))
    return np.asarray((bits.astype(np.float64) + 0.5) * 2.0**-52)


def _around(parts: Floats, persistence: float, mean: float, deviation: float) -> Floats:
    """Follow an AR(1) around a mean, with this stationary deviation, drawn from it at the start."""
    shocks = normals(parts=parts)
    shocks[:, 1:] *= np.sqrt(1.0 - persistence**2)
    for t in range(1, shocks.shape[1]):
        shocks[:, t] += persistence * shocks[:, t - 1]
    return np.asarray(mean + deviation * shocks)


def _logistic(x: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)))


def _index(inflation: Floats) -> Floats:
    monthly = np.maximum(1.0 + inflation, 1.0 + LEAST_RATE) ** (1.0 / 12.0)
    monthly[:, 0] = 1.0
    return np.asarray(np.cumprod(monthly, axis=1))


def _epidemic(assumptions: Assumptions, parts: Floats) -> Flags:
    """Follow the epidemic, off before the first month."""
    on = np.zeros(parts.shape[0], dtype=bool)
    found = np.zeros(parts.shape, dtype=np.uint8)
    for t in range(parts.shape[1]):
        stays = parts[:, t] >= assumptions.epidemic_ends
        starts = parts[:, t] < assumptions.epidemic_starts
        on = np.where(on, stays, starts)
        found[:, t] = on
    return found


def _defaulted(assumptions: Assumptions, seed: int, scenarios: Whole, months: int) -> Small:
    """Draw from which month each association is out: the first one at the earliest is month 1."""
    groups = np.arange(assumptions.default.size)[None, :]
    third = third_word(purpose=Purpose.DEFAULT, month=0)
    words = drawn(seed=seed, scenario=scenarios[:, None], counters=(groups, 0, third, 0))
    with np.errstate(divide="ignore"):
        month = np.ceil(-np.log(_fine(words)) * 12.0 / assumptions.default)
    return np.asarray(np.minimum(month, months), dtype=np.int32)
