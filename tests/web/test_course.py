"""The pages of a course: the facilitator's, and each participant's own; nobody sees another's."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_queries as exchanges
from ayni.apps.sql.frames import value
from ayni.cycle import course
from ayni.cycle.course_work import progress
from tests.web.course_fixtures import ROOT, TODAY, Course, held, then
from tests.web.paper_browser import Reader

__all__ = ["held", "then"]
PROMISE = {"que": "Reunir a tres cooperativas", "para": "2027-05-03"}


def at(held: Course, user: str) -> Client:
    reader = Reader(language="es")
    reader.sign_in(user, held.passwords[user])
    return reader.client


def done_by(participant: int) -> frozenset[int]:
    return next(one.done for one in progress(actor=ROOT) if one.sandbox.participant == participant)


def test_each_page_is_there_for_its_own_people(held: Course, db: None) -> None:
    facilitator, learner = at(held, "facilitador"), at(held, "p01-institucion")
    assert facilitator.get("/curso/").status_code == 200
    assert facilitator.get("/curso/mio/").status_code == 404
    assert learner.get("/curso/mio/").status_code == 200
    assert at(held, "p01-direccion").get("/curso/").status_code == 404
    assert learner.get("/curso/").status_code == 403


def test_a_tick_is_the_participants_own_and_made_once(held: Course, db: None) -> None:
    learner = at(held, "p01-asociacion")
    for _ in range(2):
        answer = learner.post("/curso/mio/ejercicios/1/")
        assert (
            answer["Location"]
            == "/esquemas/cr-ccss-convenio/?ver=aporte&mes=2026-04&ingreso=500000"
        )
    assert (done_by(1), done_by(2)) == (frozenset({1}), frozenset())


@pytest.mark.parametrize("exercise", [0, 3, 4, 5])
def test_what_facts_tell_is_not_ticked(held: Course, db: None, exercise: int) -> None:
    assert at(held, "p01-institucion").post(f"/curso/mio/ejercicios/{exercise}/").status_code == 404
    assert done_by(1) == frozenset()


def test_months_pass_one_by_one_until_the_year_is_over(held: Course, db: None) -> None:
    learner = at(held, "p02-institucion")
    told = [learner.post("/curso/mio/mes/", follow=True).content.decode() for _ in range(10)]
    assert "Pasó julio 2026" in told[0] and "Pasó marzo 2027" in told[8]
    assert "El año del ejemplo terminó" in told[9] and "Pasar un mes" not in told[9]
    assert [(one.sandbox.participant, one.lived) for one in progress(actor=ROOT)] == [
        (1, 3),
        (2, 12),
    ]
    assert (done_by(1), done_by(2)) == (frozenset(), frozenset({4}))


def test_the_facilitator_looks_on_and_changes_nothing(held: Course, db: None) -> None:
    reader = Reader(language="es")
    reader.sign_in("facilitador", held.passwords["facilitador"])
    reader.open("/curso/")
    reader.press("Mostrar en pantalla: Participante 2")
    assert "Estado del programa" in reader.seen and "Participante 2" in reader.seen
    reader.open("/curso/mio/")
    assert "Pasar un mes" not in reader.seen and "Anotar el compromiso" not in reader.seen
    for address in ("/curso/mio/mes/", "/curso/mio/ejercicios/2/"):
        assert reader.client.post(address).status_code == 403
    assert reader.client.post("/curso/mio/", PROMISE).status_code == 200
    assert _promised() == []


def test_a_commitment_stays_with_the_course_and_waits_on_its_day(held: Course, db: None) -> None:
    learner = at(held, "p01-institucion")
    assert learner.post("/curso/mio/", PROMISE).status_code == 302
    assert _promised() == [("Participante 1", "Reunir a tres cooperativas", date(2027, 5, 3))]
    course.reset(actor=ROOT, participant=1, day=TODAY)
    assert "Reunir a tres cooperativas" in learner.get("/curso/mio/").content.decode()
    assert "Reunir a tres" not in at(held, "p02-institucion").get("/curso/mio/").content.decode()
    hall = course.hall_of(ROOT)
    with acting(hall):
        (one,) = exchanges.commitments(actor=hall)
    assert (one.state(date(2027, 5, 2)).value, one.state(date(2027, 5, 3)).value) == ("open", "due")


@pytest.mark.parametrize(
    "wrong",
    [{"que": ""}, {"que": "x" * 2001}, {"para": ""}, {"para": "2026-11-26"}, {"para": "9999-01-01"},
     {"que": "a\0b"}],
)  # fmt: skip
def test_a_commitment_without_a_day_to_come_is_refused(
    held: Course, db: None, wrong: dict[str, str]
) -> None:
    learner = at(held, "p01-institucion")
    assert learner.post("/curso/mio/", PROMISE | wrong).status_code == 422
    assert _promised() == []


LEARNED = {
    "titulo": "Preaviso de tres meses",
    "texto": "Nadie se queda sin seguro de un día para otro.",
    "esquema": "pe-modelo-colectivo",
    "termino": "preaviso",
}


def test_a_practice_is_noted_by_the_participant_and_stays_with_the_course(
    held: Course, db: None
) -> None:
    learner = at(held, "p01-institucion")
    assert learner.post("/curso/mio/practica/", LEARNED).status_code == 302
    course.reset(actor=ROOT, participant=1, day=TODAY)
    assert "Preaviso de tres meses" in learner.get("/curso/mio/").content.decode()
    assert "Preaviso de tres meses" not in (
        at(held, "p02-institucion").get("/curso/mio/").content.decode()
    )
    assert _noted() == [
        (
            "Preaviso de tres meses",
            "pe-modelo-colectivo",
            "preaviso",
            "Curso con Ayni: Participante 1",
        )
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"titulo": ""}, {"texto": ""}, {"esquema": "xx-nada"}, {"termino": "precio"},
     {"esquema": "cr-ccss-independiente"}, {"titulo": "x" * 201}, {"texto": "a\0b"}],
)  # fmt: skip
def test_a_practice_outside_the_library_is_refused(
    held: Course, db: None, wrong: dict[str, str]
) -> None:
    learner = at(held, "p01-institucion")
    assert learner.post("/curso/mio/practica/", LEARNED | wrong).status_code == 422
    assert _noted() == []
    assert at(held, "facilitador").post("/curso/mio/practica/", LEARNED).status_code in (403, 404)


def _noted() -> list[tuple[str, str, str, str]]:
    hall = course.hall_of(ROOT)
    with acting(hall):
        found = exchanges.practices(actor=hall, numbers=[course.exchange_of(hall)])
    return [(one.title.read("es")[0], one.scheme, one.term, one.source.title) for one in found]


def test_the_facilitator_begins_again_with_somebody_after_asking(held: Course, db: None) -> None:
    facilitator, learner = at(held, "facilitador"), at(held, "p01-institucion")
    learner.post("/curso/mio/ejercicios/2/")
    before = _sandboxes()
    asked = facilitator.get("/curso/participantes/1/").content.decode()
    assert "¿Empezar de nuevo?" in asked and _sandboxes() == before
    assert facilitator.post("/curso/participantes/1/")["Location"] == "/curso/"
    after = _sandboxes()
    assert after[1] == before[1] and after[0] != before[0]
    assert done_by(1) == frozenset()
    assert learner.get("/curso/mio/").status_code == 200
    assert facilitator.post("/curso/participantes/9/").status_code == 404


def _sandboxes() -> list[int]:
    return [one.sandbox.institution for one in progress(actor=ROOT)]


def _promised() -> list[tuple[str, str, date | None]]:
    hall = course.hall_of(ROOT)
    with acting(hall):
        assert value("SELECT count(*) FROM alliance_exchange WHERE code = 'CURSO'") == 1
        return [
            (one.body, one.what.read("es")[0], one.due_on)
            for one in exchanges.commitments(actor=hall)
        ]


WHY = {"motivo": "Lo anoté dos veces", "visto": "0"}


def _numbers() -> dict[str, int]:
    with acting(course.hall_of(ROOT)):
        return {
            "practica": int(value("SELECT max(id) FROM alliance_practice")),
            "compromiso": int(value("SELECT max(id) FROM alliance_commitment")),
        }


def _noted_by(learner: Client) -> dict[str, str]:
    """Note one of each; give where the participant withdraws it."""
    assert learner.post("/curso/mio/", PROMISE).status_code == 302
    assert learner.post("/curso/mio/practica/", LEARNED).status_code == 302
    return {kind: f"/curso/mio/{kind}/{number}/retirar/" for kind, number in _numbers().items()}


def _hall_page(held: Course) -> str:
    hall = course.hall_of(ROOT)
    with acting(hall):
        number = course.exchange_of(hall)
    return at(held, "facilitador").get(f"/experiencias/{number}/").content.decode()


@pytest.mark.parametrize("kind", ["practica", "compromiso"])
def test_a_participant_withdraws_his_own(held: Course, db: None, kind: str) -> None:
    learner = at(held, "p01-institucion")
    address = _noted_by(learner)[kind]
    page = learner.get("/curso/mio/").content.decode()
    assert f'href="{address}"' in page
    # not another's, not without a reason, not by the facilitator's look
    other = at(held, "p02-institucion")
    assert (other.get(address).status_code, other.post(address, WHY).status_code) == (404, 404)
    assert at(held, "facilitador").post(address, WHY).status_code in (403, 404)
    assert learner.post(address, WHY | {"motivo": " "}).status_code == 422
    assert len(_noted()) == len(_promised()) == 1
    assert learner.post(address, WHY)["Location"] == "/curso/mio/"
    assert len(_noted() if kind == "practica" else _promised()) == 0
    assert len(_promised() if kind == "practica" else _noted()) == 1
    assert f'href="{address}"' not in learner.get("/curso/mio/").content.decode()
    again = learner.post(address, WHY)
    assert (again.status_code, "ya se retiró" in again.content.decode()) == (409, True)
    shown = _hall_page(held)
    assert "por p01-institucion. Motivo: Lo anoté dos veces" in shown


def test_the_facilitator_withdraws_anybodys(held: Course, db: None) -> None:
    learner, facilitator = at(held, "p01-institucion"), at(held, "facilitador")
    mine = _noted_by(learner)
    for kind, number in _numbers().items():
        assert f"/experiencias/{kind}s/{number}/retirar/" in _hall_page(held)
        answer = facilitator.post(f"/experiencias/{kind}s/{number}/retirar/", WHY)
        assert answer.status_code == 302
        assert learner.post(mine[kind], WHY).status_code == 409
    assert (_noted(), _promised()) == ([], [])
    assert "por facilitador. Motivo: Lo anoté dos veces" in _hall_page(held)


def test_a_followed_commitment_is_withdrawn_upon_what_was_told(held: Course, db: None) -> None:
    learner = at(held, "p01-institucion")
    address, number = _noted_by(learner)["compromiso"], _numbers()["compromiso"]
    told = {"resultado": "done", "dia": "2026-11-26", "texto": "Ya", "idioma": "es",
            "fuente": "Acta", "enlace": "", "firmeza": "verified"}  # fmt: skip
    facilitator = at(held, "facilitador")
    assert facilitator.post(f"/experiencias/compromisos/{number}/", told).status_code == 302
    assert learner.post(address, WHY).status_code == 409
    assert len(_promised()) == 1
    assert learner.post(address, WHY | {"visto": "1"}).status_code == 302
    assert _promised() == []


@pytest.mark.parametrize("number", [999_999, 99_999_999_999_999_999_999])
def test_what_was_never_noted_is_not_withdrawn(held: Course, db: None, number: int) -> None:
    learner = at(held, "p01-institucion")
    for kind in ("practica", "compromiso"):
        assert learner.get(f"/curso/mio/{kind}/{number}/retirar/").status_code == 404
        assert learner.post(f"/curso/mio/{kind}/{number}/retirar/", WHY).status_code == 404
