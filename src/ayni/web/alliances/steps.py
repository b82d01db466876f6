"""Steps of an agreement's life as forms: each with its reason and the last step its reader saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.apps.access.actions import acting
from ayni.apps.alliance import agreement_queries
from ayni.apps.alliance.life_actions import MovedOn
from ayni.apps.alliance.queries import Adhesion
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.life import Step
from ayni.cycle import agreement_life as life
from ayni.cycle.agreements import AgreementPage, UnknownAgreementPage, agreement_page
from ayni.cycle.negotiating import APPROVES, SPEAKS, WRITES, reopen
from ayni.web.actors import page
from ayni.web.alliances.agreement import STEPS, crumbs
from ayni.web.alliances.day import day_of
from ayni.web.alliances.words import REFUSED, refusal_text, step_name
from ayni.web.backoffice import texts

#: Steps that open a table instead of being taken at once.
OPENS = {Step.AMEND: "amendment", Step.RENEW: "renewal"}
MOST_FAMILIES = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form of a step was sent with."""

    why: str
    seen: int
    families: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(*WRITES, *APPROVES, *SPEAKS, reason="dar un paso en la vida de un convenio")
def step(request: HttpRequest, actor: Actor, number: int, what: str) -> HttpResponse:
    """Show the form of a step, or take it; a refusal keeps what was written and tells what happened since."""
    day = day_of(actor)
    found = _found(actor, number, day=day)
    if what not in STEPS:
        raise Http404("no such step")
    taken = STEPS[what]
    if request.method != "POST":
        asked = Asked("", found.standing.number, str(max(found.families_in_all, 1)))
        refused = "" if taken in found.may.steps else _("Ese paso no cabe ahora, o no es suyo.")
        return _shown(request, found, taken, asked, refused=refused)
    asked = _asked(request)
    try:
        return _take(request, actor, found, taken, asked, day=day)
    except NotAllowed as error:
        return _shown(request, found, taken, asked, refused=refusal_text(error), status=403)
    except REFUSED as error:
        status = 409 if isinstance(error, MovedOn) else 422
        return _shown(request, found, taken, asked, refused=refusal_text(error), status=status)


def _found(actor: Actor, number: int, *, day: date) -> AgreementPage:
    try:
        return agreement_page(actor=actor, number=number, day=day, size=0)
    except UnknownAgreementPage:
        raise Http404("no such agreement") from None


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        why=request.POST.get("motivo", "").strip()[:1000].replace("\0", ""),
        seen=whole(request.POST.get("visto", ""), most=1_000_000),
        families=request.POST.get("familias", "")[:20],
    )


def whole(text: str, *, most: int) -> int:
    """Read a plain whole number; what is none is 0."""
    plain = text.isascii() and text.isdecimal() and len(text) < 12
    return int(text) if plain and int(text) <= most else 0


def _take(
    request: HttpRequest,
    actor: Actor,
    found: AgreementPage,
    taken: Step,
    asked: Asked,
    *,
    day: date,
) -> HttpResponse:
    number = found.head.id
    if taken in OPENS:
        return _open(request, actor, found, taken, asked, day=day)
    act = {"actor": actor, "agreement": number, "seen": asked.seen, "day": day, "why": asked.why}
    if taken is Step.GIVE_NOTICE:
        falls = life.give_notice(**act)  # type: ignore[arg-type]
        told = _("Se dio preaviso. El convenio termina el %(day)s.") % {"day": texts.day(falls)}
    else:
        do = {
            Step.SUSPEND: life.suspend,
            Step.RESUME: life.resume,
            Step.WITHDRAW_NOTICE: life.withdraw_notice,
        }[taken]
        do(**act)  # type: ignore[arg-type]
        told = step_name(taken) + "."
    messages.success(request, told)
    return redirect("agreement", number=number)


def _open(
    request: HttpRequest,
    actor: Actor,
    found: AgreementPage,
    taken: Step,
    asked: Asked,
    *,
    day: date,
) -> HttpResponse:
    """Open the table of an amendment or a renewal."""
    if not asked.why:
        raise life.ReasonNeeded(found.head.code)
    families = whole(asked.families, most=MOST_FAMILIES)
    if not families:
        said = _("Escriba cuántas familias se esperan, en cifras: por ejemplo 420.")
        return _shown(request, found, taken, asked, refused=said, status=422)
    table = reopen(
        actor=actor.because(asked.why[:200]),
        agreement=found.head.id,
        purpose=OPENS[taken],
        expected_families=families,
        day=day,
        seen=asked.seen,
    )
    messages.success(request, _("La mesa está abierta. Proponga los términos."))
    return redirect("table", number=table)


def _shown(
    request: HttpRequest,
    found: AgreementPage,
    taken: Step,
    asked: Asked,
    *,
    refused: str,
    status: int = 200,
) -> HttpResponse:
    since = [one for one in found.happened if one.number > asked.seen] if status == 409 else []
    title, lead = _ask(taken)
    context: dict[str, Any] = {
        "crumbs": crumbs(found.head.code, reverse("agreement", args=[found.head.id]), title),
        "head": found.head,
        "title": title,
        "lead": lead,
        "asked": asked,
        # Whoever was told what happened meanwhile decides with that before him.
        "seen": found.standing.number,
        "opens": taken in OPENS,
        "look_first": _look_first(found, taken),
        "blocked": bool(refused) and status == 200,
        "refused": refused,
        "errors": [(refused, "motivo")] if refused and status != 200 else [],
        "since": [
            (texts.day(one.effective), step_name(one.step), one.author, one.why) for one in since
        ],
    }
    return render(request, "ayni/alliances/step.html", context, status=status)


def _look_first(found: AgreementPage, taken: Step) -> tuple[str, str] | None:
    """Give the page to read before the step, if there is one: its words and its address."""
    number, life = found.head.id, found.standing.life
    if taken is Step.GIVE_NOTICE and (life.falls_on or life.ends):
        told = _("Lo que las familias conservan si el convenio termina en su día")
        return told, reverse("agreement-ending", args=[number])
    if taken is Step.RENEW:
        told = _("Lo que cambiaría al renovar, asociación por asociación")
        return told, reverse("agreement-renewal", args=[number])
    return None


def _ask(taken: Step) -> tuple[str, str]:
    """Give a step's title and what it does."""
    return {
        Step.AMEND: (
            _("Enmendar el convenio"),
            _("Abre una mesa sobre la ley con que se firmó. Lo vigente sigue hasta que se firme."),
        ),
        Step.RENEW: (
            _("Renovar el convenio"),
            _("Abre una mesa sobre la ley de hoy. Los precios se vuelven a calcular."),
        ),
        Step.SUSPEND: (
            _("Suspender el convenio"),
            _("Los meses que comiencen no se liquidan; los meses pagados siguen dando derecho."),
        ),
        Step.RESUME: (
            _("Reanudar el convenio"),
            _("Los meses que comiencen se liquidan otra vez."),
        ),
        Step.GIVE_NOTICE: (
            _("Dar preaviso de término"),
            _("El convenio termina cuando pase el preaviso que pactaron, o el de la ley."),
        ),
        Step.WITHDRAW_NOTICE: (
            _("Retirar el preaviso"),
            _("El convenio sigue como estaba, hasta su propio término."),
        ),
    }[taken]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Role.AFFILIATION, Role.NEGOTIATOR, Role.HEAD, reason="anotar la salida de una asociación")
def leave(request: HttpRequest, actor: Actor, number: int, adhesion: int) -> HttpResponse:
    """Let one association leave: its adhesion ends on a day, the agreement runs on."""
    one = _adhesion(actor, number, adhesion)
    day = day_of(actor)
    typed = request.POST.get("dia", "")[:10] if request.method == "POST" else ""
    refused, status = "", 200
    if request.method == "POST":
        refused = _leave(actor, one, typed, seen=request.POST.get("visto", ""))
        if not refused:
            said = _("%(name)s deja el convenio el %(day)s.")
            told = {"name": one.association_name, "day": texts.day(date.fromisoformat(typed))}
            messages.success(request, said % told)
            return redirect("agreement", number=number)
        status = 422
    title = _("Anotar la salida de una asociación")
    context = {
        "crumbs": crumbs(one.agreement_code, reverse("agreement", args=[number]), title),
        "title": title,
        "one": one,
        "number": number,
        "typed": typed or day.isoformat(),
        "seen": _ends(one),
        "errors": [(refused, "dia")] if refused else [],
    }
    return render(request, "ayni/alliances/leave.html", context, status=status)


def _adhesion(actor: Actor, number: int, adhesion: int) -> Adhesion:
    with acting(actor):
        found = agreement_queries.adhesion(actor=actor, agreement=number, number=adhesion)
    if found is None:
        raise Http404("no such adhesion")
    return found


def _ends(one: Adhesion) -> str:
    return one.ends.isoformat() if one.ends else "-"


def _leave(actor: Actor, one: Adhesion, typed: str, *, seen: str) -> str:
    """Write the leaving; gives why not, or nothing."""
    day = read_day(typed)
    if day is None:
        return _("Escriba el día como año, mes y día: 2027-03-31.")
    try:
        if seen != _ends(one):
            raise MovedOn(one.code)
        life.leave(actor=actor, adhesion=one.code, day=day)
    except REFUSED as error:
        return refusal_text(error)
    return ""


def read_day(text: str) -> date | None:
    """Read a day written as a browser sends it; a year beyond reach is no day."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None
