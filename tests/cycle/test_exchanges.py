"""Exchanges of experience in the database: recorded, followed up, traced to families and back, by whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from ayni.adapters.schemefiles import UnknownScheme
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import exchange_actions as actions
from ayni.apps.alliance import exchange_queries as queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.exchange_actions import (
    AlreadyRecorded,
    FollowUpRefused,
    UnknownExchange,
)
from ayni.apps.entitlement import queries as entitlements
from ayni.apps.sql.frames import execute, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.alliance.exchanges import (
    DatesRefused,
    Kind,
    LinkRefused,
    NewCommitment,
    NewExchange,
    NewFollowUp,
    NewParticipant,
    NewPractice,
    Outcome,
    Part,
    Said,
    Source,
    State,
    UnknownPlace,
)
from ayni.core.scheme import Standing
from ayni.cycle import exchanges

DAY = date(2026, 7, 15)
#: When months of the harvest have been paid, and give cover.
AUTUMN = date(2026, 9, 1)
SOURCE = Source(title="Acta de la visita", standing=Standing.VERIFIED)
HEAD = Actor(name="direccion", role=Role.HEAD, institution=1, reason="prueba")
OBSERVER = Actor(name="asesora", role=Role.OBSERVER, institution=1, reason="prueba")


def _new(**given: object) -> NewExchange:
    plain = {"kind": Kind.VISIT, "title": Said(es="Visita"), "place": "Quito", "country": "EC"}
    return NewExchange(**{**plain, "year": 2026, "source": SOURCE, **given})


def _practice(**given: object) -> NewPractice:
    plain = {"title": Said(es="Preaviso"), "words": Said(es="Se avisa antes"), "source": SOURCE}
    plain |= {"scheme": "cr-ccss-convenio", "learned": Standing.VERIFIED}
    return NewPractice(**{**plain, **given})


def _promise(**given: object) -> NewCommitment:
    plain = {"body": "EsSalud", "what": Said(es="Escribir"), "source": SOURCE, "due_on": DAY}
    return NewCommitment(**{**plain, **given})


def _told(**given: object) -> NewFollowUp:
    plain = {"outcome": Outcome.UNDER_WAY, "on_day": DAY, "said": Said(es="Va"), "source": SOURCE}
    return NewFollowUp(**{**plain, **given})


def _number(code: str) -> int:
    with acting(HEAD):
        return int(value("SELECT id FROM alliance_exchange WHERE code = %s", (code,)))


def _agreement() -> int:
    with acting(HEAD):
        return int(value("SELECT id FROM alliance_agreement WHERE code = 'JNC-2026'"))


def test_the_founding_writes_the_chain_once(founded):
    found = exchanges.exchange_list(actor=HEAD, today=DAY)
    assert [one.code for one in found.exchanges] == [
        "EJEMPLO-2026",
        "BELEM-2008",
        "SAN-JOSE-2007",
        "LIMA-2005",
    ]
    with acting(HEAD):
        assert exchanges.found_exchanges(actor=HEAD) == 0
    assert len(exchanges.exchange_list(actor=HEAD, today=DAY).exchanges) == 4


def test_from_the_first_course_forward_to_families_covered_today(programme):
    page = exchanges.exchange_page(actor=HEAD, number=_number("LIMA-2005"), today=AUTUMN)
    assert [one.code for one in page.chain.exchanges] == [
        "LIMA-2005",
        "SAN-JOSE-2007",
        "BELEM-2008",
        "EJEMPLO-2026",
    ]
    (led,) = page.chain.led
    with acting(HEAD):
        families, persons = affiliations.counts(actor=HEAD, day=AUTUMN)
        schemes = alliances.schemes(actor=HEAD)
        covered = entitlements.covered_counts(actor=HEAD, schemes=schemes, days=[AUTUMN])[0]
    assert (led.agreement.code, led.agreement.adhesions, led.is_model) == ("JNC-2026", 5, True)
    assert (led.reach.families, led.reach.persons) == (families, persons)
    assert led.reach.covered_persons == covered
    assert 0 < led.reach.covered_families <= families
    assert page.chain.invented


def test_before_the_agreement_begins_nobody_is_covered(programme):
    early = exchanges.story(actor=HEAD, number=_number("LIMA-2005"), today=date(2026, 3, 25))
    (led,) = early.led
    assert (led.agreement.adhesions, led.reach) == (0, entitlements.Reach())


def test_the_last_course_tells_what_came_before_only_in_its_story(founded):
    number = _number("BELEM-2008")
    page = exchanges.exchange_page(actor=HEAD, number=number, today=DAY)
    assert [one.code for one in page.chain.exchanges] == ["BELEM-2008", "EJEMPLO-2026"]
    told = exchanges.story(actor=HEAD, number=number, today=DAY)
    assert [one.year for one in told.exchanges] == [2005, 2007, 2008, 2026]
    assert exchanges.story(actor=HEAD, number=999_999, today=DAY) is None
    assert exchanges.exchange_page(actor=HEAD, number=999_999, today=DAY) is None


def test_from_an_agreement_back_to_its_exchanges(founded):
    back = exchanges.exchanges_of_agreement(actor=HEAD, agreement=_agreement())
    assert [one.code for one in back] == [
        "LIMA-2005",
        "SAN-JOSE-2007",
        "BELEM-2008",
        "EJEMPLO-2026",
    ]
    assert exchanges.exchanges_of_agreement(actor=HEAD, agreement=999_999) == []


def test_a_ring_of_links_ends(founded):
    first, last = _number("LIMA-2005"), _number("EJEMPLO-2026")
    with acting(HEAD):
        promised = actions.add_commitment(actor=HEAD, exchange=last, new=_promise())
        exchanges.follow_up(
            actor=HEAD, commitment=promised, new=_told(exchange="LIMA-2005"), today=DAY
        )
        assert queries.forward(actor=HEAD, exchange=last) == queries.forward(
            actor=HEAD, exchange=first
        )
        assert len(queries.chain(actor=HEAD, exchange=last)) == 4


def test_an_agreement_says_its_own_figure_where_a_practice_points(founded):
    told = exchanges.story(actor=HEAD, number=_number("SAN-JOSE-2007"), today=DAY)
    names = {one.id: one.parameter for one in told.practices}
    said = {names[one.practice]: (one.agreement, one.reading.value) for one in told.echoes}
    assert said == {
        "duracion_maxima": ("JNC-2026", 12),
        "preaviso": ("JNC-2026", 3),
        "ventana_meses": ("JNC-2026", 12),
    }


def test_questions_do_not_grow_with_the_chain(founded):
    number = _number("LIMA-2005")
    exchanges.story(actor=HEAD, number=number, today=DAY)  # the law is loaded once for a process
    with CaptureQueriesContext(
        connection,
    ) as few:
        exchanges.story(actor=HEAD, number=number, today=DAY)
    with acting(HEAD):
        for year in range(2009, 2019):
            made = actions.record_exchange(actor=HEAD, new=_new(year=year), follows=number)
            actions.add_practice(actor=HEAD, exchange=made, new=_practice())
            promised = actions.add_commitment(actor=HEAD, exchange=made, new=_promise())
            actions.add_follow_up(actor=HEAD, commitment=promised, new=_told())
    with CaptureQueriesContext(connection) as many:
        found = exchanges.story(actor=HEAD, number=number, today=DAY)
    assert len(found.exchanges) == 14
    asked = [one["sql"] for one in many if "alliance_" in one["sql"] or "span" in one["sql"]]
    assert (len(many), len(asked)) == (len(few), 8)


def test_a_correction_is_another_fact_and_the_newest_holds(founded):
    with acting(HEAD):
        made = actions.record_exchange(actor=HEAD, new=_new())
        actions.correct_exchange(actor=HEAD, exchange=made, new=_new(place="Cuenca"))
        (found,) = queries.exchanges(actor=HEAD, numbers=[made])
        kept = value("SELECT count(*) FROM alliance_exchange_fact WHERE exchange = %s", (made,))
    assert (found.place, found.code, found.changed, kept) == ("Cuenca", "QUITO-2026", 1, 2)
    with acting(HEAD), pytest.raises(UnknownExchange):
        actions.correct_exchange(actor=HEAD, exchange=999_999, new=_new())


def test_codes_are_made_and_a_taken_one_is_refused(founded):
    with acting(HEAD):
        made = [actions.record_exchange(actor=HEAD, new=_new(place="Brasília")) for _ in range(3)]
        codes = [one.code for one in queries.exchanges(actor=HEAD, numbers=made)]
    assert sorted(codes) == ["BRASILIA-2026", "BRASILIA-2026-2", "BRASILIA-2026-3"]
    with acting(HEAD), pytest.raises(AlreadyRecorded):
        actions.record_exchange(actor=HEAD, new=_new(), code="LIMA-2005")


def test_an_exchange_follows_one_that_is_there_and_not_later(founded):
    with acting(HEAD):
        with pytest.raises(DatesRefused):
            actions.record_exchange(actor=HEAD, new=_new(year=2004), follows=_number("LIMA-2005"))
        with pytest.raises(UnknownExchange):
            actions.record_exchange(actor=HEAD, new=_new(), follows=999_999)
        with pytest.raises(UnknownExchange):
            lima = _number("LIMA-2005")
            actions.correct_exchange(actor=HEAD, exchange=lima, new=_new(), follows=lima)


def test_a_practice_must_be_in_the_library(founded):
    number = _number("LIMA-2005")
    made = exchanges.learn(actor=HEAD, exchange=number, new=_practice(parameter="preaviso"))
    with acting(HEAD):
        (found,) = queries.practices(actor=HEAD, numbers=[number])
    assert (found.id, found.number, found.parameter) == (made, 1, "preaviso")
    with pytest.raises(UnknownScheme):
        exchanges.learn(actor=HEAD, exchange=number, new=_practice(scheme="xx-nada"))
    with pytest.raises(UnknownPlace):
        exchanges.learn(actor=HEAD, exchange=number, new=_practice(parameter="nada"))
    with pytest.raises(UnknownPlace):
        exchanges.learn(actor=HEAD, exchange=number, new=_practice(term="calendar"))
    with pytest.raises(UnknownExchange):
        exchanges.learn(actor=HEAD, exchange=999_999, new=_practice())


def test_a_commitment_is_shown_on_its_day_and_until_somebody_tells(founded):
    number = _number("LIMA-2005")
    with acting(HEAD):
        made = actions.add_commitment(actor=HEAD, exchange=number, new=_promise())

    def states(day: date) -> list[State]:
        found = exchanges.exchange_list(actor=HEAD, today=day)
        return [one.state(day) for one in found.waiting if one.id == made]

    assert states(date(2026, 7, 14)) == []
    assert states(DAY) == [State.DUE]
    assert states(date(2026, 7, 16)) == [State.OVERDUE]
    exchanges.follow_up(
        actor=HEAD,
        commitment=made,
        new=_told(outcome=Outcome.DONE, on_day=date(2026, 7, 16)),
        today=date(2026, 7, 16),
    )
    assert states(date(2026, 7, 16)) == []
    assert states(DAY) == [State.DUE]  # on that day nobody knew yet


def test_follow_ups_are_in_order_and_lead_somewhere(founded):
    number = _number("LIMA-2005")
    with acting(HEAD):
        made = actions.add_commitment(actor=HEAD, exchange=number, new=_promise())
    exchanges.follow_up(
        actor=HEAD, commitment=made, new=_told(scheme="cr-ccss-convenio"), today=DAY
    )
    exchanges.follow_up(actor=HEAD, commitment=made, new=_told(study="ILO 2015"), today=DAY)
    with acting(HEAD):
        (found,) = queries.commitments(actor=HEAD, numbers=[number])
    assert [(one.number, one.scheme, one.study) for one in found.follow_ups] == [
        (1, "cr-ccss-convenio", ""),
        (2, "", "ILO 2015"),
    ]
    for error, wrong in (
        (FollowUpRefused, _told(on_day=date(2026, 7, 14))),
        (UnknownAgreement, _told(agreement="NADA-1")),
        (UnknownScheme, _told(scheme="xx-nada")),
        (UnknownExchange, _told(exchange="NADA")),
        (LinkRefused, _told(exchange="LIMA-2005")),
    ):
        with pytest.raises(error):
            exchanges.follow_up(actor=HEAD, commitment=made, new=wrong, today=DAY)
    with pytest.raises(UnknownExchange):
        exchanges.follow_up(actor=HEAD, commitment=999_999, new=_told(), today=DAY)


def test_an_institution_is_written_once_for_each_part(founded):
    number = _number("LIMA-2005")
    new = NewParticipant(body="Upanacional", part=Part.TAUGHT)
    with acting(HEAD):
        actions.add_participant(actor=HEAD, exchange=number, new=new)
        with pytest.raises(AlreadyRecorded):
            actions.add_participant(actor=HEAD, exchange=number, new=new)


def _writes(actor: Actor, number: int) -> list[object]:
    new = NewParticipant(body="Upanacional", part=Part.TAUGHT)
    return [
        lambda: actions.record_exchange(actor=actor, new=_new()),
        lambda: actions.correct_exchange(actor=actor, exchange=number, new=_new()),
        lambda: actions.add_participant(actor=actor, exchange=number, new=new),
        lambda: actions.add_practice(actor=actor, exchange=number, new=_practice()),
        lambda: actions.add_commitment(actor=actor, exchange=number, new=_promise()),
        lambda: actions.add_follow_up(actor=actor, commitment=1, new=_told()),
        lambda: actions.take_out_name(actor=actor, exchange=number, person=1),
    ]


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COLLECTION, Role.AUDITOR, Role.SECRETARY])
def test_whoever_only_reads_writes_nothing(founded, role):
    given = {"associations": (1,)} if role is Role.SECRETARY else {}
    actor = Actor(name="otra", role=role, institution=1, reason="prueba", **given)
    with acting(actor):
        for write in _writes(actor, _number("LIMA-2005")):
            with pytest.raises(NotAllowed):
                write()


def test_names_of_persons_are_read_by_the_institution_alone_and_taken_out_for_good(founded):
    number = _number("LIMA-2005")
    with acting(HEAD):
        actions.add_participant(
            actor=HEAD,
            exchange=number,
            new=NewParticipant(body="CCSS", part=Part.TAUGHT, person="ANA ROJAS", post="Jefa"),
        )
        actions.add_commitment(actor=HEAD, exchange=number, new=_promise(person="LUIS PAZ"))

    def names(actor: Actor) -> list[str | None]:
        page = exchanges.exchange_page(actor=actor, number=number, today=DAY)
        return [one.name for one in page.persons]

    assert names(HEAD) == ["ANA ROJAS", "LUIS PAZ"]
    assert names(OBSERVER) == []
    page = exchanges.exchange_page(actor=HEAD, number=number, today=DAY)
    with acting(HEAD):
        actions.take_out_name(actor=HEAD, exchange=number, person=page.persons[0].id)
        erased = value(
            "SELECT count(*) FROM audit_change WHERE about = 'alliance_exchange_person'"
            " AND verb = 'erase' AND rows = 1"
        )
    assert (names(HEAD), erased) == ([None, "LUIS PAZ"], 1)
    with acting(HEAD), pytest.raises(UnknownExchange):
        actions.take_out_name(actor=HEAD, exchange=_number("BELEM-2008"), person=page.persons[1].id)


def test_an_observer_reads_the_story_with_the_same_figures(programme):
    number = _number("LIMA-2005")
    mine = exchanges.story(actor=HEAD, number=number, today=AUTUMN)
    theirs = exchanges.story(actor=OBSERVER, number=number, today=AUTUMN)
    assert theirs.led[0].reach == mine.led[0].reach
    assert theirs == mine


def test_another_institution_sees_none_of_it(founded):
    number = _number("LIMA-2005")
    other = Actor(name="otra", role=Role.HEAD, institution=2, reason="prueba")
    assert exchanges.exchange_page(actor=other, number=number, today=DAY) is None
    assert exchanges.story(actor=other, number=number, today=DAY) is None
    assert exchanges.exchanges_of_agreement(actor=other, agreement=_agreement()) == []
    with acting(other), pytest.raises(UnknownExchange):
        actions.add_commitment(actor=other, exchange=number, new=_promise())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alliance_practice SET scheme = 'x'",
        "DELETE FROM alliance_follow_up",
        "UPDATE alliance_exchange_person SET name = 'OTRA'",
    ],
)
def test_what_is_written_stays(founded, statement):
    with pytest.raises(DatabaseError), acting(HEAD):
        execute(statement)


def test_the_database_keeps_the_order_of_follow_ups(founded):
    with pytest.raises(DatabaseError, match="before the last follow-up"), acting(HEAD):
        execute(
            "INSERT INTO alliance_follow_up (institution, commitment, number, outcome, on_day, said,"
            " source_title, source_url, standing) SELECT institution, commitment, 4, 'done', '2001-01-01',"
            " said, '', '', 'verified' FROM alliance_follow_up WHERE number = 3 LIMIT 1"
        )
