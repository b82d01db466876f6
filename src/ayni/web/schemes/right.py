"""Would somebody be covered under a scheme: months paid marked by hand, an event, a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from ayni.core.entitlement import (
    Answer,
    ImpossibleCondition,
    PaidMonth,
    PersonFacts,
    PersonRole,
    QualifyingFigures,
    answer,
    qualifying_on,
    tell,
)
from ayni.core.periods import Span, first_day, last_day, month_of, month_text
from ayni.core.scheme import Event, ParameterMissing, Scheme
from ayni.web.backoffice import texts
from ayni.web.clinic.telling import event_names, reasons_text, window_states
from ayni.web.components import StripYear, strip_years
from ayni.web.schemes.facts import Choice
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.values import Norm, norm

YEARS_AHEAD = 20


class RightForm(forms.Form):
    """What brings the person, and the day; the months stand beside it as a strip of boxes."""

    motivo = forms.ChoiceField()
    dia = forms.DateField()

    def __init__(self, data: Any = None, *, day: date, **kwargs: Any) -> None:
        super().__init__(data, auto_id="derecho-%s", use_required_attribute=False, **kwargs)
        self.today = day
        event, asked = self.fields["motivo"], self.fields["dia"]
        names = event_names()
        event.label, asked.label = _("Motivo"), _("Fecha de la atención")
        event.choices = [  # type: ignore[attr-defined]
            (one.value, names.get(one.value, one.value)) for one in Event
        ]
        event.initial, asked.initial = Event.ILLNESS.value, day
        asked.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        event.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), _("Elija el motivo de la atención.")
        )
        asked.error_messages |= dict.fromkeys(
            ("required", "invalid"), _("Escriba la fecha como día, mes y año.")
        )

    def clean_dia(self) -> date:
        """Refuse a year far ahead: it can only be a slip of the pen."""
        asked: date = self.cleaned_data["dia"]
        if asked.year > self.today.year + YEARS_AHEAD:
            raise forms.ValidationError(_("Revise el año de la fecha."))
        return asked


@dataclass(frozen=True, slots=True)
class Given:
    """The answer: covered or not, until when, why, what to do, and the months as a strip."""

    state: str
    until: str
    reason: str
    advice: str
    strip: Sequence[StripYear]
    norms: Sequence[Norm]
    caution: str


@dataclass(frozen=True, slots=True)
class Right:
    """The form with its months; ``moved`` when the day changed and other months are asked about."""

    form: RightForm
    months: Sequence[Choice]
    rule: str
    drawn_for: str
    moved: bool
    given: Given | None


def right_of(found: Assembled, *, asked: QueryDict | None, day: date) -> Right:
    """Give the form with the months that the day's window holds, answered when somebody asked."""
    form = RightForm(asked, day=day)
    valid = form.is_bound and form.is_valid()
    event_day = form.cleaned_data["dia"] if valid else day
    figures = _figures(found.scheme, day=event_day)
    if figures is None and valid:
        form.add_error("dia", _("El esquema no tiene reglas para ese día. Elija otra fecha."))
        figures, valid = _figures(found.scheme, day=day), False
        event_day = day
    if figures is None:
        return Right(form, (), "", "", moved=False, given=None)
    shown_for = month_text(month_of(event_day))
    marked = set(asked.getlist("meses")) if asked is not None else set()
    months = _months(event_day, width=figures.window, marked=marked)
    moved = valid and asked is not None and asked.get("hasta", shown_for) != shown_for
    given = None
    if valid and not moved:
        event = Event(form.cleaned_data["motivo"])
        given = _given(found, event=event, day=event_day, marked=marked, width=figures.window)
    return Right(form, months, _rule(figures), shown_for, moved, given)


def _figures(scheme: Scheme, *, day: date) -> QualifyingFigures | None:
    try:
        return qualifying_on(scheme, day=day)
    except (ParameterMissing, ImpossibleCondition):
        return None


def _window(day: date, *, width: int) -> range:
    return range(month_of(day) - width, month_of(day))


def _months(day: date, *, width: int, marked: set[str]) -> list[Choice]:
    return [
        Choice(
            month_text(month),
            f"{texts.short_month(month)} {month // 12}",
            month_text(month) in marked,
        )
        for month in _window(day, width=width)
    ]


def _rule(figures: QualifyingFigures) -> str:
    """Say the qualifying condition in a sentence."""
    window = {"window": figures.window, "n": figures.consecutive, "k": figures.within}
    if figures.consecutive is None:
        return _("Se piden %(k)s meses pagados entre los %(window)s anteriores.") % window
    if figures.within is None:
        return _("Se piden %(n)s meses seguidos entre los %(window)s anteriores.") % window
    said = _("Se piden %(n)s meses seguidos, o %(k)s en total, entre los %(window)s anteriores.")
    return said % window


def _given(found: Assembled, *, event: Event, day: date, marked: set[str], width: int) -> Given:
    window = _window(day, width=width)
    affiliated = first_day(window[0])
    paid = tuple(PaidMonth(one, last_day(one)) for one in window if month_text(one) in marked)
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(affiliated, None),),
        paid=paid,
        owed=tuple(window),
    )
    return _told(answer(facts=facts, scheme=found.scheme, event=event, day=day), found=found)


def _told(answered: Answer, *, found: Assembled) -> Given:
    told = tell(answered, language=texts.language())
    norms = {one.reference.title: one.reference for one in answered.readings}
    return Given(
        state=answered.verdict.value,
        until=texts.day(answered.covered_until),
        reason=reasons_text(answered),
        advice=told.advice,
        strip=_strip(answered),
        norms=[norm(one, anchors=found.anchors) for one in norms.values()],
        caution=told.caution or "",
    )


def _strip(answered: Answer) -> list[StripYear]:
    """Lay the window out by whole years; no month beside it counts."""
    seen = window_states(answered, spans=())
    first, last = min(seen) // 12, max(seen) // 12
    return strip_years(dict.fromkeys(range(12 * first, 12 * last + 12), "outside") | seen)
