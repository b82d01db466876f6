"""The pages of agreements and of the table: what each role sees and does, and how each act is refused."""

from __future__ import annotations

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.core.alliance.life import State
from ayni.cycle import negotiating as talks
from tests.web.alliance_fixtures import (
    ENDS,
    STARTS,
    TODAY,
    WRITER,
    Alliances,
    SignedIn,
    day,
    planted_office,
    round_of,
    seen,
    signed_in,
    words,
)
from tests.web.portal_world import SYSTEM

__all__ = ["day", "planted_office", "signed_in"]
pytestmark = pytest.mark.django_db


def rounds(number: int) -> int:
    with acting(SYSTEM):
        return len(negotiations.proposals(actor=SYSTEM, negotiation=number))


def state(agreement: int) -> State:
    with acting(SYSTEM):
        return life_queries.state_of(actor=SYSTEM, agreement=agreement).state


def proposal(**given: str) -> dict[str, str]:
    """A round as a browser sends it."""
    sent = {"visto": "2", "inicio": STARTS.isoformat(), "fin": ENDS.isoformat(), "nota": "Nota."}
    sent |= {"clausula-entry_months": "1", "clausula-tasa_asegurado": "4.3"}
    return sent | given


def test_the_list_shows_state_party_and_open_table_and_is_filtered(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    page = words(signed_in("negotiator").get("/convenios/").content)
    assert "MESA-2027" in page and "En negociación (1)" in page and "rondas: 2" in page
    page = words(signed_in("head").get("/convenios/?estado=in_force").content)
    assert "JNC-2026" in page and "MESA-2027" not in page
    assert "Ningún convenio es así" in words(signed_in("head").get("/convenios/?q=%25").content)


def test_an_association_sees_its_own_and_no_draft(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    mine = words(signed_in("representative").get("/convenios/").content)
    assert "JNC-2026" in mine and "MESA-2027" in mine and "BORRADOR-2027" not in mine
    other = words(signed_in("second").get("/convenios/").content)
    assert "JNC-2026" in other and "MESA-2027" not in other
    for name in ("representative", "observer"):
        found = signed_in(name).get(f"/convenios/mesa/{planted_office.draft_table}/")
        assert found.status_code == 404
    assert signed_in("second").get(f"/convenios/{planted_office.agreement}/").status_code == 404


def test_a_clause_is_read_back_as_it_is_typed(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    address = f"/convenios/mesa/{planted_office.mesa}/campo/"
    for text, said in (
        ("4,5", "Se lee: 4.5\u00a0%"),
        ("12", "12 es más que el máximo; se espera de 2 a 9."),
        ("", "Vacío: queda lo de la ley, 4\u00a0%."),
    ):
        sent = {"campo": "tasa_asegurado", "clausula-tasa_asegurado": text}
        answer = signed_in("representative").post(address, sent)
        assert said.replace("\u00a0", " ") in words(answer.content).replace("\u00a0", " ")
    assert signed_in("representative").post(address, {"campo": "nada"}).status_code == 404
    answer = signed_in("negotiator").post(address, {"campo": "entry_months"})
    assert "menos meses" in words(answer.content)


def test_a_preview_costs_what_the_round_would_and_writes_nothing(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.mesa
    address = f"/convenios/mesa/{number}/vista/"
    sent = proposal(**{"clausula-income.cafe": "1000", "clausula-tasa_asegurado": "5"})
    answer = signed_in("negotiator").post(address, sent, headers={"HX-Request": "true"})
    page = words(answer.content).replace("\u00a0", " ")
    # 1000.00 x 5 % = 50.00 for 420 families; the round before asked 4.2 %
    assert "S/ 50.00" in page and "S/ 21,000.00" in page and "S/ 8.00 más" in page
    assert rounds(number) == 2
    bad = proposal(**{"clausula-tasa_asegurado": "12"})
    page = words(signed_in("negotiator").post(address, bad).content)
    assert "Todavía no se puede calcular" in page and "12 es más que el máximo" in page


def test_terms_out_of_bounds_and_hostile_days_are_told_and_nothing_is_written(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.mesa
    address = f"/convenios/mesa/{number}/propuesta/"
    for given, said in (
        ({"clausula-tasa_asegurado": "12"}, "12 es más que el máximo"),
        ({"clausula-tasa_asegurado": "' OR 1=1 --"}, "no es una cifra"),
        ({"clausula-calendar": "diario"}, "no es una de las opciones"),
        ({"inicio": "mañana"}, "Escriba el primer día"),
        ({"inicio": "9999-12-31"}, "Escriba el primer día"),
        ({"fin": "2026-12-31"}, "Termina antes de empezar"),
        ({"fin": "2029-01-02"}, "Dura más de lo que el esquema permite"),
    ):
        answer = signed_in("negotiator").post(address, proposal(**given))
        assert answer.status_code == 422
        assert said in words(answer.content)
    assert rounds(number) == 2


def test_a_stale_round_is_shown_beside_what_was_typed(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.mesa
    answer = signed_in("negotiator").post(
        f"/convenios/mesa/{number}/propuesta/", proposal(visto="1", nota="No se pierde.")
    )
    page = words(answer.content)
    assert answer.status_code == 409
    assert "llegó la ronda 2" in page and "No se pierde." in page
    assert 'value="4.3"' in answer.content.decode() and rounds(number) == 2


@pytest.mark.parametrize(
    ("who", "what"),
    [
        *((who, "propuesta") for who in ("head", "observer", "first", "auditor", "clerk")),
        *((who, "conformidad") for who in ("observer", "first", "auditor", "negotiator")),
        *((who, "firmar") for who in ("observer", "first", "representative")),
        *((who, "abandonar") for who in ("observer", "first", "representative")),
        *((who, "comentario") for who in ("auditor", "clerk")),
    ],
)
def test_the_wrong_role_does_nothing_at_a_table(
    planted_office: Alliances, signed_in: SignedIn, who: str, what: str
) -> None:
    sent = proposal(motivo="x", dicho="x", ronda="2")
    answer = signed_in(who).post(f"/convenios/mesa/{planted_office.mesa}/{what}/", sent)
    assert answer.status_code in (403, 422)
    with acting(SYSTEM):
        found = negotiations.negotiation(actor=SYSTEM, number=planted_office.mesa)
        kept = negotiations.proposals(actor=SYSTEM, negotiation=planted_office.mesa)
    assert found is not None and found.closed_on is None
    assert [dict(one.consents) for one in kept] == [{}, {}]


def test_consent_to_an_older_round_is_refused(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    address = f"/convenios/mesa/{planted_office.mesa}/conformidad/"
    assert signed_in("head").post(address, {"visto": "1"}).status_code == 409
    typed = round_of(2, tasa_asegurado="4.3")
    talks.propose(actor=WRITER, negotiation=planted_office.mesa, typed=typed, day=TODAY)
    assert signed_in("representative").post(address, {"visto": "2"}).status_code == 409
    assert signed_in("representative").post(address, {"visto": "3"}).status_code == 302


def test_an_observer_comments_and_reads_no_agreement(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    observer = signed_in("observer")
    address = f"/convenios/mesa/{planted_office.mesa}/comentario/"
    sent = {"ronda": "2", "clausula": "tasa_asegurado", "dicho": "<b>Costa Rica</b>"}
    assert observer.post(address, sent).status_code == 302
    page = observer.get(f"/convenios/mesa/{planted_office.mesa}/").content.decode()
    assert "&lt;b&gt;Costa Rica" in page
    for address in ("/convenios/", f"/convenios/{planted_office.signed}/", "/oficina/"):
        assert observer.get(address).status_code == 403
    assert observer.get("/esquemas/").status_code == 200


def test_steps_with_reason_token_and_words(planted_office: Alliances, signed_in: SignedIn) -> None:
    number, head = planted_office.signed, signed_in("head")
    address = f"/convenios/{number}/paso"
    good = {"visto": str(seen(number)), "motivo": "Sin nóminas."}
    assert head.post(f"{address}/suspender/", good | {"motivo": " "}).status_code == 422
    assert signed_in("negotiator").post(f"{address}/suspender/", good).status_code == 403
    # the first association stands under the agreement of the national body and is no party of it
    assert signed_in("representative").post(f"{address}/preaviso/", good).status_code == 403
    assert head.post(f"{address}/suspender/", good).status_code == 302
    assert state(number) is State.SUSPENDED
    answer = head.post(f"{address}/preaviso/", good | {"motivo": "Se conserva."})
    page = words(answer.content)
    assert answer.status_code == 409
    assert "Se suspendió" in page and "Sin nóminas." in page and "Se conserva." in page
    now = {"visto": str(seen(number)), "motivo": "Regularizado."}
    assert head.post(f"{address}/reanudar/", now).status_code == 302
    assert state(number) is State.IN_FORCE


def test_an_amendment_opens_a_table_once(planted_office: Alliances, signed_in: SignedIn) -> None:
    number, writer = planted_office.signed, signed_in("negotiator")
    address = f"/convenios/{number}/paso/enmendar/"
    good = {"visto": str(seen(number)), "motivo": "Precio del café.", "familias": "420"}
    assert writer.post(address, good | {"familias": "muchas"}).status_code == 422
    assert writer.post(address, good | {"visto": "1"}).status_code == 409
    opened = writer.post(address, good)
    assert opened.status_code == 302 and opened["Location"].startswith("/convenios/mesa/")
    assert "ya tiene una negociación abierta" in words(writer.post(address, good).content)


def test_a_draft_is_written_and_each_fault_is_told(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    writer = signed_in("negotiator")
    party = str(planted_office.office.world.first)
    good = {
        "parte": party,
        "codigo": "nuevo-1",
        "esquema": "cr-ccss-convenio",
        "familias": "50",
        "ingreso": "300000",
        "como": str(planted_office.signed),
    }
    for given, said in (
        ({"parte": "999999"}, "Elija con quién se negocia."),
        ({"codigo": "a b"}, "Escriba un código de letras"),
        ({"codigo": "JNC-2026"}, "Otro convenio ya tiene ese código"),
        ({"esquema": "../etc"}, "Elija un esquema."),
        ({"familias": "-1"}, "Escriba cuántas familias"),
        ({"ingreso": ""}, "Este esquema mira el ingreso"),
        ({"como": "x"}, "Elija uno de los convenios firmados"),
    ):
        answer = writer.post("/convenios/nuevo/", good | given)
        assert answer.status_code == 422 and said in words(answer.content)
    made = writer.post("/convenios/nuevo/", good)
    assert made.status_code == 302
    page = words(writer.get(made["Location"]).content)
    assert "NUEVO-1" in page and "Este esquema no deja nada por negociar" in page


def test_obligations_are_written_and_met_once(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    address = f"/convenios/{planted_office.agreement}/obligaciones/"
    sent = {"que": "Entregar la nómina", "lado": "association", "vence": "2026-12-01"}
    assert signed_in("representative").post(address, sent).status_code == 403
    assert signed_in("negotiator").post(address, sent | {"vence": "x"}).status_code == 302
    assert signed_in("negotiator").post(address, sent).status_code == 302
    with acting(SYSTEM):
        (one,) = negotiations.obligations(actor=SYSTEM, agreement=planted_office.agreement)
    met = f"{address}{one.id}/cumplida/"
    assert signed_in("first").post(met).status_code == 403
    assert signed_in("representative").post(met).status_code == 302
    assert "Ya estaba cumplida" in words(signed_in("head").post(met, follow=True).content)
    assert signed_in("head").post(f"{address}999999/cumplida/").status_code == 404


def test_one_association_leaves_from_its_page(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    page = signed_in("head").get(f"/convenios/{planted_office.signed}/").content.decode()
    address = page.partition('/salida/"')[0].rpartition('href="')[2] + "/salida/"
    head = signed_in("head")
    assert head.post(address, {"visto": "-", "dia": "nunca"}).status_code == 422
    assert head.post(address, {"visto": "2020-01-01", "dia": "2026-12-31"}).status_code == 422
    assert head.post(address, {"visto": "-", "dia": "2026-12-31"}).status_code == 302
    assert signed_in("representative").get(address).status_code == 403


def test_figures_of_a_picture_are_ours(planted_office: Alliances, signed_in: SignedIn) -> None:
    page = signed_in("observer").get(f"/convenios/mesa/{planted_office.mesa}/").content.decode()
    address = page.partition('class="ay-when-light" src="')[2].partition('"')[0]
    answer = signed_in("observer").get(address.replace("&amp;", "&"))
    assert answer.status_code == 200 and b"<svg" in answer.content
    assert signed_in("observer").get(address.replace("&amp;", "&") + "x").status_code == 404
