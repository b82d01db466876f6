"""What the register says of the association: numbers, seat, papers, officers. The institution keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.core.actor import Actor
from ayni.web.actors import PORTAL, page
from ayni.web.backoffice.parties import party_of
from ayni.web.backoffice.parties_identity import numbers_block, place_block
from ayni.web.backoffice.parties_officers import officers_block
from ayni.web.backoffice.parties_standing import papers_block
from ayni.web.backoffice.party_words import kind_names


@never_cache
@require_safe
@page(*PORTAL, reason="datos de la propia asociación")
def party(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the association to its own officers."""
    found = party_of(actor, actor.associations[0])
    with acting(actor):
        blocks = [
            numbers_block(found),
            place_block(found),
            papers_block(found, opened=False),
            officers_block(found, access=False),
        ]
    context = {
        "party": found.association,
        "eyebrow": kind_names()[found.association.kind],
        "lead": _(
            "Así está registrada en la institución. Si algo cambió, avísele y traiga el papel."
        ),
        "blocks": blocks,
    }
    return render(request, "ayni/association/party.html", context)
