"""The clauses as a form: what was typed, how it reads, what is wrong; the dates and the note beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from ayni.core.alliance.clauses import Clause, ClauseKind, value_of
from ayni.core.alliance.typed import TermProblem, read_value, typed_text
from ayni.core.scheme import Terms
from ayni.core.scheme.units import UnitKind
from ayni.cycle.negotiating import Typed
from ayni.web.alliances.steps import read_day, whole
from ayni.web.alliances.words import (
    choice_name,
    clause_name,
    month_of_year,
    value_words,
)
from ayni.web.backoffice import texts
from ayni.web.schemes.values import Known, known
from ayni.web.schemes.words import money_name

PREFIX = "clausula-"
#: What no box of twelve says: read as a list of months that is too short.
_NO_MONTH = ","


@dataclass(frozen=True, slots=True)
class Box:
    """One choice of a clause."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause of the form; ``bounds`` and ``law`` are said beside it, ``problem`` above it."""

    key: str
    name: str
    label: str
    id: str
    kind: str
    value: str
    unit: str
    boxes: tuple[Box, ...]
    law: str
    bounds: str
    known: Known
    problem: str
    read: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A proposal as it was sent, every text as written."""

    values: Mapping[str, str]
    starts: str
    ends: str
    note: str
    seen: int
    #: The clauses ticked as left to each adhesion.
    left: tuple[str, ...] = ()

    def days(self) -> tuple[date | None, date | None, list[tuple[str, str]]]:
        """Read both days; gives what is wrong with them too."""
        errors = []
        starts = read_day(self.starts)
        if starts is None:
            said = _("Escriba el primer día como año, mes y día: 2027-01-01.")
            errors.append((said, "inicio"))
        ends = read_day(self.ends) if self.ends else None
        if self.ends and ends is None:
            said = _("Escriba el último día como año, mes y día, o déjelo vacío.")
            errors.append((said, "fin"))
        if starts and ends and ends <= starts:
            errors.append((_("Termina antes de empezar."), "fin"))
        return starts, ends, errors

    def typed(self, *, starts: date, ends: date | None) -> Typed:
        """Give the proposal as the cycle reads it."""
        return Typed(self.values, starts, ends, self.note, self.seen, self.left)


def sent_of(post: QueryDict, *, clauses: Sequence[Clause]) -> Sent:
    """Take what was sent of the known clauses; anything else is not looked at."""
    return Sent(
        values={one.key: _text(post, one) for one in clauses},
        starts=_plain(post, "inicio")[:10],
        ends=_plain(post, "fin")[:10],
        note=_plain(post, "nota")[:4000],
        seen=whole(_plain(post, "visto"), most=1_000_000),
        left=_left(post, clauses=clauses),
    )


def _left(post: QueryDict, *, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Take the known clauses that were ticked as left to each adhesion, in their order."""
    ticked = frozenset(post.getlist("deja")[:100])
    return tuple(one.key for one in clauses if one.key in ticked)


def _plain(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\0", "").strip()


def _text(post: QueryDict, clause: Clause) -> str:
    name = PREFIX + clause.key
    if clause.kind is ClauseKind.ENTRY:
        months = [text[:20] for text in post.getlist(name)[:40]]
        return ", ".join(months).replace("\0", "") or _NO_MONTH
    return _plain(post, name)[:60]


def sent_from(
    terms: Terms | None, *, clauses: Sequence[Clause], starts: date, ends: date | None, seen: int
) -> Sent:
    """Write terms as they would be typed: where a new round begins."""
    return Sent(
        values={one.key: typed_text(one, value=value_of(one, terms=terms)) for one in clauses},
        starts=starts.isoformat(),
        ends=ends.isoformat() if ends else "",
        note="",
        seen=seen,
        left=terms.left_to_adhesion if terms else (),
    )


def shown_clauses(
    clauses: Sequence[Clause], *, values: Mapping[str, str], checked: bool
) -> list[ShownClause]:
    """Lay the form out; ``checked`` says what is wrong with what was sent."""
    return [shown_clause(one, text=values.get(one.key, ""), checked=checked) for one in clauses]


def shown_clause(clause: Clause, *, text: str, checked: bool) -> ShownClause:
    """Lay one clause out, with how it reads or what is wrong with it."""
    problem, read = said_of(clause, text=text)
    return ShownClause(
        key=clause.key,
        name=PREFIX + clause.key,
        label=clause_name(clause),
        id=(PREFIX + clause.key).replace(".", "-"),
        kind=clause.kind.value,
        value=text,
        unit=_unit(clause),
        boxes=_boxes(clause, text=text),
        law=value_words(clause, clause.law),
        bounds=bounds_words(clause),
        known=known(clause.standing),
        problem=problem if checked else "",
        read=read,
    )


def said_of(clause: Clause, *, text: str) -> tuple[str, str]:
    """Say what is wrong with what was typed into a clause, or how it reads."""
    if not text:
        if clause.law is None:
            return _("Falta: la ley no da un valor."), ""
        return "", _("Vacío: queda lo de la ley, %(law)s.") % {
            "law": value_words(clause, clause.law)
        }
    found = read_value(clause, text=text)
    if isinstance(found, TermProblem):
        problem = found.text(texts.language())
        return problem[:1].upper() + problem[1:] + ".", ""
    return "", _("Se lee: %(value)s") % {"value": value_words(clause, found)}


def _unit(clause: Clause) -> str:
    if clause.kind is not ClauseKind.FIGURE:
        return ""
    if clause.unit_kind is UnitKind.MONEY:
        return money_name(clause.unit)
    return "%" if clause.unit_kind is UnitKind.RATIO else ""


def _boxes(clause: Clause, *, text: str) -> tuple[Box, ...]:
    if clause.kind.chosen:
        now = text or str(clause.law)
        return tuple(Box(one, choice_name(clause, one), one == now) for one in clause.choices)
    if clause.kind is ClauseKind.ENTRY:
        marked = {one.strip() for one in text.split(",")}
        return tuple(
            Box(str(month), month_of_year(month), str(month) in marked) for month in range(1, 13)
        )
    return ()


def bounds_words(clause: Clause) -> str:
    """Say between what a clause may be set; nothing where nothing bounds it."""
    if clause.kind is ClauseKind.ENTRY:
        return _("por lo menos %(count)s al año") % {"count": clause.lowest}
    if clause.lowest is None or clause.highest is None:
        return ""
    return _("de %(lowest)s a %(highest)s") % {
        "lowest": value_words(clause, clause.lowest),
        "highest": value_words(clause, clause.highest),
    }
