"""Money that comes in: references, what each bank entry pays, and which lines a sum settles."""

from ayni.core.collection.allocating import MoreThanOpen, NotPayable, allocate, allocate_many
from ayni.core.collection.by_rule import shares_by_rule
from ayni.core.collection.deciding import decide
from ayni.core.collection.references import (
    NotAReference,
    body_of,
    check_reference,
    find_references,
    payment_reference,
)
from ayni.core.collection.reversals import in_time, link_reversals
from ayni.core.collection.sharing import allocate_many_pro_rata, allocate_pro_rata
from ayni.core.collection.values import (
    APPLIES,
    BankEntry,
    Decision,
    Kind,
    NoticeToPay,
    Receipt,
    Shares,
)

__all__ = [
    "APPLIES",
    "BankEntry",
    "Decision",
    "Kind",
    "MoreThanOpen",
    "NotAReference",
    "NotPayable",
    "NoticeToPay",
    "Receipt",
    "Shares",
    "allocate",
    "allocate_many",
    "allocate_many_pro_rata",
    "allocate_pro_rata",
    "body_of",
    "check_reference",
    "decide",
    "find_references",
    "in_time",
    "link_reversals",
    "payment_reference",
    "shares_by_rule",
]
