"""Notices: what is to be paid, what was, and the files; never those of others."""

from __future__ import annotations

from ayni.apps.access.actions import acting
from ayni.apps.assessment import queries as assessments
from ayni.apps.audit import queries as audits
from ayni.apps.registry import queries as registry
from tests.web.portal_fixtures import SignedIn, day, signed_in, words, world
from tests.web.portal_world import APRIL, SEPTEMBER, SYSTEM, World

__all__ = ["day", "signed_in", "world"]
HERE = "/asociacion/avisos/"


def notice(association: int, month: int) -> assessments.Notice:
    with acting(SYSTEM):
        return assessments.notices(actor=SYSTEM, association=association, month=month)[0]


def test_each_month_has_its_state_amount_day_and_reference(
    signed_in: SignedIn, world: World
) -> None:
    text = words(signed_in("first").get(HERE).content).replace("\u00a0", " ")
    april, september = notice(world.first, APRIL), notice(world.first, SEPTEMBER)
    assert f"Abril 2026 Pagado {april.number} · 2 familias, 3 personas" in text
    assert f"Septiembre 2026 No pagado {september.number}" in text
    assert "Venció el 15 de octubre de 2026 Referencia de pago " + september.reference in text
    assert "Pagos recibidos" in text and "10 de mayo de 2026 S/ 90.40 S/ 90.40" in text
    other = notice(world.second, SEPTEMBER)
    assert other.reference not in text


def test_files_are_given_and_the_detail_is_logged(signed_in: SignedIn, world: World) -> None:
    number = notice(world.first, SEPTEMBER).id
    client = signed_in("first")
    pdf = client.get(f"{HERE}{number}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    assert readings() == 0
    xlsx = client.get(f"{HERE}{number}/xlsx/")
    assert xlsx.content.startswith(b"PK")
    assert xlsx["Content-Disposition"].endswith('.xlsx"')
    assert readings() == 1


def readings() -> int:
    with acting(SYSTEM):
        rosa = registry.search(actor=SYSTEM, text="40123456", key="")[0]
        found = audits.readings(actor=SYSTEM, person=rosa.id)
    return sum(one.route == "portal-notice-file" for one in found)


def test_a_notice_of_others_or_a_file_that_is_not_there_is_not_found(
    signed_in: SignedIn, world: World
) -> None:
    mine, unprinted = notice(world.first, SEPTEMBER).id, notice(world.first, APRIL).id
    second = signed_in("second")
    assert second.get(f"{HERE}{mine}/pdf/").status_code == 404
    assert second.get(f"{HERE}{mine}/xlsx/").status_code == 404
    first = signed_in("first")
    assert first.get(f"{HERE}{unprinted}/pdf/").status_code == 404
    assert first.get(f"{HERE}{mine}/exe/").status_code == 404
    assert signed_in("clerk").get(f"{HERE}{mine}/pdf/").status_code == 403
    assert signed_in("").get(f"{HERE}{mine}/pdf/").status_code == 302
