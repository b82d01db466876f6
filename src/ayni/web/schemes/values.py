"""Figures of the law as the pages write them, and how far each is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ayni.core.money import minor_digits
from ayni.core.scheme import Parameter, Reference, Scheme, Standing, figure_text, standing_text
from ayni.core.scheme.parameters import on_the_web
from ayni.core.scheme.told import ratio_text
from ayni.core.scheme.units import Figure, UnitKind, unit_kind
from ayni.web.backoffice import texts
from ayni.web.schemes.words import counted, money_name

ANY_YEAR = 12 * 2024
#: A scheme states its legal situation in words only: what they must say to be taken so.
_REPEALED, _IN_FORCE = ("derogad",), ("vigente", "en vigor")


@dataclass(frozen=True, slots=True)
class Known:
    """How far a value is known: the state of its sign, and the words."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm as a link; an address inside the scheme's own folder leads to its article."""

    title: str
    url: str


def value_text(value: Figure, *, unit: str) -> str:
    """Write a value for people, with its unit; a rule that has ended has none."""
    if value is None:
        return _("sin valor")
    if isinstance(value, tuple):
        # twelve weights, January to December of whatever year
        parts = [(ANY_YEAR + month, part) for month, part in enumerate(value) if part]
        return ", ".join(f"{texts.short_month(month)} {part}\u00a0%" for month, part in parts)
    return value if isinstance(value, str) else _number_text(value, unit=unit)


def _number_text(value: int, *, unit: str) -> str:
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return texts.amount(value, unit)
    if kind is UnitKind.RATIO:
        return ratio_text(value).replace(" ", "\u00a0")
    if kind is UnitKind.FLAG:
        return _("sí") if value else _("no")
    return counted(figure_text(value, unit=unit).removesuffix(".0"), unit=unit)


def scale(unit: str) -> tuple[int, str]:
    """Give what an axis divides a unit's whole numbers by, and how it writes the figure: ``S/ {}``."""
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return int(10 ** minor_digits(unit)), f"{money_name(unit)} {{}}"
    if kind is UnitKind.RATIO:
        return 10_000, "{} %"
    return (1_000_000 if kind is UnitKind.MULTIPLE else 1), "{}"


def known(standing: Standing) -> Known:
    """Say how far a value is known."""
    return Known(standing.value, standing_text(standing.value, language=texts.language()))


def norm(reference: Reference, *, anchors: dict[str, str]) -> Norm:
    """Give a norm; only an address of the web, or of an article of ours, is a link."""
    href = reference.href
    if on_the_web(href):
        return Norm(reference.title, href)
    _file, _sign, fragment = href.partition("#")
    return Norm(reference.title, f"#{anchors[fragment]}" if fragment in anchors else "")


def drawable(parameter: Parameter) -> bool:
    """Tell whether a history is worth a line: two figures or more."""
    figures = [one.value for one in parameter.values if isinstance(one.value, int)]
    return parameter.kind is not UnitKind.FLAG and len(figures) > 1


@dataclass(frozen=True, slots=True)
class Legal:
    """What the law says of itself today: the state of its sign, and the scheme's own words."""

    state: str
    text: str


def legal_status(scheme: Scheme, *, day: date) -> Legal:
    """Give a scheme's legal situation: in force, repealed, a proposal, or not confirmed."""
    values = [one for one in scheme.parameter(scheme.rules.legal_status).values if one.start <= day]
    text = str(values[-1].value or "") if values else ""
    return Legal(_legal_state(text.lower(), basis=scheme.rules.basis), text)


def _legal_state(text: str, *, basis: str) -> str:
    """Call in force only what says so; a text that says neither is unconfirmed."""
    if basis == "model":
        return "proposed"
    if any(word in text for word in _REPEALED):
        return "repealed"
    return "in_force" if any(word in text for word in _IN_FORCE) else "unconfirmed"
