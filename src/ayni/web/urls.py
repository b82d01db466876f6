"""Where each page lives. Addresses are Spanish words: people read them."""

from __future__ import annotations

from django.urls import include, path

from ayni.web.acting_for import choose
from ayni.web.home import front, loading
from ayni.web.invitation import invitation
from ayni.web.theme import set_theme

urlpatterns = [
    path("", front, name="front"),
    path("carga/", loading, name="loading"),
    path("tema/", set_theme, name="theme"),
    path("actuar/", choose, name="acting-for"),
    path("invitacion/<str:word>/", invitation, name="invitation"),
    path("oficina/", include("ayni.web.backoffice.urls")),
    path("asociacion/", include("ayni.web.association.urls")),
    path("clinica/", include("ayni.web.clinic.urls")),
    path("curso/", include("ayni.web.course.urls")),
    path("experiencias/", include("ayni.web.exchanges.urls")),
    path("", include("ayni.web.alliance_health.urls")),
    path("", include("ayni.web.disputes.urls")),
    path("esquemas/", include("ayni.web.schemes.urls")),
    path("convenios/", include("ayni.web.alliances.urls")),
    path("estudios/", include("ayni.web.studies.urls")),
    path("costos/", include("ayni.web.care_costs.urls")),
]
