"""The questions that mean harm, written into the fields of a course's form (X12): words stay words."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.faults.test_hostile_questions import PAYLOADS
from tests.web.course_fixtures import Course, held, then
from tests.web.paper_browser import Reader
from tests.web.test_course import LEARNED, PROMISE

__all__ = ["held", "then"]


@pytest.mark.parametrize("name", sorted(PROMISE))
def test_harm_is_kept_as_words_or_refused(held: Course, db: None, name: str) -> None:
    reader = Reader(language="es")
    reader.sign_in("p01-institucion", held.passwords["p01-institucion"])
    answers = set()
    for text in (*PAYLOADS[::10], '"><script>alert(1)</script>'):
        with transaction.atomic():
            status = reader.client.post("/curso/mio/", PROMISE | {name: text}).status_code
            shown = reader.client.get("/curso/mio/")
            transaction.set_rollback(True)
        answers.add(status)
        assert shown.status_code == 200 and "<script>alert" not in shown.content.decode()
    assert answers == ({422} if name == "para" else {302, 422})


@pytest.mark.parametrize("name", sorted(LEARNED))
def test_harm_in_a_practice_is_kept_as_words_or_refused(held: Course, db: None, name: str) -> None:
    reader = Reader(language="es")
    reader.sign_in("p01-institucion", held.passwords["p01-institucion"])
    answers = set()
    for text in (*PAYLOADS[::10], '"><script>alert(1)</script>'):
        with transaction.atomic():
            sent = LEARNED | {name: text}
            status = reader.client.post("/curso/mio/practica/", sent).status_code
            shown = reader.client.get("/curso/mio/")
            transaction.set_rollback(True)
        answers.add(status)
        assert shown.status_code == 200 and "<script>alert" not in shown.content.decode()
    chosen = name in ("esquema", "termino")
    assert answers == ({422} if chosen else {302, 422})
