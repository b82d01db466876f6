"""From an association to its alliance: its health, and the agreement it stands under."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.apps.alliance.queries import Adhesion
from ayni.web.components import Action


def alliance_links(association: int, *, adhesion: Adhesion | None) -> list[Action]:
    """Give the links for the head of an association's own page."""
    links = [
        Action(_("Salud de la alianza"), reverse("alliance-health", args=[association]), "leaf")
    ]
    if adhesion is not None:
        told = _("Convenio %(code)s") % {"code": adhesion.agreement_code}
        links.append(Action(told, reverse("agreement", args=[adhesion.agreement]), "pen"))
    disputed = f"{reverse('disputes')}?asociacion={association}"
    return [*links, Action(_("Controversias"), disputed, "talk")]
