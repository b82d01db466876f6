"""The papers of a signed agreement: printed once, the scan kept, who reads them, drafts kept nowhere."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from ayni.apps.access.actions import acting
from ayni.apps.access.personal import personal_classes
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import UnknownAgreement, association_number
from ayni.apps.sql.frames import rows, value
from ayni.cli.main import main
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.annex_words import CLASSES, PURPOSES, RETENTIONS
from ayni.core.alliance.plain_terms import terms_from_json
from ayni.core.alliance.scans import LARGEST, ScanRefused
from ayni.cycle import agreement_papers as papers
from ayni.cycle import negotiating as talks
from ayni.cycle.agreement_papers import NoSuchPaper
from ayni.cycle.law import terms_of
from ayni.cycle.negotiating import NothingProposed
from tests.cycle.small_world import SYSTEM
from tests.cycle.test_negotiation import DAY, HEAD, OBSERVER, WRITER, drafted, round_of, signed
from tests.cycle.test_negotiation import speaker as speaker

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
PDF = b"%PDF-1.7\n" + b"0" * 40 + b"\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"


def version_of(agreement: int) -> alliances.Version:
    """Give the newest version."""
    with acting(SYSTEM):
        found = alliances.version(actor=SYSTEM, agreement=agreement)
    assert found is not None
    return found


def kept(version: int) -> list[negotiations.Paper]:
    """List the papers of a version."""
    with acting(SYSTEM):
        return negotiations.papers(actor=SYSTEM, version=version)


def test_three_texts_are_kept_under_their_digest_and_a_second_time_changes_nothing(
    speaker: Actor,
) -> None:
    agreement = signed(speaker)
    version = version_of(agreement)
    first = papers.print_version(actor=WRITER, version=version.id)
    found = kept(version.id)
    assert [one.kind for one in found] == ["text_es", "text_en", "text_pt"]
    for one in found:
        file = papers.paper_file(actor=speaker, agreement=agreement, kind=one.kind)
        assert hashlib.sha256(file.content).digest() == one.digest
        assert file.media_type == "application/pdf"
        assert file.content[:5] == b"%PDF-"
    text = PdfReader(
        BytesIO(papers.paper_file(actor=OBSERVER, agreement=agreement, kind="text_es").content)
    )
    assert "4.2 % de la base" in " ".join(page.extract_text() for page in text.pages)
    with acting(SYSTEM):
        before = value("SELECT max(id) FROM audit_entry")
    assert papers.print_version(actor=HEAD, version=version.id) == first
    assert kept(version.id) == found
    with acting(SYSTEM):
        assert value("SELECT max(id) FROM audit_entry") == before
        # made anew, without what is kept, the bytes are the same
        framework = alliances.framework(actor=SYSTEM, number=agreement)
        assert framework is not None
        paper = papers.version_paper(SYSTEM, framework=framework, version=version)
    made = papers.agreement_pdf(text=papers.agreement_text(paper, language="es"))
    assert hashlib.sha256(made).digest() == found[0].digest


def test_every_class_of_personal_fields_has_its_words_in_the_annex() -> None:
    """A class that the register gained and the annex does not name would keep every agreement from print."""
    registered = {code for code, _ in personal_classes()}
    for words in (CLASSES, PURPOSES, RETENTIONS):
        assert set(words) == registered
        assert all(len(said) == 3 and all(said) for said in words.values())


def test_who_neither_writes_nor_approves_prints_and_keeps_nothing(speaker: Actor) -> None:
    version = version_of(signed(speaker)).id
    clerk = Actor(name="caja", role=Role.COLLECTION, institution=1, reason="x")
    for stranger in (speaker, OBSERVER, clerk):
        with pytest.raises(NotAllowed):
            papers.print_version(actor=stranger, version=version)
        with pytest.raises(NotAllowed):
            papers.keep_scan(actor=stranger, version=version, name="f.pdf", content=PDF)
    with pytest.raises(NoSuchPaper):
        papers.print_version(actor=replace(HEAD, institution=2), version=version)
    assert kept(version) == []


def test_another_association_and_another_institution_find_no_papers(speaker: Actor) -> None:
    agreement = signed(speaker)
    papers.print_version(actor=WRITER, version=version_of(agreement).id)
    with acting(SYSTEM):
        other = association_number(actor=SYSTEM, code="EJ-02")
    strangers = (
        replace(speaker, associations=(other,)),
        replace(OBSERVER, institution=2),
        Actor(name="clínica", role=Role.CLERK, institution=1, reason="x", facility=1),
    )
    for stranger in strangers:
        with pytest.raises(UnknownAgreement):
            papers.paper_file(actor=stranger, agreement=agreement, kind="text_es")
        with pytest.raises(UnknownAgreement):
            papers.export(actor=stranger, agreement=agreement, form="json", language="es")
        with pytest.raises(UnknownAgreement):
            papers.draft_pdf(actor=stranger, agreement=agreement, language="es")


@pytest.mark.parametrize(
    ("content", "media"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_a_signed_scan_is_kept_by_what_it_is_and_not_by_its_name(
    speaker: Actor, content: bytes, media: str
) -> None:
    agreement = signed(speaker)
    version = version_of(agreement).id
    first = papers.keep_scan(actor=WRITER, version=version, name="firmado.doc", content=content)
    again = papers.keep_scan(actor=HEAD, version=version, name="otra vez.doc", content=content)
    assert first == again
    assert [(one.kind, one.digest) for one in kept(version)] == [
        ("signed_scan", hashlib.sha256(content).digest())
    ]
    for reader in (speaker, OBSERVER, HEAD):
        file = papers.paper_file(actor=reader, agreement=agreement, kind="signed_scan")
        assert (file.media_type, file.content) == (media, content)


@pytest.mark.parametrize(
    ("content", "code", "right"),
    [
        (b"", "empty", "PDF, PNG o JPEG"),
        (b"PK\x03\x04" + b"0" * 100, "another_kind", "PDF ni una imagen"),
        (b"<html>%PDF-", "another_kind", "PDF ni una imagen"),
        (PDF[:20], "cut_short", "Vuelva a copiarlo"),
        (PNG[:-4], "cut_short", "Vuelva a copiarlo"),
        (PDF + b"0" * LARGEST, "too_large", "20 MB"),
    ],
)
def test_what_is_no_scan_is_refused_in_words(
    speaker: Actor, content: bytes, code: str, right: str
) -> None:
    version = version_of(signed(speaker)).id
    with pytest.raises(ScanRefused) as refused:
        papers.keep_scan(actor=WRITER, version=version, name="x.pdf", content=content)
    assert refused.value.code == code
    assert right in refused.value.text("es")
    assert kept(version) == []


def test_a_proposal_is_printed_as_a_draft_and_kept_nowhere(speaker: Actor) -> None:
    number = drafted(speaker).negotiation
    with acting(SYSTEM):
        agreement = negotiations.negotiation(actor=SYSTEM, number=number)
        files = value("SELECT count(*) FROM document_file")
    assert agreement is not None
    with pytest.raises(NothingProposed):
        papers.draft_pdf(actor=WRITER, agreement=agreement.agreement, language="es")
    talks.propose(actor=WRITER, negotiation=number, typed=round_of(0, preaviso="2"), day=DAY)
    with pytest.raises(UnknownAgreement):  # still the institution's alone
        papers.draft_pdf(actor=speaker, agreement=agreement.agreement, language="es")
    talks.ask_in(actor=WRITER, negotiation=number, day=DAY)
    for reader in (speaker, OBSERVER, WRITER):
        pdf = papers.draft_pdf(actor=reader, agreement=agreement.agreement, language="es")
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "propuesta 1" in text and "con 2 meses de aviso" in " ".join(text.split())
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM document_file") == files
    with pytest.raises(NoSuchPaper):
        papers.export(actor=WRITER, agreement=agreement.agreement, form="json", language="es")


def test_the_export_is_the_versions_own_terms(speaker: Actor) -> None:
    agreement = signed(speaker)
    version = version_of(agreement)
    text = papers.export(actor=speaker, agreement=agreement, form="json", language="es").decode()
    assert terms_from_json(text) == terms_of(version.terms)
    plain = papers.export(actor=WRITER, agreement=agreement, form="pdf", language="en")
    papers.print_version(actor=WRITER, version=version.id)
    assert papers.export(actor=WRITER, agreement=agreement, form="pdf", language="en") == plain
    fhir = papers.export(actor=OBSERVER, agreement=agreement, form="fhir", language="pt").decode()
    assert fhir.count("ni:///sha-256;") == 3


def test_the_database_shows_a_paper_to_the_sides_alone(speaker: Actor) -> None:
    agreement = signed(speaker)
    papers.print_version(actor=WRITER, version=version_of(agreement).id)
    with acting(SYSTEM):
        other = association_number(actor=SYSTEM, code="EJ-02")
    for reader, count in (
        (speaker, 3),
        (OBSERVER, 3),
        (replace(speaker, associations=(other,)), 0),
    ):
        with acting(reader):
            assert len(rows("SELECT 1 FROM alliance_version_paper", ())) == count


def test_the_command_writes_each_form_and_refuses_in_words(
    speaker: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version = version_of(signed(speaker))
    out = tmp_path / "convenio"
    for form in ("pdf", "json", "fhir"):
        asked = ["agreement", "export", "CACAO-2027", "--format", form, "--out", str(out)]
        assert main(asked) == 0
        expected = papers.export(
            actor=WRITER, agreement=version.agreement, form=form, language="es"
        )
        assert out.read_bytes() == expected
    assert main(["agreement", "export", "NO-HAY", "--format", "json"]) == 1
    assert "NO-HAY" in capsys.readouterr().err
    drafted(speaker, code="CACAO-2028")
    assert main(["agreement", "export", "CACAO-2028"]) == 1
    assert "CACAO-2028" in capsys.readouterr().err
