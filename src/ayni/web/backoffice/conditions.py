"""Records, ends and takes back a condition of a dependant; a refusal shows the person's page again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.core.actor import Actor
from ayni.core.affiliation.conditions import ConditionRefused
from ayni.cycle.conditions import MAY_RECORD, end_condition, record_condition, withdraw_condition
from ayni.web.actors import page
from ayni.web.backoffice.condition_forms import (
    END,
    ONE_DAY,
    RECORD,
    WITHDRAW,
    ChangeForm,
    ConditionForm,
    refusal_text,
)
from ayni.web.backoffice.person import TEMPLATE, Record, person_context, record_of
from ayni.web.clock import today

Errors = list[tuple[str, str]]


@require_POST
@page(*MAY_RECORD, reason="registrar la condición de una persona")
def conditions(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Do what the form asks, and go back to the person; what is refused is said above the page."""
    found = record_of(actor=actor, number=number, day=today(actor=actor), route=request.path)
    if found is None:
        raise Http404("no such person")
    form = None
    if request.POST.get("hacer") == RECORD and found.rule is not None:
        form = ConditionForm(request.POST, request.FILES, rule=found.rule)
        errors = _recorded(actor, found=found, form=form)
    else:
        errors = _changed(request, actor, person=found.person.id)
    if not errors:
        messages.success(request, _("Quedó registrado, con su nombre y la fecha."))
        return redirect("office-person", number=number)
    context: dict[str, Any] = person_context(found, day=today(actor=actor), form=form) | {
        "errors": errors
    }
    return render(request, TEMPLATE, context, status=422)


def _recorded(actor: Actor, *, found: Record, form: ConditionForm) -> Errors:
    if not form.is_valid():
        return _said(form)
    try:
        record_condition(
            actor=actor, person=found.person.id, claim=form.claim(), day=today(actor=actor)
        )
    except ConditionRefused as refusal:
        return [(refusal_text(refusal), "condicion-condicion")]
    return []


def _changed(request: HttpRequest, actor: Actor, *, person: int) -> Errors:
    asked = request.POST.get("hacer")
    form = ChangeForm(request.POST)
    if asked not in (END, WITHDRAW):
        return [(_("Elija qué hacer."), "condiciones")]
    if asked == WITHDRAW:
        del form.fields["hasta"]
    if not form.is_valid():
        return [(text, "condiciones") for text, _anchor in _said(form)]
    fact = form.cleaned_data["registro"]
    try:
        if asked == WITHDRAW:
            withdraw_condition(actor=actor, person=person, fact=fact)
        else:
            ends = form.cleaned_data["hasta"] + ONE_DAY
            end_condition(actor=actor, person=person, fact=fact, ends=ends)
    except ConditionRefused as refusal:
        return [(refusal_text(refusal), "condiciones")]
    return []


def _said(form: ConditionForm | ChangeForm) -> Errors:
    return [
        (f"{form.fields[name].label}: {text}", form[name].id_for_label)
        for name, found in form.errors.items()
        for text in found
    ]
