"""The assumptions of a prepared study as a report tells them: value in words, source, standing and reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ayni.core.money import money_text
from ayni.core.periods.words import month_name
from ayni.core.projection.inputs import FEMALE, MALE
from ayni.core.projection.life import life_expectancy
from ayni.core.projection.report_assumed_words import KINDS_OF, THEMES, VALUES
from ayni.core.projection.report_facts import Assumed
from ayni.core.projection.report_words import word
from ayni.core.projection.reporting import ratio, share
from ayni.core.projection.study import Prepared, Source

Told = Mapping[str, str]


def assumed(prepared: Prepared, *, language: str) -> tuple[Assumed, ...]:
    """List the assumptions by theme; raises ``AssumptionWithoutReason`` for one without its reason."""
    by_kind: Mapping[str, Source] = {one.kind: one for one in prepared.sources}
    return tuple(
        _one(by_kind[kind], prepared, theme=theme, language=language)
        for theme, kinds in KINDS_OF.items()
        for kind in kinds
        if kind in by_kind
    )


def _one(source: Source, prepared: Prepared, *, theme: str, language: str) -> Assumed:
    values = _VALUES[source.kind](prepared, language)
    told = word(VALUES, source.kind, language).format(**values)
    for what in source.instead:
        told += " " + word(VALUES, "instead", language).format(what=what)
    reason = source.note or ""
    if source.used_for_another_country:
        why = word(VALUES, "another_country", language).format(why=source.used_for_another_country)
        reason = f"{reason} {why}" if reason else why
    return Assumed(
        theme=word(THEMES, theme, language),
        name=source.name.in_language(language),
        value=told,
        source=f"{source.title}. {source.href}",
        date=source.of,
        standing=source.standing,
        reason=reason,
    )


def _percent(value: float, digits: int = 1) -> str:
    text = share(value, digits=digits).text
    return text.replace(".0 %", " %") if digits == 1 else text


def _people(prepared: Prepared, _language: str) -> Told:
    years = life_expectancy(prepared.assumptions.mortality)
    return {
        "women": ratio(float(years[FEMALE]), digits=1).text,
        "men": ratio(float(years[MALE]), digits=1).text,
    }


def _fertility(prepared: Prepared, _language: str) -> Told:
    births = prepared.assumptions.fertility.sum() / prepared.tables.fertility_scale.value
    return {
        "children": ratio(float(births)).text,
        "boys": ratio(100 * prepared.tables.fertility.men_per_woman_born, digits=0).text,
    }


def _entries(prepared: Prepared, _language: str) -> Told:
    whole = prepared.families.weight.sum()
    entries = prepared.assumptions.entries
    return {
        "first": _percent(float(entries[:12].sum() / whole)),
        "last": _percent(float(entries[-12:].sum() / whole)),
    }


def _leaving(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.leaving
    return {
        "lapse": str(table.lapse_after),
        "low": _percent(min(table.values)),
        "high": _percent(max(table.values)),
        "exit": _percent(table.exit),
    }


def _payment(prepared: Prepared, language: str) -> Told:
    table = prepared.tables.payment
    low, high = min(table.values), max(table.values)
    return {
        "low": _percent(low),
        "low_month": month_name(table.values.index(low), language=language),
        "high": _percent(high),
        "high_month": month_name(table.values.index(high), language=language),
        "grace": _percent(table.paid_in_grace),
    }


def _at_harvest(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.harvest_payment
    if table is None:  # it is among the sources, so it is there
        raise LookupError("harvest_payment")
    return {
        "value": _percent(table.value),
        "returning": _percent(table.returning),
        "grace": _percent(table.paid_in_grace),
    }


def _cost_level(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.cost_level
    amount = money_text(round(table.value * 100), currency=table.currency)
    return {"value": amount, "year": str(table.year)}


def _cost_by_age(prepared: Prepared, _language: str) -> Told:
    figures = [one for band in prepared.tables.cost_by_age.values for one in (band.women, band.men)]
    return {"low": ratio(min(figures)).text, "high": ratio(max(figures)).text}


def _lines(prepared: Prepared, language: str) -> Told:
    said = [
        word(VALUES, "benefit_line", language).format(
            name=one.name.in_language(language), part=_percent(one.part_of_cost)
        )
        for one in prepared.tables.benefit_lines.values
    ]
    return {"lines": "; ".join(said)}


def _duration(prepared: Prepared, _language: str) -> Told:
    factor = prepared.assumptions.use_by_duration
    return {"high": ratio(float(factor.max())).text, "last": ratio(float(factor[:, -1].max())).text}


def _epidemics(prepared: Prepared, _language: str) -> Told:
    found = prepared.assumptions
    return {
        "starts": _percent(found.epidemic_starts, 2),
        "ends": _percent(found.epidemic_ends, 2),
        "high": ratio(float(found.epidemic_factor.max())).text,
    }


def _administration(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.administration
    currency = prepared.tables.cost_level.currency
    return {
        "value": _percent(table.value),
        "amount": money_text(round(table.per_family_month * 100), currency=currency),
        "growth": _percent(table.growth),
    }


def _formation(prepared: Prepared, _language: str) -> Told:
    return {"highest": _percent(float(prepared.assumptions.formation.max()))}


def _inflation(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.medical_inflation
    return {"mean": _percent(table.mean), "deviation": _percent(table.deviation)}


def _investment(prepared: Prepared, _language: str) -> Told:
    table = prepared.tables.investment
    return {"mean": _percent(table.mean), "deviation": _percent(table.deviation)}


_VALUES: Mapping[str, Callable[[Prepared, str], Told]] = {
    "mortality": _people,
    "fertility": _fertility,
    "fertility_scale": lambda one, _: {"value": ratio(one.tables.fertility_scale.value).text},
    "formation": _formation,
    "family_size": lambda one, _: {"value": ratio(one.tables.family_size.value).text},
    "participation": lambda one, _: {"value": _percent(one.tables.participation.value)},
    "entries": _entries,
    "leaving": _leaving,
    "payment": _payment,
    "harvest_payment": _at_harvest,
    "crop_price": lambda one, _: {"value": _percent(one.tables.crop_price.value)},
    "cost_level": _cost_level,
    "cost_by_age": _cost_by_age,
    "benefit_lines": _lines,
    "use_by_duration": _duration,
    "epidemics": _epidemics,
    "medical_inflation": _inflation,
    "default": lambda one, _: {"value": _percent(one.tables.default.value, 2)},
    "investment": _investment,
    "administration": _administration,
}
