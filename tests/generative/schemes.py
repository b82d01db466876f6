"""Hypothesis strategies: schemes built from the whole vocabulary, and families for them."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import strategies as st

from ayni.adapters.schemefiles import load_scheme
from ayni.core.scheme import canonical

ACTIVITIES = ["cafe", "cacao", "taxi"]
MONTHS = ["2024-12", "2025-01", "2025-06", "2026-03"]
STARTS = ["2020-01-01", "2025-01-01", "2025-06-02"]
REFERENCE = {"title": "inventado", "href": "#"}
TEMPLATE = json.loads(canonical(load_scheme("cr-ccss-convenio")).text)

#: Incomes where things happen: small, round, at limits, enormous.
INCOMES = st.one_of(
    st.integers(0, 300),
    st.integers(0, 5_000_000),
    st.integers(0, 10**12),
    st.sampled_from([0, 1, 49, 50, 51, 99, 100, 10**12]),
)


class Book:
    """Collects parameters while a scheme is drawn."""

    def __init__(self, draw: Callable) -> None:
        self.draw = draw
        self.parameters: dict[str, dict] = {}

    def add(self, unit: str, values: list[int]) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = {
            "name": name,
            "description": "inventado",
            "unit": unit,
            "reaches": "at_once",
            "values": [
                {"start": start, "value": value, "reference": REFERENCE, "standing": "proposed"}
                for start, value in zip(STARTS, values, strict=False)
            ],
        }
        return name

    def figure(self, unit: str, low: int, high: int) -> str:
        count = self.draw(st.integers(1, 3))
        return self.add(unit, [self.draw(st.integers(low, high)) for _ in range(count)])

    def money(self) -> str:
        return self.figure("CRC", 0, self.draw(st.sampled_from([500, 5_000_000, 10**12])))

    def rate(self, high: int) -> str:
        return self.figure("/1", 0, high)


def when_pairs(draw: Callable) -> list[dict]:
    """One or two conditions that cannot meet."""
    sides = {
        "activities": (["cafe"], ["cacao", "taxi"]),
        "dependants": ([0, 2], [2, 9]),
        "months": (["2024-01", "2025-01"], ["2025-01", "2025-07"]),
        "age": ([0, 18], [18, 70]),
        "workers": ([0, 100], [100, 5000]),
        "sex": ("F", "M"),
    }
    names = list(sides)
    apart = draw(st.sampled_from(names))
    more = draw(st.sampled_from(names))
    pair = [{apart: sides[apart][0]}, {apart: sides[apart][1]}]
    if more != apart:
        pair[0][more] = sides[more][draw(st.integers(0, 1))]
    return pair[: draw(st.integers(1, 2))]


def exceptions(draw: Callable, then: Callable[[], dict]) -> list[dict]:
    return [
        {"label": f"e{place}", "when": when, "then": then()}
        for place, when in enumerate(when_pairs(draw))
    ]


def amount(draw: Callable, book: Book, depth: int = 0) -> dict:
    kinds = ["declared_income", "pay", "produce_sold", "none", "parameter", "presumptive"]
    kinds += ["at_least", "at_most", "with_exceptions"] if depth < 2 else []
    kind = draw(st.sampled_from(kinds))
    if kind == "parameter":
        return {"kind": kind, "amount": book.money()}
    if kind == "presumptive":
        rows = [{"activity": one, "amount": book.money()} for one in ACTIVITIES]
        return {"kind": kind, "activities": rows}
    if kind in ("at_least", "at_most"):
        bound = "minimum" if kind == "at_least" else "maximum"
        return {"kind": kind, "of": amount(draw, book, depth + 1), bound: book.money()}
    if kind == "with_exceptions":
        inner = lambda: amount(draw, book, depth + 1)  # noqa: E731
        return {"kind": kind, "default": inner(), "exceptions": exceptions(draw, inner)}
    return {"kind": kind}


def notch(draw: Callable, book: Book, high: int) -> dict:
    count = draw(st.integers(1, 4))
    limits = sorted(draw(st.sets(st.integers(1, 8_000_000), min_size=count, max_size=count)))
    bands = [
        {"label": f"c{place}", "upto": book.add("times", [limit]), "rate": book.rate(high)}
        for place, limit in enumerate(limits)
    ]
    bands.append({"label": "ultima", "rate": book.rate(high)})
    unit = book.figure("CRC", 1, draw(st.sampled_from([100, 40_000_000, 10**11])))
    compared = amount(draw, book, depth=2)
    return {"kind": "notch", "compared": compared, "unit": unit, "bands": bands}


AMOUNTS = ["flat", "marginal", "by_age", "by_family_size", "per_dependant", "per_unit"]


def plain_price(draw: Callable, book: Book, high: int, flats: bool) -> dict:
    rates = ["rate", "notch", "by_employer_size"]
    kind = draw(st.sampled_from([*rates, *(AMOUNTS if flats else [])]))
    if kind == "rate":
        return {"kind": kind, "rate": book.rate(high)}
    if kind == "notch":
        return notch(draw, book, high)
    if kind == "by_employer_size":
        return by_employer_size(draw, book, high, flats)
    return tariff(draw, book, kind, high)


def by_employer_size(draw: Callable, book: Book, high: int, flats: bool) -> dict:
    def side() -> dict:
        if flats and draw(st.booleans()):
            return {"kind": "flat", "amount": book.money()}
        return {"kind": "rate", "rate": book.rate(high)}

    return {
        "kind": "by_employer_size",
        "workers_from": book.add("families", [draw(st.integers(0, 200))]),
        "sales_above": book.add("times", [draw(st.integers(0, 3_000_000))]),
        "sales_unit": book.figure("CRC", 1, 5_000_000),
        "large": side(),
        "other": side(),
    }


def tariff(draw: Callable, book: Book, kind: str, high: int) -> dict:
    if kind == "flat":
        return {"kind": kind, "amount": book.money()}
    if kind == "marginal":
        tops = sorted(draw(st.sets(st.integers(1, 6_000_000), min_size=1, max_size=4)))
        slices = [
            {"label": f"t{place}", "upto": book.add("CRC", [top]), "rate": book.rate(high)}
            for place, top in enumerate(tops)
        ]
        return {"kind": kind, "slices": [*slices, {"label": "resto", "rate": book.rate(high)}]}
    if kind == "by_age":
        ends = sorted(draw(st.sets(st.integers(1, 90), min_size=1, max_size=4)))
        bands: list[dict] = [
            {"label": f"g{place}", "below": book.add("years", [end]), "amount": book.money()}
            for place, end in enumerate(ends)
        ]
        bands.append({"label": "mayores", "amount": book.money()})
        for band in bands:
            if draw(st.booleans()):
                band["women"] = book.money()
        return {"kind": kind, "bands": bands}
    if kind == "by_family_size":
        sizes = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))
        bands = [{"label": f"f{size}", "upto": size, "amount": book.money()} for size in sizes]
        return {"kind": kind, "bands": [*bands, {"label": "mas", "amount": book.money()}]}
    if kind == "per_dependant":
        most = draw(st.none() | st.integers(1, 6))
        found = {"kind": kind, "amount": book.figure("CRC", 0, 10**10)}
        found["first"] = draw(st.integers(1, 5))
        return found if most is None else found | {"most": most}
    unit = draw(st.sampled_from(["quintal", "kilogram", "box"]))
    return {"kind": kind, "amount": book.figure("CRC", 0, 10**7), "unit": unit}


def price(draw: Callable, book: Book, high: int, flats: bool) -> dict:
    if not draw(st.booleans()):
        return plain_price(draw, book, high, flats)

    def then() -> dict:
        return plain_price(draw, book, high, flats)

    default = plain_price(draw, book, high, flats)
    return {"kind": "with_exceptions", "default": default, "exceptions": exceptions(draw, then)}


@st.composite
def schemes(draw: Callable) -> dict:
    """A scheme as JSON data: one to three priced shares and perhaps one that completes."""
    book = Book(draw)
    base = amount(draw, book)
    completes = draw(st.booleans())
    payers = draw(
        st.lists(
            st.sampled_from(["insured_person", "association", "employer", "buyer", "state"]),
            min_size=1,
            max_size=3,
        )
    )
    # Rates of the shares before the one that completes stay together at or below its total.
    high = 200_000 if completes else 1_000_000
    shares = [
        {"label": f"s{place}", "payer": payer, "price": price(draw, book, high, not completes)}
        for place, payer in enumerate(payers)
    ]
    if completes:
        total = book.figure("/1", 600_000, 1_000_000)
        shares.append(
            {"label": "resto", "payer": "state", "price": {"kind": "completes", "total": total}}
        )
    rounding = {"step": draw(st.sampled_from([1, 5, 100, 10_000])), "mode": "half_up"}
    rules = json.loads(json.dumps(TEMPLATE["rules"]))
    rules["activities"] = [
        {"code": code, "name": {"es": code, "en": code, "pt": code}} for code in ACTIVITIES
    ]
    rules["contribution"] = {
        "base": base,
        "read_on": "first_day_of_month",
        "shares": shares,
        "rounding": rounding,
    }
    parameters = [*TEMPLATE["parameters"], *book.parameters.values()]
    return {"rules": rules, "parameters": parameters}


FAMILIES = st.fixed_dictionaries(
    {
        "declared_income": INCOMES,
        "pay": INCOMES,
        "produce_sold": INCOMES,
        "yearly_sales": INCOMES,
        "activity": st.sampled_from(ACTIVITIES),
        "dependants": st.integers(0, 12),
        "age": st.integers(0, 99),
        "sex": st.sampled_from(["F", "M"]),
        "workers": st.integers(0, 250),
        "units_delivered": st.integers(0, 50_000) | st.integers(0, 10**8),
    }
)

#: A family of which nothing is said.
NOTHING = {
    "declared_income": 0,
    "pay": 0,
    "produce_sold": 0,
    "yearly_sales": 0,
    "activity": "agricultura",
    "dependants": 0,
    "age": 40,
    "sex": "F",
    "workers": 0,
    "units_delivered": 0,
}
