"""A participant's own page: the four exercises, the season month by month, what he promises."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.adapters.schemefiles import load_scheme
from ayni.core.actor import Actor, Role
from ayni.core.alliance.exchanges import UnknownPlace
from ayni.cycle import course_work as work
from ayni.cycle.course import name_of
from ayni.cycle.course_season import NotASandbox, SeasonOver
from ayni.cycle.course_season import pass_month as passed
from ayni.cycle.course_work import EXPLAIN, Learned, NotTicked, Work
from ayni.web import clock
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable
from ayni.web.course.forms import LearnedForm, PromiseForm
from ayni.web.course.words import COSTA_RICA, exercises

#: Who learns in a sandbox; the facilitator looks on as its auditor.
LEARNERS = (
    Role.NEGOTIATOR,
    Role.AFFILIATION,
    Role.HEAD,
    Role.REPRESENTATIVE,
    Role.SECRETARY,
)
CURRENCY = "PEN"
REFUSED_STATUS = 422


@require_http_methods(["GET", "HEAD", "POST"])
@page(*LEARNERS, Role.AUDITOR, reason="ver el propio cuaderno del curso")
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a participant's page; a commitment is sent to it."""
    day = clock.today(actor=actor)
    found = work.work(actor=actor, day=day)
    if found is None:
        raise Http404("no sandbox of a course")
    learns = actor.role in LEARNERS
    form = PromiseForm(request.POST if request.method == "POST" and learns else None, day=day)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        work.promise(
            actor=actor, what=given["que"], language=texts.language(), due_on=given["para"]
        )
        messages.success(request, _("Su compromiso quedó anotado en el curso."))
        return redirect("course-mine")
    return _shown(request, actor, found, form=form, learned=LearnedForm())


@require_POST
@page(*LEARNERS, reason="anotar una práctica del curso")
def practice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Note a practice in the course's exchange; what is wrong is told beside its field."""
    day = clock.today(actor=actor)
    found = work.work(actor=actor, day=day)
    if found is None:
        raise Http404("no sandbox of a course")
    form = LearnedForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        new = Learned(
            given["titulo"].strip(), given["texto"].strip(), given["esquema"], given["termino"]
        )
        try:
            work.learn(actor=actor, new=new, language=texts.language())
        except UnknownPlace:
            form.add_error("termino", _("Ese esquema no deja pactar esa cláusula."))
        else:
            messages.success(request, _("La práctica quedó anotada en el curso."))
            return redirect("course-mine")
    return _shown(request, actor, found, form=PromiseForm(None, day=day), learned=form)


def _shown(
    request: HttpRequest, actor: Actor, found: Work, *, form: PromiseForm, learned: LearnedForm
) -> HttpResponse:
    context = {
        "name": name_of(found.seat.participant),
        "exercises": exercises(done=found.done, role=actor.role),
        "table": _table(found),
        "next_month": texts.month(found.next_month) if found.next_month else "",
        "promised": [
            (
                one.what.read(texts.language())[0],
                texts.day(one.due_on),
                reverse("course-withdraw-commitment", args=[one.id]),
            )
            for one in found.promised
        ],
        "noted": [
            (
                one.title.read(texts.language())[0],
                _scheme_name(one.scheme),
                reverse("course-withdraw-practice", args=[one.id]),
            )
            for one in found.learned
        ],
        "learns": actor.role in LEARNERS,
        "form": form,
        "learned": learned,
    }
    status = REFUSED_STATUS if form.is_bound or learned.is_bound else 200
    return render(request, "ayni/course/mine.html", context, status=status)


def _scheme_name(code: str) -> str:
    return load_scheme(code).rules.name.in_language(texts.language())


def _table(found: Work) -> DataTable:
    columns = (
        Column(_("Mes")),
        Column(_("Familias"), "number"),
        Column(_("Se debía"), "money"),
        Column(_("Se pagó"), "money"),
        Column(_("Falta"), "money"),
        Column(_("Personas"), "number"),
        Column(_("Cubiertas al cierre"), "number"),
    )
    rows = [
        (
            Cell(texts.month(one.month)),
            Cell(texts.number(one.families)),
            Cell(texts.amount(one.due, CURRENCY)),
            Cell(texts.amount(one.paid, CURRENCY)),
            Cell(texts.amount(one.arrears, CURRENCY)),
            Cell(texts.number(one.persons)),
            Cell(texts.number(one.covered)),
        )
        for one in reversed(found.months)
    ]
    return DataTable(_("La temporada, mes a mes"), columns, rows)


@require_POST
@page(*LEARNERS, reason="ejercicio del curso")
def tick(request: HttpRequest, actor: Actor, exercise: int) -> HttpResponse:
    """Note an exercise; the first one leads on to the contribution to be explained."""
    try:
        work.tick(actor=actor, exercise=exercise)
    except (NotTicked, NotASandbox) as refused:
        raise Http404("nothing to tick") from refused
    if exercise == EXPLAIN:
        return redirect(COSTA_RICA)
    messages.success(request, _("Anotado."))
    return redirect("course-mine")


@require_POST
@page(*LEARNERS, reason="pasar un mes de la temporada")
def pass_month(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let a month of the season pass, and tell what it brought."""
    try:
        done = passed(actor=actor)
    except NotASandbox as refused:
        raise Http404("no sandbox of a course") from refused
    except SeasonOver:
        messages.warning(request, _("El año del ejemplo terminó. Se puede empezar de nuevo."))
        return redirect("course-mine")
    words = _("Pasó %(month)s: se debían %(due)s y llegaron %(received)s.")
    told = {
        "month": texts.month(done.month),
        "due": texts.amount(done.due, CURRENCY),
        "received": texts.amount(done.received, CURRENCY),
    }
    messages.success(request, words % told)
    return redirect("course-mine")
