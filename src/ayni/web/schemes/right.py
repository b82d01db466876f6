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
    compile_window,
    qualifying_on,
    tell,
)
from ayni.core.periods import Span, first_day, last_day, month_of, month_text
from ayni.core.scheme import Event, ParameterMissing, Scheme
from ayni.web.backoffice import texts
from ayni.web.clinic.telling import (
    benefit_names,
    closed_texts,
    event_names,
    reasons_text,
    window_states,
)
from ayni.web.components import StripYear, strip_years
from ayni.web.schemes.facts import Choice
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.values import Norm, norm

YEARS_AHEAD = 20


class RightForm(forms.Form):
    """What brings the person, and the day; the months stand beside it as a strip of boxes."""

    motivo = forms.ChoiceField()
    dia = forms.DateField()
    prestacion = forms.ChoiceField(required=False)
    afiliado = forms.DateField(required=False)

    def __init__(self, data: Any = None, *, day: date, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(data, auto_id="derecho-%s", use_required_attribute=False, **kwargs)
        self.today = day
        self._ask_benefit(scheme)
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

    def _ask_benefit(self, scheme: Scheme) -> None:
        """Ask for the benefit and since when affiliated, where a benefit opens only later."""
        names = benefit_names(scheme)
        if not names:
            del self.fields["prestacion"], self.fields["afiliado"]
            return
        benefit, since = self.fields["prestacion"], self.fields["afiliado"]
        benefit.label, since.label = _("Prestación"), _("Afiliada desde")
        benefit.choices = [("", _("Cualquier otra atención")), *names.items()]  # type: ignore[attr-defined]
        since.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        benefit.error_messages["invalid_choice"] = _("Elija una prestación de la lista.")
        since.error_messages["invalid"] = _("Escriba la fecha como día, mes y año.")

    def clean_dia(self) -> date:
        """Refuse a year far ahead: it can only be a slip of the pen."""
        asked: date = self.cleaned_data["dia"]
        if asked.year > self.today.year + YEARS_AHEAD:
            raise forms.ValidationError(_("Revise el año de la fecha."))
        return asked


@dataclass(frozen=True, slots=True)
class Given:
    """The answer: covered or not, until when, why, what still waits, what to do, the months as a strip."""

    state: str
    until: str
    reason: str
    closed: Sequence[str]
    advice: str
    strip: Sequence[StripYear]
    norms: Sequence[Norm]
    caution: str


@dataclass(frozen=True, slots=True)
class Right:
    """The form with its months; ``moved`` when the day changed and other months are asked about.

    ``always`` names the events that are attended whatever the rule, and though there is none.
    """

    form: RightForm
    always: str
    months: Sequence[Choice]
    rule: str
    drawn_for: str
    moved: bool
    given: Given | None


def right_of(found: Assembled, *, asked: QueryDict | None, day: date) -> Right:
    """Give the form with the months that the day's window holds, answered when somebody asked."""
    form = RightForm(asked, day=day, scheme=found.scheme)
    valid = form.is_bound and form.is_valid()
    event_day = form.cleaned_data["dia"] if valid else day
    always = _always(found.scheme)
    figures, given = _figures(found.scheme, day=event_day), None
    if figures is None and valid:
        given = _without_rule(found, form=form)
        if given is None:
            form.add_error("dia", _("El esquema no tiene reglas para ese día. Elija otra fecha."))
        figures, valid = _figures(found.scheme, day=day), False
        event_day = day
    if figures is None:
        return Right(form, always, (), "", "", moved=False, given=given)
    shown_for = month_text(month_of(event_day))
    marked = set(asked.getlist("meses")) if asked is not None else set()
    window = compile_window(figures).months(event_month=month_of(event_day))
    moved = valid and asked is not None and asked.get("hasta", shown_for) != shown_for
    if valid and not moved:
        given = _given(found, form=form, marked=marked, window=window)
    months = _months(window, marked=marked)
    return Right(form, always, months, _rule(figures), shown_for, moved, given)


def _always(scheme: Scheme) -> str:
    names = event_names()
    return ", ".join(names[one.value].lower() for one in scheme.rules.arrears.never_suspended)


def _without_rule(found: Assembled, *, form: RightForm) -> Given | None:
    """Answer an event that is attended though there is no rule; another has no answer."""
    event, day = Event(form.cleaned_data["motivo"]), form.cleaned_data["dia"]
    if event not in found.scheme.rules.arrears.never_suspended:
        return None
    facts = PersonFacts(role=PersonRole.INSURED_PERSON, affiliation=(Span(day, None),), paid=())
    return _told(answer(facts=facts, scheme=found.scheme, event=event, day=day), found=found)


def _figures(scheme: Scheme, *, day: date) -> QualifyingFigures | None:
    try:
        return qualifying_on(scheme, day=day)
    except (ParameterMissing, ImpossibleCondition):
        return None


def _months(window: range, *, marked: set[str]) -> list[Choice]:
    return [
        Choice(
            month_text(month),
            f"{texts.short_month(month)} {month // 12}",
            month_text(month) in marked,
        )
        for month in window
    ]


def _rule(figures: QualifyingFigures) -> str:
    """Say the qualifying condition in a sentence."""
    window = {"window": figures.window, "n": figures.consecutive, "k": figures.within}
    if figures.lag == 0 and figures.window == 1:
        return _("Lo pagado cubre sus propios meses: el de la atención tiene que estar pagado.")
    if figures.consecutive is None:
        said = _("Se piden %(k)s meses pagados entre los %(window)s anteriores.")
    elif figures.within is None:
        said = _("Se piden %(n)s meses seguidos entre los %(window)s anteriores.")
    else:
        said = _(
            "Se piden %(n)s meses seguidos, o %(k)s en total, entre los %(window)s anteriores."
        )
    last = _("El mes de la atención no cuenta.")
    if figures.lag == 0:
        last = _("El mes de la atención es el último de ellos.")
    return f"{said % window} {last}"


def _given(found: Assembled, *, form: RightForm, marked: set[str], window: range) -> Given:
    asked = form.cleaned_data
    affiliated = asked.get("afiliado") or first_day(window[0])
    # Whoever marks the month of the care says that it was paid before it.
    day = asked["dia"]
    marked_months = [one for one in window if month_text(one) in marked]
    paid = tuple(PaidMonth(one, min(last_day(one), day)) for one in marked_months)
    facts = PersonFacts(
        role=PersonRole.INSURED_PERSON,
        affiliation=(Span(affiliated, None),),
        paid=paid,
        owed=tuple(window),
    )
    answered = answer(
        facts=facts,
        scheme=found.scheme,
        event=Event(asked["motivo"]),
        day=day,
        benefit=asked.get("prestacion") or None,
    )
    return _told(answered, found=found)


def _told(answered: Answer, *, found: Assembled) -> Given:
    told = tell(answered, language=texts.language())
    norms = {one.reference.title: one.reference for one in answered.readings}
    return Given(
        state=answered.verdict.value,
        until=texts.day(answered.covered_until),
        reason=reasons_text(answered),
        closed=closed_texts(answered),
        advice=told.advice,
        strip=_strip(answered),
        norms=[norm(one, anchors=found.anchors) for one in norms.values()],
        caution=told.caution or "",
    )


def _strip(answered: Answer) -> list[StripYear]:
    """Lay the window out by whole years; no month beside it counts."""
    seen = window_states(answered, spans=())
    if not seen:
        return []
    first, last = min(seen) // 12, max(seen) // 12
    return strip_years(dict.fromkeys(range(12 * first, 12 * last + 12), "outside") | seen)
