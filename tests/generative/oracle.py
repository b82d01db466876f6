"""A slow and plain reading of a scheme in exact fractions: no Polars, no code of the engine.

It reads the scheme's JSON text itself, so that it shares neither the classes nor the reading of
parameters with what it judges.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction


def value_on(parameters: dict, name: str, day: date) -> int:
    """The last value that starts on or before the day."""
    found = None
    for dated in parameters[name]["values"]:
        if date.fromisoformat(dated["start"]) <= day:
            found = dated["value"]
    if found is None:
        raise LookupError(name)
    return found


def half_up(exact: Fraction, step: int) -> int:
    """The nearest multiple of the step; a half goes away from zero."""
    steps = abs(exact) / step
    whole = math.floor(steps + Fraction(1, 2))
    return (whole if exact >= 0 else -whole) * step


class Oracle:
    """One scheme on one month's first day, asked family by family."""

    def __init__(self, data: dict, *, month: str) -> None:
        self.rules = data["rules"]
        self.parameters = {one["name"]: one for one in data["parameters"]}
        self.month = month
        self.day = date.fromisoformat(f"{month}-01")

    def number(self, name: str) -> Fraction:
        return Fraction(value_on(self.parameters, name, self.day))

    def ratio(self, name: str) -> Fraction:
        return self.number(name) / 1_000_000

    def holds(self, when: dict, family: dict) -> bool:
        if "months" in when and not when["months"][0] <= self.month < when["months"][1]:
            return False
        if "activities" in when and family["activity"] not in when["activities"]:
            return False
        if "dependants" in when:
            least, below = when["dependants"]
            return least <= family["dependants"] < below
        return True

    def amount(self, node: dict, family: dict) -> Fraction:
        kind = node["kind"]
        if kind in ("declared_income", "pay"):
            return Fraction(family[kind])
        if kind == "parameter":
            return self.number(node["amount"])
        if kind == "presumptive":
            names = {one["activity"]: one["amount"] for one in node["activities"]}
            return self.number(names[family["activity"]])
        if kind == "at_least":
            return max(self.amount(node["of"], family), self.number(node["minimum"]))
        if kind == "at_most":
            return min(self.amount(node["of"], family), self.number(node["maximum"]))
        return self.amount(self.chosen(node, family), family)

    def chosen(self, node: dict, family: dict) -> dict:
        found = [one["then"] for one in node["exceptions"] if self.holds(one["when"], family)]
        if len(found) > 1:
            raise AssertionError("two exceptions apply at once")
        return found[0] if found else node["default"]

    def price(self, node: dict, family: dict, before: list[Fraction]) -> tuple[Fraction, Fraction]:
        """Rate and fixed amount."""
        kind = node["kind"]
        if kind == "rate":
            return self.ratio(node["rate"]), Fraction(0)
        if kind == "flat":
            return Fraction(0), self.number(node["amount"])
        if kind == "completes":
            return self.ratio(node["total"]) - sum(before), Fraction(0)
        if kind == "notch":
            income = self.amount(node["compared"], family)
            for band in node["bands"]:
                limit = band.get("upto")
                if limit is None or income <= self.number(node["unit"]) * self.ratio(limit):
                    return self.ratio(band["rate"]), Fraction(0)
        return self.price(self.chosen(node, family), family, before)

    def line(self, family: dict) -> dict[str, int]:
        contribution = self.rules["contribution"]
        base = self.amount(contribution["base"], family)
        step = contribution["rounding"]["step"]
        payers = ["insured_person", "association", "employer", "buyer", "state"]
        names = [f"{'insured' if p == 'insured_person' else p}_share" for p in payers]
        shares = dict.fromkeys(names, 0)
        rates: list[Fraction] = []
        collected = Fraction(0)
        for share in contribution["shares"]:
            rate, fixed = self.price(share["price"], family, rates)
            rates.append(rate)
            collected += rate if share["payer"] != "state" else 0
            shares[names[payers.index(share["payer"])]] += half_up(base * rate + fixed, step)
        due = sum(shares.values()) - shares["state_share"]
        whole = {"base": int(base), "rate_ppm": int(collected * 1_000_000)}
        return whole | shares | {"due": due}
