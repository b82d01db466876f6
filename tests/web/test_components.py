"""The parts of the pages: what each shows, and what each refuses. No database."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from ayni.core.money import UnknownCurrency
from ayni.web import components as c
from ayni.web.signs import ICONS, STATES, STRIP_STATES, icon_of, sign_of
from tests.web.catalogue import WEB, asked

APRIL = 24315


def drawn(text: str, /, **values: object) -> str:
    """Render a template text with our tags, in Spanish."""
    with translation.override("es"):
        return Template("{% load ayni %}" + text).render(Context(values))


def words(html: str) -> str:
    """Give what a reader reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_money_keeps_amount_and_sign_on_one_line() -> None:
    assert drawn('{% money 4520 "PEN" %}') == '<span class="ay-money">S/\u00a045.20</span>'
    assert "-S/\u00a011,541.34" in drawn('{% money amount "PEN" %}', amount=-1154134)


def test_money_of_an_unknown_currency_is_refused() -> None:
    with pytest.raises(UnknownCurrency):
        drawn('{% money 1 "XXX" %}')


def test_count_month_and_day_are_words() -> None:
    assert drawn("{{ 42000|count }}") == "42,000"
    assert drawn("{{ m|month_name }}", m=APRIL) == "abril 2026"
    assert drawn("{{ d|day }}|{{ n|day }}", d=date(2027, 3, 31), n=None) == "31 de marzo de 2027|"


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_badge_has_words_and_an_icon(state: str) -> None:
    html = drawn("{% badge state %}", state=state)
    assert words(html) == str(sign_of(state).label)
    assert f"#{sign_of(state).icon}" in html


def test_a_state_or_icon_without_a_sign_is_refused() -> None:
    with pytest.raises(c.UnknownState):
        drawn('{% badge "perhaps" %}')
    with pytest.raises(c.UnknownState):
        icon_of("rocket")


def test_a_badge_escapes_its_text() -> None:
    assert "<b>" not in drawn('{% badge "paid" text %}', text="<b>x</b>")


def test_the_sprite_holds_every_icon_and_no_other() -> None:
    sprite = (WEB / "static" / "ayni" / "icons.svg").read_text("utf-8")
    assert set(re.findall(r'<symbol id="([a-z]+)"', sprite)) == ICONS
    assert {sign.icon for sign in STATES.values()} <= ICONS


def test_a_strip_lays_months_out_by_year() -> None:
    years = c.strip_years({APRIL: "paid", APRIL + 9: "unpaid"}, urls={APRIL: "/x"})
    assert [(y.year, len(y.cells)) for y in years] == [(2026, 12), (2027, 12)]
    assert years[0].cells[3] == c.StripCell(APRIL, "paid", "/x")
    assert years[0].cells[2].state == "none"
    assert years[1].cells[0].state == "unpaid"
    assert c.strip_years({}) == []


def test_a_strip_names_each_month_and_only_the_states_it_uses() -> None:
    html = drawn("{% month_strip years %}", years=c.strip_years({APRIL: "paid"}))
    assert 'title="abril 2026: Pagado"' in html
    assert re.findall(r'title="\w+">(\w)</span>', html) == list("EFMAMJJASOND")
    legend = html.split("ay-legend")[1]
    assert words("<ul" + legend).endswith("Pagado Sin afiliación")


def test_a_strip_refuses_a_state_that_is_no_month() -> None:
    with pytest.raises(c.UnknownState):
        drawn("{% month_strip years %}", years=c.strip_years({APRIL: "covered"}))
    assert set(STRIP_STATES) <= set(STATES)


def _answer(state: str, until: date | None = None) -> c.Answer:
    return c.Answer(
        state=state, name="Rosa <i>", document="DNI 1", reason="Porque sí", until=until,
        asked_at=datetime(2026, 11, 30, tzinfo=UTC), todo=["Atienda."],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "big", "until"),
    [
        ("covered", "CUBIERTO", "Hasta el 31 de marzo de 2027"),
        ("not_covered", "NO CUBIERTO", "Terminó el 31 de marzo de 2027"),
        ("doubt", "EN DUDA", "Hasta el 31 de marzo de 2027"),
    ],
)
def test_the_answer_says_it_in_large_words(state: str, big: str, until: str) -> None:
    html = drawn("{% answer value %}", value=_answer(state, date(2027, 3, 31)))
    assert re.search(r"<h2>(.*?)</h2>", html) is not None
    assert words(html).startswith(f"{big} {until} Rosa &lt;i&gt;")
    assert f"ay-answer-{state}" in html


def test_an_answer_is_one_of_three() -> None:
    with pytest.raises(c.UnknownState):
        drawn("{% answer value %}", value=_answer("paid"))


def test_callout_and_card_hold_their_content() -> None:
    html = drawn('{% callout kind="warn" title="Ojo" %}<p>{{ x }}</p>{% endcallout %}', x="<s>")
    assert "ay-tone-warn" in html
    assert words(html) == "Ojo &lt;s&gt;"
    assert words(drawn('{% card title="T" %}C{% endcard %}')) == "T C"
    with pytest.raises(c.UnknownState):
        drawn('{% callout kind="loud" %}x{% endcallout %}')


def test_a_table_gives_each_cell_its_column_for_narrow_screens() -> None:
    table = c.DataTable(
        "T", [c.Column("Mes"), c.Column("Debe", "money")], [[c.Cell("abril"), c.Cell("1")]]
    )
    html = drawn('{% include "ayni/components/table.html" %}', table=table)
    assert re.findall(r'data-label="(\w+)"', html) == ["Mes", "Debe"]
    with pytest.raises(ValueError, match="row 1: 1 cells, 2 columns"):
        c.DataTable("T", table.columns, [[c.Cell("abril")]])


def test_pages_keep_the_ends_and_the_neighbours() -> None:
    links = c.page_links(page=5, pages=9, address="?p=")
    assert [link.number for link in links] == [1, None, 4, 5, 6, None, 9]
    assert [link.current for link in links].index(True) == 3
    assert links[0].url == "?p=1"
    assert [link.number for link in c.page_links(page=1, pages=1, address="")] == [1]
    with pytest.raises(ValueError, match="page 10 of 9"):
        c.page_links(page=10, pages=9, address="")


def test_stages_poll_only_while_there_is_something_to_ask() -> None:
    stages = [c.Stage("Leer", "running", 5, 10, "1.0"), c.Stage("Calcular", "waiting")]
    part = '{% include "ayni/components/stages.html" %}'
    html = drawn(part, stages=stages, poll_url="/demo/etapas")
    assert 'hx-get="/demo/etapas"' in html
    assert 'value="5" max="10"' in html
    assert "hx-get" not in drawn(part, stages=stages, poll_url="")


def test_problems_say_row_value_and_what_would_be_right() -> None:
    problem = c.Problem(1204, "DNI", "4012345", "Falta un dígito.", "04012345", "Socios", "doubt")
    html = drawn('{% include "ayni/components/problems.html" %}', problems=[problem])
    assert words(html).endswith("En duda 1,204 Socios DNI 4012345 Falta un dígito. 04012345")


def _catalogue(language: str) -> dict[str, str]:
    text = (WEB / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M))


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_text_of_the_web_is_translated(language: str) -> None:
    said = {source for source, target in _catalogue(language).items() if target}
    assert sorted(asked() - said) == []


@pytest.mark.parametrize("path", sorted(WEB.glob("templates/**/*.html")), ids=lambda p: p.name)
def test_no_page_needs_a_looser_policy(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(
        r"\sstyle=|\son[a-z]+=\"|<style|javascript:|https?://(?!www\.w3\.org)", text
    )
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
