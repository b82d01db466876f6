"""Studies kept here and named by exchanges: by key, forward and back, opened by whoever reads studies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_actions as actions
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance.exchange_actions import UnknownExchange
from ayni.apps.sql.frames import execute, value
from ayni.apps.study.actions import ForeignSubject, NewStudy, keep_study
from ayni.apps.study.exchanges import AlreadyLinked
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.exchanges import NewWithdrawal, Noted
from ayni.cycle import exchanges
from tests.cycle.test_exchanges import DAY, HEAD, OBSERVER, _number, _promise, _told

NEGOTIATOR = Actor(name="negocia", role=Role.NEGOTIATOR, institution=1, reason="prueba")
AFFILIATION = Actor(name="afilia", role=Role.AFFILIATION, institution=1, reason="prueba")
STRANGER = Actor(name="otra", role=Role.HEAD, institution=2, reason="prueba")
AT = datetime(2026, 7, 15, 12, tzinfo=UTC)


def _kept(code: str = "CAFE-1", *, actor: Actor = NEGOTIATOR) -> int:
    with acting(actor):
        new = NewStudy(code, f"Estudio {code}", f"code: {code}", None, None)
        return keep_study(actor=actor, new=new, at=AT)


def _foreign() -> int:
    """Found another institution, and keep a study there."""
    root = Actor(name="prueba", role=Role.SYSTEM, institution=2, reason="prueba")
    with acting(root):
        access.make_institution(
            number=2,
            code="otra",
            name="Otra",
            country="pe",
            time_zone="America/Lima",
            currency="PEN",
        )
    return _kept("AJENO-1", actor=root)


def _link(exchange: int, study: int, *, actor: Actor = NEGOTIATOR) -> int:
    return exchanges.link_study(actor=actor, exchange=exchange, study=study, today=DAY)


def _promised(number: int) -> int:
    with acting(HEAD):
        return actions.add_commitment(actor=HEAD, exchange=number, new=_promise())


def _named(actor: Actor, number: int) -> list[tuple[str, str, int | None, bool]]:
    chain = exchanges.exchange_page(actor=actor, number=number, today=DAY).chain
    return [
        (one.study.code, one.study.name, one.exchange, one.follow_up is not None)
        for one in chain.studies
    ]


def test_an_exchange_names_a_kept_study_forward_and_back(founded):
    first, study = _number("LIMA-2005"), _kept()
    assert exchanges.exchanges_of_study(actor=HEAD, study=study) == []
    san_jose = _number("SAN-JOSE-2007")
    _link(san_jose, study)
    for reader in (HEAD, OBSERVER, AFFILIATION):  # its name is read by all who read the exchange
        assert _named(reader, first) == [("CAFE-1", "Estudio CAFE-1", san_jose, False)]
    assert _named(HEAD, _number("BELEM-2008")) == []
    back = exchanges.exchanges_of_study(actor=HEAD, study=study)
    assert [one.code for one in back] == ["LIMA-2005", "SAN-JOSE-2007"]
    assert [
        one.study.id for one in exchanges.story(actor=HEAD, number=first, today=DAY).studies
    ] == [study]


def test_what_became_of_a_commitment_names_a_kept_study_and_keeps_its_name(founded):
    number, study = _number("LIMA-2005"), _kept()
    made = _promised(number)
    exchanges.follow_up(actor=HEAD, commitment=made, new=_told(study="ILO 2015"), today=DAY)
    exchanges.follow_up(actor=HEAD, commitment=made, new=_told(), study=study, today=DAY)
    with acting(HEAD):
        told = queries.commitment(actor=HEAD, number=made).follow_ups
    assert [one.study for one in told] == ["ILO 2015", "Estudio CAFE-1"]
    assert _named(HEAD, number) == [("CAFE-1", "Estudio CAFE-1", None, True)]
    back = exchanges.exchanges_of_study(actor=HEAD, study=study)
    assert [one.code for one in back] == ["LIMA-2005"]
    gone = NewWithdrawal(what=Noted.COMMITMENT, number=made, why="Error", seen=2)
    exchanges.withdraw(actor=HEAD, new=gone, today=DAY)
    assert _named(HEAD, number) == []
    assert exchanges.exchanges_of_study(actor=HEAD, study=study) == []


def test_whoever_reads_no_studies_links_none(founded):
    number, study = _number("LIMA-2005"), _kept()
    made = _promised(number)
    for actor in (AFFILIATION, OBSERVER):
        assert exchanges.kept_studies(actor=actor) == []
        with pytest.raises(NotAllowed):
            _link(number, study, actor=actor)
        with pytest.raises(NotAllowed):
            exchanges.follow_up(actor=actor, commitment=made, new=_told(), study=study, today=DAY)
    assert [one.id for one in exchanges.kept_studies(actor=HEAD)] == [study]
    with acting(HEAD):
        assert queries.commitment(actor=HEAD, number=made).follow_ups == ()
        assert value("SELECT count(*) FROM study_exchange") == 0


def test_a_link_leads_to_what_is_there_once(founded):
    number, study = _number("LIMA-2005"), _kept()
    foreign = _foreign()
    _link(number, study)
    for error, exchange, which in (
        (AlreadyLinked, number, study),
        (ForeignSubject, number, 999_999),
        (ForeignSubject, number, foreign),
        (UnknownExchange, 999_999, study),
    ):
        with pytest.raises(error):
            _link(exchange, which)
    with pytest.raises(UnknownExchange):
        _link(number, foreign, actor=STRANGER)
    made = _promised(number)
    with pytest.raises(ForeignSubject):
        exchanges.follow_up(actor=HEAD, commitment=made, new=_told(), study=foreign, today=DAY)
    with acting(HEAD):
        assert queries.commitment(actor=HEAD, number=made).follow_ups == ()


def test_another_institution_and_an_association_see_no_link(founded):
    number, study = _number("LIMA-2005"), _kept()
    _link(number, study)
    secretary = Actor(
        name="otra", role=Role.SECRETARY, institution=1, reason="prueba", associations=(1,)
    )
    for actor in (STRANGER, secretary):
        with acting(actor):
            assert value("SELECT count(*) FROM study_exchange") == 0
    assert exchanges.exchanges_of_study(actor=STRANGER, study=study) == []
    assert _named(secretary, number) == [("CAFE-1", "Estudio CAFE-1", number, False)]


def test_the_database_keeps_a_link_in_one_institution_and_for_good(founded):
    number, study = _number("LIMA-2005"), _kept()
    foreign = _foreign()
    for values in (f"{foreign}, {number}, NULL", f"{study}, NULL, NULL", f"{study}, 999999, NULL"):
        with pytest.raises(DatabaseError), acting(HEAD):
            execute(
                "INSERT INTO study_exchange (institution, study, exchange, follow_up, linked_by,"
                f" linked_on) VALUES (1, {values}, 'x', '2026-07-15')"
            )
    _link(number, study)
    for statement in ("UPDATE study_exchange SET study = 1", "DELETE FROM study_exchange"):
        with pytest.raises(DatabaseError), acting(HEAD):
            execute(statement)
