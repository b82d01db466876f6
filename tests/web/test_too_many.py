"""Whoever tries to enter too often is told so on a page of ours, in his language."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "Demasiados intentos"), ("en", "Too many attempts"), ("pt", "Tentativas demais")],
)
def test_too_many_sign_ins_are_told_in_words(urls: object, language: str, said: str) -> None:
    cache.clear()
    client = Client(headers={"accept-language": language})
    with translation.override("es"):  # a request leaves its language behind, and takes it back here
        answers = [
            client.post("/cuenta/login/", {"login": f"n{turn}", "password": "x"})
            for turn in range(31)
        ]
    cache.clear()
    assert [one.status_code for one in answers[:30]] == [200] * 30
    page = answers[30].content.decode()
    assert answers[30].status_code == 429
    assert said in page and 'id="contenido"' in page
