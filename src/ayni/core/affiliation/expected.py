"""What a scheme and its country expect of a roster: whose numbers, and what the insured person earns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Earning(StrEnum):
    """What the column of incomes is to the scheme."""

    #: Told for information: the contribution does not hang on it.
    REFERENCE = "reference"
    #: The contribution hangs on it: an insured person without it cannot be assessed.
    DECLARED = "declared"
    #: The pay of a worker, told by the employer; nobody is assessed without it.
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Expected:
    """``country`` as in ISO 3166, two capitals: it decides which identity documents are read."""

    country: str = "PE"
    earning: Earning = Earning.REFERENCE


#: A roster of families of Peru, whose income is told for information.
USUAL = Expected()
