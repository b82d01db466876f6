"""The form by which an association joins, and the notices that somebody pays for another."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import queries as alliances
from ayni.core.periods import month_number
from ayni.cycle import negotiating as talks
from ayni.cycle.negotiating import Typed
from ayni.cycle.printing import print_notice
from tests.cycle import made
from tests.web.alliance_fixtures import (
    ENDS,
    HEAD,
    STARTS,
    WRITER,
    Alliances,
    SignedIn,
    day,
    drafted,
    planted_office,
    signed_in,
    speaker,
    words,
)
from tests.web.portal_world import SYSTEM, TODAY
from tests.web.test_alliances import proposal

__all__ = ["day", "planted_office", "signed_in"]
NOVEMBER = month_number(year=2026, month=11)


def new_association() -> int:
    """Register a cooperative that stands under nothing yet."""
    new = alliance.NewAssociation(
        code="NUEVA", name="Cooperativa Nueva", kind="cooperative", region="Cusco", activity="cafe"
    )
    with acting(SYSTEM):
        return alliance.make_association(actor=SYSTEM, new=new)


def code_of(number: int) -> str:
    """Give an association's code."""
    with acting(SYSTEM):
        found = alliances.association(actor=SYSTEM, number=number)
    assert found is not None
    return found.code


def test_an_association_joins_by_the_form_and_its_payer_sees_the_notice_in_sums(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    new = new_association()
    address = f"/convenios/{planted_office.signed}/adherir/"
    writer = signed_in("negotiator")
    page = words(writer.get(f"{address}?q=nueva").content)
    assert "Cooperativa Nueva" in page and "no deja términos a cada adhesión" in page
    second = planted_office.office.world.second
    good = {
        "asociacion": str(new),
        "desde": "2026-11-01",
        "pagador": code_of(second),
        "familias": "3",
    }
    for given, said in (
        ({"asociacion": ""}, "Elija la asociación que se adhiere"),
        ({"desde": "mañana"}, "Escriba el día como año"),
        ({"desde": "1999-01-01"}, "El convenio no rige ese día"),
        ({"pagador": "NADIE"}, "Nadie tiene aquí ese código"),
        ({"familias": "tres"}, "Escriba cuántas familias"),
        ({"establecimiento": "999999"}, "Elija uno de los establecimientos"),
    ):
        answer = writer.post(address, good | given)
        assert (answer.status_code, said in words(answer.content)) == (422, True), given
    told = words(writer.post(address, good, follow=True).content)
    assert "Adherida con el código" in told and "Son menos familias que las" in told
    again = writer.post(address, good)
    assert "ya está adherida" in words(again.content) and again.status_code == 422
    _bill(new)
    payer, stranger = signed_in("second"), signed_in("first")
    page = words(payer.get("/asociacion/avisos/").content).replace("\u00a0", " ")
    assert "Avisos que paga por otras" in page and "Cooperativa Nueva · noviembre 2026" in page
    assert "Liquidado S/ 90.40 Pagado S/ 0.00 Falta pagar S/ 90.40" in page
    assert "QUISPE" not in page
    assert "Avisos que paga por otras" not in words(stranger.get("/asociacion/avisos/").content)
    home = words(payer.get("/asociacion/").content).replace("\u00a0", " ")
    assert "Paga por otras: 1 avisos, liquidado S/ 90.40; falta pagar S/ 90.40." in home
    assert "Paga por otras" not in words(stranger.get("/asociacion/").content)
    number = _notice(new)
    files = {
        (name, kind): client.get(f"/asociacion/avisos/{number}/{kind}/").status_code
        for name, client in (("payer", payer), ("stranger", stranger))
        for kind in ("pdf", "xlsx")
    }
    assert files == {
        ("payer", "pdf"): 200,
        ("payer", "xlsx"): 404,
        ("stranger", "pdf"): 404,
        ("stranger", "xlsx"): 404,
    }


def _adhesion(association: int) -> str:
    with acting(SYSTEM):
        found = alliances.adhesions(actor=SYSTEM)
    return next(one.code for one in found if one.association == association)


def _bill(association: int) -> None:
    code = _adhesion(association)
    made.taken(made.families(4, 5), month=NOVEMBER, code=code)
    made.assess_month(actor=SYSTEM, month=NOVEMBER, issued_on=date(2026, 11, 26), codes=[code])
    print_notice(actor=SYSTEM, number=_notice(association))


def _notice(association: int) -> int:
    return made.notice_of(NOVEMBER, code=_adhesion(association)).id


def test_who_may_not_write_agreements_adds_nobody(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    address = f"/convenios/{planted_office.signed}/adherir/"
    for who in ("head", "representative", "first", "observer"):
        assert signed_in(who).get(address).status_code == 403, who
        assert signed_in(who).post(address, {}).status_code == 403, who
    assert signed_in("negotiator").get("/convenios/999999/adherir/").status_code == 404
    draft = f"/convenios/{planted_office.draft}/adherir/"
    assert signed_in("negotiator").get(draft).status_code == 404


def test_what_is_left_is_ticked_at_the_table_and_shown_to_the_other_side(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    address = f"/convenios/mesa/{planted_office.mesa}/"
    page = signed_in("negotiator").get(address).content.decode()
    assert page.count('name="deja"') == 7 and 'name="deja" value="ventana_meses"' not in page
    sent = proposal(visto="2", deja=["income.cafe", "ventana_meses_x"])
    assert signed_in("negotiator").post(f"{address}propuesta/", sent).status_code == 302
    read = words(signed_in("observer").get(address).content)
    assert "Se deja a cada adhesión: Ingreso de referencia: café" in read
    moved = "Ingreso de referencia: café antes igual para todas ahora la fija cada adhesión"
    assert moved in read
    typed = proposal(visto="3", deja=["tasa_asegurado"])
    shown = signed_in("representative").post(
        f"{address}vista/", typed, headers={"HX-Request": "true"}
    )
    told = words(shown.content)
    assert "Ingreso de referencia: café antes la fija cada adhesión ahora igual para todas" in told
    assert "Tasa del asegurado antes igual para todas ahora la fija cada adhesión" in told
    beyond = proposal(visto="3", deja=["ventana_meses"])
    refused = signed_in("representative").post(f"{address}propuesta/", beyond)
    assert refused.status_code == 422


@pytest.fixture
def own(planted_office: Alliances, db: None) -> tuple[str, int]:
    """The page of an adhesion under an agreement that leaves it its rate; with the agreement."""
    office = planted_office.office
    made_ = drafted(office, code="MARCO-2027")
    table = made_.negotiation
    talks.ask_in(actor=WRITER, negotiation=table, day=TODAY)
    typed = Typed({"tasa_asegurado": "4.2"}, STARTS, ENDS, "", 0, ("tasa_asegurado",))
    talks.propose(actor=WRITER, negotiation=table, typed=typed, day=TODAY)
    for who in (speaker(office), HEAD):
        talks.consent(actor=who, negotiation=table, proposal=1, day=TODAY)
    talks.sign(actor=WRITER, negotiation=table, day=TODAY)
    with acting(SYSTEM):
        (one,) = alliances.adhesions(actor=SYSTEM, agreement=made_.agreement)
    return f"/convenios/{made_.agreement}/adhesiones/{one.id}/propios/", made_.agreement


def test_own_terms_are_set_from_their_page_and_read_by_the_association(
    own: tuple[str, int], signed_in: SignedIn
) -> None:
    address, agreement = own
    writer = signed_in("negotiator")
    assert address in writer.get(f"/convenios/{agreement}/").content.decode()
    form = words(writer.get(address).content)
    assert "El convenio: 4.2 %" in form and "Se puede fijar:" in form
    assert "Todavía no se fijó nada propio." in form
    good = {
        "propio-tasa_asegurado": "4.5",
        "desde": "2027-01-01",
        "motivo": "Lo pidió su asamblea.",
        "visto": "0",
    }
    for given, said in (
        ({"motivo": " "}, "Escriba el motivo"),
        ({"desde": "pronto"}, "Escriba el día como año"),
        ({"desde": "2026-01-01"}, "Esa adhesión ya terminó, o terminaría antes de empezar"),
        ({"propio-tasa_asegurado": "99"}, "99"),
        ({"visto": "7"}, "Mientras usted decidía"),
    ):
        answer = writer.post(address, good | given)
        assert (answer.status_code, said in words(answer.content)) == (422, True), given
    assert "Lo pidió su asamblea" not in words(signed_in("first").get(address).content)
    told = words(writer.post(address, good, follow=True).content)
    assert "Los términos propios quedaron fijados" in told
    read = words(signed_in("first").get(address).content)
    assert "4.5 % propio; el convenio: 4.2 %" in read and "Lo pidió su asamblea." in read
    assert "negotiator" not in read and "Fijar" not in read


def test_others_neither_set_nor_see_an_adhesions_own_terms(
    own: tuple[str, int], signed_in: SignedIn
) -> None:
    address, _ = own
    assert signed_in("second").get(address).status_code == 404
    for who in ("head", "first"):
        assert signed_in(who).post(address, {"visto": "0"}).status_code == 403
    assert signed_in("clerk").get(address).status_code == 403
    assert signed_in("negotiator").get("/convenios/1/adhesiones/999999/propios/").status_code == 404
