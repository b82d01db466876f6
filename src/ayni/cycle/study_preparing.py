"""From a study's text to what a run is computed from: its law, its tables, its families as pseudonyms.

The law is that of the table it was made for, else of its agreement's newest version, else the scheme's files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import LoadedStudy, load_study_bytes
from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.study.extract import families_on
from ayni.apps.study.queries import Run, Study
from ayni.core.actor import Actor
from ayni.core.periods import first_day
from ayni.core.projection.given import Given
from ayni.core.projection.inputs import Families, LawInputs
from ayni.core.projection.law import protects_others
from ayni.core.projection.population import from_frame
from ayni.core.projection.study_text import RosterPopulation
from ayni.core.projection.study_text import Study as StudyText
from ayni.core.scheme import Scheme, Terms
from ayni.cycle.law import law_of, scheme_of, terms_of
from ayni.cycle.study_given import given_of, varied


class OtherScheme(ValueError):
    """The study names one scheme, and what it is about stands on another."""


class NoRoster(ValueError):
    """Nobody is affiliated on the study's first day where it looks for its families."""


@dataclass(frozen=True, slots=True)
class Law:
    """The scheme a study runs under, and terms that stand in where its text says none."""

    scheme: Scheme
    terms: Terms | None


def read(text: str, *, name: str = "estudio.yaml") -> LoadedStudy:
    """Read a study's text; raises ``StudyFileError`` with every fault and its line."""
    return load_study_bytes(text.encode(), name=name)


def prepared(*, actor: Actor, study: Study, run: Run) -> Given:
    """Prepare a run of a stored study: law, tables and families as they are now.

    Raises ``StudyFileError``, ``CannotProject``, ``OtherScheme``, ``NoRoster``.
    """
    loaded = read(study.text, name=f"{study.code}.yaml")
    asked = varied(
        loaded.study,
        changes=run.changes,
        kernel=run.kernel,
        seed=run.seed,
        scenarios=run.scenarios,
        months=run.months,
    )
    law = _law(actor, study=study, asked=asked)
    said = replace(loaded, study=asked)
    terms = law.terms if asked.terms is None else None
    people = _people(actor, study=study, asked=asked)
    families = None if people is None else _families(people, scheme=law.scheme)
    ready = said.prepare(scheme=law.scheme, families=families, terms=terms)
    grown = None if people is None else _without_grown(people, limits=ready.law)
    if people is not None and grown is not None and grown.height < people.height:
        families = _families(grown, scheme=law.scheme)
        ready = said.prepare(scheme=law.scheme, families=families, terms=terms)
    return given_of(ready, scheme=law.scheme)


def _law(actor: Actor, *, study: Study, asked: StudyText) -> Law:
    found = _pinned(actor, study=study) or Law(load_scheme(asked.scheme), None)
    if found.scheme.code != asked.scheme:
        raise OtherScheme(f"{asked.scheme}; {found.scheme.code}")
    return found


def _pinned(actor: Actor, *, study: Study) -> Law | None:
    if study.agreement is None:
        return None
    with acting(actor):
        version = alliances.version(actor=actor, agreement=study.agreement)
        table = None
        if study.negotiation is not None:
            table = negotiations.negotiation(actor=actor, number=study.negotiation)
    terms = None if version is None else terms_of(version.terms)
    if table is not None:
        scheme = scheme_of(actor=actor, rules=table.rules, parameters=table.parameters)
        return Law(scheme, terms)
    return None if version is None else Law(law_of(actor=actor, version=version).scheme, terms)


def _people(actor: Actor, *, study: Study, asked: StudyText) -> pl.DataFrame | None:
    """Give the people of a roster under pseudonyms; a study by rules draws its own."""
    population = asked.population
    if not isinstance(population, RosterPopulation):
        return None
    day = first_day(asked.first_month)
    with acting(actor):
        adhesions = None
        if study.agreement is not None:
            found = alliances.adhesions(actor=actor, agreement=study.agreement)
            adhesions = [one.id for one in found]
        frame = families_on(actor=actor, adhesions=adhesions, day=day)
    if population.association is not None:
        frame = frame.filter(pl.col("association") == population.association)
    if frame.is_empty():
        raise NoRoster(f"{study.code}: {day}")
    return frame


def _families(people: pl.DataFrame, *, scheme: Scheme) -> Families:
    return from_frame(people, others=protects_others(scheme))


def _without_grown(people: pl.DataFrame, *, limits: LawInputs) -> pl.DataFrame:
    """Leave out children who reach the limit by the first month: still on the roster, no longer protected."""
    latest = first_day(limits.first_month - limits.child_limit)
    grown = (pl.col("relation") == "child") & (pl.col("birth") <= latest)
    return people.filter(~grown)
