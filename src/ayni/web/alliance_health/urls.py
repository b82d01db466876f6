"""Where the pages of an agreement's life live."""

from __future__ import annotations

from django.urls import path

from ayni.web.alliance_health.health import count_members, health

urlpatterns = [
    path("asociaciones/<int:number>/salud/", health, name="alliance-health"),
    path("asociaciones/<int:number>/salud/socios/", count_members, name="alliance-members"),
]
