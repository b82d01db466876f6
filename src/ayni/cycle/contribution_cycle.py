"""The contribution cycle: the whole product, in order. Read this file first.

A producers' association sends its roster; every month the institution fixes what its families owe and sends
one notice; the association pays; the money goes to the families' lines; a line paid in full credits a month
to its insured person; months credited give cover; and a clerk at a clinic asks whether the person before
her is covered, and why.

    roster.xlsx    -> affiliate      read, check row by row, look up, compare, affiliate
    month          -> bill           assess every family under the law its agreement pinned; one notice each
    notice         -> put_on_paper   PDF to pay by, XLSX to check by
    statement.xml  -> collect        record, match to notices, give to lines, credit months, derive cover
    document no.   -> answer         covered or not, until when, by which rule, what to do

Each step is one call, runs in one transaction and is idempotent by a natural key: the file's digest, the
adhesion and month, the bank's own reference. After a crash the same call is made again: nothing is lost
and nothing is done twice. No step decides anything about the business: rules live in ``core``, records in
``apps``, formats in ``adapters``; here stands only what comes after what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.affiliation.actions import Applied
from ayni.apps.assessment import queries as assessments
from ayni.core.actor import Actor
from ayni.core.entitlement import Event
from ayni.cycle import assessing, collecting, eligibility, printing, rosters
from ayni.cycle.assessing import Assessed
from ayni.cycle.collecting import Imported
from ayni.cycle.eligibility import Eligibility
from ayni.cycle.rosters import Checked, RosterFile


def affiliate(*, actor: Actor, code: str, month: int, file: RosterFile) -> tuple[Checked, Applied]:
    """Affiliate the families of a roster from the first day of a month.

    The file is read in a child process with limits, every row is judged (accepted, doubtful, refused,
    repeated: the four add up), the registry is asked for people it knows under another association, and
    those accepted are compared with who is affiliated now: some come in, some leave, some change. A family
    whose insured person is not accepted waits, all of it.

    Refuses, before anything is written: an unknown agreement, one not in force that month, a month already
    assessed, a month before one that already took effect, a file that is not a roster.
    """
    return rosters.take(actor=actor, code=code, month=month, file=file)


def bill(
    *, actor: Actor, month: int, issued_on: date, codes: Sequence[str] | None = None
) -> Assessed:
    """Fix what every affiliated family owes for a month, and issue one notice per association.

    The law is the text whose digest the agreement's version pinned when it was signed, not today's file.
    A line names its family, its insured person and that version; a notice is exactly the sum of its lines,
    carries a reference with check digits (ISO 11649), and stands in the ledger as one entry. An adhesion
    whose month is assessed already is left alone.
    """
    return assessing.assess_month(actor=actor, month=month, issued_on=issued_on, codes=codes)


def put_on_paper(*, actor: Actor, month: int) -> Iterator[str]:
    """Make the PDF and the XLSX of a month's notices, giving each number as it is done."""
    with acting(actor):
        todo = assessments.notices(actor=actor, month=month)
    for notice in todo:
        printing.print_notice(actor=actor, number=notice.id)
        yield notice.number


def collect(*, actor: Actor, name: str, content: bytes) -> Imported:
    """Take a bank statement: whole, or not at all.

    A line known from another file has no second effect. A payment whose reference names a notice is given to
    that notice's families, in roster order, whole families while the money lasts; what is over is held on
    the association's account; what nobody can place (no reference, another currency, another's notice) is
    kept unallocated, in sight of the collection officer. A line paid in full credits its month to the insured
    person, counting from the payment's value date: a payment after an event never covers that event.
    Cover is derived anew for whoever was touched. What the bank takes back is undone by reversal.
    """
    return collecting.import_statement(actor=actor, name=name, content=content)


def answer(
    *,
    actor: Actor,
    number: str,
    day: date,
    event: Event,
    route: str,
    benefit: str | None = None,
) -> Eligibility:
    """Answer the clinic: is the person of this document covered on this day for this event, and why?

    A benefit may be named: it opens only some time after affiliation, where the scheme says so.

    The question itself is logged, with who asked and by which route; the person can see the log. An
    emergency is attended whatever the answer.
    """
    return eligibility.ask(
        actor=actor, number=number, day=day, event=event, route=route, benefit=benefit
    )
