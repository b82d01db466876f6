"""Where the pages of the institution's officers live."""

from __future__ import annotations

from django.urls import path

from ayni.web.backoffice.associations import association, associations
from ayni.web.backoffice.charts import chart
from ayni.web.backoffice.conditions import conditions
from ayni.web.backoffice.home import home
from ayni.web.backoffice.journal import journal
from ayni.web.backoffice.notices import notice_file
from ayni.web.backoffice.parties_changes import changes
from ayni.web.backoffice.parties_identity import identity
from ayni.web.backoffice.parties_new import new_party
from ayni.web.backoffice.parties_officers import officers
from ayni.web.backoffice.parties_split import split
from ayni.web.backoffice.parties_standing import paper_file, standing
from ayni.web.backoffice.parties_tree import tree
from ayni.web.backoffice.person import person
from ayni.web.backoffice.persons import persons
from ayni.web.backoffice.receipts import receipts
from ayni.web.backoffice.rosters import roster, roster_file

urlpatterns = [
    path("", home, name="office-home"),
    path("asociaciones/", associations, name="office-associations"),
    path("asociaciones/<int:number>/", association, name="office-association"),
    path("asociaciones/arbol/", tree, name="office-tree"),
    path("asociaciones/nueva/", new_party, name="office-party-new"),
    path("asociaciones/<int:number>/identidad/", identity, name="office-party-identity"),
    path("asociaciones/<int:number>/papeles/", standing, name="office-party-standing"),
    path("asociaciones/<int:number>/papeles/<int:paper>/", paper_file, name="office-party-paper"),
    path("asociaciones/<int:number>/dirigentes/", officers, name="office-party-officers"),
    path("asociaciones/<int:number>/cambios/", changes, name="office-party-changes"),
    path("asociaciones/<int:number>/dividir/", split, name="office-party-split"),
    path("personas/", persons, name="office-persons"),
    path("personas/<int:number>/", person, name="office-person"),
    path("personas/<int:number>/condiciones/", conditions, name="office-conditions"),
    path("pagos/", receipts, name="office-receipts"),
    path("nominas/<int:number>/", roster, name="office-roster"),
    path("nominas/<int:number>/archivo/", roster_file, name="office-roster-file"),
    path("avisos/<int:number>/<str:kind>/", notice_file, name="office-notice-file"),
    path("diario/", journal, name="office-journal"),
    path("graficos/<str:name>.svg", chart, name="office-chart"),
]
