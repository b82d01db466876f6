"""Other laws for a programme that is already founded: a second version of its agreement."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.sql.frames import execute, value
from ayni.core.scheme import Scheme, Terms, canonical
from tests.core.lawmade import NAME, figure, scheme_of
from tests.cycle.small_world import SYSTEM

SIGNED = Terms(signed=date(2026, 3, 1))
DENTAL = {"es": "dientes", "en": "teeth", "pt": "dentes"}


def going_on(*, nothing_upto: int) -> Scheme:
    """So many months of the last six give nothing after leaving, more give two months."""
    bands = [{"upto": nothing_upto, "gives": "nada"}, {"gives": "dos"}]
    return scheme_of(
        figure("mira", "months", 6),
        figure("nada", "months", 0),
        figure("dos", "months", 2),
        entitlement={"latency": {"window": "mira", "bands": bands}},
    )


def waiting() -> Scheme:
    """Surgery opens ten months after affiliation, teeth thirty days after it."""
    waits = [
        {"benefit": "cirugia", "name": NAME, "months": "espera"},
        {"benefit": "dientes", "name": DENTAL, "months": "espera_dias"},
    ]
    figures = (figure("espera", "months", 10), figure("espera_dias", "days", 30))
    return scheme_of(*figures, entitlement={"waiting": waits})


def silent() -> Scheme:
    """A law that does not say how many months are asked."""
    nothing = figure("ventana_meses", "months", 12)
    nothing["values"][0]["value"] = None
    return scheme_of(nothing, negotiation={"terms": []})


def amended(law: Scheme, *, starts: date = date(2026, 5, 1), number: int = 2) -> None:
    """Sign one more version of the first agreement, the second if nothing else is said."""
    text = canonical(law)
    with acting(SYSTEM):
        agreement = value("SELECT min(id) FROM alliance_agreement")
        execute("UPDATE alliance_agreement_version SET ends = %s WHERE ends IS NULL", (starts,))
        execute(
            "INSERT INTO alliance_agreement_version (institution, agreement, number, rules, parameters,"
            " terms, signed_on, starts) VALUES (1, %s, %s, %s, %s, %s, '2026-03-01', %s)",
            (
                agreement,
                number,
                alliance.pin_text(actor=SYSTEM, part="rules", text=text.rules.decode()),
                alliance.pin_text(actor=SYSTEM, part="parameters", text=text.parameters.decode()),
                SIGNED.model_dump_json(),
                starts,
            ),
        )
