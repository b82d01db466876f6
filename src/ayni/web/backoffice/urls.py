"""Where the pages of the institution's officers live."""

from __future__ import annotations

from django.urls import path

from ayni.web.backoffice.associations import association, associations
from ayni.web.backoffice.charts import chart
from ayni.web.backoffice.conditions import conditions
from ayni.web.backoffice.home import home
from ayni.web.backoffice.journal import journal
from ayni.web.backoffice.notices import notice_file
from ayni.web.backoffice.person import person
from ayni.web.backoffice.persons import persons
from ayni.web.backoffice.receipts import receipts
from ayni.web.backoffice.rosters import roster, roster_file

urlpatterns = [
    path("", home, name="office-home"),
    path("asociaciones/", associations, name="office-associations"),
    path("asociaciones/<int:number>/", association, name="office-association"),
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
