"""What changes how families behave: it asks for a new run, with a button and a bar, and not for a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ayni.core.alliance.clauses import Clause, ClauseKind, Value, value_of
from ayni.core.alliance.typed import TermProblem, read_value
from ayni.core.projection.handles import Handle, Part, step_of
from ayni.cycle.study_table import Laid
from ayni.web.alliances.typed import Box
from ayni.web.alliances.words import calendar_name, clause_name, month_of_year, value_words
from ayni.web.backoffice import texts
from ayni.web.studies.levers import PREFIX, LeverGroup, Typed, shown, typed_of
from ayni.web.studies.words import part_name, part_words

#: The part of the families that come in: no clause, but what the parties may work for.
PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause that is chosen and not measured; ``many`` where several may be ticked."""

    id: str
    name: str
    label: str
    hint: str
    many: bool
    boxes: tuple[Box, ...]


def behaviour_context(found: Laid, *, typed: Typed | None = None) -> dict[str, Any]:
    """Lay out what asks for a new run; nothing where the scheme leaves none of it and nobody may join."""
    levers = tuple(shown(one, typed=typed) for one in behaviour_handles(found))
    group = LeverGroup(
        Part.BEHAVIOUR.value, part_name(Part.BEHAVIOUR), part_words(Part.BEHAVIOUR), levers
    )
    return {"behaviour": group, "choices": [_choice(found, one) for one in chosen_clauses(found)]}


def behaviour_handles(found: Laid) -> tuple[Handle, ...]:
    """Give the clauses of behaviour that are figures, and the part of the families that come in."""
    value = round(found.run.prepared.assumptions.participation * 1_000_000)
    step = step_of(0, 1_000_000, unit="/1")
    joining = Handle(PARTICIPATION, Part.BEHAVIOUR, "/1", 0, 1_000_000, step, value)
    return (*found.behaviour(), joining)


def chosen_clauses(found: Laid) -> tuple[Clause, ...]:
    """Give the clauses that are chosen and that a projection feels: the calendar, the months of entry.

    Who gets the months of a part payment is not among them: a family pays a month or does not.
    """
    chosen = (ClauseKind.CALENDAR, ClauseKind.ENTRY)
    return tuple(one for one in found.clauses if one.kind in chosen)


def _choice(found: Laid, clause: Clause) -> Choice:
    value = value_of(clause, terms=found.run.terms)
    many = clause.kind is ClauseKind.ENTRY
    if many:
        marked = value if isinstance(value, tuple) else ()
        boxes = tuple(Box(str(m), month_of_year(m), m in marked) for m in range(1, 13))
    else:
        boxes = tuple(Box(one, calendar_name(one), one == value) for one in clause.choices)
    return Choice(
        id=PREFIX + clause.key,
        name=PREFIX + clause.key,
        label=clause_name(clause),
        hint=_("En el estudio: %(base)s.") % {"base": value_words(clause, value)},
        many=many,
        boxes=boxes,
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What somebody wants to run otherwise: clauses by key, the part that joins (ppm), and what is wrong."""

    clauses: dict[str, Value]
    participation: int | None
    problems: dict[str, str]
    typed: Typed

    @property
    def any(self) -> bool:
        """Tell whether anything is to be otherwise."""
        return bool(self.clauses) or self.participation is not None


def changes_of(post: QueryDict, *, found: Laid) -> Changes:
    """Read what was sent of behaviour; what is as in the study is no change."""
    handles = behaviour_handles(found)
    typed = typed_of(post, handles=handles)
    base = {one.key: one.value for one in handles}
    moved = {key: value for key, value in typed.values.items() if value != base[key]}
    participation = moved.pop(PARTICIPATION, None)
    clauses: dict[str, Value] = dict(moved)
    problems = dict(typed.problems)
    for clause, text in _sent(post, clauses=chosen_clauses(found)):
        value = read_value(clause, text=text)
        if isinstance(value, TermProblem):
            problems[clause.key] = value.text(texts.language())
        elif value != value_of(clause, terms=found.run.terms):
            clauses[clause.key] = value
    return Changes(clauses, participation, problems, typed)


def _sent(post: QueryDict, *, clauses: Iterable[Clause]) -> list[tuple[Clause, str]]:
    """Give the text of each choice; months of which none is ticked are a list that is too short."""
    found = []
    for one in clauses:
        given = [text.replace("\0", "")[:20] for text in post.getlist(PREFIX + one.key)[:12]]
        if one.kind is ClauseKind.ENTRY:
            found.append((one, ", ".join(given) or ","))
        elif given:
            found.append((one, given[0]))
    return found
