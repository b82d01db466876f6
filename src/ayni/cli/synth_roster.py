"""One cooperative's roster file, written in a process of its own."""

from __future__ import annotations

from pathlib import Path

from ayni.adapters.documents import FORM_HEAD_ROW, roster_form_xlsx
from ayni.adapters.spreadsheets import ROSTER_HEADERS, write_roster
from ayni.cli.synth_truth import RosterTruth, roster_truth
from ayni.core.example import (
    ExampleCooperative,
    ExampleProgramme,
    ExampleRoster,
    roster,
    sheet_rows,
)
from ayni.core.periods import month_of

#: Every third cooperative sends its own form instead of the template.
FORM_EVERY = 3
COMMITTEE = "Comité"
TEMPLATE_SHEET, FORM_SHEET = "Nómina", "Padrón"


def write_one_roster(
    cooperative: ExampleCooperative, *, programme: ExampleProgramme, errors: bool, folder: Path
) -> RosterTruth:
    """Draw the cooperative, write its file, and give the file's truth."""
    drawn = roster(programme=programme, cooperative=cooperative, errors=errors)
    path = folder / f"{cooperative.code}.xlsx"
    own_form = cooperative.index % FORM_EVERY == FORM_EVERY - 1
    if own_form:
        path.write_bytes(_form(drawn, month=month_of(programme.as_of)))
    else:
        path.write_bytes(write_roster(rows=sheet_rows(drawn), title=TEMPLATE_SHEET))
    return roster_truth(
        drawn,
        file=f"rosters/{path.name}",
        sheet=FORM_SHEET if own_form else TEMPLATE_SHEET,
        header_row=FORM_HEAD_ROW + 1 if own_form else 1,
    )


def _form(drawn: ExampleRoster, *, month: int) -> bytes:
    cells = zip(sheet_rows(drawn), drawn.rows, strict=True)
    return roster_form_xlsx(
        association=drawn.cooperative.name,
        association_id=drawn.cooperative.ruc,
        month=month,
        headers=(*ROSTER_HEADERS, COMMITTEE),
        rows=((*row, person.committee) for row, person in cells),
    )
