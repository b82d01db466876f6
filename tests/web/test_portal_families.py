"""Families: paid and covered, found by name or number; never another association's, never care."""

from __future__ import annotations

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.audit import queries as audits
from ayni.apps.registry import queries as registry
from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import SYSTEM

__all__ = ["day", "signed_in", "world"]
HERE = "/asociacion/familias/"


def family(number: str) -> str:
    with acting(SYSTEM):
        person = registry.search(actor=SYSTEM, text=number, key="")[0]
        found = affiliations.spans_of(actor=SYSTEM, person=person.id)[0].family
    return f"{HERE}{found}/"


def readings(number: str, route: str) -> int:
    with acting(SYSTEM):
        person = registry.search(actor=SYSTEM, text=number, key="")[0]
        found = audits.readings(actor=SYSTEM, person=person.id)
    return sum(one.route == route for one in found)


def test_the_list_tells_months_and_cover_and_is_logged(signed_in: SignedIn) -> None:
    text = words(signed_in("first").get(HERE).content)
    assert "2 familias afiliadas hoy." in text
    assert "HUAMÁN MAMANI, JUAN 40123457 4 de 6 Cubierto 31 de mayo de 2027" in text
    assert "QUISPE MAMANI, ROSA 40123456 4 de 6 Cubierto" in text
    assert "VARGAS" not in text and "LUIS" not in text
    assert readings("40123457", "portal-families") == 1
    assert readings("40999999", "portal-families") == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [("huaman", "HUAMÁN MAMANI, JUAN"), ("Quispe, Ma", "QUISPE MAMANI, ROSA"),
     ("40123457", "HUAMÁN MAMANI, JUAN"), ("7012 3456", "QUISPE MAMANI, LUIS")],
)  # fmt: skip
def test_a_search_finds_by_the_beginning(signed_in: SignedIn, asked: str, found: str) -> None:
    text = words(signed_in("first").get(HERE, {"q": asked}).content)
    assert found in text


@pytest.mark.parametrize("asked", ["40999999", "VARGAS", "%", "\0zz", "x" * 500])
def test_a_search_for_others_or_nonsense_finds_nobody(signed_in: SignedIn, asked: str) -> None:
    answer = signed_in("first").get(HERE, {"q": asked})
    assert answer.status_code == 200
    if asked != "%":
        assert "Nadie con ese comienzo" in words(answer.content)
    assert "VARGAS MAMANI" not in words(answer.content)
    assert readings("40999999", "portal-families") == 0


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_any_page_number_is_borne(signed_in: SignedIn, page: str) -> None:
    assert signed_in("first").get(HERE, {"pagina": page}).status_code == 200


def test_a_family_shows_who_is_in_it_and_every_month(signed_in: SignedIn) -> None:
    answer = signed_in("first").get(family("70123456"))
    text = words(answer.content)
    assert "Familia de QUISPE MAMANI, ROSA Cubierto" in text
    assert "Cubierta hasta el 31 de mayo de 2027 si no se paga nada más." in text
    assert "QUISPE MAMANI, LUIS Hijo(a) 70123456 1 de marzo de 2015" in text
    html = answer.content.decode()
    assert 'title="julio 2026: Pagado"' in html
    assert 'title="agosto 2026: No pagado"' in html
    assert readings("70123456", "portal-family") == 1


def test_a_family_that_never_paid_is_told_so(signed_in: SignedIn) -> None:
    text = words(signed_in("second").get(family("40999999")).content)
    assert "VARGAS MAMANI, PEDRO No cubierto" in text
    assert "Hay 0 meses pagados" in text


def test_a_family_of_others_is_not_there_and_nothing_is_logged(signed_in: SignedIn) -> None:
    address = family("40999999")
    assert signed_in("first").get(address).status_code == 404
    assert readings("40999999", "portal-family") == 0
    assert signed_in("clerk").get(address).status_code == 403
    assert signed_in("").get(address).status_code == 302
    assert signed_in("first").get(HERE + "999999999999999999999/").status_code == 404
