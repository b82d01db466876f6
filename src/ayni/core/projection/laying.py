"""Values of handles laid on what a study was prepared with: terms and levers, with no new run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ayni.core.alliance.clauses import Clause, clauses
from ayni.core.periods import first_day
from ayni.core.projection.alternative_values import Asked, asked_of, movable
from ayni.core.projection.comparing import Comparison, compare
from ayni.core.projection.finance import Outcome, evaluate
from ayni.core.projection.folding import Folded
from ayni.core.projection.handles import levers_with, terms_moved
from ayni.core.projection.levers import Levers
from ayni.core.projection.study import Prepared, levers_of
from ayni.core.scheme import Scheme, Terms


@dataclass(frozen=True, slots=True, eq=False)
class LaidOn:
    """The terms and the levers that values of handles give."""

    terms: Terms | None
    levers: Levers


@dataclass(frozen=True, slots=True, eq=False)
class Alternated:
    """An alternative of a study's file on its run: what it moves, and its difference to the base."""

    asked: Asked
    laid: LaidOn
    outcome: Outcome
    difference: Comparison  # the alternative less the base, over all months


def laid_on(
    prepared: Prepared,
    *,
    scheme: Scheme,
    known: tuple[Clause, ...],
    values: Mapping[str, int],
    lines: Iterable[str],
) -> LaidOn:
    """Lay values that moved on a study: a clause is priced anew from the compiled scheme."""
    day = first_day(prepared.law.first_month)
    terms = terms_moved(prepared.terms, known=known, values=values, day=day)
    levers = prepared.levers
    if terms is not prepared.terms:
        levers = levers_of(
            prepared.study,
            scheme=scheme,
            terms=terms,
            tables=prepared.tables,
            families=prepared.families,
            law=prepared.law,
        )
    return LaidOn(terms, levers_with(levers, values=values, lines=lines))


def asked_in(prepared: Prepared, *, scheme: Scheme) -> tuple[Asked, ...]:
    """Read the alternatives of a study that was prepared; raises ``StudyRefused``."""
    can = movable(
        prepared.study,
        scheme=scheme,
        terms=prepared.terms,
        levers=prepared.levers,
        investment=prepared.assumptions.investment,
    )
    return asked_of(prepared.study, can=can)


def alternated(
    prepared: Prepared, *, scheme: Scheme, run: Folded, base: Outcome | None = None
) -> tuple[Alternated, ...]:
    """Work out the alternatives of a study's file on its run, each beside the base of the same futures.

    ``base`` is what the study itself comes to, where that is worked out already.
    """
    if not prepared.study.alternatives:
        return ()
    base = base or evaluate(run, levers=prepared.levers)
    known = clauses(scheme, day=first_day(prepared.law.first_month))
    found = []
    for one in asked_in(prepared, scheme=scheme):
        laid = laid_on(prepared, scheme=scheme, known=known, values=one.values, lines=run.lines)
        outcome = evaluate(run, levers=laid.levers)
        found.append(Alternated(one, laid, outcome, compare(ours=outcome, theirs=base)))
    return tuple(found)
