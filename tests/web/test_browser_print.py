"""What a scheme and a comparison look like on paper: A4, whole, readable, nothing of the screen."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from pypdf import PdfReader

from tests.web.browsing import MARKS, Site, site
from tests.web.test_browser import ASKED, COMPARED

__all__ = ["site"]
pytestmark = MARKS
#: Where to leave the sheets for somebody to look at; nowhere by default.
LEFT = os.environ.get("AYNI_PRINTED", "")


def printed(site: Site, path: str, *, user: str = "head") -> list[str]:
    """Print a page on A4 as the browser's own button does; gives the text of each sheet."""
    with site.page(user, look="1280-light") as (page, complaints):
        answer = page.goto(path)
        assert answer is not None and answer.status == 200
        page.wait_for_load_state("networkidle")
        content = page.pdf(prefer_css_page_size=True, format="A4")
        assert complaints == []
    if LEFT:
        name = re.sub(r"\W+", "-", path.partition("?")[0]).strip("-")
        Path(LEFT, f"{name}.pdf").write_bytes(content)
    sheets = PdfReader(io.BytesIO(content)).pages
    for one in sheets:  # 210 by 297 mm, in points
        assert abs(float(one.mediabox.width) - 595.3) < 1.5
        assert abs(float(one.mediabox.height) - 841.9) < 1.5
    return [" ".join(one.extract_text().split()) for one in sheets]


#: Words of the screen that no sheet may show.
SCREEN = ("Inicio", "Salir", "Calcular para una familia", "En esta página", "Historia:", "Imprimir")


def test_a_scheme_on_paper(site: Site) -> None:
    """Each article keeps with its values; the forms, which nobody filled in, stay on the screen."""
    sheets = printed(site, "/esquemas/cr-ccss-convenio/")
    assert 6 <= len(sheets) <= 8
    whole = " ".join(sheets)
    for said in ("Cinco categorías según el ingreso", "346,789.00", "Casos", "Fuentes", "10.69 %"):
        assert said in whole, said
    assert [one for one in SCREEN if one in whole] == []
    arrears = next(one for one in sheets if "Al trabajador independiente moroso" in one)
    assert "Meses anteriores que se miran" in arrears and "2 meses" in arrears
    assert all(len(one) > 200 for one in sheets[:-1]), "a sheet left nearly empty"


def test_a_comparison_on_paper(site: Site) -> None:
    """Charts beside their numbers, a heading with its table, no column cut at the right."""
    sheets = printed(site, f"{COMPARED}{ASKED}")
    assert len(sheets) == 3
    assert "Parte del ingreso que se cobra" in sheets[0] and "4.52 %" in sheets[0]
    assert "Quién pone el aporte" in sheets[0]
    whole = " ".join(sheets)
    assert whole.count("Qué tan firme es") == 2 and "propuesta de modelo, no es ley" in whole
    total = next(one for one in sheets if "42 000 familias del ejemplo" in one)
    assert "420,924,000.00" in total and "todas igual" in total
    assert [one for one in SCREEN if one in whole] == []


def test_an_answer_is_printed_and_its_form_is_not(site: Site) -> None:
    path = "/esquemas/pe-modelo-colectivo/?ver=aporte&actividad=cafe&mes=2026-11"
    whole = " ".join(printed(site, path))
    assert "Calcular para una familia" in whole and "Quién lo paga" in whole
    assert "45.20" in whole and "¿Tendría derecho?" not in whole
    assert "Elija la actividad" not in whole


def test_what_is_cut_or_left_on_is_seen(site: Site) -> None:
    """The measure can fail: with the screen's own style the sheets show its navigation."""
    with site.page("head", look="1280-light") as (page, _):
        page.goto("/esquemas/cr-ccss-convenio/")
        page.emulate_media(media="screen")
        text = " ".join(
            one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        )
        page.emulate_media(media="null")
    assert "Inicio" in text and "Calcular para una familia" in text
