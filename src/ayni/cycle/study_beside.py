"""Runs beside one another: two proposals on the same futures, several groups with one reserve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.apps.study.queries import Run, Study
from ayni.core.actor import Actor
from ayni.core.projection.comparing import Comparison, compare
from ayni.core.projection.finance import Outcome
from ayni.core.projection.handles import HandleOut, UnknownHandle
from ayni.core.projection.pooling import Group, Pooling, pool
from ayni.cycle import studying
from ayni.cycle.study_table import Alternative, Laid, Moved, alternatives, laid, move
from ayni.cycle.studying import figures_of_proposals


class OtherMoney(ValueError):
    """Groups whose schemes are not of one currency."""


@dataclass(frozen=True, slots=True)
class Option:
    """What may be compared: the study as it is written, an alternative of its file, or a round's values."""

    key: str
    proposal: int | None
    values: Mapping[str, int]
    written: Alternative | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Two sets of values on one run's futures. ``reserves``, ``incomes``, ``costs``: means over all months."""

    one: Option
    other: Option
    first: Moved
    second: Moved
    comparison: Comparison

    @property
    def reserves(self) -> tuple[float, float]:
        """Give the mean reserve at the end of both."""
        found = (self.first.outcome, self.second.outcome)
        return float(found[0].reserve[-1].mean()), float(found[1].reserve[-1].mean())

    @property
    def incomes(self) -> tuple[float, float]:
        """Give all that comes in under both."""
        return _summed(self.first.outcome, "income"), _summed(self.second.outcome, "income")

    @property
    def costs(self) -> tuple[float, float]:
        """Give all that both cost."""
        return _summed(self.first.outcome, "cost"), _summed(self.second.outcome, "cost")


def _summed(outcome: Outcome, name: str) -> float:
    return float(getattr(outcome, name).mean(axis=1).sum())


def options(*, actor: Actor, table: Laid) -> tuple[Option, ...]:
    """List what may be compared on a run: the study, its alternatives, each round put on the table from it.

    A round whose values the run's table does not take (a bound that moved, say) is left out.
    """
    found = [Option("estudio", None, {})]
    for each in alternatives(table):
        code = each.asked.alternative.code
        found.append(Option(f"alternativa-{code}", None, each.asked.values, each))
    negotiation = table.run.study.negotiation
    if negotiation is not None:
        kept = figures_of_proposals(actor=actor, negotiation=negotiation)
        for number, one in sorted(kept.items()):
            option = Option(f"ronda-{number}", number, {k: int(v) for k, v in one.levers.items()})
            if one.run == table.run.run.id and _fits(table, option):
                found.append(option)
    return tuple(found)


def _fits(table: Laid, option: Option) -> bool:
    try:
        move(table, values=option.values)
    except (HandleOut, UnknownHandle):
        return False
    return True


def beside(*, table: Laid, one: Option, other: Option) -> Beside:
    """Work out both on the same futures."""
    first, second = (_moved(table, each) for each in (one, other))
    difference = compare(ours=first.outcome, theirs=second.outcome)
    return Beside(one, other, first, second, difference)


def _moved(table: Laid, option: Option) -> Moved:
    return option.written.moved if option.written else move(table, values=option.values)


@dataclass(frozen=True, slots=True)
class Offered:
    """A finished run that may be set beside others: the newest of its study."""

    study: Study
    run: Run


@dataclass(frozen=True, slots=True)
class Pooled:
    """Groups apart and together, in one currency."""

    pooling: Pooling
    currency: str


def groups(*, actor: Actor) -> tuple[Offered, ...]:
    """List the newest finished run of each study."""
    return tuple(Offered(study, run) for study, run in studying.listed_runs(actor=actor))


def pooled(*, actor: Actor, runs: Mapping[str, int], months: int, probability: float) -> Pooled:
    """Set finished runs apart beside one reserve; raises ``OtherFutures``, ``OtherMoney``, ``NothingPaid``."""
    tables = {name: laid(actor=actor, run=number) for name, number in runs.items()}
    currencies = {one.currency for one in tables.values()}
    if len(currencies) > 1:
        raise OtherMoney(", ".join(sorted(currencies)))
    given = {name: Group(one.run.folded, one.study.levers) for name, one in tables.items()}
    by = min(months, *(one.run.folded.months for one in tables.values()))
    return Pooled(pool(given, probability=probability, by=by), currencies.pop())
