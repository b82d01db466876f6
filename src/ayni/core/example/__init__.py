"""An invented coffee programme, the same for the same seed: families, payments, their truth."""

from ayni.core.example.bank import ExampleStatement, statements
from ayni.core.example.extension import (
    ExampleAlliance,
    ExampleSize,
    costa_rican_alliance,
    peruvian_alliances,
)
from ayni.core.example.mistakes import Mistake
from ayni.core.example.payments import (
    Behaviour,
    ExampleNotice,
    ExamplePayment,
    behaviour_of,
    explained_cooperative,
    payments,
    uncovered_cooperative,
)
from ayni.core.example.programme import (
    ExampleCooperative,
    ExampleFacility,
    ExampleProgramme,
    ProgrammeTooLarge,
    ProgrammeTooSmall,
    programme,
)
from ayni.core.example.roster import ExampleRoster, pay_roster, roster, rosters
from ayni.core.example.rows import ExampleRow
from ayni.core.example.sheet import sheet_rows

__all__ = [
    "Behaviour",
    "ExampleAlliance",
    "ExampleCooperative",
    "ExampleFacility",
    "ExampleNotice",
    "ExamplePayment",
    "ExampleProgramme",
    "ExampleRoster",
    "ExampleRow",
    "ExampleSize",
    "ExampleStatement",
    "Mistake",
    "ProgrammeTooLarge",
    "ProgrammeTooSmall",
    "behaviour_of",
    "costa_rican_alliance",
    "explained_cooperative",
    "pay_roster",
    "payments",
    "peruvian_alliances",
    "programme",
    "roster",
    "rosters",
    "sheet_rows",
    "statements",
    "uncovered_cooperative",
]
