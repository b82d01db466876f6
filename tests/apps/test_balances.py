"""Reads and rebuilding of what follows from facts: balances, sums by notice, counts of the covered."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.collection import actions as collection
from ayni.apps.collection import queries as collections
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.ledger import queries as ledgers
from ayni.apps.sql.frames import execute, rows, value
from ayni.cli.postgres import Urls
from tests.cycle.small_world import SYSTEM

_BALANCES = "SELECT * FROM collection_line_balance ORDER BY month, adhesion, family, part"


def test_balances_are_rebuilt_from_the_allocations(programme: Urls) -> None:
    with acting(SYSTEM):
        before = rows(_BALANCES)
        assert collection.rebuild(actor=SYSTEM) == 0
        execute("UPDATE collection_line_balance SET paid = paid - 1 WHERE paid > 1")
        assert rows(_BALANCES) != before
        assert collection.rebuild(actor=SYSTEM) > 0
        assert rows(_BALANCES) == before
        assert collection.rebuild(actor=SYSTEM) == 0


def test_what_was_paid_on_each_notice_is_the_sum_of_its_allocations(programme: Urls) -> None:
    with acting(SYSTEM):
        found = collections.paid_by_notice(actor=SYSTEM)
        everything = value(
            "SELECT sum(amount)::bigint FROM collection_disposition WHERE kind = 'allocated'"
        )
        assert sum(found.values()) == everything > 0
        first = value("SELECT min(association) FROM collection_disposition WHERE amount > 0")
        mine = collections.paid_by_notice(actor=SYSTEM, association=first)
        assert 0 < len(mine) < len(found)
        assert mine.items() <= found.items()
        assert collections.paid_by_notice(actor=SYSTEM, association=0) == {}


def test_the_covered_are_counted_by_day(programme: Urls) -> None:
    with acting(SYSTEM):
        scheme, day = rows(
            "SELECT scheme, min(starts) FROM entitlement_cover GROUP BY scheme ORDER BY 1"
        )[0]
        nobody, everybody = entitlements.covered_counts(
            actor=SYSTEM, schemes=[scheme], days=[date(2000, 1, 1), day]
        )
        assert nobody == 0
        assert everybody > value(
            "SELECT count(*) FROM entitlement_cover WHERE scheme = %s AND starts <= %s AND ends > %s",
            (scheme, day, day),
        ), "families are larger than their insured persons"
        parts = [
            entitlements.covered_counts(
                actor=SYSTEM, schemes=[scheme], days=[day], association=number
            )[0]
            for (number,) in rows("SELECT DISTINCT association FROM affiliation_span")
        ]
        assert sum(parts) == everybody


def test_an_entry_that_is_not_there_is_refused(programme: Urls) -> None:
    with acting(SYSTEM):
        number = value("SELECT min(id) FROM ledger_entry")
        assert ledgers.entry(actor=SYSTEM, number=number).postings
        with pytest.raises(LookupError, match="no ledger entry 0"):
            ledgers.entry(actor=SYSTEM, number=0)
