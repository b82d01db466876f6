"""A notice and an agreement on paper (PDF, set by typst); a notice in rows (XLSX)."""

from ayni.adapters.documents.agreement import agreement_pdf
from ayni.adapters.documents.detail import notice_xlsx
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
    "NoticeDocument",
    "NoticeDoesNotAddUp",
    "NoticeLine",
    "SummaryRow",
    "UnknownLanguage",
    "agreement_pdf",
    "grouped_reference",
    "notice_pdf",
    "notice_xlsx",
    "roster_form_xlsx",
]
