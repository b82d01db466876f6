"""Invented data for every component; cooperatives, people and numbers do not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ayni.core.periods import month_number
from ayni.web import components as c

APRIL = month_number(year=2026, month=4)


def _months() -> dict[int, str]:
    states = ["paid"] * 3 + ["paid_late", "part_paid", "paid", "unpaid", "due", "in_plan"]
    months = {APRIL + n: state for n, state in enumerate(states)}
    months |= {APRIL - n: "paid" for n in range(1, 9)}
    return months | {APRIL + 9 + n: "future" for n in range(3)}


def _answer(state: str, **more: Any) -> c.Answer:
    return c.Answer(
        state=state,
        name="Rosa Huamán Quispe",
        document="DNI 40123456",
        asked_at=datetime(2026, 11, 30, 9, 12, tzinfo=UTC),
        event="Atención de hoy, 30 de noviembre de 2026",
        relation="Asegurada titular",
        association="Cooperativa Agraria Nuevo Amanecer (ejemplo)",
        notice="Regla propuesta, no ley",
        **more,
    )


def _table() -> c.DataTable:
    rows = [
        ("Cooperativa Agraria Nuevo Amanecer", "812", "S/ 36,702.40", "paid"),
        ("Cooperativa Cafetalera Valle del Sol", "1,204", "S/ 54,420.80", "part_paid"),
        ("Asociación de Productores Tres Cruces", "96", "S/ 4,339.20", "unpaid"),
        ("Central Ecológica Río Claro", "3,410", "S/ 154,132.00", "due"),
    ]
    return c.DataTable(
        caption="Asociaciones del convenio",
        columns=[
            c.Column("Asociación", "link"),
            c.Column("Familias", "number"),
            c.Column("Debe del mes", "money"),
            c.Column("Estado", "badge"),
        ],
        rows=[
            [c.Cell(name, url="#a"), c.Cell(n), c.Cell(due), c.Cell(badge=state)]
            for name, n, due, state in rows
        ],
        footer=[c.Cell("Total"), c.Cell("5,522"), c.Cell("S/ 249,594.40"), c.Cell("")],
    )


def page() -> dict[str, Any]:
    """Give what every page has: who looks, where one can go, and that this is an example."""
    return {
        "institution": "Institución de ejemplo",
        "navigation": [
            c.NavItem("Inicio", "#i", "home", current=True),
            c.NavItem("Asociaciones", "#a", "building"),
            c.NavItem("Personas", "#p", "people"),
            c.NavItem("Cobranza", "#c", "money"),
            c.NavItem("Consulta", "#q", "clinic"),
        ],
        "viewer": c.Viewer("Lucía Mamani", "Oficial de afiliación"),
        "demo": True,
        "theme_url": "/tema/",
        "home_url": "/",
        "version": "0.1.0",
        "crumbs": [c.Crumb("Inicio", "#i"), c.Crumb("Convenios", "#c"), c.Crumb("Café Solidario")],
    }


def parts() -> dict[str, Any]:
    """Give the data of the components on the muestrario."""
    return (
        _figures()
        | _answers()
        | _flows()
        | {
            "years": c.strip_years(_months()),
            "table": _table(),
            "links": c.page_links(page=1, pages=15, address="?page="),
            "chart_src": "chart.svg",
        }
    )


def _figures() -> dict[str, Any]:
    return {
        "actions": [
            c.Action("Descargar liquidaciones", "#d", "download"),
            c.Action("Subir padrón", "#u", "upload", "primary"),
        ],
        "figures": [
            c.Figure("Familias", "42,000", hint="60 cooperativas", icon="family", url="#f"),
            c.Figure(
                "Personas cubiertas",
                "196,412",
                hint="de 200,118 afiliadas",
                tone="good",
                trend="1,204 más que en agosto",
                direction="rise",
                icon="shield",
            ),
            c.Figure(
                "Por pagar del mes",
                "S/ 1,898,400.00",
                hint="Vence el 15 de octubre",
                icon="calendar",
            ),
            c.Figure(
                "Pagado del mes",
                "S/ 1,347,864.00",
                hint="71 % de lo debido",
                icon="money",
                trend="4 puntos menos que en agosto",
                direction="fall",
                tone="warn",
            ),
            c.Figure("Atraso", "S/ 550,536.00", hint="17 cooperativas", icon="clock", tone="bad"),
        ],
        "items": [
            c.Item("Titular", "Rosa Huamán Quispe", url="#r"),
            c.Item("Documento", "DNI 40123456", hint="Comprobado con el registro civil"),
            c.Item("Afiliación", "Desde el 1 de abril de 2026", badge="affiliated"),
            c.Item("Derechohabientes", "4", hint="Cónyuge y tres hijos"),
            c.Item("Establecimiento", "Posta Médica San Isidro (ejemplo)"),
        ],
    }


def _answers() -> dict[str, Any]:
    todo = ["Atienda con normalidad.", "Anote el número de documento en la historia."]
    return {
        "covered": _answer(
            "covered",
            until=date(2027, 3, 31),
            facility="Posta San Isidro",
            todo=todo,
            reason="Tiene 6 meses pagados en los últimos 12; la regla pide 3.",
            strip=c.strip_years({APRIL + n: "paid" if n < 6 else "unpaid" for n in range(8)}),
        ),
        "refused": _answer(
            "not_covered",
            until=date(2026, 8, 31),
            reason="Sin meses pagados desde mayo de 2026; la regla pide 3 en los últimos 12.",
            todo=[
                "Si es emergencia, atienda: la emergencia siempre está cubierta.",
                "Si no, oriéntela a su cooperativa: al pagar tres meses vuelve el derecho.",
            ],
        ),
        "doubtful": _answer(
            "doubt",
            reason="El documento está en dos familias; falta resolverlo.",
            todo=["Atienda hoy y avise a la oficina de afiliación: 01 000 0000."],
        ),
        "reasons": [
            c.Reason(
                "met", "Está afiliada", "En el padrón de su cooperativa.", day=date(2026, 4, 1)
            ),
            c.Reason(
                "met",
                "Tiene 6 meses pagados de los 3 que se piden",
                source="Modelo colectivo, artículo 9 (propuesta)",
                source_url="#norma",
            ),
            c.Reason(
                "unmet",
                "Octubre y noviembre no están pagados",
                "No quita el derecho: los doce meses anteriores alcanzan hasta marzo.",
            ),
            c.Reason("unknown", "Establecimiento por confirmar"),
            c.Reason("note", "La regla es una propuesta y no una ley"),
        ],
    }


def _flows() -> dict[str, Any]:
    return {
        "stages": [
            c.Stage("Cooperativas y convenio", "done", 60, 60, "0.8", url="#c"),
            c.Stage("Leer los padrones", "done", 200118, 200118, "21.4", "60 archivos de Excel"),
            c.Stage(
                "Calcular el mes de abril",
                "running",
                26400,
                42000,
                "3.1",
                "Liquidación por cooperativa",
            ),
            c.Stage("Leer los extractos del banco", "waiting"),
            c.Stage(
                "Derivar la cobertura", "failed", detail="Se cortó la conexión; se puede repetir."
            ),
        ],
        "poll_url": "",
        "errors": [("El archivo no es una hoja de cálculo: guárdelo como .xlsx.", "id_archivo")],
        "problems": [
            c.Problem(
                14,
                "DNI",
                "4012345",
                "Le falta un dígito; Excel quitó el cero de adelante.",
                "04012345",
                "Socios",
                "doubt",
            ),
            c.Problem(
                203, "Fecha de nacimiento", "31/02/1987", "Esa fecha no existe.", "", "Socios"
            ),
            c.Problem(
                1204,
                "Parentesco",
                "",
                "Falta decir qué es de la persona titular.",
                "hijo",
                "Familia",
                "notice",
            ),
        ],
        "totals": [
            c.Total("Filas del archivo", "3,871"),
            c.Total("Aceptadas", "3,840"),
            c.Total("Por resolver", "19", "Quedan fuera hasta que alguien decida"),
            c.Total("Rechazadas", "8"),
            c.Total("Repetidas", "4"),
        ],
    }
