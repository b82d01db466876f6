"""Where the pages of what care cost live."""

from __future__ import annotations

from django.urls import path

from ayni.web.care_costs.files import file
from ayni.web.care_costs.months import costs, month, template

urlpatterns = [
    path("", costs, name="care-costs"),
    path("plantilla/", template, name="care-cost-template"),
    path("archivo/<int:number>/", file, name="care-cost-file"),
    path("mes/<int:month>/", month, name="care-cost-month"),
]
