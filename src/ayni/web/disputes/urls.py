"""Where the pages of the disputes live."""

from __future__ import annotations

from django.urls import path

from ayni.web.disputes.opening import new
from ayni.web.disputes.pages import dispute, disputes, take

urlpatterns = [
    path("convenios/controversias/", disputes, name="disputes"),
    path("convenios/controversias/<int:number>/", dispute, name="dispute"),
    path("convenios/controversias/<int:number>/<str:what>/", take, name="dispute-take"),
    path("asociaciones/<int:number>/controversias/nueva/", new, name="dispute-new"),
]
