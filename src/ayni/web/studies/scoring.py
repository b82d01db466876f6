"""What was believed and what came: each component, month by month, within its band or outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.study.queries import RunState, Score
from ayni.core.actor import Actor
from ayni.core.benefit import MonthCost
from ayni.core.projection.experience import COST_OF, Component
from ayni.cycle import study_scoring, studying
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Action, Crumb
from ayni.web.studies.roles import READERS
from ayni.web.studies.study import found_study
from ayni.web.study_figures.scores import alert_texts, named, newest, score_text
from ayni.web.study_figures.written import ratio


@dataclass(frozen=True, slots=True)
class ShownScore:
    """One month of a component: the band and the mark as parts of the width, and the figures."""

    month: str
    band_x: str
    band_width: str
    mark: str
    expected: str
    between: str
    actual: str
    ratio: str
    alert: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One component with its months, newest first; ``alert`` says of the newest month that is known."""

    name: str
    rows: Sequence[ShownScore]
    alert: bool


@require_safe
@page(*READERS, reason="ver cómo resultó un estudio")
def score(request: HttpRequest, actor: Actor, study: int) -> HttpResponse:
    """Show how the months that came stood against the study's newest run that is done."""
    found = found_study(actor, study)
    done = next((one for one in found.runs if one.state is RunState.DONE), None)
    believed = None
    if done is not None:
        believed = study_scoring.believed(actor=actor, run=done.id)
        believed = study_scoring.told_in_part(actor=actor, found=believed)
    rows = believed.scores if believed else ()
    currency = load_scheme(studying.study_of(found.study).scheme).currency
    context = {
        "crumbs": [
            Crumb(_("Estudios"), reverse("studies")),
            Crumb(found.study.name, reverse("study", args=[study])),
            Crumb(_("Lo que creímos, lo que vino")),
        ],
        "study": found.study,
        "alerts": alert_texts(believed) if believed else [],
        "parts": parts_of(rows, currency=currency, partial=believed.partial if believed else {}),
        "actions": [Action(_("Costo de la atención"), reverse("care-costs"), "clinic", "quiet")],
    }
    return render(request, "ayni/studies/score.html", context)


def parts_of(
    rows: Sequence[Score], *, currency: str, partial: Mapping[int, MonthCost]
) -> list[ShownPart]:
    """Lay out the components; a benefit line of which no month is known is left out."""
    known = {one.component for one in rows if one.actual is not None}
    told = [one for one in rows if one.component in known or not one.component.startswith(COST_OF)]
    ordered = sorted(told, key=lambda one: (one.component, -one.month))
    alerts = {one.component for one in newest(rows) if one.alert}
    return [
        ShownPart(
            named(component),
            _rows(list(found), currency=currency, partial=partial),
            component in alerts,
        )
        for component, found in groupby(ordered, key=lambda one: one.component)
    ]


def _part(one: Score, *, currency: str, partial: Mapping[int, MonthCost]) -> str:
    """Say what is told of a month that is not known as a whole; it is never held against a whole one."""
    told = partial.get(one.month)
    if told is None or one.component != Component.COST:
        return ""
    said = {
        "amount": score_text(told.told, one.component, currency=currency),
        "adhesions": texts.number(told.adhesions),
        "of": texts.number(told.of),
    }
    if told.adhesions < told.of:
        return _("en parte: %(amount)s, %(adhesions)s de %(of)s adhesiones") % said
    return _("contado %(amount)s; falta algún renglón, o contrastarlo") % said


def _rows(
    found: Sequence[Score], *, currency: str, partial: Mapping[int, MonthCost]
) -> list[ShownScore]:
    """Draw all months of a component on one scale from nothing to the most there is."""
    most = max(max(one.high, one.actual or 0.0) for one in found) or 1.0

    def place(value: float) -> float:
        return 100 * min(1.0, max(0.0, value / (1.05 * most)))

    return [
        ShownScore(
            month=texts.month(one.month),
            band_x=f"{place(one.low):.1f}%",
            band_width=f"{max(0.5, place(one.high) - place(one.low)):.1f}%",
            mark="" if one.actual is None else f"{place(one.actual):.1f}%",
            expected=score_text(one.expected, one.component, currency=currency),
            between=_("de %(low)s a %(high)s")
            % {
                "low": score_text(one.low, one.component, currency=currency),
                "high": score_text(one.high, one.component, currency=currency),
            },
            actual=score_text(one.actual, one.component, currency=currency),
            ratio="—" if one.ratio is None else ratio(one.ratio),
            alert=one.alert,
            note=_part(one, currency=currency, partial=partial),
        )
        for one in found
    ]
