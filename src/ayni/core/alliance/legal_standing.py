"""Which papers show that a party may sign, and how each stands on a day.

What a scheme asks is a table here and no part of its rules: it decides who may sign, never what anybody owes,
so it must not move the digests that signed agreements pin. Figures that the law dates (a minimum equity) stay
parameters of the scheme, and are named here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ayni.core.money import PPM, divide_half_up
from ayni.core.scheme import ParameterMissing, Scheme, read

#: Days before the end in which a paper is told to be renewed.
SOON = 60


class Paper(StrEnum):
    """Kinds of evidence."""

    STATUTES = "statutes"
    REGISTRATION = "registration"
    POWER = "power"
    TAX = "tax"
    INTERNAL_RULES = "internal_rules"
    AUTHORISATION = "authorisation"
    EQUITY = "equity"
    RESERVE = "reserve"
    OTHER = "other"


#: What carries a sum.
WITH_AMOUNT = frozenset({Paper.EQUITY, Paper.RESERVE})


class UnknownPaper(ValueError):
    """A kind of evidence that nobody knows."""


class WrongPaper(ValueError):
    """Evidence that cannot be: ``wrong`` is future, order, amount_missing or amount_unasked."""

    def __init__(self, wrong: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Requirement:
    """A paper that must be there; ``standing`` says how firm the rule is, ``parameter`` its dated figure.

    Where the figure counts wages, ``wage`` names the parameter of the wage.
    """

    paper: Paper
    source: str
    standing: str
    url: str = ""
    parameter: str = ""
    wage: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One paper as recorded; ``amount`` in minor units of ``currency``."""

    id: int
    paper: str
    document: int
    name: str
    issued: date
    expires: date | None
    amount: int | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of paper stands: valid, soon, expired, short, missing.

    ``required`` is there when somebody asks for it; ``least`` is the sum the law asks for, in minor units: a
    paper that stands with less is ``short``.
    """

    paper: Paper
    state: str
    evidence: Evidence | None
    required: Requirement | None
    least: int | None = None


_OURS = "Práctica de la institución: el convenio se firma con quien existe, está inscrito y puede obligarse"
_MINISTRY = "https://www.minsalud.gov.co/proteccionsocial/Regimencontributivo/Paginas/afiliacion-colectiva.aspx"
_DECREE = "Decreto 3615 de 2005, art. 7, y Decreto 2313 de 2006 (hoy Decreto 780 de 2016)"
_BASE = (
    Requirement(Paper.STATUTES, _OURS, "proposed"),
    Requirement(Paper.REGISTRATION, _OURS, "proposed"),
    Requirement(Paper.POWER, _OURS, "proposed"),
)
_COLOMBIA = (
    Requirement(
        Paper.STATUTES, f"{_DECREE}: los estatutos nombran la afiliación colectiva", "verified",
        _MINISTRY,
    ),
    Requirement(
        Paper.REGISTRATION, f"{_DECREE}: existencia legal con el mismo objeto", "verified",
        _MINISTRY, parameter="existencia_minima",
    ),
    Requirement(Paper.POWER, _OURS, "proposed"),
    Requirement(Paper.INTERNAL_RULES, f"{_DECREE}: reglamento interno", "verified", _MINISTRY),
    Requirement(Paper.AUTHORISATION, f"{_DECREE}: autorización del Ministerio", "verified", _MINISTRY),
    Requirement(
        Paper.EQUITY, f"{_DECREE}: patrimonio mínimo, sin contar la reserva", "verified",
        _MINISTRY, parameter="patrimonio_minimo", wage="salario_minimo_mensual",
    ),
    Requirement(
        Paper.RESERVE, f"{_DECREE}: reserva especial de garantía, invertida y certificada por un banco",
        "verified", _MINISTRY,
    ),
)  # fmt: skip
#: Scheme -> what it asks; a scheme without an entry asks the base.
REQUIRED: Mapping[str, tuple[Requirement, ...]] = {"co-afiliacion-colectiva": _COLOMBIA}


def required_by(scheme: str | None) -> tuple[Requirement, ...]:
    """List what a party under a scheme must show; without a scheme, the base."""
    return REQUIRED.get(scheme or "", _BASE)


def check_evidence(
    *, paper: str, issued: date, expires: date | None, amount: int | None, today: date
) -> Paper:
    """Give the kind of a paper, or refuse what cannot be."""
    if paper not in set(Paper):
        raise UnknownPaper(paper)
    kind = Paper(paper)
    if issued > today:
        raise WrongPaper("future")
    if expires is not None and expires <= issued:
        raise WrongPaper("order")
    if (amount is None) == (kind in WITH_AMOUNT):
        raise WrongPaper("amount_missing" if kind in WITH_AMOUNT else "amount_unasked")
    return kind


def state_of(evidence: Evidence | None, *, day: date) -> str:
    """Say how a paper stands on a day; ``expires`` is the first day on which it no longer holds."""
    if evidence is None:
        return "missing"
    if evidence.expires is None:
        return "valid"
    if evidence.expires <= day:
        return "expired"
    return "soon" if evidence.expires <= day + timedelta(days=SOON) else "valid"


def least_amounts(
    scheme: Scheme, *, required: Sequence[Requirement], day: date
) -> dict[Paper, int]:
    """Give the least sum of each paper that the law counts in wages, in minor units, by the wage of a day.

    A paper is left out where the law has no such rule, or nobody read the wage of that day.
    """
    found: dict[Paper, int] = {}
    for one in required:
        if not (one.parameter and one.wage):
            continue
        try:
            times = read(scheme, name=one.parameter, day=day, terms=None).number
            wage = read(scheme, name=one.wage, day=day, terms=None).number
        except ParameterMissing:
            continue
        found[one.paper] = divide_half_up(times * wage, PPM)
    return found


def standings(
    found: Sequence[Evidence],
    *,
    required: Sequence[Requirement],
    day: date,
    least: Mapping[Paper, int] | None = None,
    currency: str = "",
) -> list[Standing]:
    """Give every kind that is asked or shown, asked ones first; the newest paper of a kind rules.

    ``least`` is held against sums of ``currency``; a sum of another currency is not compared.
    """
    floors = least or {}
    newest: dict[str, Evidence] = {}
    for one in sorted(found, key=lambda evidence: (evidence.issued, evidence.id)):
        newest[one.paper] = one
    asked = {one.paper: one for one in required}
    order = [*asked, *(Paper(one) for one in newest if Paper(one) not in asked)]
    return [
        Standing(
            paper,
            _held(newest.get(paper), day=day, least=floors.get(paper), currency=currency),
            newest.get(paper),
            asked.get(paper),
            floors.get(paper),
        )
        for paper in order
    ]


def _held(evidence: Evidence | None, *, day: date, least: int | None, currency: str) -> str:
    state = state_of(evidence, day=day)
    if evidence is None or least is None or state == "expired":
        return state
    compared = evidence.amount is not None and evidence.currency == currency
    return "short" if compared and (evidence.amount or 0) < least else state
