"""The papers of an agreement on its page: printed at its signature, downloaded, the scan kept or refused."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from ayni.apps.access.actions import acting
from ayni.apps.alliance import agreement_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.core.alliance.plain_terms import terms_from_json
from ayni.core.alliance.scans import LARGEST
from ayni.cycle import agreement_papers as papers
from ayni.cycle import negotiating as talks
from ayni.cycle.law import terms_of
from tests.web.alliance_fixtures import (
    HEAD,
    TODAY,
    WRITER,
    Alliances,
    SignedIn,
    day,
    planted_office,
    signed,
    signed_in,
    speaker,
    words,
)
from tests.web.portal_world import SYSTEM

__all__ = ["day", "planted_office", "signed_in"]
pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7\n" + b"0" * 40 + b"\n%%EOF\n"
TEXTS = ("text_es", "text_en", "text_pt")


@pytest.fixture
def agreed(planted_office: Alliances, db: None) -> int:
    """An agreement signed and not printed."""
    return signed(planted_office.office, code="FIRMADO-27")


def version_of(agreement: int) -> alliances.Version:
    with acting(SYSTEM):
        found = alliances.version(actor=SYSTEM, agreement=agreement)
    assert found is not None
    return found


def kept(agreement: int) -> dict[str, agreement_queries.VersionPaper]:
    with acting(SYSTEM):
        found = agreement_queries.version_papers(actor=SYSTEM, agreement=agreement)
    return {one.kind: one for one in found}


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sent(content: bytes, *, version: str = "1") -> dict[str, object]:
    return {"version": version, "archivo": SimpleUploadedFile("firmado.doc", content)}


def consented(found: Alliances) -> None:
    for actor in (speaker(found.office), HEAD):
        talks.consent(actor=actor, negotiation=found.mesa, proposal=2, day=TODAY)


def sign(browser: Client, found: Alliances, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sign by the page; what waits for the commit happens at once (the browser's test waits for a real one)."""
    with monkeypatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda then: then())
        answer = browser.post(f"/convenios/mesa/{found.mesa}/firmar/", {"visto": "2"})
    assert answer.status_code == 302
    return words(browser.get(answer["Location"]).content)


def test_a_signature_prints_its_three_texts(
    planted_office: Alliances,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consented(planted_office)
    page = sign(signed_in("negotiator"), planted_office, monkeypatch)
    assert "El convenio está firmado." in page and "impresos en tres idiomas" in page
    found = kept(planted_office.agreement)
    assert tuple(found) == TEXTS
    for one in found.values():
        assert one.size is not None and one.size > 10_000
        assert f"{round(one.size / 1024)} KB · huella {one.digest.hex()[:12]}" in page
    assert "Texto del convenio en portugués" in page and "Imprimir los textos" not in page


def test_what_cannot_be_printed_undoes_no_signature_and_is_said(
    planted_office: Alliances,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_asked: object) -> bytes:
        raise RuntimeError("no typesetter")

    consented(planted_office)
    writer = signed_in("negotiator")
    with monkeypatch.context() as patched:
        patched.setattr(papers, "agreement_pdf", broken)
        page = sign(writer, planted_office, monkeypatch)
    assert "sus textos no se pudieron imprimir" in page and "Imprimir los textos" in page
    number = planted_office.agreement
    assert version_of(number).number == 1 and kept(number) == {}
    for _ in range(2):
        answer = writer.post(f"/convenios/{number}/papeles/imprimir/", follow=True)
        assert "impresos en tres idiomas" in words(answer.content)
    assert tuple(kept(number)) == TEXTS
    assert signed_in("representative").post(
        f"/convenios/{number}/papeles/imprimir/"
    ).status_code == (403)


def test_a_paper_is_downloaded_and_read_back_by_each_side(agreed: int, signed_in: SignedIn) -> None:
    papers.print_version(actor=WRITER, version=version_of(agreed).id)
    one = kept(agreed)["text_es"]
    address = f"/convenios/{agreed}/papeles/{one.id}/"
    for who in ("representative", "observer", "head", "auditor"):
        answer = signed_in(who).get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        assert "FIRMADO-27-1-es.pdf" in answer["Content-Disposition"]
        assert hashlib.sha256(answer.content).digest() == one.digest
    assert "4.2 % de la base" in text_of(answer.content).replace("\u00a0", " ")
    for who, status in (("second", 404), ("clerk", 403)):
        assert signed_in(who).get(address).status_code == status
    assert signed_in("head").get(f"/convenios/{agreed}/papeles/999999/").status_code == 404
    with acting(SYSTEM):
        (table,) = negotiations.negotiations(actor=SYSTEM, agreement=agreed)
    page = signed_in("observer").get(f"/convenios/mesa/{table.id}/").content.decode()
    assert address in page and f"huella {one.digest.hex()[:12]}" in page and " KB" in page


def test_the_terms_are_had_as_pdf_json_and_fhir(agreed: int, signed_in: SignedIn) -> None:
    address = f"/convenios/{agreed}/terminos"
    version = version_of(agreed)
    answer = signed_in("representative").get(f"{address}/json/")
    assert answer["Content-Type"] == "application/json"
    assert terms_from_json(answer.content.decode()) == terms_of(version.terms)
    answer = signed_in("observer").get(f"{address}/fhir/")
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer.json()["resourceType"] == "Contract"
    assert text_of(signed_in("head").get(f"{address}/pdf/").content).count("4.2") > 0
    page = signed_in("representative").get(f"/convenios/{agreed}/").content.decode()
    assert all(f"{address}/{form}/" in page for form in papers_forms())
    assert "Guardar la copia firmada" not in page
    assert signed_in("head").get(f"{address}/xml/").status_code == 404
    assert signed_in("second").get(f"{address}/json/").status_code == 404
    assert signed_in("clerk").get(f"{address}/json/").status_code == 403


def papers_forms() -> tuple[str, ...]:
    return ("pdf", "json", "fhir")


def test_terms_not_signed_are_not_had(planted_office: Alliances, signed_in: SignedIn) -> None:
    number = planted_office.agreement
    assert signed_in("head").get(f"/convenios/{number}/terminos/json/").status_code == 404
    for what in ("imprimir", "firmado"):
        answer = signed_in("head").post(f"/convenios/{number}/papeles/{what}/", sent(SCAN))
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"0" * 100, "PDF ni una imagen"),
        (SCAN[:20], "Vuelva a copiarlo"),
        (SCAN + b"0" * LARGEST, "20 MB"),
    ],
)
def test_what_is_no_scan_is_refused_in_words(
    agreed: int, signed_in: SignedIn, content: bytes, said: str
) -> None:
    address = f"/convenios/{agreed}/papeles/firmado/"
    page = words(signed_in("head").post(address, sent(content), follow=True).content)
    assert said in page and kept(agreed) == {}


def test_the_signed_scan_is_kept_once_and_downloaded(agreed: int, signed_in: SignedIn) -> None:
    address = f"/convenios/{agreed}/papeles/firmado/"
    head = signed_in("head")
    for who in ("representative", "observer", "auditor", "collection", "clerk"):
        assert signed_in(who).post(address, sent(SCAN)).status_code == 403
    assert "Elija el archivo" in words(head.post(address, {"version": "1"}, follow=True).content)
    page = words(head.post(address, sent(SCAN, version="7"), follow=True).content)
    assert "se firmó otra versión" in page and kept(agreed) == {}
    for who in ("negotiator", "affiliation", "head"):
        page = words(signed_in(who).post(address, sent(SCAN), follow=True).content)
        assert "quedó guardada con su huella" in page and page.count("1 KB · huella") == 1
    (one,) = kept(agreed).values()
    answer = signed_in("representative").get(f"/convenios/{agreed}/papeles/{one.id}/")
    assert answer.content == SCAN and answer["Content-Type"] == "application/pdf"


def test_a_round_is_read_as_the_text_it_would_be(
    planted_office: Alliances, signed_in: SignedIn
) -> None:
    number = planted_office.mesa
    for who in ("representative", "observer", "negotiator"):
        page = signed_in(who).get(f"/convenios/mesa/{number}/").content.decode()
        assert "Ver el texto de esta ronda" in page
        answer = signed_in(who).get(f"/convenios/mesa/{number}/texto/")
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "propuesta 2" in said and "con 2 meses de aviso" in said
    assert signed_in("second").get(f"/convenios/mesa/{number}/texto/").status_code == 404
    for who in ("negotiator", "representative"):
        empty = f"/convenios/mesa/{planted_office.draft_table}/texto/"
        assert signed_in(who).get(empty).status_code == 404
    talks.abandon(actor=WRITER, negotiation=number, day=TODAY, why="sin acuerdo")
    assert signed_in("negotiator").get(f"/convenios/mesa/{number}/texto/").status_code == 404
    page = signed_in("negotiator").get(f"/convenios/mesa/{number}/").content.decode()
    assert not re.search(r"mesa/\d+/texto/", page)
