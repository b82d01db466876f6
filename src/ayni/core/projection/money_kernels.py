"""Money's inner loops, compiled: month by month, over scenarios side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from ayni.core.projection.compiled import contracting
from ayni.core.projection.inputs import Floats, Small, Whole


@contracting
def earned(
    paid: tuple[Any, Any, Any], rates: Floats, loads: Floats, out: tuple[Floats, Floats, Floats]
) -> None:
    """Fill due, income and loading: ``rates[t]`` = unit, dependant, collected unit, collected dependant.

    ``loads`` = penalty, loading on what is due, allowance on what the association collects.
    """
    units, dependants, late = paid
    due, income, loading = out
    penalty, load, allowance = loads[0], loads[1], loads[2]
    for t in range(units.shape[0]):
        a, b, c, d = rates[t, 0], rates[t, 1], rates[t, 2], rates[t, 3]
        for s in range(units.shape[1]):
            u, n = np.float64(units[t, s]), np.float64(dependants[t, s])
            owed, collected = u * a + n * b, u * c + n * d
            due[t, s] = owed
            income[t, s] = owed + penalty * late[t, s] * collected
            loading[t, s] = load * owed + allowance * collected


@contracting
def spent(
    families: Any, cost: Any, factor: Floats, per_family: Floats, out: tuple[Any, ...]
) -> None:
    """Fill the cost of care, and add it and what each family costs to administer to the loadings there."""
    care, total = out
    for t in range(families.shape[0]):
        each = per_family[t]
        care[t] = 0.0
        for line in range(cost.shape[0]):
            f = factor[line]
            for s in range(families.shape[1]):
                care[t, s] += f * cost[line, t, s]
        for s in range(families.shape[1]):
            total[t, s] += care[t, s] + each * families[t, s]


@contracting
def moved(values: Floats, start: Whole, month: Small, part: Floats, out: Floats) -> None:
    """Bring values in in other months: ``u`` gets ``part[k]`` of ``month[k]``, k from ``start[u]``."""
    for u in range(values.shape[0]):
        out[u] = 0.0
        for k in range(start[u], start[u + 1]):
            row, weight = month[k], part[k]
            for s in range(values.shape[1]):
                out[u, s] += weight * values[row, s]


@contracting
def settled(care: Floats, due: Floats, rule: Floats, income: Floats, cost: Floats) -> None:
    """Add at each year's end what stop-loss and corridor bring and take.

    ``rule`` = stop-loss from, ceded; corridor below, returned, above, borne.
    """
    months, scenarios = care.shape
    spent_, owed = np.zeros(scenarios), np.zeros(scenarios)
    for t in range(months):
        for s in range(scenarios):
            spent_[s] += care[t, s]
            owed[s] += due[t, s]
        if t % 12 == 11 or t == months - 1:
            for s in range(scenarios):
                income[t, s] += rule[1] * max(0.0, spent_[s] - rule[0] * owed[s])
                if rule[5] > 0:
                    income[t, s] += rule[5] * max(0.0, spent_[s] - rule[4] * owed[s])
                cost[t, s] += rule[3] * max(0.0, rule[2] * owed[s] - spent_[s])
            spent_[:], owed[:] = 0.0, 0.0


@contracting
def settlement(
    years: tuple[Floats, Floats, Floats], s: int, factor: float, rule: Floats
) -> tuple[float, float]:
    """Give what stop-loss and corridor bring less what they take, with contributions times a factor; its slope.

    ``years`` = care, what is due, what one at the year's end is worth, ``[s, year]``.
    """
    care, due, worth = years
    total, slope = 0.0, 0.0
    for y in range(care.shape[1]):
        owed, spent_ = factor * due[s, y], care[s, y]
        if spent_ > rule[0] * owed:
            total += worth[s, y] * rule[1] * (spent_ - rule[0] * owed)
            slope -= worth[s, y] * rule[1] * rule[0] * due[s, y]
        if rule[5] > 0 and spent_ > rule[4] * owed:
            total += worth[s, y] * rule[5] * (spent_ - rule[4] * owed)
            slope -= worth[s, y] * rule[5] * rule[4] * due[s, y]
        if rule[2] * owed > spent_:
            total -= worth[s, y] * rule[3] * (rule[2] * owed - spent_)
            slope -= worth[s, y] * rule[3] * rule[2] * due[s, y]
    return total, slope


@contracting
def balanced(
    years: tuple[Floats, Floats, Floats], net: Floats, cost: Floats, rule: Floats, out: Floats
) -> None:
    """Fill the factor on contributions at which they and what is then settled bear the cost; infinite: none.

    ``cost`` is after what is settled at today's contributions; ``net`` what those bring. By Newton's steps, and
    by halving where one would leave the bracket.
    """
    for s in range(out.size):
        fixed = cost[s] + settlement(years, s, 1.0, rule)[0]
        least = fixed - settlement(years, s, 0.0, rule)[0]
        if least <= 0:  # what there is to begin with bears it all
            out[s] = least / net[s]
            continue
        low, high = 0.0, 1.0
        while high * net[s] + settlement(years, s, high, rule)[0] < fixed and high < 2.0**40:
            high *= 2.0
        factor = high
        for _ in range(100):
            value, slope = settlement(years, s, factor, rule)
            missing, slope = fixed - value - factor * net[s], slope + net[s]
            if missing > 0:
                low = factor
            else:
                high = factor
            step = factor + missing / slope if slope > 0 else low
            if abs(step - factor) <= 1e-13 * factor:
                break
            factor = step if low < step < high else (low + high) / 2
        out[s] = factor if high < 2.0**40 else np.inf


@contracting
def accumulated(
    flows: tuple[Any, ...], opening: float, guarantee: float, out: tuple[Any, ...]
) -> None:
    """Fill the reserve by month, its lowest, and the month of ruin (the number of months: never).

    The guarantee fund is drawn before the reserve falls below nothing.
    """
    growth, income, cost = flows
    reserve, lowest, ruined, fund = out
    months, scenarios = reserve.shape
    fund[:] = guarantee
    for t in range(months):
        for s in range(scenarios):
            before = opening if t == 0 else reserve[t - 1, s]
            now = before * growth[t, s] + income[t, s] - cost[t, s]
            drawn = min(fund[s], max(0.0, -now))
            fund[s] -= drawn
            now += drawn
            reserve[t, s] = now
            lowest[s] = min(lowest[s], now)
            ruined[s] = min(ruined[s], t if now < 0 else months)


@contracting
def valued(quantity: Any, weight: Floats, prices: Floats, out: Floats) -> None:
    """Add to ``out[k, s]`` the sum over months of quantity, weight and ``prices[k, t]``."""
    for t in range(quantity.shape[0]):
        for k in range(prices.shape[0]):
            price = prices[k, t]
            if price != 0.0:
                for s in range(quantity.shape[1]):
                    out[k, s] += quantity[t, s] * weight[t, s] * price


@contracting
def levelled(flows: tuple[Any, ...], ratio: float, opening: Floats, out: Floats) -> None:
    """Fill the least factor on contributions that keeps the reserve at ``ratio`` of each year's cost.

    ``flows`` = growth, income, care, cost, families, cost of a family; whole years of months. ``opening[s]``
    goes in as the reserve at the start and comes out as that at the end.
    """
    growth, income, care, cost, families, each = flows
    months, scenarios = income.shape
    held, net = opening.copy(), np.zeros(scenarios)
    spent_, loaded = np.zeros(scenarios), np.zeros(scenarios)
    for s in range(scenarios):
        out[s] = 0.0 if opening[s] < np.inf else np.inf
    for t in range(months):
        for s in range(scenarios):
            fixed = care[t, s] + each[t] * families[t, s]
            load = cost[t, s] - fixed
            held[s] = held[s] * growth[t, s] - fixed
            net[s] = net[s] * growth[t, s] + income[t, s] - load
            spent_[s] += fixed
            loaded[s] += load
        if t % 12 == 11:
            for s in range(scenarios):
                missing, brings = ratio * spent_[s] - held[s], net[s] - ratio * loaded[s]
                if missing > 0:
                    out[s] = max(out[s], missing / brings if brings > 0 else np.inf)
            spent_[:], loaded[:] = 0.0, 0.0
    for s in range(scenarios):
        opening[s] = held[s] + out[s] * net[s] if out[s] < np.inf else np.inf
