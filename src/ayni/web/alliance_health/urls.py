"""Where the pages of an agreement's life live."""

from __future__ import annotations

from django.urls import path

from ayni.web.alliance_health.endings import ending, renewal
from ayni.web.alliance_health.families import family_letters
from ayni.web.alliance_health.health import count_members, health

urlpatterns = [
    path("asociaciones/<int:number>/salud/", health, name="alliance-health"),
    path("asociaciones/<int:number>/salud/socios/", count_members, name="alliance-members"),
    path("convenios/<int:number>/renovar/efecto/", renewal, name="agreement-renewal"),
    path("convenios/<int:number>/al-terminar/", ending, name="agreement-ending"),
    path(
        "convenios/<int:number>/al-terminar/cartas/<int:association>/<int:part>/",
        family_letters,
        name="agreement-letters",
    ),
]
