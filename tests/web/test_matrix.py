"""Every route, method and role, with the verdicts of one reviewed file (A1).

The routes come from the URL configuration: a route that is not in matrix.yaml fails. A request is made for
an object of association A of institution 1; what it changes is rolled back.
``AYNI_MATRIX=write`` writes what was observed beside the reviewed file, to be read and taken over by hand.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.alliance.negotiation_actions import Side
from ayni.apps.alliance.party_actions import NewEvidence
from ayni.apps.sql.frames import value
from ayni.core.actor import Actor, Role
from ayni.cycle import disputes
from ayni.cycle import negotiating as talks
from ayni.cycle.agreement_papers import print_version
from ayni.cycle.negotiating import NewDraft, Typed
from ayni.cycle.obligations import oblige
from ayni.cycle.parties import PaperFile, show_evidence
from ayni.cycle.printing import print_notice
from tests.planting import Planted, planted, system
from tests.web import cost_fixtures
from tests.web.study_fixtures import one_run

__all__ = ["planted"]

REVIEWED = Path(__file__).with_name("matrix.yaml")
METHODS = ("get", "post", "put", "delete")
ROLES = (
    "anonymous",
    "secretary_a",
    "secretary_b",
    "clerk",
    "affiliation",
    "collection",
    "auditor",
    "head",
    "stranger",  # the head of another institution
    "negotiator",
    "representative_a",
    "observer",
)
#: Those of institution 1 who have signed in.
INSIDE = tuple(role for role in ROLES if role not in ("anonymous", "stranger"))
#: Routes whose numbers name an object of association A.
OBJECTS = {
    "agreement-ending": "signed",
    "agreement-letters": "signed",
    "agreement-renewal": "national",
    "alliance-health": "association",
    "alliance-members": "association",
    "dispute-new": "association",
    "dispute": "dispute",
    "dispute-take": "dispute",
    "office-association": "association",
    "office-person": "person",
    "office-conditions": "person",
    "office-roster": "roster",
    "office-roster-file": "roster",
    "office-notice-file": "notice",
    "office-party-identity": "association",
    "office-party-standing": "association",
    "office-party-paper": "association",
    "office-party-officers": "association",
    "office-party-changes": "association",
    "office-party-split": "association",
    "portal-roster": "roster",
    "portal-roster-confirm": "roster",
    "portal-notice-file": "notice",
    "portal-family": "family",
    "agreement": "agreement",
    "agreement-paper": "signed",
    "agreement-print": "signed",
    "agreement-scan": "signed",
    "agreement-export": "signed",
    "agreement-step": "agreement",
    "agreement-leave": "agreement",
    "agreement-adhere": "agreement",
    "agreement-own": "standing",
    "agreement-oblige": "agreement",
    "agreement-fulfil": "agreement",
    "table": "table",
    "table-field": "table",
    "table-preview": "table",
    "table-propose": "table",
    "table-comment": "table",
    "table-act": "table",
    "table-text": "table",
}
#: Routes whose number names what the whole institution shares, whatever the association.
SHARED = {
    "care-cost-file": "cost_file",
    "exchange": "exchange",
    "exchange-story": "exchange",
    "exchange-correct": "exchange",
    "exchange-participant": "exchange",
    "exchange-practice": "exchange",
    "exchange-commitment": "exchange",
    "exchange-name-out": "exchange",
    "exchange-follow-up": "commitment",
    "exchange-study": "exchange",
    "course-withdraw-commitment": "commitment",
    "course-withdraw-practice": "practice",
    "exchange-withdraw-commitment": "commitment",
    "exchange-withdraw-practice": "practice",
}
#: Objects below an agreement, by the parameter's name.
BELOW = {"adhesion": "adhesion", "obligation": "obligation", "paper_number": "paper"}
WORDS = {
    "kind": "pdf",
    "name": "aportes",
    "code": "cr-ccss-convenio",
    "parameter": "base_minima",
    "person": "1",
    "what": "preaviso",
    "form": "json",
    "participant": "1",
    "exercise": "1",
    "part": "1",
}
#: What the same parameter says on another route.
ELSEWHERE = {
    ("table-act", "what"): "conformidad",
    ("dispute-take", "what"): "mensaje",
    ("study-example", "code"): "cooperativa-420",
}

Route = tuple[str, str, tuple[str, ...]]


def routes(found: list | None = None, before: str = "") -> Iterator[Route]:
    """List name, address with its parameters written <so>, and parameters of every route."""
    for one in get_resolver().url_patterns if found is None else found:
        address = before + _address(one)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            name = one.name or address
            yield (f"{name} {address}", address, tuple(one.pattern.converters) or _groups(one))


def _address(one: URLPattern | URLResolver) -> str:
    return str(one.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")


def _groups(one: URLPattern) -> tuple[str, ...]:
    return tuple(one.pattern.regex.groupindex)


def reviewed() -> dict:
    return yaml.safe_load(REVIEWED.read_text("utf-8"))


@pytest.fixture(scope="module")
def people(planted: Planted) -> dict[str, int | None]:
    """A user for every role, and the mark that waives the second factor."""
    first, second = planted.associations[1][:2]
    found: dict[str, int | None] = {"anonymous": None}
    with acting(system(1)):
        facility = value("SELECT min(id) FROM registry_facility")
        access.mark(name="demo", content={})
        for name in INSIDE:
            role = Role(name.partition("_")[0])
            given = {"secretary_a": {"association": first}, "secretary_b": {"association": second}}
            given["representative_a"] = {"association": first}
            given["clerk"] = {"facility": facility}
            found[name] = _user(name, role, **given.get(name, {}))
    with acting(system(2)):
        found["stranger"] = _user("stranger", Role.HEAD)
    return found


def _user(name: str, role: Role, **given: int) -> int:
    user = access.make_user(username=name, display_name=name, password="una clave larga de prueba")
    access.give_mandate(user=user, role=role, starts=date(2026, 1, 1), **given)
    return user


@pytest.fixture(scope="module")
def numbers(planted: Planted) -> dict[str, int]:
    """One object of association A of each kind."""
    mine = planted.associations[1][0]
    with acting(system(1)):
        found = value("SELECT min(id) FROM assessment_notice WHERE association = %s", (mine,))
    print_notice(actor=system(1), number=found)
    show_evidence(
        actor=system(1),
        association=mine,
        seen=0,
        new=NewEvidence("statutes", 0, date(2026, 1, 1), None, None, None),
        file=PaperFile("estatutos.pdf", b"%PDF-1.7"),
        today=date(2026, 1, 1),
    )
    agreed, costs = _agreed(mine), cost_fixtures.tell()
    with acting(system(1)):
        return (
            {
                "national": value("SELECT min(id) FROM alliance_agreement"),
                "association": mine,
                "person": value(
                    "SELECT min(insured) FROM affiliation_span WHERE association = %s", (mine,)
                ),
                "family": value(
                    "SELECT min(family) FROM affiliation_span WHERE association = %s", (mine,)
                ),
                "roster": value(
                    "SELECT min(id) FROM affiliation_roster WHERE association = %s", (mine,)
                ),
                "notice": found,
                "standing": value(
                    "SELECT agreement FROM alliance_adhesion WHERE association = %s", (mine,)
                ),
                "exchange": value("SELECT min(id) FROM alliance_exchange"),
                "commitment": value("SELECT min(id) FROM alliance_commitment"),
                "practice": value("SELECT min(id) FROM alliance_practice"),
                "paper": value(
                    "SELECT min(id) FROM alliance_evidence WHERE association = %s", (mine,)
                ),
            }
            | agreed
            | {"dispute": _disputed(mine)}
            | one_run(agreed["table"])
            | costs
        )


def _agreed(mine: int) -> dict[str, int]:
    """A table of association A with its agreement and an obligation, and a signed agreement with papers."""
    day = date(2026, 11, 26)
    writer = Actor(name="escribe", role=Role.NEGOTIATOR, institution=1, reason="matriz")
    new = NewDraft(mine, "MATRIZ-1", "pe-modelo-colectivo", 420)
    made = talks.draft(actor=writer, new=new, day=day)
    talks.ask_in(actor=writer, negotiation=made.negotiation, day=day)
    typed = Typed({}, day, date(2027, 11, 26), "", 0)
    talks.propose(actor=writer, negotiation=made.negotiation, typed=typed, day=day)
    oblige(actor=writer, agreement=made.agreement, side=Side.ASSOCIATION, what="nómina", due_on=day)
    with acting(system(1)):
        number = value("SELECT max(id) FROM alliance_obligation")
        adhesion = value("SELECT min(id) FROM alliance_adhesion WHERE association = %s", (mine,))
    return {
        "agreement": made.agreement,
        "table": made.negotiation,
        "obligation": number,
        "adhesion": adhesion,
    } | _signed(mine, writer=writer)


def _disputed(mine: int) -> int:
    """A dispute that association A opened."""
    day = date(2026, 11, 26)
    who = Actor("habla", Role.REPRESENTATIVE, 1, "matriz", associations=(mine,))
    about = disputes.opening(actor=who, association=mine, today=day).subjects[0].key
    new = disputes.Opened(about, "No es así", "Que se mire")
    return disputes.open_dispute(actor=who, association=mine, new=new, today=day)


def _signed(mine: int, *, writer: Actor) -> dict[str, int]:
    """Another agreement of association A, signed and printed; it begins next year."""
    day, starts = date(2026, 11, 26), date(2027, 1, 1)
    speaker = Actor(
        "habla", Role.REPRESENTATIVE, institution=1, reason="matriz", associations=(mine,)
    )
    made = talks.draft(
        actor=writer, new=NewDraft(mine, "MATRIZ-2", "pe-modelo-colectivo", 420), day=day
    )
    number = made.negotiation
    talks.ask_in(actor=writer, negotiation=number, day=day)
    typed = Typed({}, starts, date(2028, 1, 1), "", 0)
    talks.propose(actor=writer, negotiation=number, typed=typed, day=day)
    for who in (speaker, Actor("aprueba", Role.HEAD, institution=1, reason="matriz")):
        talks.consent(actor=who, negotiation=number, proposal=1, day=day)
    version = talks.sign(actor=writer, negotiation=number, day=day)
    print_version(actor=writer, version=version)
    with acting(system(1)):
        paper = value("SELECT min(id) FROM alliance_version_paper WHERE version = %s", (version,))
    return {"signed": made.agreement, "paper": paper}


def _filled(route: Route, numbers: dict[str, int]) -> str:
    name, address, parameters = route
    kind = (OBJECTS | SHARED).get(name.partition(" ")[0])
    for parameter in parameters:
        given = ELSEWHERE.get(
            (name.partition(" ")[0], parameter),
            WORDS.get(parameter, str(numbers.get(parameter, "x-1"))),
        )
        if kind and parameter == "number":
            given = str(numbers[kind])
        elif parameter in BELOW:
            given = str(numbers[BELOW[parameter]])
        for written in (f"<int:{parameter}>", f"<str:{parameter}>", f"<{parameter}>"):
            address = address.replace(written, given)
        if f"(?P<{parameter}>" in address:
            begins, _, rest = address.partition(f"(?P<{parameter}>")
            address = begins + given + rest.partition(")")[2]
    return "/" + address


def _verdict(method: str, address: str, user: int | None) -> int:
    """Ask as a user and give the status; whatever it did is rolled back."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        cache.clear()  # the limits of the sign-in count across cells
        if user is not None:
            client.force_login(User.objects.get(pk=user))
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return status


@pytest.fixture(scope="module")
def observed(planted, people, numbers) -> dict[str, dict[str, list[int]]]:
    logging.disable(logging.ERROR)
    found = {
        route[0]: {
            method: [_verdict(method, _filled(route, numbers), people[role]) for role in ROLES]
            for method in METHODS
        }
        for route in routes()
    }
    logging.disable(logging.NOTSET)
    if os.environ.get("AYNI_MATRIX") == "write":
        text = "".join(_lines(name, cells) for name, cells in sorted(found.items()))
        REVIEWED.with_suffix(".observed.yaml").write_text(text, "utf-8")
    return found


def _lines(name: str, cells: dict[str, list[int]]) -> str:
    return f"'{name}':\n" + "".join(f"  {method}: {row}\n" for method, row in cells.items())


def test_every_route_is_reviewed():
    named = set(reviewed()["routes"])
    there = {name for name, _, _ in routes()}
    assert there - named == set(), "routes nobody reviewed"
    assert named - there == set(), "reviewed routes that are gone"


def test_every_object_route_names_an_object_of_a():
    with_number = {
        name.partition(" ")[0]
        for name, address, parameters in routes()
        if "number" in parameters
        and address.startswith(("oficina", "asociacion", "clinica", "convenios"))
    }
    assert with_number == set(OBJECTS)


def test_every_cell_is_as_reviewed(observed):
    wrong = []
    for name, cells in reviewed()["routes"].items():
        for method in METHODS:
            for role, expected, seen in zip(
                ROLES, cells[method], observed.get(name, {}).get(method, []), strict=True
            ):
                if expected != seen:
                    wrong.append(f"{method} {name} as {role}: {seen}, reviewed {expected}")
    assert wrong == []


def test_nothing_breaks(observed):
    broken = [
        f"{method} {name} as {ROLES[place]}"
        for name, cells in observed.items()
        for method, row in cells.items()
        for place, status in enumerate(row)
        if status >= 500
    ]
    assert broken == []


def _pages() -> dict[str, tuple[Role, ...]]:
    found = {}
    stack = [("", get_resolver().url_patterns)]
    while stack:
        before, patterns = stack.pop()
        for one in patterns:
            address = before + _address(one)
            if isinstance(one, URLResolver):
                stack.append((address, one.url_patterns))
            elif hasattr(one.callback, "roles"):
                found[f"{one.name or address} {address}"] = one.callback.roles
    return found


def test_a_page_opens_for_its_roles_alone(observed):
    """The file could be reviewed wrongly: what a view says of itself holds in every cell."""
    pages = _pages()
    assert len(pages) >= 15
    for name, roles in pages.items():
        for role in INSIDE:
            place = ROLES.index(role)
            for method in METHODS:
                seen = observed[name][method][place]
                if Role(role.partition("_")[0]) not in roles:
                    assert seen in (403, 405), f"{method} {name} as {role}: {seen}"
        assert observed[name]["get"][0] in (302, 405), f"{name} as anonymous"


def test_what_an_institution_shares_is_not_there_for_another(observed):
    for name, cells in observed.items():
        if name.partition(" ")[0] in SHARED:
            for method in ("get", "post"):
                seen = cells[method][ROLES.index("stranger")]
                assert seen in (404, 405), f"{method} {name} as stranger: {seen}"


def test_an_object_of_a_is_not_there_for_b_or_another_institution(observed):
    for name, cells in observed.items():
        if name.partition(" ")[0] in OBJECTS:
            for role in ("secretary_b", "stranger"):
                seen = cells["get"][ROLES.index(role)]
                assert seen in (403, 404, 405), f"{name} as {role}: {seen}"
