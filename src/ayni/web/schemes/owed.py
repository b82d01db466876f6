"""What a family owes for a month under a scheme, by whom, and why: the compiled rules with their working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from django.utils.translation import gettext as _

from ayni.core.assessment import (
    CompiledContribution,
    NegativeShare,
    Step,
    compile_unpinned,
    explain_line,
)
from ayni.core.assessment.compiled import SHARE_COLUMNS
from ayni.core.periods import first_day, month_of
from ayni.core.scheme import ParameterMissing, Payer, Scheme
from ayni.core.scheme.parameters import DOUBTFUL
from ayni.core.scheme.problems import references, walk
from ayni.core.scheme.words import payer_text
from ayni.web.backoffice import texts
from ayni.web.components import Total
from ayni.web.schemes.facts import FamilyForm
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.values import Known, Norm, known, norm, value_text
from ayni.web.schemes.words import capital


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the working; what it rests on is empty where it uses no parameter."""

    label: str
    value: str
    last: bool
    parameter: str = ""
    description: str = ""
    parameter_value: str = ""
    since: str = ""
    norm: Norm | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """The answer: the sum that is collected, who bears what, every step, and a caution or none."""

    due: str
    month: str
    payers: tuple[Total, ...]
    steps: tuple[ShownStep, ...]
    caution: str


@dataclass(frozen=True, slots=True)
class Family:
    """The form, and the answer once it was asked.

    ``latest`` is the latest month that can be computed, where that is not the month of today.
    """

    form: FamilyForm
    owed: Owed | None
    latest: str


def family_of(found: Assembled, *, asked: Mapping[str, object] | None, day: date) -> Family | None:
    """Give the form, filled in and answered when somebody asked; none where no month can be computed."""
    scheme = found.scheme
    ready = latest_computable(scheme, day=day)
    if ready is None:
        return None
    form = FamilyForm(asked, compiled=ready, month=ready.month)
    latest = "" if ready.month == month_of(day) else texts.month(ready.month)
    if not form.is_bound:
        return Family(form, None, latest)
    form.full_clean()
    month = form.cleaned_data.get("mes")
    compiled = None if month is None else _compiled_or_told(form, scheme=scheme, month=month)
    if compiled is None or not form.is_valid():
        return Family(form, None, latest)
    return Family(form, _owed(compiled, row=form.family_row(), found=found), latest)


def _compiled_or_told(
    form: FamilyForm, *, scheme: Scheme, month: int
) -> CompiledContribution | None:
    """Compile for the month asked, or say beside it why that cannot be."""
    try:
        return compiled_for(scheme, month)
    except ParameterMissing:
        form.add_error("mes", _missing_text(scheme, month=month))
    except NegativeShare:
        form.add_error("mes", _("Con los valores de ese mes el aporte del Estado sería negativo."))
    return None


def latest_computable(scheme: Scheme, *, day: date) -> CompiledContribution | None:
    """Compile for the day's month, or for the latest month before in which every value was there."""
    for month in _months(scheme, day=day):
        try:
            return compiled_for(scheme, month)
        except (ParameterMissing, NegativeShare):
            continue
    return None


@lru_cache(maxsize=256)
def compiled_for(scheme: Scheme, month: int) -> CompiledContribution:
    """Compile for a month under the law alone."""
    return compile_unpinned(scheme, month=month)


def _months(scheme: Scheme, *, day: date) -> Iterator[int]:
    """Give the month of the day, and those on both sides of each change before it, latest first."""
    yield month_of(day)
    changes = {one.start for each in scheme.parameters for one in each.values if one.start <= day}
    for start in sorted(changes, reverse=True):
        yield from (month_of(start), month_of(start) - 1)


def _missing_text(scheme: Scheme, *, month: int) -> str:
    """Say which values of the contribution are not there that month."""
    names = {
        name
        for _path, node in walk(scheme.rules.contribution, path=())
        for _field, name, _kind in references(node)
    }
    missing = []
    for one in scheme.parameters:
        try:
            one.on(first_day(month))
        except ParameterMissing:
            if one.name in names:
                missing.append(one.description)
    return _("El esquema no tiene este valor en %(month)s: %(what)s. Elija otro mes.") % {
        "month": texts.month(month),
        "what": "; ".join(missing),
    }


def _owed(
    compiled: CompiledContribution, *, row: dict[str, int | str | None], found: Assembled
) -> Owed:
    (line,) = compiled.lines(pl.DataFrame([{"family": 0, "insured": 0, **row}])).to_dicts()
    steps = explain_line(compiled, family_row=row, language=texts.language())
    currency = compiled.scheme.currency
    bearing = list(dict.fromkeys(one.payer for one in compiled.scheme.rules.contribution.shares))
    return Owed(
        due=texts.amount(line["due"], currency),
        month=texts.month(compiled.month),
        payers=tuple(_total(one, line=line, currency=currency) for one in bearing),
        steps=tuple(
            _shown(one, compiled=compiled, found=found, last=one is steps[-1]) for one in steps
        ),
        caution=_caution(compiled.scheme, steps=steps),
    )


def _total(payer: Payer, *, line: Mapping[str, int], currency: str) -> Total:
    name = payer_text(payer.value, language=texts.language())
    hint = _("no se cobra por la asociación") if payer is Payer.STATE else ""
    amount = texts.amount(line[SHARE_COLUMNS[payer]], currency)
    return Total(capital(name), amount, hint)


def _shown(
    step: Step, *, compiled: CompiledContribution, found: Assembled, last: bool
) -> ShownStep:
    value = _step_value(step, scheme=compiled.scheme)
    if step.parameter is None or step.reference is None or step.standing is None:
        return ShownStep(step.label, value, last)
    parameter = compiled.scheme.parameter(step.parameter)
    that_day = parameter.on(first_day(compiled.month))
    return ShownStep(
        label=step.label,
        value=value,
        last=last,
        parameter=parameter.name,
        description=parameter.description,
        parameter_value=value_text(that_day.value, unit=parameter.unit),
        since=texts.day(step.date),
        norm=norm(step.reference, anchors=found.anchors),
        known=known(step.standing),
    )


def _step_value(step: Step, *, scheme: Scheme) -> str:
    """Write a step's value; a choice is written by the name that people give to it."""
    for one in scheme.rules.activities:
        if step.node.endswith(".activity") and step.value == one.code:
            return one.name.in_language(texts.language())
    if step.node.endswith(".case") and step.value == "default":
        return _("la regla general")
    return step.value.replace("_", " ").replace(" ", "\u00a0")


def _caution(scheme: Scheme, *, steps: list[Step]) -> str:
    if scheme.rules.basis == "model":
        return _("Este monto sale de un modelo para negociar, no de una ley.")
    if any(one.standing in DOUBTFUL for one in steps):
        return _("Este monto usa valores sin verificar o propuestos; cada paso lo dice.")
    return ""
