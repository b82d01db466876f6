"""What the pages of the schemes read of an address, each with a question that has its answer."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import compile_contribution
from ayni.core.periods import parse_month
from ayni.core.scheme import canonical
from ayni.web.schemes.comparing import ComparisonForm
from ayni.web.schemes.facts import FamilyForm
from ayni.web.schemes.right import RightForm

Place = tuple[str, str]
ROOM = "ayni.web.schemes"
#: Scheme -> a month it can be computed in, and facts it asks for.
FAMILIES = {
    "pe-modelo-colectivo": {"mes": "2026-04", "actividad": "cafe"},
    "cr-ccss-convenio": {"mes": "2026-04", "ingreso": "500000"},
    "pe-essalud-regular": {"mes": "2026-04", "remuneracion": "1500"},
    "br-segurado-especial": {"mes": "2026-04", "venta": "10000"},
    "ar-corresponsabilidad-gremial": {"mes": "2026-04", "entregado": "12.5"},
    "pe-sis-independiente": {"mes": "2026-04", "derechohabientes": "3"},
    "co-afiliacion-colectiva": {"mes": "2024-06", "edad": "40", "sexo": "F"},
    "pe-essalud-agrario-dependiente": {
        "mes": "2026-04",
        "remuneracion": "1500",
        "trabajadores": "120",
        "ventas_del_ano": "0",
    },
}
RIGHT = {"motivo": "illness", "dia": "2026-07-10", "meses": "2026-05"}
COMPARED = {
    "ver": "comparar",
    "esquema": "pe-modelo-colectivo",
    "ingreso-PEN": "1130",
    "actividad-pe-modelo-colectivo": "cafe",
    "derechohabientes": "4",
    "edad": "38",
    "sexo": "M",
    "cosecha": "4",
    "desde": "2024",
    "hasta": "2026",
    "mes": "4",
}


def places() -> dict[Place, tuple[str, str, str | None]]:
    """Give each parameter with who asks, the address with all others as they should be, and its own."""
    chart = "/esquemas/cr-ccss-convenio/graficos/base_minima.svg"
    found: dict[Place, tuple[str, str, str | None]] = {
        (f"{ROOM}.charts", name): ("head", chart, "nada") for name in ("theme", "lang", "hasta")
    }
    compared = f"/esquemas/comparar/graficos/ingreso.svg?{urlencode(COMPARED)}"
    found |= {
        (f"{ROOM}.comparison", name): ("head", compared, "nada") for name in ("theme", "lang")
    }
    found[f"{ROOM}.pages", "ver"] = ("head", "/esquemas/pe-modelo-colectivo/", "aporte")
    for code, facts in FAMILIES.items():
        address = f"/esquemas/{code}/?{urlencode({'ver': 'aporte', **facts})}"
        found |= {(f"{ROOM}.facts", name): ("head", address, told) for name, told in facts.items()}
    address = f"/esquemas/pe-modelo-colectivo/?{urlencode({'ver': 'derecho', **RIGHT})}"
    found |= {(f"{ROOM}.right", name): ("head", address, told) for name, told in RIGHT.items()}
    waits = {"prestacion": "", "afiliado": ""}
    found |= {(f"{ROOM}.right", name): ("head", address, told) for name, told in waits.items()}
    address = f"/esquemas/comparar/?{urlencode(COMPARED)}"
    found[f"{ROOM}.comparing", "familias"] = ("head", address, "on")
    return found | {
        (f"{ROOM}.comparing", name): ("head", address, told)
        for name, told in COMPARED.items()
        if name != "ver"
    }


def read_by_forms() -> set[Place]:
    """List what the forms of these pages read, asked of the forms themselves."""
    found = {(f"{ROOM}.right", name) for name in (*RightForm.base_fields, "meses")}
    for code, facts in FAMILIES.items():
        scheme = load_scheme(code)
        compiled = compile_contribution(
            scheme, month=parse_month(facts["mes"]), terms=None, digests=canonical(scheme).digests
        )
        form = FamilyForm(None, compiled=compiled, month=compiled.month)
        found |= {(f"{ROOM}.facts", name) for name in form.fields}
    asked = QueryDict(urlencode(COMPARED))
    comparison = ComparisonForm(
        asked, shelf=[load_scheme("pe-modelo-colectivo")], day=date(2026, 11, 26)
    )
    return found | {(f"{ROOM}.comparing", name) for name in comparison.fields}
