"""The family that is put under several schemes, with its income in each country's money."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationError

from ayni.core.money import MINOR_DIGITS
from ayni.core.scheme import Scheme
from ayni.core.scheme.nodes import Label, Sex
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.units import UnreadableFigure, parse_whole

Written = str | int
CalendarMonth = Annotated[int, Field(ge=1, le=12)]


class UnreadableFamily(ValueError):
    """A family's file that cannot be used; the message says where and what would be right."""


class Family(Node):
    """Facts of one family, whatever the scheme.

    ``income`` is a month's, by currency: a family earns in one country only, and an income in another money
    is the reader's own comparison. ``activities`` are tried in order: the first that a scheme knows is the
    family's there; where it knows none, the first stands, for the scheme to refuse. ``harvest`` are the
    calendar months in which there is money to pay.
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
        family = Family.model_validate_json(json.dumps(data))
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
    said = [*(one for one in family.activities if one in known), *family.activities]
    return {
        "declared_income": income,
        "pay": income,
        "produce_sold": income,
        "yearly_sales": _of(family.yearly_sales, currency=currency) or 0,
        "activity": said[0] if said else None,
        "dependants": family.dependants,
        "age": family.age,
        "sex": family.sex.value,
        "workers": family.workers,
        "units_delivered": family.units_delivered * 1_000,
    }


def _of(table: Mapping[str, Written], *, currency: str) -> int | None:
    return None if currency not in table else _money(table[currency], currency=currency)


def _money(written: Written, *, currency: str) -> int:
    if currency not in MINOR_DIGITS:
        known = ", ".join(sorted(MINOR_DIGITS))
        raise UnreadableFamily(f"{currency} is no money we know: {known}")
    try:
        return parse_whole(written, unit=currency)
    except UnreadableFigure as error:
        raise UnreadableFamily(f"{currency}: {error}") from None
