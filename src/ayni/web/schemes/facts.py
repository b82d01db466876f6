"""The form of a family: only the facts that the scheme looks at, each in the words of who fills it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.core.assessment import CompiledContribution
from ayni.core.assessment.facts import AMOUNTS, CEILINGS
from ayni.core.money import minor_digits
from ayni.core.periods import first_day, month_of, month_text, parse_month
from ayni.core.scheme import Scheme
from ayni.core.scheme.prices import PerUnit
from ayni.core.scheme.problems import walk
from ayni.web.backoffice import texts
from ayni.web.schemes.words import capital, money_name, produce_name

#: Fact of a family -> its name in the address, in the order in which the form asks.
NAMES = {
    "activity": "actividad",
    "declared_income": "ingreso",
    "pay": "remuneracion",
    "produce_sold": "venta",
    "units_delivered": "entregado",
    "dependants": "derechohabientes",
    "age": "edad",
    "sex": "sexo",
    "workers": "trabajadores",
    "yearly_sales": "ventas_del_ano",
}
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to mark."""

    value: str
    label: str
    checked: bool


class FigureField(forms.CharField):
    """A figure that people write: 1130.50, 1130,5 or 1,130.50; kept as whole numbers of ``digits``."""

    def __init__(self, *, digits: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.digits, self.most = digits, most
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: object) -> int:
        """Read the figure exactly, or say what would be right."""
        written = _SPACES.sub("", str(super().clean(value)))
        if not (_GROUPED.fullmatch(written) or _PLAIN.fullmatch(written)):
            raise forms.ValidationError(_("Escriba solo la cifra, por ejemplo 1130.50."))
        plain = written.replace(",", "" if _GROUPED.fullmatch(written) else ".")
        scaled = Decimal(plain).scaleb(self.digits)
        # 500.000 is half a million where the point sets thousands apart: never taken for 500.
        if len(plain.partition(".")[2]) > self.digits:
            raise forms.ValidationError(
                _("Son demasiados decimales: como máximo %(count)d. Los miles van con coma.")
                % {"count": self.digits}
            )
        if scaled > self.most:
            raise forms.ValidationError(_("La cifra es demasiado grande."))
        return int(scaled)


class FamilyForm(forms.Form):
    """What is asked of a family for a month."""

    def __init__(
        self, data: Any = None, *, compiled: CompiledContribution, month: int, **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id="familia-%s", use_required_attribute=False, **kwargs)
        self.facts = tuple(fact for fact in NAMES if fact in compiled.needs)
        self.fields["mes"] = _month_field(month)
        for fact in self.facts:
            self.fields[NAMES[fact]] = _field(fact, compiled=compiled)

    def clean_mes(self) -> int:
        """Read the month; a year that no calendar has is no month."""
        try:
            return month_of(first_day(parse_month(self.cleaned_data["mes"])))
        except ValueError:
            said = _("Escriba el mes como año y mes, por ejemplo 2026-11.")
            raise forms.ValidationError(said) from None

    def family_row(self) -> dict[str, int | str | None]:
        """Give the facts as the compiled scheme reads them."""
        return {fact: self.cleaned_data[NAMES[fact]] for fact in self.facts}


def _month_field(month: int) -> forms.Field:
    said = _("Escriba el mes como año y mes, por ejemplo 2026-11.")
    return forms.CharField(
        label=_("Mes"),
        initial=month_text(month),
        max_length=10,
        widget=forms.TextInput(attrs={"type": "month"}),
        error_messages={"required": said, "max_length": said},
    )


def _field(fact: str, *, compiled: CompiledContribution) -> forms.Field:
    scheme = compiled.scheme
    if fact == "activity":
        return _activity_field(compiled)
    if fact == "sex":
        return sex_field()
    label = _labels(scheme)[fact]
    if fact in AMOUNTS or fact == "units_delivered":
        digits = 3 if fact == "units_delivered" else minor_digits(scheme.currency)
        return FigureField(
            label=label,
            digits=digits,
            most=CEILINGS[fact],
            error_messages={
                "required": _("Escriba la cifra; si no hay, escriba 0."),
                "max_length": _("La cifra es demasiado grande."),
            },
        )
    return _count_field(label, most=CEILINGS[fact])


def sex_field() -> forms.Field:
    """Ask for the sex of the insured person."""
    said = _("Elija una de las dos.")
    return forms.ChoiceField(
        label=_("Sexo del titular"),
        choices=[("F", _("Mujer")), ("M", _("Hombre"))],
        error_messages={"required": said, "invalid_choice": said},
    )


def _activity_field(compiled: CompiledContribution) -> forms.Field:
    """Offer the activities that every base of the scheme knows."""
    asked = [set(codes) for codes in compiled.activities]
    language = texts.language()
    choices = [
        (one.code, capital(one.name.in_language(language)))
        for one in compiled.scheme.rules.activities
        if all(one.code in codes for codes in asked)
    ]
    said = _("Elija la actividad de la familia.")
    return forms.ChoiceField(
        label=_("Actividad"),
        choices=choices,
        error_messages={"required": said, "invalid_choice": said},
    )


def _count_field(label: str, *, most: int) -> forms.Field:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Escriba un número; si no hay, escriba 0."),
            "invalid": _("Escriba un número entero, por ejemplo 2."),
            "min_value": _("No puede ser menos que cero."),
            "max_value": _("No puede ser más que %(limit_value)s."),
        },
    )


def _labels(scheme: Scheme) -> dict[str, str]:
    money = {"currency": money_name(scheme.currency)}
    units = [node.unit for _path, node in walk(scheme.rules, path=()) if isinstance(node, PerUnit)]
    unit = {"unit": produce_name(units[0]) if units else ""}
    return {
        "declared_income": _("Ingreso declarado al mes (%(currency)s)") % money,
        "pay": _("Remuneración del mes (%(currency)s)") % money,
        "produce_sold": _("Venta de la cosecha en el mes (%(currency)s)") % money,
        "units_delivered": _("Cosecha entregada en el mes (%(unit)s)") % unit,
        "dependants": _("Derechohabientes, sin contar al titular"),
        "age": _("Edad del titular, en años cumplidos"),
        "workers": _("Trabajadores del empleador"),
        "yearly_sales": _("Ventas del empleador en el año (%(currency)s)") % money,
    }
