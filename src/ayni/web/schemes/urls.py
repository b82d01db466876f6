"""Where the pages of the schemes live."""

from __future__ import annotations

from django.urls import path

from ayni.web.schemes.charts import chart
from ayni.web.schemes.comparison import comparison, comparison_chart
from ayni.web.schemes.pages import library, scheme

urlpatterns = [
    path("", library, name="schemes"),
    path("comparar/", comparison, name="schemes-compared"),
    path("comparar/graficos/<str:name>.svg", comparison_chart, name="schemes-compared-chart"),
    path("<str:code>/", scheme, name="scheme"),
    path("<str:code>/graficos/<str:parameter>.svg", chart, name="scheme-chart"),
]
