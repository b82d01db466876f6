"""What a scheme stands on: its cases with their verdict, and its sources gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.core.entitlement.cases import CaseOutcome
from ayni.core.periods import parse_month
from ayni.core.scheme import Reference, Standing, weakest
from ayni.core.scheme.cases import (
    AnyCase,
    ArrearsCase,
    ContributionCase,
    EntitlementCase,
    LatencyCase,
    ParameterCase,
    PartPaymentCase,
    SharedPaymentCase,
    WaitingCase,
)
from ayni.web.backoffice import texts
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.values import Known, Norm, known, norm
from ayni.web.schemes.words import evidence_text

#: A source that supports more parameters than these names two of them and counts the rest.
NAMED = 3


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case: whether the scheme gave what was expected, what it asks, how sure the expectation is."""

    state: str
    title: str
    asks: str
    evidence: str
    differences: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A norm, how far what is taken from it is known, and what rests on it."""

    norm: Norm
    known: Known
    supports: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader must know before he trusts the page."""

    title: str
    text: str


def shown_cases(found: Assembled) -> list[ShownCase]:
    """Give every case of the scheme, in the order of its files."""
    return [_case(one.case, outcome) for one, outcome in found.cases]


def _case(case: AnyCase, outcome: CaseOutcome) -> ShownCase:
    said = _("%(what)s: se esperaba %(expected)s, salió %(found)s")
    return ShownCase(
        state="met" if outcome.passed else "unmet",
        title=case.title,
        asks=_asks(case),
        evidence=evidence_text(case.evidence),
        differences=[
            said % {"what": one.what, "expected": one.expected, "found": one.found}
            for one in outcome.differences
        ],
    )


def _asks(case: AnyCase) -> str:
    """Say what a case asks, and for when."""
    match case:
        case ContributionCase():
            return _("Aporte de %(month)s") % {"month": texts.month(parse_month(case.month))}
        case PartPaymentCase():
            said = _("Meses que compra un pago parcial, desde %(month)s")
            return said % {"month": texts.month(parse_month(case.month))}
        case SharedPaymentCase():
            said = _("Reparto de un pago parcial de %(month)s")
            return said % {"month": texts.month(parse_month(case.month))}
        case EntitlementCase():
            return _("Derecho al %(day)s") % {"day": texts.day(case.day)}
        case ArrearsCase():
            return _("Mora al %(day)s") % {"day": texts.day(case.paid_on)}
        case _:
            return _asks_of_a_day(case)


def _asks_of_a_day(case: LatencyCase | WaitingCase | ParameterCase) -> str:
    day = {"day": texts.day(case.day)}
    match case:
        case LatencyCase():
            return _("Cobertura después de salir el %(day)s") % day
        case WaitingCase():
            return _("Espera al %(day)s") % day
        case ParameterCase():
            return _("Valor al %(day)s") % day


def cases_text(cases: Sequence[ShownCase]) -> str:
    """Say how many cases give what is expected."""
    passed = sum(one.state == "met" for one in cases)
    said = _("%(passed)s de %(count)s casos dan lo que se espera.")
    return said % {"passed": passed, "count": len(cases)}


def shown_sources(found: Assembled) -> list[ShownSource]:
    """Give each source once, in the order of the parameters that rest on it."""
    gathered: dict[Reference, list[tuple[str, Standing]]] = {}
    for one in found.scheme.parameters:
        for dated in one.values:
            gathered.setdefault(dated.reference, []).append((one.description, dated.standing))
    return [
        ShownSource(
            norm(reference, anchors=found.anchors),
            known(weakest([standing for _name, standing in held])),
            _supports(list(dict.fromkeys(name for name, _standing in held))),
        )
        for reference, held in gathered.items()
    ]


def _supports(names: list[str]) -> str:
    if len(names) <= NAMED:
        return "; ".join(names)
    said = _("%(names)s; y %(count)s valores más")
    return said % {"names": "; ".join(names[:2]), "count": len(names) - 2}


def caution_of(found: Assembled) -> Caution | None:
    """Warn of a scheme that is a proposal, or rests on values nobody could check."""
    scheme = found.scheme
    if scheme.rules.basis == "model":
        said = _("Sus reglas y montos son una propuesta para negociar. Ninguna norma los aprobó.")
        return Caution(_("Modelo propuesto, no es ley"), said)
    values = [dated.standing for one in scheme.parameters for dated in one.values]
    unchecked, proposed = values.count(Standing.BACKGROUND), values.count(Standing.PROPOSED)
    told: list[str] = []
    if unchecked:
        told.append(
            _(
                "%(count)s de %(total)s valores no se pudieron comprobar en su fuente, y cada uno lo"
                " dice. Compruébelos antes de usarlos."
            )
            % {"count": unchecked, "total": len(values)}
        )
    if proposed:
        told.append(
            _("%(count)s de %(total)s valores son una propuesta y no están en ninguna norma.")
            % {"count": proposed, "total": len(values)}
        )
    title = _("Se apoya en valores sin verificar") if unchecked else _("Usa valores propuestos")
    return Caution(title, " ".join(told)) if told else None
