"""Addresses of the association's portal."""

from __future__ import annotations

from django.urls import path

from ayni.web.association.families import families, family
from ayni.web.association.home import home
from ayni.web.association.notices import notice_file, notices
from ayni.web.association.party import party
from ayni.web.association.roster import confirm, roster
from ayni.web.association.rosters import rosters, template

urlpatterns = [
    path("", home, name="portal-home"),
    path("nominas/", rosters, name="portal-rosters"),
    path("nominas/plantilla/", template, name="portal-roster-template"),
    path("nominas/<int:number>/", roster, name="portal-roster"),
    path("nominas/<int:number>/aplicar/", confirm, name="portal-roster-confirm"),
    path("avisos/", notices, name="portal-notices"),
    path("avisos/<int:number>/<str:kind>/", notice_file, name="portal-notice-file"),
    path("datos/", party, name="portal-party"),
    path("familias/", families, name="portal-families"),
    path("familias/<int:number>/", family, name="portal-family"),
]
