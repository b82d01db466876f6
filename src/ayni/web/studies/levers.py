"""Handles as sliders: how each is written, what was typed into it, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from ayni.core.money import minor_digits
from ayni.core.projection.handles import Handle, Part
from ayni.core.scheme.units import UnitKind, unit_kind
from ayni.web.schemes.values import value_text
from ayni.web.schemes.words import money_name
from ayni.web.studies.words import handle_hint, handle_name, part_name, part_words

PREFIX = "mueve-"
#: The parts of the page that are open at first: what parties talk about.
OPEN = (Part.PRICE.value, Part.FUND.value)


@dataclass(frozen=True, slots=True)
class ShownLever:
    """A slider and its number, written plainly, with a point, as number fields take them."""

    id: str
    name: str
    label: str
    unit: str
    lowest: str
    highest: str
    lowest_text: str
    highest_text: str
    step: str
    value: str
    base: str
    bounds: str
    hint: str
    problem: str

    @property
    def moved(self) -> bool:
        """Tell whether it stands elsewhere than in the study."""
        return self.value != self.base


@dataclass(frozen=True, slots=True)
class LeverGroup:
    """The sliders of one part of the page."""

    part: str
    title: str
    words: str
    levers: tuple[ShownLever, ...]

    @property
    def open(self) -> bool:
        """Tell whether the group is shown at once: what is negotiated, and whatever moved or is wrong."""
        return self.part in OPEN or any(one.moved or one.problem for one in self.levers)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: whole values by key, and what is wrong by key; a wrong one keeps its text."""

    values: Mapping[str, int]
    problems: Mapping[str, str]
    texts: Mapping[str, str]


def typed_of(post: QueryDict, *, handles: Iterable[Handle]) -> Typed:
    """Read what was sent of the known handles; what was not sent stays as the study has it."""
    values: dict[str, int] = {}
    problems: dict[str, str] = {}
    texts: dict[str, str] = {}
    for one in handles:
        text = post.get(PREFIX + one.key, "").replace("\0", "").strip()[:30]
        if not text:
            continue
        texts[one.key] = text
        value = read(text, unit=one.unit)
        if value is None:
            example = plain(one.value, unit=one.unit)
            problems[one.key] = _("Escriba un número, por ejemplo %(example)s.") % {
                "example": example
            }
        elif not one.lowest <= value <= one.highest:
            problems[one.key] = _("Va de %(lowest)s a %(highest)s.") % ends_of(one)
        else:
            values[one.key] = value
    return Typed(values, problems, texts)


def read(text: str, *, unit: str) -> int | None:
    """Read a plain number exactly in its unit; nothing for what is none, or finer than the unit.

    >>> read("4.5", unit="/1"), read("4,5", unit="/1"), read("1130", unit="PEN"), read("x", unit="/1")
    (45000, 45000, 113000, None)
    """
    try:
        number = Decimal(text.replace(",", ".")).scaleb(_digits(unit))
    except InvalidOperation:
        return None
    whole = number.is_finite() and abs(number) < 10**17 and number == number.to_integral_value()
    return int(number) if whole else None


def plain(value: int, *, unit: str) -> str:
    """Write a value as a number field takes it.

    >>> plain(45_000, unit="/1"), plain(113_050, unit="PEN"), plain(3, unit="months")
    ('4.5', '1130.5', '3')
    """
    written = f"{Decimal(value).scaleb(-_digits(unit)).normalize():f}"
    return "0" if written == "-0" else written


def _digits(unit: str) -> int:
    """Give the decimals of a unit as the page writes it: a ratio is a per cent with four."""
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return minor_digits(unit)
    return {UnitKind.RATIO: 4, UnitKind.MULTIPLE: 6}.get(kind, 0)


def ends_of(one: Handle) -> dict[str, str]:
    """Write the bounds of a handle."""
    return {
        "lowest": value_text(one.lowest, unit=one.unit),
        "highest": value_text(one.highest, unit=one.unit),
    }


def shown_groups(
    handles: Iterable[Handle], *, typed: Typed | None = None
) -> tuple[LeverGroup, ...]:
    """Lay the handles out by part, in the order of the page; parts without any are left out."""
    found = list(handles)
    groups = []
    for part in Part:
        levers = tuple(shown(one, typed=typed) for one in found if one.part is part)
        if levers:
            groups.append(LeverGroup(part.value, part_name(part), part_words(part), levers))
    return tuple(groups)


def shown(one: Handle, *, typed: Typed | None) -> ShownLever:
    """Lay one handle out, as the study has it or as it was typed."""
    value = one.value if typed is None else typed.values.get(one.key, one.value)
    problem = "" if typed is None else typed.problems.get(one.key, "")
    text = plain(value, unit=one.unit)
    if problem and typed is not None:
        text = typed.texts[one.key]
    ends = ends_of(one)
    bounds = _("De %(lowest)s a %(highest)s") % ends
    if one.clause is not None:
        bounds = _("El convenio puede fijarlo de %(lowest)s a %(highest)s") % ends
    base = value_text(one.value, unit=one.unit)
    return ShownLever(
        id=(PREFIX + one.key).replace(".", "-"),
        name=PREFIX + one.key,
        label=handle_name(one),
        unit=_unit(one.unit),
        lowest=plain(one.lowest, unit=one.unit),
        highest=plain(one.highest, unit=one.unit),
        lowest_text=ends["lowest"],
        highest_text=ends["highest"],
        step=plain(one.step, unit=one.unit),
        value=text,
        base=plain(one.value, unit=one.unit),
        bounds=bounds,
        hint=handle_hint(one, base=base),
        problem=problem,
    )


def _unit(unit: str) -> str:
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return money_name(unit)
    if kind is UnitKind.RATIO:
        return "%"
    return {"months": _("meses"), "days": _("días"), "times": _("veces")}.get(unit, "")
