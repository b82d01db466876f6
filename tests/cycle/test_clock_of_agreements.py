"""The clock and scheduled changes (F15): every business day, three zones of the server, jumps back and forward.

The quick profile looks at the days around the ends of five months; ``./test --full F15`` at the first and the
last moment of each day from 2024 to 2032.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import queries as alliances
from ayni.apps.sql.frames import rows
from ayni.cli.agreement import advance_all, business_day
from ayni.cli.postgres import Urls
from ayni.core.periods import first_day, month_of
from ayni.core.scheme import Terms, canonical
from ayni.cycle import agreement_life as life
from ayni.cycle.agreement_life import NotAllAdvanced
from tests.cycle import made
from tests.cycle.small_world import SYSTEM

LIMA = ZoneInfo("America/Lima")
ZONES = ("UTC", "America/Lima", "Asia/Tokyo")
BEGIN = date(2024, 1, 1)
#: Ends on the 28th, 29th, 30th and 31st, each the start of the agreement after it.
MONTH_ENDS = (
    BEGIN, date(2024, 2, 29), date(2024, 4, 30), date(2024, 12, 31), date(2025, 2, 28),
    date(2026, 2, 28), date(2027, 1, 31), date(2028, 2, 29), date(2029, 6, 30), date(2031, 3, 31),
    date(2032, 2, 29), date(2032, 12, 31),
)  # fmt: skip
#: Ends on the first of a month: from one agreement to the next no day is lost.
FIRSTS = (BEGIN, *(date(year, 3, 1) for year in range(2024, 2033)), date(2033, 1, 1))
QUICK_UNTIL, FULL_UNTIL = date(2024, 5, 31), date(2032, 12, 31)


@dataclass(frozen=True, slots=True)
class Chain:
    """Agreements of one cooperative, one after the other, with the families that are in all of them."""

    association: str
    days: tuple[date, ...]
    families: tuple[int, ...]

    def codes(self) -> list[tuple[str, date]]:
        """Give each adhesion's code with its first day."""
        return [(f"{self.association}-{n}", day) for n, day in enumerate(self.days[:-1])]


CHAINS = (Chain("EJ-01", MONTH_ENDS, (1, 2)), Chain("EJ-02", FIRSTS, (3, 4)))


def sign_chains() -> None:
    """Sign every agreement of the chains beforehand, each with its own first and last day."""
    text = canonical(load_scheme("pe-modelo-colectivo"))
    with acting(SYSTEM):
        scheme = alliance.make_scheme(actor=SYSTEM, code="pe-modelo-colectivo", regime="modelo")
        pinned = [
            alliance.pin_text(actor=SYSTEM, part=part, text=content.decode())
            for part, content in (("rules", text.rules), ("parameters", text.parameters))
        ]
        for chain in CHAINS:
            number = alliance.association_number(actor=SYSTEM, code=chain.association)
            for (code, starts), ends in zip(chain.codes(), chain.days[1:], strict=True):
                signed = date(2023, 12, 20)
                agreement = alliance.sign(
                    actor=SYSTEM,
                    new=alliance.NewAgreement(
                        code=code,
                        association=number,
                        scheme=scheme,
                        rules=pinned[0],
                        parameters=pinned[1],
                        terms=Terms(signed=signed).model_dump(mode="json"),
                        signed_on=signed,
                        starts=starts,
                        ends=ends,
                    ),
                )
                alliance.adhere(
                    actor=SYSTEM, agreement=agreement, association=number, code=code, starts=starts
                )


@contextmanager
def server_in(zone: str) -> Iterator[None]:
    """Let the server keep the clock of a zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def moments(days: list[date]) -> list[datetime]:
    """Give the first and the last moment of each day in Lima (in UTC: the traveller sets no zone)."""
    ends = (hour(0, 0), hour(23, 59, 59, 999999))
    return [
        datetime.combine(day, moment, tzinfo=LIMA).astimezone(UTC)
        for day in days
        for moment in ends
    ]


def every_day(until: date) -> list[date]:
    """List the days from the beginning on."""
    return [BEGIN + timedelta(days=n) for n in range((until - BEGIN).days + 1)]


def around_month_ends(until: date) -> list[date]:
    """List the last two days and the first of each month."""
    return [day for day in every_day(until) if day.day == 1 or (day + timedelta(days=2)).day <= 2]


class Office:
    """Who sweeps and assesses at whatever moment the clock shows."""

    def __init__(self) -> None:
        self.month = month_of(BEGIN)
        self.assessed: list[int] = []
        self.taken: set[str] = set()

    def look(self, moment: datetime) -> None:
        """Do what ``ayni serve`` does, then assess every month that has begun and is not assessed."""
        with time_machine.travel(moment, tick=False):
            advance_all(verb="serve")
            now = month_of(business_day(zone="America/Lima"))
            while self.month <= now:
                self._month(self.month)
                self.month += 1
                advance_all(verb="serve")  # a roster that comes after its agreement's end

    def _month(self, month: int) -> None:
        for chain in CHAINS:
            standing = [code for code, day in chain.codes() if day <= first_day(month)]
            if standing[-1] not in self.taken:
                made.taken(made.families(*chain.families), month=month, code=standing[-1])
                self.taken.add(standing[-1])
            made.assessed(month, code=standing[-1])
        self.assessed.append(month)


def lived(found: list[datetime]) -> str:
    """Live through some moments and give the digest of everything that stands afterwards; then undo it."""
    with transaction.atomic():
        sign_chains()
        office = Office()
        for moment in found:
            office.look(moment)
        assert office.assessed == list(range(month_of(BEGIN), office.month))
        digest = hashlib.sha256(repr(state()).encode()).hexdigest()
        transaction.set_rollback(True)
    return digest


def state() -> list[object]:
    """Give what happened and what stands, by codes: numbers differ from one run to the next."""
    with acting(SYSTEM):
        events = rows(
            "SELECT g.code, e.number, e.event, e.state, e.effective FROM alliance_agreement_event e"
            " JOIN alliance_agreement g ON g.id = e.agreement ORDER BY 1, 2"
        )
        ends = rows("SELECT code, starts, ends FROM alliance_adhesion ORDER BY 1")
        lines = rows(
            "SELECT d.code, l.month, l.position, l.due FROM assessment_line l"
            " JOIN alliance_adhesion d ON d.id = l.adhesion ORDER BY 1, 2, 3"
        )
        notices = rows(
            "SELECT d.code, n.month, n.due, n.issued_on, n.due_on FROM assessment_notice n"
            " JOIN alliance_adhesion d ON d.id = n.adhesion ORDER BY 1, 2"
        )
    assert len({(code, month) for code, month, *_ in notices}) == len(notices)
    return [events, ends, lines, notices, spans()]


def spans() -> list[tuple[str, date, date | None]]:
    """List the affiliations of everybody by document number."""
    with acting(SYSTEM):
        return rows(
            "SELECT i.number, s.starts, s.ends FROM affiliation_span s"
            " JOIN registry_identifier i ON i.person = s.person ORDER BY 1, 2"
        )  # type: ignore[return-value]


@pytest.mark.parametrize("zone", ZONES)
def test_f15_the_business_day_is_limas_whatever_clock_the_server_keeps(zone: str) -> None:
    days = around_month_ends(FULL_UNTIL)
    with server_in(zone):
        for day, pair in zip(days, zip(*[iter(moments(days))] * 2, strict=True), strict=True):
            for moment in pair:
                with time_machine.travel(moment, tick=False):
                    assert business_day(zone="America/Lima") == day


def test_f15_the_servers_own_day_would_have_been_another() -> None:
    """The refusal beside it: whoever asks the server's clock gets tomorrow in Tokyo."""
    moment = moments([date(2024, 2, 29)])[1]
    with server_in("Asia/Tokyo"), time_machine.travel(moment, tick=False):
        assert date.today() == date(2024, 3, 1)
        assert business_day(zone="America/Lima") == date(2024, 2, 29)
        assert business_day(zone="Asia/Tokyo") == date(2024, 3, 1)


def test_f15_three_zones_and_two_jumps_give_one_result(founded: Urls) -> None:
    steady = moments(around_month_ends(QUICK_UNTIL))
    back = [m for one in steady for m in (one, one - timedelta(hours=2), one)]
    days = every_day(QUICK_UNTIL)
    forward = moments([*days[::40], days[-1]])
    found = set()
    for zone in ZONES:
        with server_in(zone):
            found.add(lived(steady))
    found |= {lived(back), lived(forward)}
    assert len(found) == 1
    assert lived(steady[:-6]) not in found


@pytest.mark.full
def test_f15_each_day_of_nine_years(founded: Urls) -> None:
    steady = moments(every_day(FULL_UNTIL))
    days = every_day(FULL_UNTIL)
    found = {lived(moments([*days[::40], days[-1]]))}
    for zone in ZONES:
        with server_in(zone):
            found.add(lived(steady))
    assert len(found) == 1


def test_f15_no_day_is_lost_or_held_twice_and_ends_fall_on_their_own_day(founded: Urls) -> None:
    sign_chains()
    office = Office()
    for moment in moments([BEGIN, date(2024, 2, 10), date(2024, 3, 21), date(2025, 3, 2)]):
        office.look(moment)
    by_number: dict[str, list[tuple[date, date | None]]] = {}
    for number, starts, ends in spans():
        by_number.setdefault(number, []).append((starts, ends))
    assert by_number["40000001"] == [
        (date(2024, 1, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 4, 30)),
        (date(2024, 5, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), None),
    ]
    for before, after in pairwise(by_number["40000003"]):
        assert before[1] == after[0]
    assert [one[1] for one in by_number["40000003"]] == [date(2024, 3, 1), date(2025, 3, 1), None]


def test_f15_one_agreement_that_fails_holds_up_no_other(
    founded: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_chains()
    with acting(SYSTEM):
        numbers = {one.code: one.id for one in alliances.frameworks(actor=SYSTEM)}
    close = life._close

    def breaks(actor: object, *, agreement: int, day: date) -> list[tuple[int, int]]:
        if agreement == numbers["EJ-01-0"]:
            raise RuntimeError("broken")
        return close(actor, agreement=agreement, day=day)  # type: ignore[arg-type]

    monkeypatch.setattr(life, "_close", breaks)
    with pytest.raises(NotAllAdvanced, match="1 of 2: broken"):
        life.advance(actor=SYSTEM, today=date(2024, 3, 1))
    with acting(SYSTEM):
        ended = rows(
            "SELECT g.code FROM alliance_agreement_event e JOIN alliance_agreement g"
            " ON g.id = e.agreement WHERE e.state = 'ended'"
        )
    assert ended == [("EJ-02-0",)]
    monkeypatch.undo()
    taken = life.advance(actor=SYSTEM, today=date(2024, 3, 1))
    assert [(one.agreement, one.day) for one in taken] == [(numbers["EJ-01-0"], date(2024, 2, 29))]
