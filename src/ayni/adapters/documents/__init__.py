"""A notice, an agreement and letters on paper (PDF, set by typst); a notice in rows (XLSX)."""

from ayni.adapters.documents.agreement import agreement_pdf
from ayni.adapters.documents.detail import notice_xlsx
from ayni.adapters.documents.letters import (
    LETTERS_IN_A_PART,
    FamilyLetter,
    Letters,
    TooManyLetters,
    WayToGoOn,
    letters_pdf,
)
from ayni.adapters.documents.notice import (
    NoticeDocument,
    NoticeDoesNotAddUp,
    NoticeLine,
    SummaryRow,
    UnknownLanguage,
    grouped_reference,
)
from ayni.adapters.documents.page import notice_pdf
from ayni.adapters.documents.roster_form import FORM_HEAD_ROW, roster_form_xlsx

__all__ = [
    "FORM_HEAD_ROW",
    "LETTERS_IN_A_PART",
    "FamilyLetter",
    "Letters",
    "NoticeDocument",
    "NoticeDoesNotAddUp",
    "NoticeLine",
    "SummaryRow",
    "TooManyLetters",
    "UnknownLanguage",
    "WayToGoOn",
    "agreement_pdf",
    "grouped_reference",
    "letters_pdf",
    "notice_pdf",
    "notice_xlsx",
    "roster_form_xlsx",
]
