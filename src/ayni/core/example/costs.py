"""What care of the example's families costs: drawn around what somebody believed, and marked as invented."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.core.periods import month_text

#: How far an adhesion's line in a month lies from its share (standard deviation of the logarithm).
_LINE = 0.22
#: What every row of the example says of itself.
INVENTED = "EJEMPLO: dato inventado"
HEADERS = ("Adhesión", "Mes", "Renglón", "Atenciones", "Monto (S/)", "Nota")


@dataclass(frozen=True, slots=True)
class ExampleCost:
    """A sum of the example, in céntimos."""

    adhesion: str
    month: int
    line: str
    amount: int


def drawn_costs(
    *,
    seed: int,
    believed: Mapping[int, Mapping[str, Sequence[float]]],
    families: Mapping[int, Mapping[str, int]],
) -> list[ExampleCost]:
    """Draw what care cost: each month one of the futures that were believed, shared by families.

    ``believed`` has céntimos by month and line, future by future; ``families`` how many by month and code.
    The same seed and beliefs give the same sums.
    """
    found = []
    for month, lines in sorted(believed.items()):
        whole = sum(families[month].values())
        fate = random.Random(f"{seed}:{month}").random()  # noqa: S311 - an example
        for code, many in sorted(families[month].items()):
            for line, futures in sorted(lines.items()):
                cost = futures[int(fate * len(futures))]
                chance = random.Random(f"{seed}:{month}:{code}:{line}")  # noqa: S311
                noise = chance.lognormvariate(-_LINE * _LINE / 2, _LINE)
                drawn = round(cost * noise * many / whole)
                found.append(ExampleCost(code, month, line, max(0, drawn)))
    return found


def cost_file(costs: list[ExampleCost], *, names: Mapping[str, str]) -> bytes:
    """Write the sums as an accountant's program exports them: semicolons, decimal commas, a byte order mark."""
    rows = [";".join(HEADERS)]
    for one in costs:
        units, cents = divmod(one.amount, 100)
        cells = (one.adhesion, month_text(one.month), names[one.line], "", f"{units},{cents:02d}")
        rows.append(";".join((*cells, INVENTED)))
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()
