"""Running the cases about money: the written situation through the scheme."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from ayni.core.assessment.arrears import Owed, owed_on
from ayni.core.assessment.calendars import Bought, part_payment
from ayni.core.assessment.compiled import CompiledContribution, compile_unpinned
from ayni.core.assessment.facts import AMOUNTS
from ayni.core.assessment.plan import Column, Shown
from ayni.core.money import PPM, divide_half_up
from ayni.core.periods import month_text, parse_month
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    Scheme,
    Terms,
    figure_text,
    parse_figure,
    read,
)
from ayni.core.scheme.cases import (
    ArrearsCase,
    CaseTerms,
    ContributionCase,
    ParameterCase,
    PartPaymentCase,
    Written,
)
from ayni.core.scheme.units import parse_whole


class UnknownColumn(LookupError):
    """A case expects a column that the scheme's working does not have."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something a case expected and did not get."""

    what: str
    expected: str
    found: str


def case_terms(scheme: Scheme, *, terms: CaseTerms | None) -> Terms | None:
    """Turn the agreement of a case, written in units, into terms."""
    if terms is None:
        return None
    return Terms(
        signed=terms.signed,
        renewed=terms.renewed,
        values=tuple(
            AgreedValue(
                parameter=one.parameter,
                value=parse_whole(one.value, unit=scheme.parameter(one.parameter).unit),
            )
            for one in terms.values
        ),
        reference_income=tuple(
            AgreedIncome(
                activity=one.activity, amount=parse_whole(one.amount, unit=scheme.currency)
            )
            for one in terms.reference_income
        ),
        part_payment=terms.part_payment,
    )


def case_row(scheme: Scheme, *, case: ContributionCase) -> dict[str, int | str | None]:
    """Turn the family of a case into the row that the compiled contribution reads."""
    family, currency = case.family, scheme.currency
    row: dict[str, int | str | None] = {
        name: None if value is None else parse_whole(value, unit=currency)
        for name in AMOUNTS
        for value in (getattr(family, name),)
    }
    units = family.units_delivered
    return row | {
        "units_delivered": None if units is None else _thousandths(units),
        "activity": family.activity,
        "sex": None if family.sex is None else family.sex.value,
        **{name: getattr(family, name) for name in ("dependants", "age", "workers")},
    }


def run_contribution(scheme: Scheme, *, case: ContributionCase) -> list[Difference]:
    """Compute the case and compare each column it expects."""
    terms = case_terms(scheme, terms=case.terms)
    compiled = compile_unpinned(scheme, month=parse_month(case.month), terms=terms)
    row = {"family": 1, "insured": 1, **case_row(scheme, case=case)}
    computed = compiled.working(pl.DataFrame([row])).row(0, named=True)
    checks = (
        _compare(_column(compiled, name=name), expected=written, computed=computed, scheme=scheme)
        for name, written in case.expect.items()
    )
    return [found for found in checks if found is not None]


def run_parameter(scheme: Scheme, *, case: ParameterCase) -> list[Difference]:
    """Read the parameter (and its multiple) and compare."""
    reading = read(scheme, name=case.parameter, day=case.day, terms=None)
    found = reading.value
    if case.times is not None and case.step is not None:
        multiple = read(scheme, name=case.times, day=case.day, terms=None).number
        found = case.step * divide_half_up(reading.number * multiple, PPM * case.step)
    if found == parse_figure(case.expect, unit=reading.unit):
        return []
    text = figure_text(found, unit=reading.unit)
    return [Difference(case.parameter, str(case.expect), text)]


def case_owed(scheme: Scheme, *, case: ArrearsCase) -> Owed:
    """Compute what the case's late amount has become."""
    return owed_on(
        scheme,
        amount=parse_whole(case.amount, unit=scheme.currency),
        due_day=case.due_day,
        day=case.paid_on,
        terms=case_terms(scheme, terms=case.terms),
    )


def run_arrears(scheme: Scheme, *, case: ArrearsCase) -> list[Difference]:
    """Compute what is owed and compare what the case expects."""
    found, currency = case_owed(scheme, case=case), scheme.currency
    differences = []
    for name in ("interest", "surcharge", "total"):
        wanted, got = getattr(case.expect, name), getattr(found, name)
        if wanted is not None and parse_whole(wanted, unit=currency) != got:
            differences.append(Difference(name, str(wanted), figure_text(got, unit=currency)))
    prescribed = case.expect.prescribed
    if prescribed is not None and prescribed != found.prescribed:
        differences.append(Difference("prescribed", str(prescribed), str(found.prescribed)))
    return differences


def case_bought(scheme: Scheme, *, case: PartPaymentCase) -> Bought:
    """Tell which months the case's payment buys."""
    return part_payment(
        scheme,
        month=parse_month(case.month),
        owed=parse_whole(case.owed, unit=scheme.currency),
        paid=parse_whole(case.paid, unit=scheme.currency),
        terms=case_terms(scheme, terms=case.terms),
    )


def run_part_payment(scheme: Scheme, *, case: PartPaymentCase) -> list[Difference]:
    """Count the months bought and compare them, and the last of them where the case says it."""
    months = case_bought(scheme, case=case).months
    differences = []
    if len(months) != case.expect.months:
        differences.append(Difference("months", str(case.expect.months), str(len(months))))
    last = month_text(months[-1]) if months else "-"
    if case.expect.last is not None and case.expect.last != last:
        differences.append(Difference("last", case.expect.last, last))
    return differences


def _column(compiled: CompiledContribution, *, name: str) -> Column:
    for column in compiled.columns:
        if column.name == name:
            return column
    known = ", ".join(column.name for column in compiled.columns)
    raise UnknownColumn(f"{name!r}; the working has {known}")


def _compare(
    column: Column, *, expected: Written, computed: dict[str, int], scheme: Scheme
) -> Difference | None:
    raw = computed[column.name]
    if column.shown is Shown.CHOICE:
        found, same = column.texts[raw], column.texts[raw] == expected
    elif column.shown in (Shown.COUNT, Shown.QUANTITY):
        wanted = _thousandths(expected) if column.shown is Shown.QUANTITY else expected
        found, same = str(raw), raw == wanted
    else:
        unit = scheme.currency if column.shown is Shown.MONEY else "/1"
        found, same = figure_text(raw, unit=unit), raw == parse_figure(expected, unit=unit)
    return None if same else Difference(column.name, str(expected), found)


def _thousandths(written: Written) -> int:
    scaled = Decimal(str(written)) * 1000
    if scaled != int(scaled):
        raise ValueError(f"{written!r} has more than three decimals")
    return int(scaled)
