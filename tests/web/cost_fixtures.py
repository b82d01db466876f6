"""What care cost, told of the first adhesion of the institution: two months, one of them corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor, Role
from ayni.core.periods import month_of, month_text
from ayni.cycle.care_costs import SentFile, receive, take

KEEPER = Actor(name="Renata Cuentas", role=Role.COLLECTION, institution=1, reason="contar")
AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
HEAD = "Adhesión;Mes;Renglón;Atenciones;Monto (S/)"


def file_of(*rows: str, name: str = "costos.csv") -> SentFile:
    """Write a file as an accountant's program does."""
    return SentFile(name, ("\ufeff" + "\r\n".join((HEAD, *rows)) + "\r\n").encode())


def place() -> tuple[str, int]:
    """Give the code of the institution's first adhesion and its first whole month."""
    with acting(KEEPER):
        one = min(alliances.adhesions(actor=KEEPER), key=lambda found: found.id)
    return one.code, month_of(one.starts)


def tell() -> dict[str, int]:
    """Tell two months, correct one of them, leave a file that waits; gives numbers as addresses name them."""
    code, first = place()
    month, next_ = month_text(first), month_text(first + 1)
    lines = ("consulta;12;310,50", "hospitalización;1;1.820,00", "parto;0;0", "emergencia;3;96,00")
    told = [f"{code};{month};{line}" for line in (*lines, "alto costo;0;0,00")]
    take(actor=KEEPER, file=file_of(*told, f"{code};{next_};;;2.400,00"), day=DAY, at=AT)
    again = file_of(f"{code};{month};hospitalización;1;1.910,00", name="corrección.csv")
    done = take(actor=KEEPER, file=again, day=DAY, at=AT)
    waits = file_of(f"{code};{month};emergencia;4;120,00", name="espera.csv")
    number, _ = receive(actor=KEEPER, file=waits, day=DAY, at=AT)
    return {"month": first, "cost_file": number, "told_file": done.file}
