"""Where the pages of studies live."""

from __future__ import annotations

from django.urls import path

from ayni.web.studies.compared import compare, together
from ayni.web.studies.lists import example, new, studies
from ayni.web.studies.proposing import proposal
from ayni.web.studies.report import report, report_as_pdf, stresses
from ayni.web.studies.runs import cancel, progress, rerun, run
from ayni.web.studies.scoring import score
from ayni.web.studies.study import study
from ayni.web.studies.table import table

urlpatterns = [
    path("", studies, name="studies"),
    path("nuevo/", new, name="study-new"),
    path("juntas/", together, name="studies-together"),
    path("ejemplos/<str:code>.yaml", example, name="study-example"),
    path("<int:study>/", study, name="study"),
    path("<int:study>/calcular/", run, name="study-run"),
    path("<int:study>/contraste/", score, name="study-score"),
    path("<int:study>/calculos/<int:run>/avance/", progress, name="study-progress"),
    path("<int:study>/calculos/<int:run>/dejar/", cancel, name="study-cancel"),
    path("calculos/<int:run>/mesa/", table, name="study-table"),
    path("calculos/<int:run>/otra/", rerun, name="study-rerun"),
    path("calculos/<int:run>/propuesta/", proposal, name="study-propose"),
    path("calculos/<int:run>/comparar/", compare, name="study-compare"),
    path("calculos/<int:run>/casos-malos/", stresses, name="study-stresses"),
    path("calculos/<int:run>/informe/", report, name="study-report"),
    path("calculos/<int:run>/informe.pdf", report_as_pdf, name="study-report-pdf"),
]
