"""Folding, identity documents and look-alike letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.pe import cui, ruc

from ayni.core.matching import (
    check_identifier,
    dni_check_characters,
    fold,
    is_placeholder,
    letters_to_digits,
    mend_digits_in_name,
    mend_letters,
    mend_mojibake,
    normalise_cedula,
    ruc_check_digit,
    strip_invisible,
)

EIGHT = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Núñez", "NUNEZ"),
        ("Nu\u0301n\u0303ez", "NUNEZ"),
        ("  de la   Cruz ", "DE LA CRUZ"),
        ("D’Angelo", "D'ANGELO"),
        ("Böttger", "BOTTGER"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(EIGHT)
def test_check_characters_of_a_dni_agree_with_stdnum(dni: str) -> None:
    assert dni_check_characters(dni) == cui.calc_check_digits(dni)


@given(st.text("0123456789", min_size=10, max_size=10))
def test_check_digit_of_a_ruc_agrees_with_stdnum(first: str) -> None:
    assert ruc_check_digit(first) == ruc.calc_check_digit(first)


@pytest.mark.parametrize("wrong", ["1234567", "123456789", "1234567A", "١٢٣٤٥٦٧٨"])
def test_check_characters_need_eight_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        dni_check_characters(wrong)


@pytest.mark.parametrize(
    ("id_type", "number", "fault"),
    [
        ("DNI", "10117410", None),
        ("DNI", "101174102", None),
        ("DNI", "10117410G", None),
        ("DNI", "101174103", "check"),
        ("DNI", "1011741", "length"),
        ("DNI", "1011741O", "characters"),
        ("DNI", "11111111", "placeholder"),
        ("CUI", "64532258", None),
        ("CE", "000335224", None),
        ("CE", "00033522", "length"),
        ("CE", "000000000", "placeholder"),
        ("CE", "00033-522", "characters"),
        ("RUC", "20512333797", None),
        ("RUC", "20512333798", "check"),
        ("RUC", "30512333797", "check"),
        ("CR", "1-613-584", None),
        ("CR", "106130584", None),
        ("CR", "0-0000-0000", "length"),
        ("DIMEX", "155812994816", None),
        ("DIMEX", "255812994816", "length"),
        ("XX", "1", "unknown_type"),
    ],
)
def test_check_identifier(id_type: str, number: str, fault: str | None) -> None:
    assert check_identifier(id_type=id_type, number=number) == fault


def test_cedula_gets_its_inner_zeros() -> None:
    assert normalise_cedula("1-613-584") == "106130584"
    assert normalise_cedula("0106130584") == "106130584"
    assert normalise_cedula("1-61355-584") is None


def test_placeholders() -> None:
    assert is_placeholder("00000000")
    assert is_placeholder("12345678")
    assert not is_placeholder("12345679")


def test_look_alikes() -> None:
    assert mend_letters("Quisрe Ибáñеz"[:6]) == "Quispe"
    assert mend_letters("Ibáñez") == "Ibáñez"
    assert letters_to_digits("l942O783") == "19420783"
    assert mend_digits_in_name("Andrés 3dwin") == "Andrés Edwin"
    assert mend_digits_in_name("F0RTUNATO") == "FORTUNATO"
    assert mend_mojibake("SÃ¡nchez") == "Sánchez"
    assert mend_mojibake("RodrÃ\xadguez") == "Rodríguez"
    assert mend_mojibake("Sánchez") is None
    assert mend_mojibake("JOÃO") is None
    assert strip_invisible("Lu\u00adcía") == ("Lucía", False)
    assert strip_invisible("\u202eVictoria") == ("Victoria", True)
