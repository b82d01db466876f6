"""Writing down an exchange and what belongs to it: a form each, and refusals told beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_actions as actions
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.exchange_actions import (
    AlreadyRecorded,
    AlreadyWithdrawn,
    FollowUpRefused,
    UnknownExchange,
)
from ayni.apps.alliance.exchange_queries import Exchange
from ayni.apps.sql.frames import LARGEST
from ayni.apps.study.exchanges import AlreadyLinked
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import (
    DatesRefused,
    LinkRefused,
    Noted,
    UnknownPlace,
    term_names,
)
from ayni.cycle import exchanges as cycle
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Crumb
from ayni.web.exchanges.forms import (
    CommitmentForm,
    ExchangeForm,
    FollowUpForm,
    ParticipantForm,
    PracticeForm,
    StudyForm,
)
from ayni.web.exchanges.roles import LINKERS, WRITERS, business_day, may_link
from ayni.web.exchanges.telling import shown_commitment, text_of
from ayni.web.exchanges.withdrawing import back_to, found_noting, gone

REFUSED_STATUS = 422
Save = Callable[[], int]
asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@page(*WRITERS, reason="anotar un intercambio")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down an exchange."""
    form = ExchangeForm(_sent(request), earlier=_all(actor))

    def save() -> int:
        with acting(actor):
            return actions.record_exchange(actor=actor, new=form.new(), follows=form.follows())

    return _answer(request, form=form, save=save, title=_("Anotar un intercambio"), exchange=None)


@asked
@page(*WRITERS, reason="corregir un intercambio")
def correct(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Write an exchange down anew."""
    found = _found(actor, number)
    others = [one for one in _all(actor) if one.id != number]
    form = ExchangeForm(_sent(request), earlier=others, initial=_initial(found))

    def save() -> int:
        with acting(actor):
            actions.correct_exchange(
                actor=actor,
                exchange=number,
                new=form.new(before=found.title),
                follows=form.follows(),
            )
        return number

    return _answer(
        request, form=form, save=save, title=_("Corregir el intercambio"), exchange=found
    )


def _initial(found: Exchange) -> dict[str, Any]:
    title = text_of(found.title)
    given = {
        "tipo": found.kind.value,
        "titulo": title.text,
        "lugar": found.place,
        "pais": found.country,
        "ano": found.year,
        "desde": found.starts,
        "hasta": found.ends,
        "sigue_a": str(found.follows or ""),
        "fuente": found.source.title,
        "enlace": found.source.url,
        "idioma_fuente": found.language,
        "firmeza": found.source.standing.value,
    }
    return {**given, "idioma": title.lang} if title.lang else given


@asked
@page(*WRITERS, reason="anotar una institución de un intercambio")
def participant(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Add an institution."""
    found, form = _found(actor, number), ParticipantForm(_sent(request))

    def save() -> int:
        with acting(actor):
            actions.add_participant(actor=actor, exchange=number, new=form.new())
        return number

    return _answer(
        request, form=form, save=save, title=_("Agregar una institución"), exchange=found
    )


@asked
@page(*WRITERS, reason="anotar una práctica de un intercambio")
def practice(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Add a practice."""
    found, form = _found(actor, number), PracticeForm(_sent(request))

    def save() -> int:
        cycle.learn(actor=actor, exchange=number, new=form.new())
        return number

    return _answer(request, form=form, save=save, title=_("Agregar una práctica"), exchange=found)


@asked
@page(*WRITERS, reason="anotar un compromiso de un intercambio")
def commitment(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Add a commitment."""
    found, form = _found(actor, number), CommitmentForm(_sent(request))

    def save() -> int:
        with acting(actor):
            actions.add_commitment(actor=actor, exchange=number, new=form.new())
        return number

    return _answer(request, form=form, save=save, title=_("Agregar un compromiso"), exchange=found)


@asked
@page(*WRITERS, reason="anotar qué pasó con un compromiso")
def follow_up(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Add what became of a commitment."""
    day = business_day(actor)
    with acting(actor):
        promised = queries.commitment(actor=actor, number=number) if number <= LARGEST else None
    if promised is None:
        noted = found_noting(actor, what=Noted.COMMITMENT, number=number)
        return gone(request, noted, title=_("Anotar qué pasó"), back=back_to(actor, noted))
    everything = _all(actor)
    others = [one for one in everything if one.id != promised.exchange]
    studies = cycle.kept_studies(actor=actor) if may_link(actor) else None
    form = FollowUpForm(_sent(request), today=day, others=others, studies=studies)

    def save() -> int:
        new, study = form.new(), form.study()
        cycle.follow_up(actor=actor, commitment=number, new=new, study=study, today=day)
        return promised.exchange

    return _answer(
        request,
        form=form,
        save=save,
        title=_("Anotar qué pasó"),
        exchange=_found(actor, promised.exchange),
        commitment=shown_commitment(promised, day=day, exchanges=everything),
    )


@asked
@page(*LINKERS, reason="enlazar un estudio a un intercambio")
def study(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Let an exchange name a study kept here."""
    found = _found(actor, number)
    form = StudyForm(_sent(request), studies=cycle.kept_studies(actor=actor))

    def save() -> int:
        day = business_day(actor)
        cycle.link_study(actor=actor, exchange=number, study=form.study(), today=day)
        return number

    return _answer(request, form=form, save=save, title=_("Agregar un estudio"), exchange=found)


@require_POST
@page(*WRITERS, reason="borrar el nombre de una persona de un intercambio")
def name_out(request: HttpRequest, actor: Actor, number: int, person: int) -> HttpResponse:
    """Take a person's name out for good."""
    try:
        with acting(actor):
            actions.take_out_name(actor=actor, exchange=number, person=person)
    except UnknownExchange:
        raise Http404("no such name") from None
    messages.success(request, _("El nombre se borró y no se puede recuperar."))
    return redirect("exchange", number=number)


def _sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent; an empty form that was sent is not one that nobody has filled in yet."""
    return request.POST if request.method == "POST" else None


def _all(actor: Actor) -> list[Exchange]:
    with acting(actor):
        return queries.exchanges(actor=actor)


def _found(actor: Actor, number: int) -> Exchange:
    if number > LARGEST:
        raise Http404("no such exchange")
    with acting(actor):
        found = queries.exchanges(actor=actor, numbers=[number])
    if not found:
        raise Http404("no such exchange")
    return found[0]


def _answer(
    request: HttpRequest,
    *,
    form: forms.Form,
    save: Save,
    title: str,
    exchange: Exchange | None,
    **more: object,
) -> HttpResponse:
    """Show the form, or write down what it says and go to the exchange; a refusal is told in the form."""
    if form.is_bound and form.is_valid():
        number = _saved(form, save=save)
        if number is not None:
            messages.success(request, _("Quedó anotado."))
            return redirect("exchange", number=number)
    crumbs = [Crumb(_("Experiencias"), reverse("exchanges"))]
    if exchange is not None:
        crumbs.append(Crumb(text_of(exchange.title).text, reverse("exchange", args=[exchange.id])))
    context = {
        "form": form,
        "heading": title,
        "crumbs": [*crumbs, Crumb(title)],
        "cancel": crumbs[-1].url,
        **more,
    }
    status = REFUSED_STATUS if form.is_bound else 200
    return render(request, "ayni/exchanges/form.html", context, status=status)


def _saved(form: forms.Form, *, save: Save) -> int | None:
    """Write down what a form says; what the rules refuse becomes the form's own error."""
    try:
        return save()
    except UnknownPlace:
        form.add_error(None, _place_refused(form))
    except AlreadyWithdrawn:
        form.add_error(None, _("Ese compromiso se retiró; ya no se anota qué pasó con él."))
    except (AlreadyRecorded, AlreadyLinked):
        form.add_error(None, _("Ya está anotado."))
    except DatesRefused:
        form.add_error("sigue_a", _("Sigue a uno de un año posterior."))
    except FollowUpRefused:
        form.add_error("dia", _("Hay un seguimiento de un día posterior; no se anota antes de él."))
    except UnknownAgreement:
        form.add_error("convenio", _("No hay un convenio con ese código."))
    except LinkRefused:
        form.add_error("intercambio", _("Un compromiso no lleva a su propio intercambio."))
    return None


def _place_refused(form: forms.Form) -> str:
    """Say what the chosen scheme has."""
    scheme = load_scheme(form.cleaned_data["esquema"])
    said = _("Ese esquema no tiene ese parámetro o esa cláusula. Parámetros: %(names)s. %(terms)s")
    terms = [name for _word, name in term_names(scheme, language=texts.language())]
    clauses = (
        _("Cláusulas: %(names)s.") % {"names": ", ".join(terms)}
        if terms
        else _("No tiene cláusulas negociables.")
    )
    names = ", ".join(one.name for one in scheme.parameters)
    return said % {"names": names, "terms": clauses}
