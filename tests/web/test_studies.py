"""The studies' pages: who sees what, what a move gives, what is refused, what the other side is shown."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.study.queries import RunState
from ayni.core.projection.people_indicators import EntryCohort, Stay, persistency
from ayni.core.scheme import Payer
from ayni.cycle import study_report, studying
from ayni.cycle.study_table import alternatives, laid, move
from ayni.web.studies.staying import stays_context
from ayni.web.study_figures.written import large, money, share
from tests.web.alliance_fixtures import Alliances, SignedIn, day, words
from tests.web.portal_world import SYSTEM
from tests.web.study_fixtures import WRITER, Studies, entered, planted_studies, small

__all__ = ["day", "entered", "planted_studies"]
pytestmark = pytest.mark.django_db
Planted = tuple[Alliances, Studies]
HX = {"HX-Request": "true"}
NEW = "/estudios/nuevo/"


def table(made: Studies) -> str:
    return f"/estudios/calculos/{made.run}/mesa/"


def file_of(text: str | bytes) -> dict[str, object]:
    content = text.encode() if isinstance(text, str) else text
    return {"de": "archivo", "archivo": SimpleUploadedFile("estudio.yaml", content)}


# The list and a new study --------------------------------------------------------------------------


def test_the_list_says_the_state_and_the_key_figures(
    planted_studies: Planted, entered: SignedIn
) -> None:
    page = words(entered("auditor").get("/estudios/").content)
    assert "MESA-2027" in page and "En espera" in page and "Listo" in page
    assert "Sin reserva en 5 años: 100 %; equilibra S/" in page
    assert "Estudio nuevo" not in page
    assert "Estudio nuevo" in words(entered("negotiator").get("/estudios/").content)


@pytest.mark.parametrize("user", ["first", "representative", "clerk", "affiliation", "observer"])
def test_studies_are_not_for_them(planted_studies: Planted, entered: SignedIn, user: str) -> None:
    _, made = planted_studies
    client = entered(user)
    for address in ("/estudios/", f"/estudios/{made.study}/", table(made)):
        assert client.get(address).status_code == 403
    assert client.post(table(made), headers=HX).status_code == 403


def test_a_study_comes_from_a_file_an_example_or_a_negotiation(
    planted_studies: Planted, entered: SignedIn
) -> None:
    alliances, made = planted_studies
    client = entered("negotiator")
    sent = client.post(NEW, file_of(small("tercera", families=50, name="Tercera")))
    assert "Tercera" in words(client.get(sent["Location"]).content)
    assert client.post(NEW, {"de": "ejemplo", "ejemplo": "cooperativa-420"}).status_code == 302
    offered = client.get(f"/convenios/mesa/{alliances.draft_table}/").content.decode()
    assert f'name="mesa" value="{alliances.draft_table}"' in offered
    drafted = client.post(NEW, {"de": "mesa", "mesa": str(alliances.draft_table)})
    page = words(client.get(drafted["Location"]).content)
    assert "BORRADOR-2027" in page and "Todavía no hay resultado" in page
    # the newest round changed since the first study of the table: this one is another study
    again = client.post(NEW, {"de": "mesa", "mesa": str(alliances.mesa)})
    assert again.status_code == 302 and again["Location"] != f"/estudios/{made.study}/"


def test_what_is_wrong_with_a_text_is_told_by_its_line(
    planted_studies: Planted, entered: SignedIn
) -> None:
    text = small("cuarta", families=50, name="Cuarta").replace("months: 120", "months: 3")
    answer = entered("negotiator").post(NEW, file_of(text))
    page = words(answer.content)
    line = 1 + text.splitlines().index("months: 3")
    assert answer.status_code == 422
    assert f"Error {line} months 3" in page and "El estudio no se pudo leer." in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Elija de dónde parte el estudio."),
        ({"de": "ejemplo", "ejemplo": "nada"}, "Elija un ejemplo de la lista."),
        ({"de": "mesa", "mesa": "99999"}, "Esa negociación no está."),
        ({"de": "mesa", "mesa": "²"}, "Esa negociación no está."),
        (file_of(b"\xff\xfe"), "El archivo no es de texto en UTF-8."),
        (file_of("\0"), "El archivo no es de texto en UTF-8."),
        (file_of("x" * 1_000_001), "El archivo pasa del tamaño máximo."),
        (file_of(small("otra-coop", families=9, name="Otra")), "Ya hay otro estudio con ese"),
    ],
    ids=["nothing", "example", "table", "digit", "bytes", "nought", "large", "taken"],
)
def test_a_new_study_is_refused_in_words(
    planted_studies: Planted, entered: SignedIn, sent: dict, said: str
) -> None:
    before = len(studying.studies(actor=WRITER))
    answer = entered("negotiator").post(NEW, sent)
    assert answer.status_code == 422 and said in words(answer.content)
    assert len(studying.studies(actor=WRITER)) == before


# A study and its runs ------------------------------------------------------------------------------


def test_a_study_shows_its_conclusion_with_reasons_and_what_it_rests_on(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    page = words(entered("head").get(f"/estudios/{made.study}/").content)
    found = laid(actor=WRITER, run=made.run)
    assert "No sostenible así" in page and "Para que alcance" in page
    assert money(found.study.figures.break_even or 0, "PEN") in page.replace("S/ ", "S/\u00a0")
    assert "Prima media general" in page and "Tasa pareja sobre los ingresos asegurables" in page
    assert "Mortalidad del Perú, 2015-2020" in page and "fuente secundaria" in page
    assert "Es una estimación" in page and "Calcular los casos malos" in page
    assert "Cómo se calcula" not in page  # who reads starts nothing


def test_who_stays_is_shown_by_year_of_entry(planted_studies: Planted, entered: SignedIn) -> None:
    _, made = planted_studies
    page = words(entered("head").get(f"/estudios/{made.study}/").content)
    roster, *later = persistency(laid(actor=WRITER, run=made.run).run.cube)
    assert "Permanencia por año de entrada" in page and "Nómina inicial" in page
    assert roster.stays[0] and roster.stays[1] and roster.stays[2] is None  # of 36 months
    for stay in roster.stays[:2]:
        assert page.count(f"{stay.mean:.1%}".replace("%", " %")) >= 2  # bar and table
    assert not later or "— —" in page


def test_a_run_that_knows_not_who_stays_says_why() -> None:
    roster = EntryCohort(True, 24_324, 40.0, (None, None, None))
    for cohorts, reason in (((roster,), "termina antes"), ((), "no la contaba")):
        found = stays_context(cohorts, first_month=24_324)
        assert set(found) == {"stays_title", "stays_unknown"} and reason in found["stays_unknown"]
    half = Stay(0.5, 0.4, 0.5, 0.63)
    later = replace(roster, roster=False, first_month=24_324 + 5 * 12, stays=(half, None, None))
    fifth = replace(later, first_month=24_324 + 4 * 12)
    shown = stays_context((replace(roster, stays=(half,) * 3), fifth, later), first_month=24_324)
    assert [row[0].text for row in shown["stays"].rows] == ["Nómina inicial", "2031"]
    assert [cell.text for cell in shown["stays"].rows[1][2:]] == ["50.0\u00a0%", "—", "—"]
    bar = shown["stays_bars"][0]
    assert (bar.low, bar.width, bar.mean) == ("40.0%", "23.0%", "50.0%")
    assert (bar.written, bar.hint) == ("50.0\u00a0%", "40.0\u00a0a\u00a063.0\u00a0%")


def test_the_alternatives_of_the_file_stand_on_the_studys_page_and_are_compared(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    raw = entered("head").get(f"/estudios/{made.other}/").content
    page = words(raw)
    assert "Alternativas escritas en el estudio" in page and "Sin seguro" in page
    assert "Reserva de garantía, en meses de aporte — de 2 meses a 6 meses" in page
    one = alternatives(laid(actor=WRITER, run=made.other_run))[0]
    last = large(float(one.moved.outcome.reserve[-1].mean()), "PEN")
    assert last in raw.decode() and "La reserva, mes a mes: Más garantía" in page
    address = (
        f"/estudios/calculos/{made.other_run}/comparar/?una=alternativa-sin_seguro&otra=estudio"
    )
    assert address.replace("&", "&amp;") in raw.decode()
    compared = words(entered("head").get(address).content)
    assert "«El estudio, como está escrito» deja más reserva en 100 % de los futuros." in compared
    plain = words(entered("head").get(f"/estudios/{made.study}/").content)
    assert "Alternativas escritas en el estudio" not in plain  # that of the table has none


def test_a_run_is_asked_for_watched_and_left(planted_studies: Planted, entered: SignedIn) -> None:
    _, made = planted_studies
    client = entered("negotiator")
    client.post(f"/estudios/{made.study}/calcular/", {"motor": "cohort", "futuros": "200"})
    newest = studying.study(actor=WRITER, number=made.study).runs[0]
    assert (newest.state, newest.scenarios, newest.months) == (RunState.QUEUED, 200, 120)
    below = f"/estudios/{made.study}/calculos/{newest.id}/"
    assert f'hx-get="{below}avance/"' in client.get(f"{below}avance/").content.decode()
    assert "Espera su turno." in words(client.get(f"/estudios/{made.study}/").content)
    client.post(f"{below}dejar/")
    assert studying.run_progress(actor=WRITER, run=newest.id).state is RunState.CANCELLED
    assert "hx-get" not in client.get(f"{below}avance/").content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"motor": "nada", "futuros": "200"}, {"motor": "cohort", "futuros": "200000"}]
)
def test_a_run_of_what_is_not_offered_is_not_asked_for(
    planted_studies: Planted, entered: SignedIn, sent: dict
) -> None:
    _, made = planted_studies
    before = studying.study(actor=WRITER, number=made.study).runs
    entered("negotiator").post(f"/estudios/{made.study}/calcular/", sent)
    assert studying.study(actor=WRITER, number=made.study).runs == before


def test_a_run_of_another_study_is_not_there(planted_studies: Planted, entered: SignedIn) -> None:
    _, made = planted_studies
    for address in (f"/estudios/{made.study}/calculos/{made.waiting}/avance/", "/estudios/999/"):
        assert entered("head").get(address).status_code == 404
    # one that has not ended lies on no table
    waits = f"/estudios/calculos/{made.waiting}/mesa/"
    assert entered("head").get(waits).status_code == 404


# The table of figures ------------------------------------------------------------------------------


def test_a_move_gives_what_follows_from_it(planted_studies: Planted, entered: SignedIn) -> None:
    _, made = planted_studies
    sent = {"mueve-tasa_asegurado": "9", "mueve-care_level": "50", "mueve-opening_reserve": "2000"}
    answer = entered("head").post(table(made), sent, headers=HX)
    found = laid(actor=WRITER, run=made.run)
    values = {"tasa_asegurado": 90_000, "care_level": 500_000, "opening_reserve": 200_000}
    key = move(found, values=values).figures
    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 200 and "<html" not in page
    assert f"<strong>{share(key.ruin_by(60).probability)}</strong>".replace("\u00a0", " ") in page
    assert money(key.break_even or 0, "PEN").replace("\u00a0", " ") in page
    assert large(key.first.lacks, "PEN").replace("\u00a0", " ") in page
    assert "ay-fan-before" in page and "el medio, en el estudio" in page
    # all of the rate is the families' now: the State's row stays, to say that it went
    assert "El Estado" in page and Payer.STATE not in key.first.by_payer


def test_the_state_is_asked_for_what_completes_the_rate(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    found = laid(actor=WRITER, run=made.run)
    moved = move(found, values={"tasa_asegurado": 60_000}).figures.first.by_payer
    whole = found.study.figures.first
    # the scheme's rate is completed by the State: what families give more, it gives less
    assert sum(moved.values()) == pytest.approx(whole.contributions, rel=1e-4)


def test_where_nothing_moved_all_is_as_in_the_study(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    page = entered("negotiator").get(table(made)).content.decode()
    assert "ay-fan-before" not in page and "ay-lever-moved" not in page
    assert "Guardar como propuesta" in page and "El convenio puede fijarlo de 2" in page
    assert "Guardar como propuesta" not in entered("head").get(table(made)).content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("99", "Va de 2 % a 9 %."),
        ("mucho", "Escriba un número, por ejemplo 4.2."),
        ("4.00001", "Escriba un número"),
        ("1e400", "Escriba un número"),
        ("NaN", "Escriba un número"),
    ],
)
def test_a_figure_that_cannot_be_is_marked_and_the_rest_goes_on(
    planted_studies: Planted, entered: SignedIn, text: str, said: str
) -> None:
    _, made = planted_studies
    sent = {"mueve-tasa_asegurado": text, "mueve-state_pays": "50"}
    answer = entered("negotiator").post(table(made), sent)
    page = words(answer.content)
    assert answer.status_code == 422 and said in page
    key = move(laid(actor=WRITER, run=made.run), values={"state_pays": 500_000}).figures
    assert large(key.first.lacks, "PEN").replace("\u00a0", " ") in page.replace("\u00a0", " ")


def test_other_behaviour_asks_for_a_run_of_its_own(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    sent = {
        f"mueve-{name}": text for name, text in (("plazo_gracia", "30"), ("calendar", "harvest"))
    }
    sent |= {"mueve-entry_months": ["3", "4", "5", "6"], "mueve-participation": "60"}
    answer = entered("negotiator").post(f"/estudios/calculos/{made.run}/otra/", sent)
    assert answer.status_code == 302
    newest = studying.study(actor=WRITER, number=made.study).runs[0]
    assert newest.changes["terms"]["values"]["plazo_gracia"] == "30"
    assert newest.changes["terms"]["values"]["tasa_asegurado"] == "0.042"
    assert newest.changes["terms"]["calendar"] == "harvest"
    assert newest.changes["terms"]["entry_months"] == [3, 4, 5, 6]
    assert [(one["kind"], one["value"]) for one in newest.changes["instead"]] == [
        ("participation", "0.6")
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"mueve-entry_months": [str(month) for month in range(1, 13)]}, "Todo está como en el"),
        ({"mueve-plazo_gracia": "900"}, "Va de 0 días a 60 días."),
    ],
)
def test_a_run_of_the_same_or_of_what_cannot_be_is_refused(
    planted_studies: Planted, entered: SignedIn, sent: dict, said: str
) -> None:
    _, made = planted_studies
    before = studying.study(actor=WRITER, number=made.study).runs
    answer = entered("negotiator").post(f"/estudios/calculos/{made.run}/otra/", sent)
    assert answer.status_code == 422 and said in words(answer.content)
    assert studying.study(actor=WRITER, number=made.study).runs == before


# Proposals -----------------------------------------------------------------------------------------


def rounds(alliances: Alliances) -> int:
    with acting(SYSTEM):
        return len(negotiations.proposals(actor=SYSTEM, negotiation=alliances.mesa))


def test_a_proposal_is_shown_before_it_is_put_on_the_table(
    planted_studies: Planted, entered: SignedIn
) -> None:
    alliances, made = planted_studies
    client, address = entered("negotiator"), f"/estudios/calculos/{made.run}/propuesta/"
    sent = {"mueve-tasa_asegurado": "5", "mueve-state_pays": "70"}
    before = rounds(alliances)
    page = words(client.post(address, sent).content)
    assert "5.5 % ahora 5 %" in page and "Lo que el Estado paga de verdad de su parte" in page
    assert rounds(alliances) == before
    dated = {"confirmar": "1", "visto": "3", "inicio": "2027-01-01", "fin": "2028-01-01"}
    assert client.post(address, sent | dated).status_code == 302
    assert rounds(alliances) == before + 1
    kept = studying.figures_of_proposals(actor=WRITER, negotiation=alliances.mesa)[4]
    assert (kept.run, kept.levers) == (made.run, {"tasa_asegurado": 50_000, "state_pays": 700_000})
    key = move(laid(actor=WRITER, run=made.run), values=kept.levers).figures
    assert kept.figures == key.as_json(currency="PEN")


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ({"visto": "1", "inicio": "2027-01-01", "fin": "2028-01-01"}, "otra persona hizo algo"),
        ({"visto": "3", "inicio": "ayer", "fin": ""}, "Escriba el primer día"),
        ({"visto": "3", "inicio": "2027-01-01", "fin": "2040-01-01"}, "Dura más de lo que"),
    ],
)
def test_a_proposal_that_cannot_be_leaves_nothing_behind(
    planted_studies: Planted, entered: SignedIn, dated: dict, said: str
) -> None:
    alliances, made = planted_studies
    before = studying.figures_of_proposals(actor=WRITER, negotiation=alliances.mesa)
    answer = entered("negotiator").post(
        f"/estudios/calculos/{made.run}/propuesta/", {"confirmar": "1", **dated}
    )
    assert answer.status_code == 422 and said in words(answer.content)
    assert studying.figures_of_proposals(actor=WRITER, negotiation=alliances.mesa) == before


def test_a_study_of_no_negotiation_proposes_nothing(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    address = f"/estudios/calculos/{made.other_run}/propuesta/"
    assert entered("negotiator").post(address, {}).status_code == 404


@pytest.mark.parametrize("user", ["representative", "observer"])
def test_the_other_side_sees_key_figures_and_no_study(
    planted_studies: Planted, entered: SignedIn, user: str
) -> None:
    alliances, made = planted_studies
    address = f"/convenios/mesa/{alliances.mesa}/"
    raw = entered(user).get(address).content
    page = words(raw)
    assert "Lo que dice su estudio" in page and "Sin reserva en 5 años" in page
    assert "El Estado, el primer año" in page and "Falta, el primer año" in page
    assert table(made) not in raw.decode() and "Estudiar esta negociación" not in page
    assert table(made) in entered("negotiator").get(address).content.decode()


def test_two_proposals_are_compared_on_the_same_futures(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    address = f"/estudios/calculos/{made.run}/comparar/"
    page = words(entered("auditor").get(address).content)
    assert "«El estudio, como está escrito» deja más reserva en 100 % de los futuros." in page
    other = words(entered("auditor").get(f"{address}?una=ronda-3&otra=estudio").content)
    assert "«El estudio, como está escrito» deja más reserva en 100 %" in other
    same = words(entered("auditor").get(f"{address}?una=estudio&otra=estudio").content)
    assert "Elija dos distintas." in same


def test_several_groups_stand_apart_and_together(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    address = f"/estudios/juntas/?con={made.run}&con={made.other_run}"
    page = words(entered("head").get(address).content)
    assert "Reserva que se ahorra por familia" in page and "Todas juntas" in page
    one = words(entered("head").get(f"/estudios/juntas/?con={made.run}&con=²&con=99").content)
    assert "Elija por lo menos dos grupos." in one


# The score -----------------------------------------------------------------------------------------


def test_what_came_stands_beside_what_was_believed(
    planted_studies: Planted, entered: SignedIn
) -> None:
    alliances, made = planted_studies
    page = words(entered("auditor").get(f"/estudios/{made.study}/contraste/").content)
    assert "Gasto, enero de 2027: vino más que en casi todos los futuros del estudio." in page
    assert "de 380 a 420" in page and "390" in page and "no se sabe" in page
    health = f"/asociaciones/{alliances.office.world.first}/salud/"
    raw = entered("head").get(health).content
    assert "Lo que creímos, lo que vino" in words(raw)
    assert f"/estudios/{made.study}/contraste/" in raw.decode()
    raw = entered("representative").get(health).content
    assert "Lo que creímos, lo que vino" in words(raw)
    assert "/estudios/" not in raw.decode()


def test_a_study_of_which_no_month_came_says_so(
    planted_studies: Planted, entered: SignedIn
) -> None:
    _, made = planted_studies
    page = words(entered("head").get(f"/estudios/{made.other}/contraste/").content)
    assert "Todavía no ha pasado ningún mes del estudio" in page


# The report ----------------------------------------------------------------------------------------


def test_a_report_is_waited_for_and_comes_by_itself(
    planted_studies: Planted, entered: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made = planted_studies
    client, address = entered("auditor"), f"/estudios/calculos/{made.run}/informe/"
    waiting = HX | {"HX-Target": "espera-informe"}
    gate, honest = Event(), study_report._work_out
    study_report._begun.clear()
    monkeypatch.setattr(study_report, "_work_out", lambda *one: gate.wait(60) and honest(*one))
    first = client.get(address).content.decode()
    assert "El informe se está preparando" in first
    assert f'hx-get="{address}"' in first and 'http-equiv="refresh" content="4"' in first
    polled = client.get(address, headers=waiting)
    assert "HX-Redirect" not in polled.headers and "<html" not in polled.content.decode()
    assert (
        'id="casos-malos"'
        in client.get(address.replace("informe", "casos-malos"), headers=HX).content.decode()
    )
    gate.set()
    assert [one.result(60) for one in study_report._begun.values()]
    assert client.get(address, headers=waiting).headers["HX-Redirect"] == address
    assert "Pruebas de tensión" in client.get(address).content.decode()
    assert client.get(address.removesuffix("/") + ".pdf").content.startswith(b"%PDF")


def test_a_report_that_failed_is_worked_out_again(
    planted_studies: Planted, entered: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made = planted_studies
    study_report._begun.clear()
    with monkeypatch.context() as broken:
        broken.setattr(study_report, "_work_out", lambda *one: 1 // 0)
        study_report.report_ready(actor=WRITER, run=made.run)
        (failed,) = study_report._begun.values()
        assert isinstance(failed.exception(60), ZeroDivisionError)
    assert study_report.report_facts_of(actor=WRITER, run=made.run).stresses
