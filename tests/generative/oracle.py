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
            if not least <= family["dependants"] < below:
                return False
        for fact in ("age", "workers"):
            if fact in when and not when[fact][0] <= family[fact] < when[fact][1]:
                return False
        return when.get("sex", family["sex"]) == family["sex"]

    def amount(self, node: dict, family: dict) -> Fraction:
        kind = node["kind"]
        if kind == "none":
            return Fraction(0)
        if kind in ("declared_income", "pay", "produce_sold"):
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

    def price(
        self, node: dict, family: dict, before: list[Fraction], base: Fraction
    ) -> tuple[Fraction, Fraction]:
        """Rate and fixed amount."""
        kind = node["kind"]
        if kind == "rate":
            return self.ratio(node["rate"]), Fraction(0)
        if kind == "completes":
            return self.ratio(node["total"]) - sum(before), Fraction(0)
        if kind == "notch":
            return self.notch(node, family), Fraction(0)
        if kind == "by_employer_size":
            limit = self.number(node["sales_unit"]) * self.ratio(node["sales_above"])
            many = family["workers"] >= self.number(node["workers_from"])
            size = "large" if many or family["yearly_sales"] > limit else "other"
            return self.price(node[size], family, before, base)
        if kind == "with_exceptions":
            return self.price(self.chosen(node, family), family, before, base)
        return Fraction(0), self.tariff(node, family, base)

    def notch(self, node: dict, family: dict) -> Fraction:
        income = self.amount(node["compared"], family)
        for band in node["bands"]:
            limit = band.get("upto")
            if limit is None or income <= self.number(node["unit"]) * self.ratio(limit):
                return self.ratio(band["rate"])
        raise AssertionError("the last band is open")

    def tariff(self, node: dict, family: dict, base: Fraction) -> Fraction:
        kind = node["kind"]
        if kind == "flat":
            return self.number(node["amount"])
        if kind == "marginal":
            owed, floor = Fraction(0), Fraction(0)
            for one in node["slices"]:
                top = base if "upto" not in one else min(base, self.number(one["upto"]))
                owed += max(top - floor, Fraction(0)) * self.ratio(one["rate"])
                floor = self.number(one["upto"]) if "upto" in one else floor
            return owed
        if kind == "by_age":
            for band in node["bands"]:
                if "below" not in band or family["age"] < self.number(band["below"]):
                    woman = family["sex"] == "F" and "women" in band
                    return self.number(band["women" if woman else "amount"])
        if kind == "by_family_size":
            for band in node["bands"]:
                if family["dependants"] + 1 <= band.get("upto", 10**9):
                    return self.number(band["amount"])
        if kind == "per_dependant":
            charged = list(range(node["first"], family["dependants"] + 1))[: node.get("most")]
            return sum((self.number(node["amount"]) for _ in charged), Fraction(0))
        if kind == "per_unit":
            return self.number(node["amount"]) * Fraction(family["units_delivered"], 1000)
        raise AssertionError(kind)

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
            rate, fixed = self.price(share["price"], family, rates, base)
            rates.append(rate)
            collected += rate if share["payer"] != "state" else 0
            shares[names[payers.index(share["payer"])]] += half_up(base * rate + fixed, step)
        due = sum(shares.values()) - shares["state_share"]
        whole = {"base": int(base), "rate_ppm": int(collected * 1_000_000)}
        return whole | shares | {"due": due}
