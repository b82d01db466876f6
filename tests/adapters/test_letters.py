"""Letters to families whose agreement ends, read back from their PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from ayni.adapters.documents import (
    LETTERS_IN_A_PART,
    FamilyLetter,
    Letters,
    TooManyLetters,
    UnknownLanguage,
    WayToGoOn,
    letters_pdf,
)

WAYS = (WayToGoOn("SIS Independiente", 7_800, 0), WayToGoOn("Otro", None, 3))
STAYS = FamilyLetter(41, "QUISPE MAMANI, ROSA", "40123456", 4, 5, 2, date(2026, 11, 29), WAYS)
FACTS = (
    ("Documento", "40123456"),
    ("Familia n.º", "41"),
    ("Personas de la familia", "4"),
    ("Meses acreditados", "5"),
)
ENDS = FamilyLetter(42, "#panic() $x$ *HUAMÁN*, LUIS", "40999999", 1, 4, 0, date(2026, 9, 29), ())
LETTERS = Letters(
    institution="Seguro Social",
    association="Cooperativa Ejemplo",
    agreement="JNC-2026",
    regime="EsSalud regular",
    currency="PEN",
    ended=date(2026, 9, 30),
    written=date(2026, 6, 30),
    first=501,
    whole=42_000,
    example=True,
    proposed=True,
    families=(STAYS, ENDS),
)


def pages(letters: Letters, *, language: str = "es") -> list[str]:
    """Read each page's text on one line."""
    made = letters_pdf(letters=letters, language=language)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]


def test_a_list_to_sign_and_a_page_for_each_family() -> None:
    first, stays, ends = pages(LETTERS)
    assert "Familias 501 a 502 de 42000" in first
    assert "QUISPE MAMANI, ROSA" in first and "HUAMÁN" in first
    assert "30 de setiembre de 2026 es el primer día sin el convenio" in stays
    assert "sigue cubierta 2 meses después del convenio, hasta el 29 de noviembre de 2026" in stays
    assert "SIS Independiente S/ 78.00 0" in stays and "Otro según su ingreso 3" in stays
    assert all(f"{label} {said}" in stays for label, said in FACTS)
    # a name is text, whatever it looks like
    assert "#panic() $x$ *HUAMÁN*, LUIS" in ends
    assert "29 de setiembre de 2026" in ends and "no queda cubierta" in ends
    assert "No conocemos aquí un seguro" in ends and "S/" not in ends


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "stays covered for 2 months after the agreement, until 29 November 2026"),
        ("pt", "segue coberta 2 meses depois do convênio, até 29 de novembro de 2026"),
    ],
)
def test_the_letter_is_written_in_three_languages(language: str, said: str) -> None:
    assert said in pages(LETTERS, language=language)[1]
    with pytest.raises(UnknownLanguage):
        letters_pdf(letters=LETTERS, language="qu")


def test_the_same_letters_are_the_same_bytes_and_other_families_are_not() -> None:
    made = letters_pdf(letters=LETTERS)
    assert letters_pdf(letters=LETTERS) == made
    assert letters_pdf(letters=replace(LETTERS, families=(STAYS,))) != made


def test_a_part_is_full_and_no_fuller() -> None:
    many = [replace(STAYS, family=number) for number in range(LETTERS_IN_A_PART)]
    read = PdfReader(BytesIO(letters_pdf(letters=replace(LETTERS, families=many))))
    text = read.pages[-1].extract_text()
    assert str(LETTERS_IN_A_PART - 1) in text and read.metadata is not None
    with pytest.raises(TooManyLetters):
        letters_pdf(letters=replace(LETTERS, families=[*many, STAYS]))
