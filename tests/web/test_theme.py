"""The choice of light or dark: kept in a cookie, back to where one was, never off the site."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from ayni.web.theme import set_theme, theme_of

REQUESTS = RequestFactory()


def test_the_choice_is_kept_and_leads_back() -> None:
    answer = set_theme(REQUESTS.post("/tema/", {"theme": "dark", "next": "/personas/?q=a"}))
    assert (answer.status_code, answer["Location"]) == (302, "/personas/?q=a")
    assert answer.cookies["ayni_theme"].value == "dark"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_it_never_leads_off_the_site(back: str) -> None:
    answer = set_theme(REQUESTS.post("/tema/", {"theme": "dark", "next": back}))
    assert answer["Location"] == "/"


def test_an_unknown_theme_is_forgotten() -> None:
    answer = set_theme(REQUESTS.post("/tema/", {"theme": "pink"}))
    assert answer.cookies["ayni_theme"].value == ""


def test_looking_does_not_choose() -> None:
    assert set_theme(REQUESTS.get("/tema/")).status_code == 405


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><x', "")])
def test_only_the_two_words_are_read(cookie: str, theme: str) -> None:
    request = REQUESTS.get("/")
    request.COOKIES["ayni_theme"] = cookie
    assert theme_of(request) == theme
