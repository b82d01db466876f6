"""The family that is put under several schemes, with its income in each country's money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationError

from ayni.core.scheme import Scheme, parse_figure
from ayni.core.scheme.nodes import Label, Sex
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.units import UnitKind, UnreadableFigure, unit_kind

Written = str | int
CalendarMonth = Annotated[int, Field(ge=1, le=12)]


class UnreadableFamily(ValueError):
    """A family's file that cannot be used; the message says where and what would be right."""


class Family(Node):
    """Facts of one family, whatever the scheme.

    ``income`` is a month's, by currency: a family earns in one country only, and an income in another money
    is the reader's own comparison. ``activities`` are tried in order: the first that a scheme knows is the
    family's there. ``harvest`` are the calendar months in which there is money to pay.
    """

    activities: tuple[Label, ...] = ()
    income: dict[str, Written]
    dependants: Annotated[int, Field(ge=0, le=50)] = 0
    age: Annotated[int, Field(ge=0, le=120)] = 40
    sex: Sex = Sex.WOMAN
    workers: Annotated[int, Field(ge=0)] = 0
    yearly_sales: dict[str, Written] = Field(default_factory=dict)
    units_delivered: Annotated[int, Field(ge=0)] = 0
    harvest: tuple[CalendarMonth, ...] = ()


def read_family(data: object) -> Family:
    """Read the family of a file; refuses unknown words, floats and moneys that do not exist."""
    try:
        family = Family.model_validate(_tuples(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableFamily(f"{place}: {first['msg']}") from None
    for table in (family.income, family.yearly_sales):
        for currency, written in table.items():
            _money(written, currency=currency)
    return family


def family_row(scheme: Scheme, *, family: Family) -> dict[str, int | str | None]:
    """Turn the family into the row that a compiled scheme reads; what it has not said is missing."""
    currency = scheme.currency
    income = _of(family.income, currency=currency)
    known = [one.code for one in scheme.rules.activities]
    return {
        "declared_income": income,
        "pay": income,
        "produce_sold": income,
        "yearly_sales": _of(family.yearly_sales, currency=currency) or 0,
        "activity": next((one for one in family.activities if one in known), None),
        "dependants": family.dependants,
        "age": family.age,
        "sex": family.sex.value,
        "workers": family.workers,
        "units_delivered": family.units_delivered * 1_000,
    }


def _of(table: Mapping[str, Written], *, currency: str) -> int | None:
    return None if currency not in table else _money(table[currency], currency=currency)


def _money(written: Written, *, currency: str) -> int:
    try:
        if unit_kind(currency) is UnitKind.MONEY:
            figure = parse_figure(written, unit=currency)
            if isinstance(figure, int):
                return figure
    except UnreadableFigure as error:
        raise UnreadableFamily(f"{currency}: {error}") from None
    except ValueError:
        pass
    raise UnreadableFamily(f"{currency}: a money of ISO 4217 and a plain figure such as 1130.00")


def _tuples(data: object) -> object:
    """Lists of a file become the tuples that frozen nodes hold; the rest stays as it is written."""
    if not isinstance(data, dict):
        return data
    found = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    if isinstance(found.get("sex"), str) and found["sex"] in {one.value for one in Sex}:
        found["sex"] = Sex(found["sex"])
    return found
