"""What a finished run found under its study's own figures: worked out once, kept in the process by its cube."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ayni.core.projection.assuming import standard_people
from ayni.core.projection.conclusions import Conclusion, conclude
from ayni.core.projection.data_check import actual_expected, data_check, lowest_age_of
from ayni.core.projection.people_indicators import EntryCohort
from ayni.core.projection.population import UnusableRoster, frame_of
from ayni.core.projection.present import NothingPaid
from ayni.core.projection.report_evaluated import Run, entry_cohorts, evaluated
from ayni.core.projection.report_facts import Data, Year
from ayni.core.projection.report_gathered import data_of
from ayni.core.projection.sensitivity import Swing, tornado
from ayni.core.projection.study_text import RosterPopulation
from ayni.cycle.study_table import Laid


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Years, indicators and who stays, as the report has them; the conclusion by rule, what weighs most.

    No conclusion where nothing is paid in some future.
    """

    years: tuple[Year, ...]
    indicators: Mapping[str, float | None]
    conclusion: Conclusion | None
    swings: tuple[Swing, ...]
    cohorts: tuple[EntryCohort, ...]


@lru_cache(maxsize=16)
def found(table: Laid) -> Found:
    """Give what a run found; whoever has the table may know it."""
    run, study = table.run, table.study
    whole = Run(run.cube, run.folded, run.prepared.income)
    told, cohorts = evaluated(whole, levers=study.levers), entry_cohorts(run.cube)
    try:
        swings = tornado(run.folded, levers=study.levers)
        conclusion = conclude(run.folded, levers=study.levers, outcome=study.outcome)
    except NothingPaid:
        return Found(told.years, told.indicators, None, (), cohorts)
    return Found(told.years, told.indicators, conclusion, swings, cohorts)


def data(table: Laid, *, language: str) -> Data:
    """Tell whom a run covers, with the check of a roster's people; families by rules have none to hold."""
    given = table.run.prepared
    if not isinstance(given.study.population, RosterPopulation):
        return data_of(given, checks=(), findings=(), language=language)
    month = given.law.first_month
    try:
        check = data_check(
            frame_of(given.families),
            month=month,
            child_limit=given.law.child_limit,
            lowest_age=lowest_age_of(table.run.scheme, month=month, terms=table.run.terms),
        )
    except UnusableRoster:
        return data_of(given, checks=(), findings=(), language=language)
    expected = standard_people(given.tables.family_size.value)
    held = actual_expected(given.families, month=month, expected=expected)
    return data_of(given, checks=held, findings=check.findings, language=language)
