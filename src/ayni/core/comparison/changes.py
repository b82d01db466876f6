"""What changes between two texts of a scheme, and what that does to families."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from ayni.core.assessment import compile_unpinned
from ayni.core.scheme import DatedValue, Parameter, Scheme, canonical
from ayni.core.scheme.told import value_text


class ChangeKind(StrEnum):
    """What happened to a piece of the scheme."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class OtherCurrency(ValueError):
    """Two schemes in different moneys: they can be compared, and no one can become the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, written for people: a dated value of a parameter, or a place in the rules.

    ``start`` is the day of a dated value and ``None`` for a rule.
    """

    kind: ChangeKind
    where: str
    start: date | None
    before: str
    after: str


def changes(old: Scheme, new: Scheme, *, language: str = "es") -> list[Change]:
    """List every difference: dated values by parameter and day, then rules by their place."""
    return [*_parameters(old, new, language=language), *_rules(old, new)]


def _parameters(old: Scheme, new: Scheme, *, language: str) -> Iterator[Change]:
    before = {one.name: one for one in old.parameters}
    after = {one.name: one for one in new.parameters}
    for name in sorted(before.keys() | after.keys()):
        yield from _values(name, before=before.get(name), after=after.get(name), language=language)


def _values(
    name: str, *, before: Parameter | None, after: Parameter | None, language: str
) -> Iterator[Change]:
    was = {} if before is None else {one.start: one for one in before.values}
    now = {} if after is None else {one.start: one for one in after.values}
    for start in sorted(was.keys() | now.keys()):
        old, new = was.get(start), now.get(start)
        texts = (
            _text(before, dated=old, language=language),
            _text(after, dated=new, language=language),
        )
        if texts[0] != texts[1]:
            yield Change(_kind(old, new), name, start, *texts)


def _text(parameter: Parameter | None, *, dated: DatedValue | None, language: str) -> str:
    """Write a dated value; a value that ends the rule is written as a dash."""
    if parameter is None or dated is None:
        return ""
    return value_text(dated.value, unit=parameter.unit, language=language) or "—"


def _kind(before: object, after: object) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED


def _rules(old: Scheme, new: Scheme) -> Iterator[Change]:
    before, after = (dict(_leaves(json.loads(canonical(one).rules))) for one in (old, new))
    for where in sorted(before.keys() | after.keys()):
        was, now = before.get(where), after.get(where)
        if was != now:
            yield Change(_kind(was, now), where, None, was or "", now or "")


def _leaves(data: object, *, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk to every written word of the rules; list places count from 1, as people do."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, path=f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for place, value in enumerate(data, start=1):
            yield from _leaves(value, path=f"{path}[{place}]")
    else:
        yield path, str(data)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to families in a month: who pays more, who pays less, and how much in all.

    ``most`` is the family whose due rises (or falls) most, as its facts, with what it owed and will owe.
    """

    families: int
    more: int
    less: int
    before: int
    after: int
    state_before: int
    state_after: int
    most: tuple[dict[str, object], int, int] | None


def effect(old: Scheme, new: Scheme, *, frame: pl.DataFrame, month: int) -> Effect:
    """Compute both on the same families; raises ``IncompleteFrame`` and ``ParameterMissing``."""
    if old.currency != new.currency:
        raise OtherCurrency(f"{old.code} is in {old.currency}, {new.code} in {new.currency}")
    lines = [compile_unpinned(one, month=month).lines(frame) for one in (old, new)]
    was, now = (one["due"] for one in lines)
    rise = now - was
    return Effect(
        families=frame.height,
        more=int((rise > 0).sum()),
        less=int((rise < 0).sum()),
        before=int(was.sum()),
        after=int(now.sum()),
        state_before=int(lines[0]["state_share"].sum()),
        state_after=int(lines[1]["state_share"].sum()),
        most=_most(frame, was=was, now=now),
    )


def _most(
    frame: pl.DataFrame, *, was: pl.Series, now: pl.Series
) -> tuple[dict[str, object], int, int] | None:
    place = (now - was).abs().arg_max()
    if place is None or was[place] == now[place]:
        return None
    facts = frame.drop("family", "insured").row(place, named=True)
    return facts, int(was[place]), int(now[place])
