"""Where each page lives. Addresses are Spanish words: people read them."""

from __future__ import annotations

from django.urls import include, path

from ayni.web.home import front, loading
from ayni.web.theme import set_theme

urlpatterns = [
    path("", front, name="front"),
    path("carga/", loading, name="loading"),
    path("tema/", set_theme, name="theme"),
    path("oficina/", include("ayni.web.backoffice.urls")),
    path("asociacion/", include("ayni.web.association.urls")),
    path("clinica/", include("ayni.web.clinic.urls")),
    path("", include("ayni.web.alliance_health.urls")),
    path("esquemas/", include("ayni.web.schemes.urls")),
]
