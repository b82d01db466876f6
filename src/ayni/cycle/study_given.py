"""A study's text with changes, what a run is computed from, and the way back; no database stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ayni.core.projection.assumption_tables import digest_of, load_table_text, tables_of
from ayni.core.projection.cube import AFTER, Cube
from ayni.core.projection.finance import evaluate
from ayni.core.projection.folding import Folded, fold
from ayni.core.projection.given import PARAMETERS, RULES, STUDY, TABLE, TERMS, Given
from ayni.core.projection.key_figures import key_figures
from ayni.core.projection.laying import alternated
from ayni.core.projection.people_indicators import EntryCohort
from ayni.core.projection.report_evaluated import entry_cohorts, year_label
from ayni.core.projection.study import Prepared, PreparedDigests
from ayni.core.projection.study_sources import source_of
from ayni.core.projection.study_text import Study
from ayni.core.scheme import Scheme, Terms, canonical, join_texts, load_scheme_text

#: Lists of a study to which a change adds; any other list it replaces.
_ADDED = ("instead", "stress")


def varied(study: Study, *, changes: Mapping[str, Any], **fixed: Any) -> Study:
    """Lay changes over a study's text: parts are merged, figures and lists replaced, ``instead`` added to.

    Raises pydantic's ``ValidationError`` where the whole is no study any more.
    """
    plain = _merged(study.model_dump(mode="json"), {**changes, **fixed})
    return Study.model_validate(plain, strict=False)


def _merged(whole: Any, changes: Any, name: str = "") -> Any:
    if isinstance(whole, dict) and isinstance(changes, Mapping):
        return whole | {key: _merged(whole.get(key), value, key) for key, value in changes.items()}
    if name in _ADDED and isinstance(whole, list):
        return [*whole, *changes]
    return changes


def given_of(ready: Prepared, *, scheme: Scheme) -> Given:
    """Close what was prepared into what a run is computed from."""
    law = canonical(scheme)
    texts = {
        STUDY: ready.study.run_text(),
        TERMS: "" if ready.terms is None else ready.terms.model_dump_json(),
        RULES: law.rules.decode(),
        PARAMETERS: law.parameters.decode(),
    }
    tables = {
        f"{TABLE}{kind}": table.model_dump_json(exclude_defaults=True)
        for kind, table in ready.tables.all().items()
    }
    return Given(
        families=ready.families,
        law=ready.law,
        assumptions=ready.assumptions,
        levers=ready.levers,
        income=ready.income,
        known_until=ready.known_until,
        texts=texts | tables,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """What stands behind a run, read from its own texts: scheme, terms, everything that was prepared."""

    scheme: Scheme
    terms: Terms | None
    prepared: Prepared


class OtherProgram(ValueError):
    """A run of a program whose texts this one does not read any more."""


def reopened(given: Given) -> Reopened:
    """Read again what a run was computed from: arrays and prices are those it had, whatever is prepared today.

    Raises ``OtherProgram``.
    """
    try:
        scheme, study = scheme_of(given), Study.model_validate_json(given.texts[STUDY])
        tables = tables_of({one.kind: one for one in map(load_table_text, given.tables().values())})
    except (ValueError, LookupError) as error:
        raise OtherProgram(str(error)) from error
    terms = Terms.model_validate_json(given.texts[TERMS]) if given.texts[TERMS] else None
    sources = tuple(source_of(study, kind=kind, table=one) for kind, one in tables.all().items())
    digests = given.text_digests()
    ready = Prepared(
        study=study,
        terms=terms,
        families=given.families,
        law=given.law,
        assumptions=given.assumptions,
        tables=tables,
        prices=given.levers.prices,
        income=given.income,
        known_until=given.known_until,
        levers=given.levers,
        sources=sources,
        digests=PreparedDigests(
            study=digest_of(study),
            rules=digests[RULES],
            parameters=digests[PARAMETERS],
            tables={one.kind: one.digest for one in sources},
        ),
    )
    return Reopened(scheme, terms, ready)


def figures_of(cube: Cube, given: Given) -> dict[str, Any]:
    """Sum a run up under the levers of its own study, with who stays by cohort of entry."""
    folded = fold(cube)
    outcome = evaluate(folded, levers=given.levers)
    figures = key_figures(folded, levers=given.levers, outcome=outcome)
    told = figures.as_json(currency=scheme_of(given).currency)
    return told | {"persistency": [_cohort(one) for one in entry_cohorts(cube)]}


def _cohort(one: EntryCohort) -> dict[str, Any]:
    """Write a cohort of entry; null: the run ends before, and it is not known."""
    return {
        "entered": "first_roster" if one.roster else year_label(one.first_month),
        "families": one.families,
        "after": {
            str(after): None if stay is None else asdict(stay)
            for after, stay in zip(AFTER, one.stays, strict=True)
        },
    }


def alternatives_of(ready: Prepared, *, scheme: Scheme, run: Folded) -> list[dict[str, Any]]:
    """Sum up what the study's file writes as alternatives: figures, and their difference to the base."""
    return [
        {
            "code": one.asked.alternative.code,
            "name": one.asked.alternative.name.model_dump(),
            "standing": one.asked.alternative.standing.value,
            "moves": dict(one.asked.alternative.moves),
            "figures": key_figures(run, levers=one.laid.levers, outcome=one.outcome).as_json(
                currency=scheme.currency
            ),
            "difference": asdict(one.difference),
        }
        for one in alternated(ready, scheme=scheme, run=run)
    ]


def scheme_of(given: Given) -> Scheme:
    """Load the scheme a run was computed under."""
    texts = given.texts
    return load_scheme_text(join_texts(rules=texts[RULES], parameters=texts[PARAMETERS]))
