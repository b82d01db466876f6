"""Legal standing: which papers are asked, shown, about to expire, expired or missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import party_queries
from ayni.apps.alliance.party_actions import NewEvidence
from ayni.apps.audit.actions import log_read
from ayni.apps.document import queries as documents
from ayni.core.actor import Actor
from ayni.core.alliance.legal_standing import Standing, least_amounts, required_by, standings
from ayni.core.alliance.papers import WrongFile
from ayni.cycle.parties import show_evidence
from ayni.web.actors import OFFICE, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.notices import attachment
from ayni.web.backoffice.parties import Block, Done, Kind, Party, Section, respond, table
from ayni.web.backoffice.party_forms import PartyForm, choice, day, minor, money, paper, sent_file
from ayni.web.backoffice.party_words import paper_names
from ayni.web.components import Cell, Column, DataTable
from ayni.web.signs import sign_of

_STATES = {"valid": "in_force", "soon": "soon", "expired": "expired", "missing": "missing"}


def standing_table(
    found: Sequence[Standing], *, number: int | None, law_currency: str = ""
) -> DataTable | None:
    """Give the papers with their states; ``number``: whose they are, where the files may be opened.

    ``law_currency`` is that of the least sums.
    """
    return table(
        _("Papeles"),
        [
            Column(_("Papel")),
            Column(_("Estado"), "badge"),
            Column(_("Fecha")),
            Column(_("Vence")),
            Column(_("Monto"), "money"),
            Column(_("Archivo"), "link"),
        ],
        [_row(one, number=number, law_currency=law_currency) for one in found],
    )


def _row(one: Standing, *, number: int | None, law_currency: str) -> list[Cell]:
    kept, asked = one.evidence, one.required
    hint = (
        _("Lo pide: %(source)s (%(standing)s)")
        % {"source": asked.source, "standing": str(sign_of(asked.standing).label).lower()}
        if asked
        else ""
    )
    if one.least is not None and law_currency:
        told = _("Mínimo de hoy: %(amount)s, en salarios mínimos.")
        hint += " " + told % {"amount": texts.amount(one.least, law_currency)}
    if kept is None:
        return [Cell(paper_names()[one.paper], hint=hint), Cell(badge="missing"), *[Cell()] * 4]
    amount = (
        texts.amount(kept.amount, kept.currency)
        if kept.amount is not None and kept.currency
        else ""
    )
    url = reverse("office-party-paper", args=[number, kept.id]) if number else ""
    return [
        Cell(paper_names()[one.paper], hint=hint),
        Cell(_("No llega al mínimo"), badge="unmet")
        if one.state == "short"
        else Cell(badge=_STATES[one.state]),
        Cell(texts.short_day(kept.issued)),
        Cell(texts.short_day(kept.expires) or _("no vence")),
        Cell(amount),
        Cell(kept.name, url=url),
    ]


def papers_block(party: Party, *, opened: bool) -> Block:
    """Show how each paper stands today."""
    scheme = party_queries.scheme_of(association=party.number)
    required = required_by(scheme)
    law = load_scheme(scheme) if scheme in list_schemes() else None
    found = standings(
        party_queries.evidence(association=party.number),
        required=required,
        day=party.today,
        least=least_amounts(law, required=required, day=party.today) if law else None,
        currency=law.currency if law else "",
    )
    return Block(
        _("Papeles"),
        table=standing_table(
            found,
            number=party.number if opened else None,
            law_currency=law.currency if law else "",
        ),
        hint=_("El más nuevo de cada clase es el que vale."),
    )


def _blocks(actor: Actor, party: Party) -> list[Block]:
    return [papers_block(party, opened=True)]


def _paper_form(party: Party, data: Any, files: Any) -> forms.Form:
    fields: dict[str, forms.Field] = {
        "papel": choice(_("Papel"), list(paper_names().items())),
        "emitido": day(_("Fecha del papel")),
        "vence": day(_("Deja de valer el"), required=False),
        "monto": money(party.institution.currency),
        "archivo": paper(required=True),
    }
    return PartyForm("papel", fields, data, files)


def _paper(actor: Actor, party: Party, given: dict[str, Any], seen: int) -> Done:
    currency = party.institution.currency
    file = sent_file(given["archivo"])
    if file is None:
        raise WrongFile("empty")
    show_evidence(
        actor=actor,
        association=party.number,
        seen=seen,
        new=NewEvidence(
            paper=given["papel"],
            document=0,
            issued=given["emitido"],
            expires=given["vence"],
            amount=minor(given["monto"], currency=currency),
            currency=currency,
        ),
        file=file,
        today=party.today,
    )
    return Done(_("El papel quedó registrado: %(name)s.") % {"name": paper_names()[given["papel"]]})


SECTION = Section(
    name="standing",
    route="office-party-standing",
    title=lambda: _("Papeles"),
    lead=lambda: _("Con qué prueba que existe y que puede obligarse, y hasta cuándo vale."),
    blocks=_blocks,
    kinds={
        "papel": Kind(
            lambda: _("Registrar un papel"),
            lambda: _("Registrar el papel"),
            _paper_form,
            _paper,
            lambda: _("El monto solo se pide para el patrimonio y la reserva de garantía."),
            upload=True,
        )
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
@page(*OFFICE, reason="papeles de una asociación")
def standing(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show and keep the papers of legal standing."""
    return respond(request, actor, number, section=SECTION)


@require_safe
@page(*OFFICE, reason="descargar un papel de una asociación")
def paper_file(request: HttpRequest, actor: Actor, number: int, paper: int) -> HttpResponse:
    """Give the file of a paper; that it was taken is logged."""
    with acting(actor):
        found = [one for one in party_queries.evidence(association=number) if one.id == paper]
        kept = documents.file(actor=actor, document=found[0].document) if found else None
        if kept is not None:
            log_read(actor=actor, person=None, route=request.path)
    if kept is None:
        raise Http404("no such paper")
    return attachment(kept)
