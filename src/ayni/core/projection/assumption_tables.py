"""Assumption tables, one a file: what is believed, of which country, in which unit, from where, how far known.

Every kind has its own unit and shape, and nothing has a default: what is not written is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from ayni.core.projection.assumption_care import (
    BenefitLine,
    BenefitLines,
    CostByAge,
    CostLevel,
    Epidemics,
    UseByDuration,
)
from ayni.core.projection.assumption_conduct import (
    Entries,
    HarvestPayment,
    Leaving,
    Participation,
    Payment,
)
from ayni.core.projection.assumption_parts import Code, SexBand, Stretch, Table
from ayni.core.projection.assumption_people import (
    FamilySize,
    Fertility,
    FertilityScale,
    Formation,
    Mortality,
)
from ayni.core.projection.figures import Number, Persistence, Probability, Rate
from ayni.core.scheme.parameters import Node


class CropPrice(Table):
    """How much of a month's deviation of the crop's price is there the month after."""

    kind: Literal["crop_price"]
    unit: Literal["correlation of a month"]
    value: Persistence


class _Drifting(Table):
    unit: Literal["rate a year"]
    mean: Number
    deviation: Rate
    persistence: Persistence


class MedicalInflation(_Drifting):
    """Growth of the price of care a year: mean, deviation of a year, persistence from month to month."""

    kind: Literal["medical_inflation"]


class Investment(_Drifting):
    """What the reserve yields a year: mean, deviation of a year, persistence from month to month."""

    kind: Literal["investment"]


class Default(Table):
    """The rate a year at which an association stops as a whole."""

    kind: Literal["default"]
    unit: Literal["rate a year"]
    value: Rate


class Administration(Table):
    """What running the scheme costs: a part of contributions, and an amount per family and month."""

    kind: Literal["administration"]
    unit: Literal["part of contributions"]
    value: Probability
    per_family_month: Rate
    growth: Number


AnyTable = Annotated[
    Mortality
    | Fertility
    | FertilityScale
    | Formation
    | FamilySize
    | CostByAge
    | CostLevel
    | BenefitLines
    | UseByDuration
    | Participation
    | Entries
    | Payment
    | HarvestPayment
    | Leaving
    | Epidemics
    | CropPrice
    | MedicalInflation
    | Investment
    | Default
    | Administration,
    Field(discriminator="kind"),
]
Kind = Literal[
    "mortality",
    "fertility",
    "fertility_scale",
    "formation",
    "family_size",
    "cost_by_age",
    "cost_level",
    "benefit_lines",
    "use_by_duration",
    "participation",
    "entries",
    "payment",
    "harvest_payment",
    "leaving",
    "epidemics",
    "crop_price",
    "medical_inflation",
    "investment",
    "default",
    "administration",
]
_ANY: TypeAdapter[AnyTable] = TypeAdapter(AnyTable)
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Needed under a harvest calendar alone.
AT_HARVEST: Kind = "harvest_payment"


class MissingTables(LookupError):
    """Kinds of assumptions of which a study has no table: none has a default."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Tables:
    """One table of each kind; ``harvest_payment`` where the study names one."""

    mortality: Mortality
    fertility: Fertility
    fertility_scale: FertilityScale
    formation: Formation
    family_size: FamilySize
    cost_by_age: CostByAge
    cost_level: CostLevel
    benefit_lines: BenefitLines
    use_by_duration: UseByDuration
    participation: Participation
    entries: Entries
    payment: Payment
    leaving: Leaving
    epidemics: Epidemics
    crop_price: CropPrice
    medical_inflation: MedicalInflation
    investment: Investment
    default: Default
    administration: Administration
    harvest_payment: HarvestPayment | None = None

    def all(self) -> dict[Kind, AnyTable]:
        """Give the tables by kind."""
        found = {kind: getattr(self, kind) for kind in KINDS}
        return {kind: table for kind, table in found.items() if table is not None}


def tables_of(found: Mapping[Kind, AnyTable]) -> Tables:
    """Put one table of each kind together; refuses with all that are missing."""
    missing = [kind for kind in KINDS if kind not in found and kind != AT_HARVEST]
    if missing:
        raise MissingTables(missing)
    return Tables(**{kind: found[kind] for kind in KINDS if kind in found})  # type: ignore[arg-type]


def load_table_text(text: str) -> AnyTable:
    """Build a table from JSON text; raises pydantic's ``ValidationError``."""
    return _ANY.validate_json(text)


def digest_of(node: Node) -> str:
    """Give the SHA-256 of a node's canonical text: how its file was laid out does not change it."""
    plain = node.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


__all__ = [
    "AT_HARVEST",
    "KINDS",
    "Administration",
    "AnyTable",
    "BenefitLine",
    "BenefitLines",
    "Code",
    "CostByAge",
    "CostLevel",
    "CropPrice",
    "Default",
    "Entries",
    "Epidemics",
    "FamilySize",
    "Fertility",
    "FertilityScale",
    "Formation",
    "HarvestPayment",
    "Investment",
    "Kind",
    "Leaving",
    "MedicalInflation",
    "MissingTables",
    "Mortality",
    "Participation",
    "Payment",
    "SexBand",
    "Stretch",
    "Table",
    "Tables",
    "UseByDuration",
    "digest_of",
    "load_table_text",
    "tables_of",
]
