"""The front door: everybody is led to the place of his role; a loading demo shows how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ayni.apps.access import queries as access
from ayni.core.actor import Role
from ayni.web.actors import mandates_of
from ayni.web.components import Stage

DEMO = "demo"


def front(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the visitor's role, or to sign in."""
    if not request.user.is_authenticated:
        return redirect("loading" if demo_is_loading() else "account_login")
    found = mandates_of(request)
    role = found[0].role if found else None
    place = {
        Role.SECRETARY: "portal-home",
        Role.REPRESENTATIVE: "portal-home",
        Role.CLERK: "clinic",
        Role.NEGOTIATOR: "agreements",
        Role.OBSERVER: "tables",
    }
    return redirect(place.get(role, "office-home") if role else "account_login")


def demo_is_loading() -> bool:
    """Tell whether the example programme is on its way."""
    stages = access.progress(job=DEMO)
    return any(stage.state in ("waiting", "running") for stage in stages)


def stage_names() -> dict[str, str]:
    """Name the stages of the example programme."""
    return {
        "files": _("Escribir las nóminas de ejemplo"),
        "alliance": _("Firmar el convenio y las adhesiones"),
        "intake": _("Leer las nóminas y afiliar a las familias"),
        "assess": _("Liquidar los seis meses"),
        "documents": _("Imprimir los avisos"),
        "collect": _("Leer los estados de cuenta y asignar los pagos"),
        "study": _("Estudiar si el programa dura"),
        "verify": _("Comprobar las cuentas"),
    }


def loading(request: HttpRequest) -> HttpResponse:
    """Show how far the example programme has come; htmx asks for the list alone."""
    names = stage_names()
    stages = [
        Stage(
            name=names.get(stage.stage, stage.stage),
            state=stage.state,
            done=stage.done,
            total=stage.total or None,
            seconds=f"{stage.seconds:.0f}" if stage.seconds else "",
            detail=stage.note,
        )
        for stage in access.progress(job=DEMO)
    ]
    busy = demo_is_loading()
    context = {
        "stages": stages,
        "busy": busy,
        "poll_url": request.path if busy else "",
        "refresh_seconds": 2 if busy else 0,
    }
    part = "HX-Request" in request.headers
    return render(request, "ayni/components/stages.html" if part else "ayni/loading.html", context)
