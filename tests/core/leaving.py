"""Laws and persons for the tests of latency, waiting and season."""

from __future__ import annotations

from datetime import date

from ayni.core.entitlement import Answer, Event, PaidMonth, PersonFacts, PersonRole, answer
from ayni.core.periods import Span, last_day, parse_month
from ayni.core.scheme import Scheme
from tests.core.lawmade import NAME, figure, scheme_of

GIVES = [0, 2, 4, 6, 8, 10, 12]
#: Peru, Ley 26790: months contributed in the last 36, months of cover afterwards.
LATENCY = {
    "window": "ventana_latencia",
    "bands": [
        *({"upto": 4 + 5 * place, "gives": f"meses_{n}"} for place, n in enumerate(GIVES[:-1])),
        {"gives": "meses_12"},
    ],
}
FIGURES = (
    figure("ventana_latencia", "months", 36),
    *(figure(f"meses_{n}", "months", n) for n in GIVES),
)
PERU = scheme_of(*FIGURES, entitlement={"latency": LATENCY})
ENDED = date(2026, 9, 1)
WAITING = [
    {"benefit": "cirugia", "name": NAME, "months": "espera"},
    {"benefit": "consulta", "name": NAME, "months": "espera_dias"},
]
WAITS = (figure("espera", "months", 6), figure("espera_dias", "days", 30))
WAIT = scheme_of(*WAITS, entitlement={"waiting": WAITING})
SINCE = date(2026, 8, 31)


def person(paid: int, *, end: date | None = ENDED, **facts: object) -> PersonFacts:
    """Affiliated until August 2026, so many last months paid."""
    august = parse_month("2026-08")
    months = range(august - paid + 1, august + 1)
    return PersonFacts(
        **{"role": PersonRole.INSURED_PERSON} | facts,
        affiliation=(Span(date(2020, 1, 1), end),),
        paid=tuple(PaidMonth(month, last_day(month)) for month in months),
    )


def asked(scheme: Scheme, facts: PersonFacts, day: date, event: Event = Event.ILLNESS) -> Answer:
    return answer(facts=facts, scheme=scheme, event=event, day=day)


def seasonal(first: int, last: int, **more: dict) -> Scheme:
    season = {"season": {"first_month": first, "last_month": last}}
    return scheme_of(*FIGURES, entitlement=season | more)
