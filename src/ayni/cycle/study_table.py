"""The table of figures: values that somebody moves, laid on a finished run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ayni.apps.access.actions import acting
from ayni.core.actor import Actor
from ayni.core.alliance.clauses import Clause, Value, clauses, value_of
from ayni.core.alliance.typed import typed_text
from ayni.core.periods import first_day
from ayni.core.projection.alternative_values import Asked
from ayni.core.projection.comparing import Comparison
from ayni.core.projection.finance import Outcome, evaluate
from ayni.core.projection.handles import (
    Handle,
    Part,
    clause_handles,
    free_handles,
    moved,
    terms_moved,
)
from ayni.core.projection.inputs import Floats
from ayni.core.projection.key_figures import KeyFigures, key_figures
from ayni.core.projection.laying import LaidOn, alternated, laid_on
from ayni.core.projection.levers import Levers
from ayni.core.scheme import Payer, Scheme, Terms, figure_text
from ayni.cycle import negotiating as talks
from ayni.cycle.negotiating import Typed
from ayni.cycle.studying import Opened, Put, attach_to_proposal, opened

#: The part of the families that joins, as a study's text sets it otherwise.
_JOINING = {"kind": "participation", "field": "value", "why": "Movido en la mesa de cálculo."}


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Values that differ from the study's, and what follows; ``bands[band, t]`` are the fan of the reserve."""

    values: Mapping[str, int]
    terms: Terms | None
    levers: Levers
    outcome: Outcome
    bands: Floats
    figures: KeyFigures


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished run on the table: what may be moved, and what follows while nothing has; known by its run."""

    run: Opened
    clauses: tuple[Clause, ...] = field(compare=False)
    handles: tuple[Handle, ...] = field(compare=False)
    study: Moved = field(compare=False)

    @property
    def currency(self) -> str:
        """Give the money of the scheme."""
        return self.run.scheme.currency

    def live(self) -> tuple[Handle, ...]:
        """Give what may be moved at once."""
        return tuple(one for one in self.handles if one.part is not Part.BEHAVIOUR)

    def behaviour(self) -> tuple[Handle, ...]:
        """Give what asks for a new run."""
        return tuple(one for one in self.handles if one.part is Part.BEHAVIOUR)


def laid(*, actor: Actor, run: int) -> Laid:
    """Lay a finished run on the table; raises ``UnknownRun``, ``NotDone``. Kept by the digest of its cube."""
    return lay(opened(actor=actor, run=run))


@lru_cache(maxsize=3)
def lay(run: Opened) -> Laid:
    """Lay an opened run on the table: its clauses, what may be moved, and what follows while nothing has."""
    day = first_day(run.folded.first_month)
    known = clauses(run.scheme, day=day)
    study = _worked(run, known=known, values={})
    activity = run.prepared.study.activity
    handles = clause_handles(
        run.scheme,
        clauses=known,
        terms=run.terms,
        activities=frozenset() if activity is None else frozenset({activity}),
    )
    months = min(12, run.folded.months)
    free = free_handles(
        study.levers,
        currency=run.scheme.currency,
        monthly_cost=(study.figures.first.care + study.figures.first.other) / months,
        investment=run.prepared.assumptions.investment,
        state=Payer.STATE in study.levers.prices.by_payer,
    )
    return Laid(run, known, (*handles, *free), study)


def move(table: Laid, *, values: Mapping[str, int]) -> Moved:
    """Work out values on the table; raises ``UnknownHandle``, ``HandleOut``. Behaviour cannot be moved so."""
    differ = moved(table.live(), values=values)
    if not differ:
        return table.study
    return _worked(table.run, known=table.clauses, values=differ)


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """An alternative that the study's file writes, worked out beside the study on the same futures."""

    asked: Asked
    moved: Moved
    difference: Comparison  # the alternative less the study


@lru_cache(maxsize=3)
def alternatives(table: Laid) -> tuple[Alternative, ...]:
    """Work out what the study's file writes as alternatives; its bounds were looked at before the run."""
    run, base = table.run, table.study.outcome
    return tuple(
        Alternative(
            one.asked,
            _moved(run, values=one.asked.values, on=one.laid, outcome=one.outcome),
            one.difference,
        )
        for one in alternated(run.prepared, scheme=run.scheme, run=run.folded, base=base)
    )


def _worked(run: Opened, *, known: tuple[Clause, ...], values: Mapping[str, int]) -> Moved:
    on = laid_on(
        run.prepared, scheme=run.scheme, known=known, values=values, lines=run.folded.lines
    )
    outcome = evaluate(run.folded, levers=on.levers)
    return _moved(run, values=values, on=on, outcome=outcome)


def _moved(run: Opened, *, values: Mapping[str, int], on: LaidOn, outcome: Outcome) -> Moved:
    figures = key_figures(run.folded, levers=on.levers, outcome=outcome)
    return Moved(dict(values), on.terms, on.levers, outcome, outcome.fan(), figures)


def otherwise(
    table: Laid, *, clauses: Mapping[str, Value], participation: int | None
) -> dict[str, Any]:
    """Write the changes of a run with other behaviour, over those that the run on the table had already.

    They are parts of a study's text: its terms whole, and the part of the families that joins, in ppm.
    """
    run = table.run
    changes = dict(run.run.changes)
    if clauses:
        day = first_day(run.folded.first_month)
        terms = terms_moved(run.terms, known=table.clauses, values=clauses, day=day)
        changes["terms"] = terms_text(run.scheme, terms=terms)
    if participation is not None:
        kept = [one for one in changes.get("instead", []) if one["kind"] != _JOINING["kind"]]
        written = figure_text(participation, unit="/1")
        changes["instead"] = [*kept, {**_JOINING, "value": written}]
    return changes


def terms_text(scheme: Scheme, *, terms: Terms | None) -> dict[str, Any] | None:
    """Write terms as a study's text says them, in the units of the scheme's parameters."""
    if terms is None:
        return None
    values = {
        one.parameter: figure_text(one.value, unit=scheme.parameter(one.parameter).unit)
        for one in terms.values
    }
    incomes = {
        one.activity: figure_text(one.amount, unit=scheme.currency)
        for one in terms.reference_income
    }
    return {
        "signed": terms.signed.isoformat(),
        "renewed": None if terms.renewed is None else terms.renewed.isoformat(),
        "values": values,
        "reference_income": incomes,
        "calendar": terms.calendar,
        "entry_months": list(terms.entry_months),
    }


def proposed(
    table: Laid, *, values: Mapping[str, int], last: Terms | None, known: tuple[Clause, ...]
) -> dict[str, str]:
    """Write a proposal as it would be typed: the newest round, with what the table and its study say of it.

    ``known`` are the clauses of the negotiation, which may stand on another text than the study's.
    """
    found = move(table, values=values)
    own = {one.key: one for one in table.handles if one.clause is not None}
    typed = {}
    for one in known:
        value = value_of(one, terms=last)
        if one.key in own:
            value = value_of(one, terms=found.terms)
        typed[one.key] = typed_text(one, value=value)
    return typed


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round to be put on a negotiating table from the table of figures, with its study beside it."""

    negotiation: int
    typed: Typed
    values: Mapping[str, int]


def propose(*, actor: Actor, table: Laid, new: NewRound, day: date, at: datetime) -> int:
    """Put a round on the table and what its study says of it, both or neither. Gives the proposal's number.

    Raises what ``negotiating.propose`` and ``studying.attach_to_proposal`` raise.
    """
    found = move(table, values=new.values)
    with acting(actor.because("proponer términos con su estudio")) as runner:
        number = talks.propose(actor=runner, negotiation=new.negotiation, typed=new.typed, day=day)
        put = Put(
            negotiation=new.negotiation,
            proposal=number,
            run=table.run.run.id,
            levers=dict(found.values),
            figures=found.figures.as_json(currency=table.currency),
        )
        attach_to_proposal(actor=runner, put=put, at=at)
    return number
