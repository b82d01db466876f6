"""Where the pages of a course live."""

from __future__ import annotations

from django.urls import path

from ayni.core.alliance.exchanges import Noted
from ayni.web.course import facilitator, participant, withdrawing

urlpatterns = [
    path("", facilitator.course, name="course"),
    path("participantes/<int:participant>/", facilitator.begin_again, name="course-again"),
    path("mio/", participant.mine, name="course-mine"),
    path("mio/ejercicios/<int:exercise>/", participant.tick, name="course-tick"),
    path("mio/practica/", participant.practice, name="course-practice"),
    path(
        "mio/practica/<int:number>/retirar/",
        withdrawing.withdraw,
        {"what": Noted.PRACTICE},
        name="course-withdraw-practice",
    ),
    path(
        "mio/compromiso/<int:number>/retirar/",
        withdrawing.withdraw,
        {"what": Noted.COMMITMENT},
        name="course-withdraw-commitment",
    ),
    path("mio/mes/", participant.pass_month, name="course-month"),
]
