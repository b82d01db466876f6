"""Where the pages of the exchanges live."""

from __future__ import annotations

from django.urls import path

from ayni.core.alliance.exchanges import Noted
from ayni.web.exchanges import recording
from ayni.web.exchanges.lists import exchanges
from ayni.web.exchanges.pages import exchange
from ayni.web.exchanges.story import story
from ayni.web.exchanges.withdrawing import withdraw

urlpatterns = [
    path("", exchanges, name="exchanges"),
    path("nuevo/", recording.new, name="exchange-new"),
    path("<int:number>/", exchange, name="exchange"),
    path("<int:number>/historia/", story, name="exchange-story"),
    path("<int:number>/corregir/", recording.correct, name="exchange-correct"),
    path("<int:number>/institucion/", recording.participant, name="exchange-participant"),
    path("<int:number>/practica/", recording.practice, name="exchange-practice"),
    path("<int:number>/compromiso/", recording.commitment, name="exchange-commitment"),
    path("<int:number>/estudio/", recording.study, name="exchange-study"),
    path("<int:number>/nombres/<int:person>/", recording.name_out, name="exchange-name-out"),
    path("compromisos/<int:number>/", recording.follow_up, name="exchange-follow-up"),
    path(
        "compromisos/<int:number>/retirar/",
        withdraw,
        {"what": Noted.COMMITMENT},
        name="exchange-withdraw-commitment",
    ),
    path(
        "practicas/<int:number>/retirar/",
        withdraw,
        {"what": Noted.PRACTICE},
        name="exchange-withdraw-practice",
    ),
]
