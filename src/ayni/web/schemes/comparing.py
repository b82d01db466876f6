"""The form of a comparison: which schemes, one family in the money of each, which years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from ayni.core.assessment.facts import CEILINGS
from ayni.core.comparison import Family
from ayni.core.money import minor_digits
from ayni.core.scheme import Scheme, figure_text
from ayni.core.scheme.nodes import Sex
from ayni.web.backoffice import texts
from ayni.web.schemes.facts import Choice, FigureField, sex_field
from ayni.web.schemes.owed import latest_computable
from ayni.web.schemes.words import country_name, money_name

CHOSEN = ("pe-modelo-colectivo", "cr-ccss-convenio", "pe-essalud-agrario-independiente")
#: What the usual family does, in the order in which a scheme is asked whether it knows it.
USUAL_ACTIVITIES = ("cafe", "agricultura")
#: A family that does none of what a scheme knows.
NONE = "ninguna"
HARVEST = ("4", "5", "6")
FIRST_YEAR, YEARS_AHEAD, YEARS_BACK = 1990, 20, 6
MOST_MONTHS, MOST_SCHEMES = 12, 6


class MaybeFigure(forms.CharField):
    """A figure that may be left empty: then nothing is said, and nothing is put in its place."""

    def __init__(self, *, digits: int, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.figure = FigureField(digits=digits, most=most)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: object) -> int | None:
        """Read the figure, or none."""
        written = str(super().clean(value))
        return self.figure.clean(written) if written else None


class ComparisonForm(forms.Form):
    """What is asked; a fact is asked only when one of the chosen schemes looks at it."""

    def __init__(
        self, data: QueryDict | None = None, *, shelf: Sequence[Scheme], day: date
    ) -> None:
        self.shelf = sorted(shelf, key=lambda one: (country_name(one.rules.country), one.code))
        marked = CHOSEN if data is None else tuple(data.getlist("esquema"))
        self.chosen = tuple(one for one in self.shelf if one.code in marked)
        needs = {one.code: _needs(one, day=day) for one in self.chosen}
        # A scheme just added has no activity in the address yet: the usual family's is taken.
        data = None if data is None else _with_activities(data, self.chosen)
        super().__init__(data, auto_id="comparar-%s", use_required_attribute=False)
        self.fields["esquema"] = _schemes_field(self.shelf)
        self.fields |= _income_fields(self.chosen)
        self.fields |= _activity_fields(self.chosen, needs=needs)
        self.fields |= _person_fields()
        self.fields |= _enterprise_fields(self.chosen, needs=needs)
        self.fields |= _time_fields(day)
        self.day = day

    def clean_esquema(self) -> list[str]:
        """Refuse more schemes than can be told apart in one picture."""
        found: list[str] = self.cleaned_data["esquema"]
        if len(found) > MOST_SCHEMES:
            said = _("Elija como máximo %(count)d esquemas.") % {"count": MOST_SCHEMES}
            raise forms.ValidationError(said)
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse years that run backwards or are too many for a page."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("desde"), found.get("hasta")
        if first is not None and last is not None:
            if last < first:
                self.add_error("hasta", _("El último año no puede ser anterior al primero."))
            elif last - first >= MOST_MONTHS:
                said = _("Son demasiados años: como máximo %(count)d.") % {"count": MOST_MONTHS}
                self.add_error("hasta", said)
        return found

    def months(self) -> list[int]:
        """Give the chosen month of every year."""
        first, last = self.cleaned_data["desde"], self.cleaned_data["hasta"]
        return [12 * year + int(self.cleaned_data["mes"]) - 1 for year in range(first, last + 1)]

    def family(self, scheme: Scheme) -> Family:
        """Give the family as a scheme sees it: the same, with what it does there."""
        said = self.cleaned_data
        activity = said.get(_activity_name(scheme))
        return Family(
            activities=(activity,) if activity and activity != NONE else (),
            income=_said(said, "ingreso-", self.chosen),
            dependants=said["derechohabientes"],
            age=said["edad"],
            sex=Sex(said["sexo"]),
            workers=said.get("trabajadores") or 0,
            yearly_sales=_said(said, "ventas-", self.chosen),
            units_delivered=said.get("entregado") or 0,
            harvest=tuple(int(one) for one in said["cosecha"]),
        )

    def countries(self) -> list[tuple[str, list[Choice]]]:
        """Give the schemes to mark, by country."""
        marked = {one.code for one in self.chosen}
        found: dict[str, list[Choice]] = {}
        for one in self.shelf:
            choice = Choice(one.code, scheme_name(one), one.code in marked)
            found.setdefault(country_name(one.rules.country), []).append(choice)
        return list(found.items())

    def harvest(self) -> list[Choice]:
        """Give the months of the harvest to mark."""
        marked = self["cosecha"].value() or ()
        return [Choice(value, name, value in marked) for value, name in _month_choices()]

    def plain(self) -> list[forms.BoundField]:
        """Give the fields of the family that are one box each, in the order in which they are asked."""
        apart = ("esquema", "cosecha", "desde", "hasta", "mes", "familias")
        return [self[name] for name in self.fields if name not in apart]

    def problems(self) -> list[tuple[str, str]]:
        """Give what is wrong, each with the place to correct it."""
        return [
            (f"{self[name].label}: {text}", f"comparar-{name}")
            for name, told in self.errors.items()
            for text in told
        ]


def scheme_name(scheme: Scheme) -> str:
    """Name a scheme in the reader's language."""
    return scheme.rules.name.in_language(texts.language())


def _needs(scheme: Scheme, *, day: date) -> frozenset[str]:
    """Give the facts that a scheme looks at, in the latest month that it can be computed."""
    ready = latest_computable(scheme, day=day)
    return frozenset() if ready is None else ready.needs


def _activity_name(scheme: Scheme) -> str:
    return f"actividad-{scheme.code}"


def _usual_activity(scheme: Scheme) -> str:
    known = [one.code for one in scheme.rules.activities]
    return next((one for one in USUAL_ACTIVITIES if one in known), NONE)


def _with_activities(data: QueryDict, chosen: Iterable[Scheme]) -> QueryDict:
    filled = data.copy()
    for one in chosen:
        if _activity_name(one) not in filled:
            filled[_activity_name(one)] = _usual_activity(one)
    return filled


def _said(said: Mapping[str, Any], before: str, chosen: Iterable[Scheme]) -> dict[str, str | int]:
    """Give the money that was said, by currency, as a family's file writes it."""
    moneys = dict.fromkeys(one.currency for one in chosen)
    found = {one: said.get(f"{before}{one}") for one in moneys}
    return {one: figure_text(minor, unit=one) for one, minor in found.items() if minor is not None}


def _schemes_field(shelf: Sequence[Scheme]) -> forms.Field:
    said = _("Elija por lo menos un esquema.")
    return forms.MultipleChoiceField(
        label=_("Esquemas"),
        choices=[(one.code, scheme_name(one)) for one in shelf],
        initial=CHOSEN,
        error_messages={
            "required": said,
            "invalid_choice": _("Elija solo esquemas de la lista."),
        },
    )


def _money_fields(
    schemes: Iterable[Scheme], *, before: str, label: str, fact: str
) -> dict[str, forms.Field]:
    """Ask once for each currency, naming the countries where it is the money."""
    countries: dict[str, dict[str, None]] = {}
    for one in schemes:
        named = countries.setdefault(one.currency, {})
        named[country_name(one.rules.country)] = None
    return {
        f"{before}{currency}": MaybeFigure(
            label=label % {"country": ", ".join(named), "money": money_name(currency)},
            digits=minor_digits(currency),
            most=CEILINGS[fact],
            error_messages={"max_length": _("La cifra es demasiado grande.")},
        )
        for currency, named in countries.items()
    }


def _income_fields(chosen: Sequence[Scheme]) -> dict[str, forms.Field]:
    label = _("Ingreso de un mes en %(country)s (%(money)s)")
    return _money_fields(chosen, before="ingreso-", label=label, fact="declared_income")


def _activity_fields(
    chosen: Sequence[Scheme], *, needs: Mapping[str, frozenset[str]]
) -> dict[str, forms.Field]:
    language = texts.language()
    return {
        _activity_name(one): forms.ChoiceField(
            label=_("Actividad en %(scheme)s") % {"scheme": scheme_name(one)},
            choices=[
                (NONE, _("ninguna de estas")),
                *((each.code, each.name.in_language(language)) for each in one.rules.activities),
            ],
            initial=_usual_activity(one),
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Elija una actividad de la lista.")
            ),
        )
        for one in chosen
        if "activity" in needs[one.code]
    }


def _person_fields() -> dict[str, forms.Field]:
    return {
        "derechohabientes": _count(
            _("Derechohabientes, sin contar al titular"), most=50, initial=4
        ),
        "edad": _count(_("Edad del titular, en años cumplidos"), most=120, initial=40),
        "sexo": sex_field(),
    }


def _enterprise_fields(
    chosen: Sequence[Scheme], *, needs: Mapping[str, frozenset[str]]
) -> dict[str, forms.Field]:
    """Ask what few schemes look at: the employer's size, the harvest delivered."""
    found: dict[str, forms.Field] = {}
    if any("workers" in one for one in needs.values()):
        most = CEILINGS["workers"]
        found["trabajadores"] = _count(_("Trabajadores del empleador"), most=most, initial=0)
    if any("units_delivered" in one for one in needs.values()):
        label = _("Cosecha entregada en el mes, en la unidad de cada esquema")
        most = CEILINGS["units_delivered"] // 1_000
        found["entregado"] = _count(label, most=most, initial=0)
    asking = [one for one in chosen if "yearly_sales" in needs[one.code]]
    label = _("Ventas del empleador en el año en %(country)s (%(money)s)")
    return found | _money_fields(asking, before="ventas-", label=label, fact="yearly_sales")


def _time_fields(day: date) -> dict[str, forms.Field]:
    said = _("Elija un mes del año.")
    return {
        "cosecha": forms.MultipleChoiceField(
            label=_("Meses de cosecha"),
            required=False,
            choices=_month_choices(),
            initial=HARVEST,
            error_messages={"invalid_choice": _("Elija solo meses del año.")},
        ),
        "desde": _year(_("Desde el año"), day=day, initial=day.year - YEARS_BACK),
        "hasta": _year(_("Hasta el año"), day=day, initial=day.year),
        "mes": forms.ChoiceField(
            label=_("Mes de cada año"),
            choices=_month_choices(),
            initial=str(day.month),
            error_messages={"required": said, "invalid_choice": said},
        ),
        "familias": forms.BooleanField(
            label=_("Sumar 42 000 familias del ejemplo"), required=False
        ),
    }


def _month_choices() -> list[tuple[str, str]]:
    return [(str(number), texts.month_name(name)) for number, name in MONTHS.items()]


def _year(label: str, *, day: date, initial: int) -> forms.Field:
    return _whole(
        label,
        limits=(FIRST_YEAR, day.year + YEARS_AHEAD),
        initial=initial,
        said=_("Escriba el año con cuatro cifras, por ejemplo 2024."),
    )


def _count(label: str, *, most: int, initial: int) -> forms.Field:
    said = _("Escriba un número entero, por ejemplo 2.")
    return _whole(label, limits=(0, most), initial=initial, said=said)


def _whole(label: str, *, limits: tuple[int, int], initial: int, said: str) -> forms.Field:
    return forms.IntegerField(
        label=label,
        min_value=limits[0],
        max_value=limits[1],
        initial=initial,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": said,
            "invalid": said,
            "min_value": _("No puede ser menos que %(limit_value)s."),
            "max_value": _("No puede ser más que %(limit_value)s."),
        },
    )
