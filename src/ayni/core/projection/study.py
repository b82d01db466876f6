"""From a study, its scheme and its tables to what a kernel and the money after it take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from pydantic import ValidationError

from ayni.core.periods import first_day
from ayni.core.projection.alternative_values import asked_of, movable
from ayni.core.projection.assuming import (
    MINOR,
    Before,
    LineLacks,
    NoHarvestPayment,
    TooShort,
    age_structure,
    assumptions_of,
    standard_people,
)
from ayni.core.projection.assumption_tables import (
    AT_HARVEST,
    AnyTable,
    Kind,
    MissingTables,
    Tables,
    digest_of,
    load_table_text,
    tables_of,
)
from ayni.core.projection.inputs import AGES, Assumptions, Families, Floats, LawInputs
from ayni.core.projection.institution import institution
from ayni.core.projection.law import at_harvest, law_inputs, protects_others
from ayni.core.projection.levers import COLLECTED, Levers, Prices, StopLoss
from ayni.core.projection.life import births_by_age, single_ages
from ayni.core.projection.population import (
    by_rules,
    dependants_of,
    heads_of,
    shares_by_rule,
)
from ayni.core.projection.population_growth import stable_population
from ayni.core.projection.pricing import Indexation, Sampled, sample_prices
from ayni.core.projection.study_problems import StudyProblem, StudyRefused
from ayni.core.projection.study_sources import Source, source_of
from ayni.core.projection.study_text import (
    Chosen,
    InstitutionPopulation,
    RulesPopulation,
    Study,
)
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    Scheme,
    Standing,
    Terms,
    TermsRefused,
    UnknownParameter,
    canonical,
    check_terms,
    read,
)
from ayni.core.scheme.units import UnreadableFigure, parse_whole


@dataclass(frozen=True, slots=True)
class PreparedDigests:
    """What a run's manifest names: SHA-256 of the study, the scheme's two texts, and each table by kind."""

    study: str
    rules: str
    parameters: str
    tables: Mapping[Kind, str]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything a run takes, and where it came from. ``income[t]``: reference income of a family a month."""

    study: Study
    terms: Terms | None
    families: Families
    law: LawInputs
    assumptions: Assumptions
    tables: Tables
    prices: Prices
    income: Floats
    known_until: int
    levers: Levers
    sources: tuple[Source, ...]
    digests: PreparedDigests


def prepare(
    study: Study,
    *,
    scheme: Scheme,
    tables: Mapping[Kind, AnyTable],
    families: Families | None = None,
    terms: Terms | None = None,
) -> Prepared:
    """Prepare a study; raises ``StudyRefused``, and ``CannotProject`` where no kernel follows the scheme.

    ``families`` come from a roster or a file of points (``population.from_frame``); a study by rules draws its
    own. ``terms`` stand in for the study's own: those of a proposal on the table.
    """
    whole = _tables(study, scheme=scheme, tables=tables)
    agreed = terms if terms is not None else study_terms(study, scheme=scheme)
    months = study.months
    law = law_inputs(
        scheme,
        terms=agreed,
        first_month=study.first_month,
        months=months,
        lines=whole.benefit_lines.values,
    )
    people = families if families is not None else families_of(study, scheme=scheme, tables=whole)
    sampled = prices_of(study, scheme=scheme, terms=agreed, families=people)
    assumed = _assumptions(
        study, tables=whole, families=people, harvest=at_harvest(scheme, terms=agreed)
    )
    digests = canonical(scheme).digests
    sources = tuple(source_of(study, kind=kind, table=one) for kind, one in whole.all().items())
    levers = _levers(
        study,
        scheme=scheme,
        terms=agreed,
        tables=whole,
        sampled=sampled,
        law=law,
        families=people,
    )
    can = movable(study, scheme=scheme, terms=agreed, levers=levers, investment=assumed.investment)
    asked_of(study, can=can)  # an alternative that cannot be is refused before anything is run
    return Prepared(
        study=study,
        terms=agreed,
        families=people,
        law=law,
        assumptions=assumed,
        tables=whole,
        prices=sampled.prices,
        income=sampled.income,
        known_until=sampled.known_until,
        levers=levers,
        sources=sources,
        digests=PreparedDigests(
            digest_of(study),
            digests.rules,
            digests.parameters,
            {one.kind: one.digest for one in sources},
        ),
    )


def study_terms(study: Study, *, scheme: Scheme) -> Terms | None:
    """Turn the terms of a study's file into those of the scheme; none said: the law alone."""
    said = study.terms
    if said is None:
        return None
    problems: list[StudyProblem] = []
    values = []
    for name, written in said.values.items():
        value = _figure(
            scheme, name=name, written=written, place=("terms", "values", name), to=problems
        )
        values.append(AgreedValue(parameter=name, value=value))
    incomes = []
    for activity, written in said.reference_income.items():
        place = ("terms", "reference_income", activity)
        amount = _money(written, currency=scheme.currency, place=place, to=problems)
        incomes.append(AgreedIncome(activity=activity, amount=amount))
    if problems:
        raise StudyRefused(problems)
    terms = Terms(
        signed=said.signed,
        renewed=said.renewed,
        values=tuple(values),
        reference_income=tuple(incomes),
        calendar=said.calendar,
        entry_months=said.entry_months,
    )
    try:
        check_terms(scheme, terms=terms)
    except TermsRefused as error:
        raise StudyRefused([StudyProblem("terms_refused", ("terms",), str(error))]) from None
    return terms


def families_of(study: Study, *, scheme: Scheme, tables: Tables) -> Families:
    """Draw the families of a study by rules or of an institution; the others are handed over."""
    size = tables.family_size.value
    match study.population:
        case RulesPopulation():
            return by_rules(
                families=study.population.families,
                persons=round(study.population.families * size),
                before=study.first_month,
                seed=study.seed,
                shares=_shares(study),
                others=protects_others(scheme),
            )
        case InstitutionPopulation():
            return _institution(study, population=study.population, tables=tables)
        case _:
            place = ("population",)
            raise StudyRefused([StudyProblem("families_needed", place, study.population.kind)])


def _institution(study: Study, *, population: InstitutionPopulation, tables: Tables) -> Families:
    """Weight family types to the ages of the population that the study's own mortality and births keep up."""
    born = tables.fertility.men_per_woman_born
    stable = stable_population(
        mortality=single_ages(tables.mortality),
        fertility=births_by_age(tables.fertility, scale=tables.fertility_scale.value),
        male_births=born / (1 + born),
    )
    return institution(
        persons=population.persons,
        persons_per_family=tables.family_size.value,
        structure=stable.people.reshape(2, AGES, 12).sum(axis=2),
        before=study.first_month,
        seed=study.seed,
        types=population.types,
    )


def prices_of(study: Study, *, scheme: Scheme, terms: Terms | None, families: Families) -> Sampled:
    """Sample the prices of a study under some terms: what a moved term needs besides the cube."""
    indexation = study.finance.indexation
    return sample_prices(
        scheme,
        terms=terms,
        first_month=study.first_month,
        months=study.months,
        frame=facts_of(study, scheme=scheme, families=families),
        indexation=Indexation(indexation.growth, indexation.every),
    )


def levers_of(
    study: Study,
    *,
    scheme: Scheme,
    terms: Terms | None,
    tables: Tables,
    families: Families,
    law: LawInputs,
) -> Levers:
    """Give the figures on the table under other terms than those a study was prepared with."""
    sampled = prices_of(study, scheme=scheme, terms=terms, families=families)
    return _levers(
        study,
        scheme=scheme,
        terms=terms,
        tables=tables,
        sampled=sampled,
        law=law,
        families=families,
    )


def facts_of(study: Study, *, scheme: Scheme, families: Families) -> pl.DataFrame:
    """Give what the contribution may ask of each family: the study's activity and income, its own people."""
    known = [one.code for one in scheme.rules.activities]
    if known and study.activity not in known:
        found = study.activity or "-"
        raise StudyRefused(
            [StudyProblem("unknown_activity", ("activity",), found, ", ".join(known))]
        )
    problems: list[StudyProblem] = []
    income = None
    if study.income is not None:
        income = _money(study.income, currency=scheme.currency, place=("income",), to=problems)
    if problems:
        raise StudyRefused(problems)
    heads = heads_of(families)
    age = (study.first_month - 1 - families.birth[heads]) // 12
    whole = {"dependants": dependants_of(families), "age": age.astype(np.int64)}
    amounts = {
        name: pl.lit(income, dtype=pl.Int64) for name in ("declared_income", "pay", "produce_sold")
    }
    return pl.DataFrame(
        {**whole, "sex": np.where(families.sex[heads] == 1, "M", "F"), "weight": families.weight}
    ).with_columns(
        activity=pl.lit(study.activity, dtype=pl.String),
        workers=pl.lit(study.workers, dtype=pl.Int64),
        yearly_sales=pl.lit(0, dtype=pl.Int64),
        units_delivered=pl.lit(0, dtype=pl.Int64),
        **amounts,
    )


def _shares(study: Study) -> dict[str, float] | None:
    if study.associations is None:
        return None
    if study.associations.count is not None:
        return shares_by_rule(study.associations.count)
    return {one.name: one.share for one in study.associations.named}


def _tables(study: Study, *, scheme: Scheme, tables: Mapping[Kind, AnyTable]) -> Tables:
    """Put the study's tables together, with what it says instead; every problem is told."""
    problems = list(_country_problems(study, scheme=scheme, tables=tables))
    changed = dict(tables)
    for place, one in enumerate(study.instead):
        if one.kind in changed:
            changed[one.kind] = _instead(changed[one.kind], study=study, place=place, to=problems)
    try:
        whole = tables_of(changed)
    except MissingTables as error:
        problems += [
            StudyProblem("missing_table", ("assumptions", kind), kind) for kind in error.kinds
        ]
        raise StudyRefused(problems) from None
    if whole.cost_level.currency != scheme.currency:
        place_of = ("assumptions", "cost_level")
        problems.append(
            StudyProblem("other_currency", place_of, whole.cost_level.currency, scheme.currency)
        )
    if problems:
        raise StudyRefused(problems)
    return whole


def _country_problems(
    study: Study, *, scheme: Scheme, tables: Mapping[Kind, AnyTable]
) -> Iterator[StudyProblem]:
    for kind, table in tables.items():
        chosen = study.assumptions.get(kind)
        if table.country != scheme.rules.country and not isinstance(chosen, Chosen):
            place = ("assumptions", kind)
            yield StudyProblem("another_country", place, table.country, scheme.rules.country)


def _instead(table: AnyTable, *, study: Study, place: int, to: list[StudyProblem]) -> AnyTable:
    """Set one figure of a table as the study says; the table is checked again as its file was."""
    said = study.instead[place]
    plain = table.model_dump(mode="json")
    where = ("instead", place)
    if said.field not in plain or isinstance(plain[said.field], dict | list):
        to.append(StudyProblem("no_such_figure", (*where, "field"), said.field, table.kind))
        return table
    plain |= {said.field: said.value, "standing": Standing.PROPOSED.value}
    if isinstance(table.model_dump()[said.field], int):
        plain[said.field] = int(said.value) if said.value.isdigit() else said.value
    try:
        return load_table_text(json.dumps(plain))
    except ValidationError as error:
        code = error.errors()[0]["type"]
        to.append(StudyProblem(code, (*where, "value"), said.value))
        return table


def _assumptions(study: Study, *, tables: Tables, families: Families, harvest: bool) -> Assumptions:
    before = Before(study.before.affiliated_months, study.before.paid_months)
    if isinstance(study.population, InstitutionPopulation):
        # the level of cost was measured over the institution's own people
        standard = age_structure(families, month=study.first_month)
    else:
        standard = standard_people(tables.family_size.value)
    try:
        return assumptions_of(
            tables,
            families=families,
            first_month=study.first_month,
            months=study.months,
            before=before,
            standard=standard,
            harvest=harvest,
        )
    except NoHarvestPayment:
        problem = StudyProblem("missing_table", ("assumptions", AT_HARVEST), AT_HARVEST)
        raise StudyRefused([problem]) from None
    except TooShort as error:
        where = ("assumptions", "entries")
        problem = StudyProblem("short_table", where, str(error.known), str(error.asked))
        raise StudyRefused([problem]) from None
    except LineLacks as error:
        where = ("assumptions", error.kind)
        raise StudyRefused([StudyProblem("other_lines", where, ", ".join(error.lines))]) from None


def _levers(
    study: Study,
    *,
    scheme: Scheme,
    terms: Terms | None,
    tables: Tables,
    sampled: Sampled,
    law: LawInputs,
    families: Families,
) -> Levers:
    """Put the figures on the table: from the study, its tables and the terms."""
    finance = study.finance
    stop = finance.stop_loss
    joining = families.weight.sum() * tables.participation.value
    due = {payer: price[0] * joining for payer, price in sampled.prices.by_payer.items()}
    collected = sum(amount for payer, amount in due.items() if payer in COLLECTED)
    negotiation = scheme.rules.negotiation
    day = first_day(study.first_month)
    reserve, allowance = (
        0 if name is None else read(scheme, name=name, day=day, terms=terms).number
        for name in (negotiation.reserve, negotiation.allowance)
    )
    return Levers(
        prices=sampled.prices,
        cash=law.cash,
        opening_reserve=finance.opening_reserve_months * sum(due.values()),
        administration=tables.administration.value,
        administration_per_family=tables.administration.per_family_month * MINOR,
        administration_growth=tables.administration.growth,
        allowance=allowance / 1_000_000,
        penalty=finance.penalty,
        stop_loss=None if stop is None else StopLoss(stop.from_ratio, stop.ceded, stop.price),
        discount=finance.discount,
        state_pays=finance.state_pays,
        guarantee=float(reserve * collected),
    )


def _figure(
    scheme: Scheme,
    *,
    name: str,
    written: str,
    place: tuple[str, ...],
    to: list[StudyProblem],
) -> int:
    try:
        return parse_whole(written, unit=scheme.parameter(name).unit)
    except UnknownParameter:
        to.append(StudyProblem("unknown_parameter", place, name))
    except UnreadableFigure as error:
        to.append(StudyProblem("unreadable_figure", place, written, str(error)))
    return 0


def _money(written: str, *, currency: str, place: tuple[str, ...], to: list[StudyProblem]) -> int:
    try:
        return parse_whole(written, unit=currency)
    except UnreadableFigure as error:
        to.append(StudyProblem("unreadable_figure", place, written, str(error)))
    return 0


__all__ = [
    "Prepared",
    "PreparedDigests",
    "Source",
    "StudyProblem",
    "StudyRefused",
    "facts_of",
    "families_of",
    "levers_of",
    "prepare",
    "prices_of",
    "study_terms",
]
