"""Rules about parties: legal numbers, papers, activities, the tree. No database."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.identities import KINDS, WrongNumber, kinds_of, legal_number
from ayni.core.alliance.isic import (
    CLASSES,
    OF_SCHEMES,
    SECTIONS,
    UnknownClass,
    classes_of,
    isic_class,
    section_of,
)
from ayni.core.alliance.legal_standing import (
    Evidence,
    Paper,
    UnknownPaper,
    WrongPaper,
    check_evidence,
    least_amounts,
    required_by,
    standings,
    state_of,
)
from ayni.core.alliance.papers import LIMIT, WrongFile, media_type_of
from ayni.core.alliance.tree import Body, UnknownBranch, tree_of

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("country", "kind", "text", "kept"),
    [
        ("pe", "RUC", " 20131257750 ", "20131257750"),
        ("cr", "CPJ", "3-101-999999", "3101999999"),
        ("co", "NIT", "899.999.068-1", "8999990681"),
        ("br", "CNPJ", "00.000.000/0001-91", "00000000000191"),
        ("br", "CPF", "390.533.447-05", "39053344705"),
        ("uy", "RUT", "21-100342-001-7", "211003420017"),
        ("ar", "CUIT", "20-05536168-2", "20055361682"),
        ("ec", "RUC", "1792060346001", "1792060346001"),
        ("ke", "PIN", "p051365947m", "P051365947M"),
        ("in", "PAN", "AAPPV8261K", "AAPPV8261K"),
        ("ph", "TIN", "123-456-789-000", "123456789000"),
        ("rw", "TIN", "101234567", "101234567"),
    ],
)
def test_a_good_number_is_kept_bare(country, kind, text, kept) -> None:
    assert legal_number(country=country, kind=kind, text=text) == kept


@pytest.mark.parametrize(
    ("country", "kind", "text", "wrong"),
    [
        ("pe", "RUC", "20131257751", "check"),
        ("pe", "RUC", "2013125775", "length"),
        ("pe", "RUC", "30131257750", "part"),
        ("pe", "RUC", "2013125775O", "characters"),
        ("pe", "RUC", "２0131257750", "characters"),
        ("pe", "RUC", "", "characters"),
        ("pe", "NIT", "8999990681", "kind"),
        ("co", "NIT", "8999990682", "check"),
        ("br", "CNPJ", "00.000.000/0001-92", "check"),
        ("ar", "CUIT", "20-05536168-3", "check"),
        ("ph", "TIN", "12345678", "length"),
        ("ph", "TIN", "12345678A", "characters"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(country, kind, text, wrong) -> None:
    with pytest.raises(WrongNumber) as refusal:
        legal_number(country=country, kind=kind, text=text)
    assert refusal.value.wrong == wrong
    assert refusal.value.example == (KINDS[country, kind].example if wrong != "kind" else "")


def test_every_example_shown_is_good() -> None:
    for one in KINDS.values():
        assert legal_number(country=one.country, kind=one.kind, text=one.example)
    assert kinds_of("pe") == ("RUC",) and kinds_of("xx") == ()


# Papers ----------------------------------------------------------------------------------------


def evidence(
    paper: str, *, issued: date = date(2026, 1, 1), expires: date | None = None, id: int = 1
):
    return Evidence(id, paper, 1, "papel.pdf", issued, expires, None, None)


def test_papers_stand_soon_end_and_expire() -> None:
    states = {
        None: "valid",
        date(2027, 1, 23): "valid",  # 61 days away
        date(2027, 1, 22): "soon",  # 60
        date(2026, 11, 24): "soon",
        DAY: "expired",
        date(2026, 11, 22): "expired",
    }
    for expires, state in states.items():
        assert state_of(evidence("power", expires=expires), day=DAY) == state, expires
    assert state_of(None, day=DAY) == "missing"


def test_the_newest_paper_of_a_kind_counts_and_what_is_asked_comes_first() -> None:
    found = [
        evidence("power", issued=date(2026, 5, 1), id=1),
        evidence("power", issued=date(2025, 5, 1), expires=date(2026, 1, 1), id=2),
        evidence("tax", id=3),
    ]
    told = standings(found, required=required_by(None), day=DAY)
    assert [(one.paper, one.state) for one in told] == [
        (Paper.STATUTES, "missing"),
        (Paper.REGISTRATION, "missing"),
        (Paper.POWER, "valid"),
        (Paper.TAX, "valid"),
    ]
    assert told[2].evidence == found[0] and told[3].required is None


def test_colombia_asks_for_equity_and_reserve() -> None:
    asked = {one.paper: one for one in required_by("co-afiliacion-colectiva")}
    assert asked[Paper.EQUITY].parameter == "patrimonio_minimo"
    assert asked[Paper.RESERVE].standing == "verified"
    assert asked[Paper.RESERVE].url.startswith("https://www.minsalud.gov.co/")
    assert {one.standing for one in required_by("pe-modelo-colectivo")} == {"proposed"}
    assert Paper.RESERVE not in {one.paper for one in required_by("pe-modelo-colectivo")}


@pytest.mark.parametrize(
    ("day", "least"),
    [
        # 300 wages of 1,750,905.00, of 1,423,500.00
        (date(2026, 11, 25), 52_527_150_000),
        (date(2025, 7, 1), 42_705_000_000),
    ],
)
def test_equity_is_held_against_three_hundred_wages_of_the_day(day: date, least: int) -> None:
    law, asked = load_scheme("co-afiliacion-colectiva"), required_by("co-afiliacion-colectiva")
    floors = least_amounts(law, required=asked, day=day)
    assert floors == {Paper.EQUITY: least}

    def state(amount: int, currency: str = "COP", expires: date | None = None) -> str:
        shown = Evidence(1, "equity", 1, "p.pdf", date(2025, 1, 1), expires, amount, currency)
        found = standings([shown], required=asked, day=day, least=floors, currency="COP")
        return next(one.state for one in found if one.paper is Paper.EQUITY)

    assert (state(least), state(least - 1)) == ("valid", "short")
    # another currency is not compared, an expired paper is expired first
    assert state(1, "PEN") == "valid"
    assert state(1, expires=date(2025, 2, 1)) == "expired"


def test_no_sum_is_held_against_a_wage_that_nobody_read_or_a_law_that_has_none() -> None:
    law = load_scheme("co-afiliacion-colectiva")
    asked = required_by("co-afiliacion-colectiva")
    assert least_amounts(law, required=asked, day=date(2010, 1, 1)) == {}
    model = load_scheme("pe-modelo-colectivo")
    assert least_amounts(model, required=required_by(model.code), day=date(2026, 1, 1)) == {}
    (equity,) = [
        one
        for one in standings([], required=asked, day=date(2010, 1, 1))
        if one.paper is Paper.EQUITY
    ]
    assert (equity.state, equity.least) == ("missing", None)


def test_a_paper_that_cannot_be_is_refused() -> None:
    good = {"paper": "equity", "issued": DAY, "expires": None, "amount": 1, "today": DAY}
    assert check_evidence(**good) is Paper.EQUITY
    for wrong, word in (
        ({"issued": date(2026, 11, 24)}, "future"),
        ({"expires": DAY}, "order"),
        ({"amount": None}, "amount_missing"),
        ({"paper": "power"}, "amount_unasked"),
    ):
        with pytest.raises(WrongPaper) as refusal:
            check_evidence(**{**good, **wrong})
        assert refusal.value.wrong == word
    with pytest.raises(UnknownPaper):
        check_evidence(**{**good, "paper": "carta"})


def test_a_file_is_looked_at_and_not_its_name() -> None:
    assert media_type_of(b"\xff\xd8\xff\xe0...") == "image/jpeg"
    assert media_type_of(b"\x89PNG\r\n\x1a\n...") == "image/png"
    for content, wrong in (
        (b"", "empty"), (b"<html>", "type"), (b" %PDF-", "type"), (b"%PDF-" + b"0" * LIMIT, "large"),
    ):  # fmt: skip
        with pytest.raises(WrongFile) as refusal:
            media_type_of(content)
        assert refusal.value.wrong == wrong


# Activities ------------------------------------------------------------------------------------


def test_activities_of_schemes_are_classes() -> None:
    assert [classes_of(one) for one in ("cafe", "cacao", "taxi", "nada")] == [
        ("0127",), ("0127",), ("4922",), (),
    ]  # fmt: skip
    assert classes_of("pesca_artesanal") == ("0311", "0312")
    assert classes_of("mercado")[0] == "4781"
    assert {code for found in OF_SCHEMES.values() for code in found} <= set(CLASSES)
    assert isic_class("0127 Cultivo de plantas") == "0127"
    for text in ("0199", "01270", "café", ""):
        with pytest.raises(UnknownClass):
            isic_class(text)


def test_every_class_has_its_section_and_three_titles() -> None:
    assert [section_of(one) for one in ("0311", "1079", "4781", "4922", "8430", "9420")] == list(
        "ACGHOS"
    )
    for code, title in CLASSES.items():
        assert set(title) == {"es", "en", "pt"} and section_of(code) in SECTIONS


# The tree --------------------------------------------------------------------------------------


def body(number: int, parent: int | None, families: int = 0) -> Body:
    return Body(number, parent, f"A{number:05d}", "central", str(number), families)


def test_families_are_summed_up_the_tree() -> None:
    tree = tree_of([body(4, 2, 7), body(1, None), body(3, 1, 5), body(2, 1, 1), body(9, 77, 2)])
    assert [(one.body.number, one.children, one.families) for one in tree.members(None)] == [
        (1, 2, 13),
        (9, 0, 2),  # whose parent is not there
    ]
    assert [(one.body.number, one.families) for one in tree.members(1)] == [(2, 8), (3, 5)]
    assert [one.number for one in tree.path(4)] == [1, 2]
    for ask in (tree.branch, tree.members, tree.path):
        with pytest.raises(UnknownBranch):
            ask(77)


def test_a_deep_tree_needs_no_recursion() -> None:
    tree = tree_of([body(n, n - 1 if n > 1 else None, 1) for n in range(1, 20_001)])
    assert tree.branch(1).families == 20_000
    assert len(tree.path(20_000)) == 19_999
