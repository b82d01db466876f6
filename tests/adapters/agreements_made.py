"""Papers of agreements made from terms, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.spreadsheets.writing import ROSTER_HEADERS
from ayni.apps.access.personal import personal_classes
from ayni.core.alliance.agreement_text import Draft, DueMonth, Paper, Party, PersonalClass
from ayni.core.alliance.clauses import Value, clauses, terms_with
from ayni.core.comparison import scale_points
from ayni.core.periods import first_day, month_of
from ayni.core.scheme import Terms, canonical

SIGNED = date(2026, 11, 26)
STARTS, ENDS = date(2027, 1, 1), date(2028, 1, 1)
NASTY = '=HYPERLINK("x") #import "a" $y$ *b* [c] <d>'


def terms_of(code: str, values: Mapping[str, Value], *, signed: date = SIGNED) -> Terms:
    """Make terms of a scheme from values by clause."""
    return terms_with(clauses(load_scheme(code), day=signed), values=values, signed=signed)


def paper(code: str, *, terms: Terms, draft: Draft | None = None, name: str = NASTY) -> Paper:
    """Make a paper; the months fall due on their first day."""
    scheme = load_scheme(code)
    scale, specimen = scale_points(scheme, terms=terms, month=month_of(STARTS))
    return Paper(
        code="CACAO-2027",
        institution=Party("Seguro Social"),
        association=Party(name, "cooperative", "20450123456"),
        scheme=scheme,
        digests=canonical(scheme).digests,
        terms=terms,
        starts=STARTS,
        ends=ENDS,
        scale=scale,
        months=tuple(DueMonth(m, first_day(m)) for m in range(month_of(STARTS), month_of(ENDS))),
        roster=ROSTER_HEADERS,
        personal=tuple(PersonalClass(one, fields) for one, fields in personal_classes()),
        version=None if draft else 1,
        draft=draft,
        specimen=specimen,
    )
