"""Where the pages of agreements and of the negotiating table live."""

from __future__ import annotations

from django.urls import path

from ayni.web.alliances.agreement import agreement
from ayni.web.alliances.agreements import agreements, tables
from ayni.web.alliances.answers import act, comment, propose
from ayni.web.alliances.drafting import draft
from ayni.web.alliances.joining import adhere
from ayni.web.alliances.money import chart
from ayni.web.alliances.negotiation import field, preview, table
from ayni.web.alliances.obligations import fulfil, oblige
from ayni.web.alliances.own import own_terms
from ayni.web.alliances.papers import draft_text, export, paper, print_texts, scan
from ayni.web.alliances.steps import leave, step

urlpatterns = [
    path("", agreements, name="agreements"),
    path("nuevo/", draft, name="agreement-draft"),
    path("<int:number>/", agreement, name="agreement"),
    path("<int:number>/papeles/<int:paper_number>/", paper, name="agreement-paper"),
    path("<int:number>/papeles/imprimir/", print_texts, name="agreement-print"),
    path("<int:number>/papeles/firmado/", scan, name="agreement-scan"),
    path("<int:number>/terminos/<str:form>/", export, name="agreement-export"),
    path("<int:number>/paso/<str:what>/", step, name="agreement-step"),
    path("<int:number>/adherir/", adhere, name="agreement-adhere"),
    path("<int:number>/adhesiones/<int:adhesion>/salida/", leave, name="agreement-leave"),
    path("<int:number>/adhesiones/<int:adhesion>/propios/", own_terms, name="agreement-own"),
    path("<int:number>/obligaciones/", oblige, name="agreement-oblige"),
    path("<int:number>/obligaciones/<int:obligation>/cumplida/", fulfil, name="agreement-fulfil"),
    path("mesa/", tables, name="tables"),
    path("mesa/grafico.svg", chart, name="table-chart"),
    path("mesa/<int:number>/", table, name="table"),
    path("mesa/<int:number>/campo/", field, name="table-field"),
    path("mesa/<int:number>/vista/", preview, name="table-preview"),
    path("mesa/<int:number>/propuesta/", propose, name="table-propose"),
    path("mesa/<int:number>/comentario/", comment, name="table-comment"),
    path("mesa/<int:number>/texto/", draft_text, name="table-text"),
    path("mesa/<int:number>/<str:what>/", act, name="table-act"),
]
