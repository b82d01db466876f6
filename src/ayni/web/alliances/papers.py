"""The papers of an agreement: printed when it is signed, downloaded, the signed scan kept, a draft to read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.agreement_queries import VersionPaper
from ayni.apps.document.queries import File
from ayni.core.actor import Actor
from ayni.core.alliance.scans import LARGEST, ScanRefused
from ayni.cycle import agreement_papers as papers
from ayni.cycle.agreement_papers import NoSuchPaper, Shelf
from ayni.cycle.negotiating import APPROVES, WRITES, NothingProposed, UnknownNegotiation
from ayni.web.actors import page
from ayni.web.alliances.roles import AT_TABLE
from ayni.web.alliances.words import REFUSED, paper_name, refusal_text
from ayni.web.backoffice import texts
from ayni.web.backoffice.notices import attachment

log = logging.getLogger(__name__)
#: The same terms for programs: form -> media type, end of the file's name.
FORMS = {
    "pdf": ("application/pdf", "pdf"),
    "json": ("application/json", "json"),
    "fhir": ("application/fhir+json", "fhir.json"),
}
FIELD = "archivo"
KEEPS = (*WRITES, *APPROVES)
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A kept paper as it is listed: its name with its language, its size and the first signs of its digest."""

    name: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class PaperTray:
    """What stands beside the newest version: other forms of its terms, and what the reader may do."""

    agreement: int
    version: int
    forms: tuple[tuple[str, str], ...]
    may_print: bool
    may_keep: bool
    max_bytes: int = LARGEST
    max_text: str = f"{LARGEST // _MB} MB"


def shown_papers(found: Sequence[VersionPaper], *, agreement: int) -> tuple[ShownPaper, ...]:
    """List kept papers for people."""
    return tuple(
        ShownPaper(
            paper_name(one.kind),
            reverse("agreement-paper", args=[agreement, one.id]),
            " · ".join(part for part in (_size(one.size), _digest(one.digest)) if part),
        )
        for one in found
    )


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / 1024))} KB"


def _digest(digest: bytes) -> str:
    return _("huella %(digest)s") % {"digest": digest.hex()[:12]}


def tray(actor: Actor, *, agreement: int, version: int, found: Sequence[VersionPaper]) -> PaperTray:
    """Lay out what may be had of a version and done with its papers."""
    kept = {one.kind for one in found}
    unprinted = any(f"text_{language}" not in kept for language in papers.LANGUAGES)
    forms = [("JSON", "json"), ("FHIR", "fhir")]
    if unprinted:
        forms.insert(0, ("PDF", "pdf"))
    keeps = actor.role in KEEPS
    return PaperTray(
        agreement,
        version,
        tuple((name, reverse("agreement-export", args=[agreement, form])) for name, form in forms),
        may_print=keeps and unprinted,
        may_keep=keeps,
    )


@require_safe
@page(*AT_TABLE, reason="descargar un papel del convenio")
def paper(request: HttpRequest, actor: Actor, number: int, paper_number: int) -> HttpResponse:
    """Give a kept paper to be saved."""
    try:
        kept = papers.paper_numbered(actor=actor, agreement=number, number=paper_number)
    except (UnknownAgreement, NoSuchPaper):
        raise Http404("no such paper") from None
    return attachment(kept)


@require_safe
@page(*AT_TABLE, reason="descargar los términos del convenio")
def export(request: HttpRequest, actor: Actor, number: int, form: str) -> HttpResponse:
    """Give the terms of the newest version as PDF, JSON or FHIR, in the reader's language."""
    if form not in FORMS:
        raise Http404("no such form")
    media, ending = FORMS[form]
    found = _shelf(actor, number)
    try:
        content = papers.export(actor=actor, agreement=number, form=form, language=texts.language())
    except NoSuchPaper:
        raise Http404("not signed") from None
    version = 0 if found.version is None else found.version.number
    return attachment(File(f"{found.framework.code}-{version}.{ending}", media, content))


def _shelf(actor: Actor, number: int) -> Shelf:
    try:
        return papers.shelf(actor=actor, agreement=number)
    except UnknownAgreement:
        raise Http404("no such agreement") from None


@require_safe
@page(*AT_TABLE, reason="leer el texto de una propuesta")
def draft_text(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Give the newest round of an open table as the text that would be signed, marked as a draft."""
    try:
        name, content = papers.table_text(
            actor=actor, negotiation=number, language=texts.language()
        )
    except (UnknownNegotiation, UnknownAgreement, NothingProposed):
        raise Http404("no proposal to print") from None
    except REFUSED as error:
        messages.error(request, refusal_text(error))
        return redirect("table", number=number)
    return attachment(File(name, "application/pdf", content))


@require_POST
@page(*KEEPS, reason="guardar el convenio firmado")
def scan(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Keep the signed scan of the newest version; what is no scan is told in words."""
    found = _shelf(actor, number)
    if found.version is None:
        raise Http404("not signed")
    said = ""
    sent = request.FILES.get(FIELD)
    if request.POST.get("version", "") != str(found.version.number):
        said = _("Mientras tanto se firmó otra versión: mire a cuál pertenece la copia.")
    elif sent is None:
        said = _("Elija el archivo de la copia firmada.")
    else:
        try:
            papers.keep_scan(
                actor=actor,
                version=found.version.id,
                name=(sent.name or "convenio")[:200],
                content=sent.read(LARGEST + 1),
            )
        except ScanRefused as refused:
            said = refused.text(texts.language())
    if said:
        messages.error(request, said)
    else:
        messages.success(request, _("La copia firmada quedó guardada con su huella."))
    return _back(number)


def _back(number: int) -> HttpResponse:
    return redirect(reverse("agreement", args=[number]) + "#papeles")


@require_POST
@page(*KEEPS, reason="imprimir el convenio")
def print_texts(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Print the texts that are not kept yet."""
    found = _shelf(actor, number)
    if found.version is None:
        raise Http404("not signed")
    _print(request, actor, found.version.id)
    return _back(number)


def print_after(request: HttpRequest, actor: Actor, *, version: int) -> None:
    """Print a version once its signature stands: whatever happens to the printing, the signature stays."""
    transaction.on_commit(partial(_print, request, actor, version))


def _print(request: HttpRequest, actor: Actor, version: int) -> None:
    try:
        with transaction.atomic():
            papers.print_version(actor=actor, version=version)
    except Exception:
        log.exception("version %s of an agreement was not printed", version)
        said = _("El convenio está firmado, pero sus textos no se pudieron imprimir.")
        messages.warning(request, said + " " + _("Imprímalos desde la página del convenio."))
        return
    messages.success(request, _("Sus textos quedaron impresos en tres idiomas, con su huella."))
