"""Where the pages of a course live."""

from __future__ import annotations

from django.urls import path

from ayni.web.course import facilitator, participant

urlpatterns = [
    path("", facilitator.course, name="course"),
    path("participantes/<int:participant>/", facilitator.begin_again, name="course-again"),
    path("mio/", participant.mine, name="course-mine"),
    path("mio/ejercicios/<int:exercise>/", participant.tick, name="course-tick"),
    path("mio/practica/", participant.practice, name="course-practice"),
    path("mio/mes/", participant.pass_month, name="course-month"),
]
