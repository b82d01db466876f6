"""What the pages of agreements read of an address; their forms are asked in tests/web/test_alliances.py."""

from __future__ import annotations

Place = tuple[str, str]
ROOM = "ayni.web.alliances"
_DISPUTES = "/convenios/controversias/"
_ENDING = "/convenios/1/al-terminar/"
_LIST, _DRAFT, _CHART = "/convenios/", "/convenios/nuevo/", "/convenios/mesa/grafico.svg"


def places() -> dict[Place, tuple[str, str, str | None]]:
    """Give each parameter with who asks, where, and what a question without an answer looks like there."""
    return {
        ("ayni.web.alliance_health.families", "asociacion"): ("head", _ENDING, None),
        ("ayni.web.alliance_health.families", "pagina"): ("head", _ENDING, None),
        ("ayni.web.disputes.pages", "asociacion"): ("head", _DISPUTES, None),
        ("ayni.web.disputes.pages", "convenio"): ("head", _DISPUTES, None),
        ("ayni.web.disputes.pages", "pagina"): ("head", _DISPUTES, None),
        (f"{ROOM}.agreements", "q"): ("head", _LIST, "nadie se llama asi"),
        (f"{ROOM}.agreements", "orden"): ("head", _LIST, None),
        (f"{ROOM}.agreements", "estado"): ("head", _LIST, None),
        (f"{ROOM}.agreements", "pagina"): ("head", _LIST, None),
        (f"{ROOM}.agreement", "pagina"): ("head", "/convenios/1/", None),
        (f"{ROOM}.drafting", "q"): ("negotiator", _DRAFT, "nadie se llama asi"),
        (f"{ROOM}.drafting", "parte"): ("negotiator", _DRAFT, None),
        (f"{ROOM}.drafting", "como"): ("negotiator", _DRAFT, None),
        (f"{ROOM}.joining", "q"): ("negotiator", "/convenios/1/adherir/", "nadie se llama asi"),
        (f"{ROOM}.money", "theme"): ("head", _CHART, None),
        (f"{ROOM}.money", "d"): ("head", _CHART, None),
        ("ayni.web.studies.compared", "una"): ("head", "/estudios/calculos/1/comparar/", None),
        ("ayni.web.studies.compared", "otra"): ("head", "/estudios/calculos/1/comparar/", None),
    }
