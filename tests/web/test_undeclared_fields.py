"""Every address that takes a POST, with every field it does not declare (X17): the stored rows are the same.

The addresses come from the URL configuration and the fields from the columns of the tables. An address that
writes is given what it asks; what it then stores with the fields must equal what it stores without them.
Columns that differ between two equal posts (numbers of new rows, moments, digests) are learnt, not listed.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.sql.frames import rows
from ayni.web.association.roster_form import RosterForm
from tests.planting import Planted, planted, system
from tests.web.portal_world import JUAN, LUIS, ROSA, sheet
from tests.web.test_matrix import ROLES, Route, _filled, numbers, people, reviewed, routes

__all__ = ["numbers", "people", "planted"]

#: One of each kind of person; the other roles of the office open the same pages.
WHO = ("anonymous", "secretary_a", "clerk", "head")
PASSWORD = "una clave larga de prueba"
#: Fields that Django's own users have and ours must not grow by a request.
FOREIGN = ("is_staff", "is_superuser", "groups", "user_permissions", "owner", "tenant", "_state")
#: Never allowed to be learnt as differing: what an attacker would write.
WATCHED = {
    *("role", "association", "institution", "facility", "amount", "due", "paid", "applied"),
    *("is_active", "username", "display_name", "income", "currency", "state", "parent"),
}
Snapshot = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Post:
    """What an address asks, and where: declared fields are left out of those added to it."""

    address: str
    body: dict[str, Any] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()


def columns() -> dict[str, list[str]]:
    """List the columns of every table that the app may read."""
    found: dict[str, list[str]] = {}
    for table, column in rows(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0"
        " AND NOT a.attisdropped AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, a.attnum"
    ):
        found.setdefault(table, []).append(column)
    return found


def snapshot(tables: dict[str, list[str]]) -> Snapshot:
    """Read every row of both institutions."""
    found: Snapshot = {}
    for institution in (1, 2):
        with acting(system(institution)):
            for table in tables:
                found.setdefault(table, []).extend(rows(f'SELECT * FROM "{table}"'))
    place = tables["django_session"].index("session_data")
    found["django_session"] = [
        (*row[:place], _kept(row[place]), *row[place + 1 :]) for row in found["django_session"]
    ]
    return found


def _kept(session: str) -> tuple[object, ...]:
    """Read a session, which is signed with its second: its keys, and who it belongs to."""
    kept = SessionStore().decode(session)
    return (*sorted(kept), kept.get("_auth_user_id"))


def differing(one: Snapshot, other: Snapshot, tables: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Give (table, column) whose values are not the same, in whatever order."""
    return {
        (table, column)
        for table, names in tables.items()
        for place, column in enumerate(names)
        if Counter(repr(row[place]) for row in one[table])
        != Counter(repr(row[place]) for row in other[table])
    }


def whole_rows(
    found: Snapshot, tables: dict[str, list[str]], *, without: set[tuple[str, str]]
) -> dict[str, Counter[tuple[str, ...]]]:
    """Count the rows of each table, the columns learnt to differ left out."""
    return {
        table: Counter(
            tuple(
                repr(value)
                for name, value in zip(names, row, strict=True)
                if (table, name) not in without
            )
            for row in found[table]
        )
        for table, names in tables.items()
    }


def undeclared(tables: dict[str, list[str]], post: Post) -> dict[str, str]:
    """Give every column's name, and those of Django's users, with a value that would be seen."""
    names = {name for found in tables.values() for name in found} | set(FOREIGN)
    special = {"role": "head", "state": "applied", "is_active": "", "currency": "USD"}
    return {
        name: special.get(name, "2")
        for name in sorted(names)
        if name not in post.body and name not in post.declared
    }


# What each address asks ---------------------------------------------------------------------------


def _adhesion(association: int) -> str:
    with acting(system(1)):
        return str(
            rows("SELECT code FROM alliance_adhesion WHERE association = %s", (association,))[0][0]
        )


@functools.cache
def _file() -> bytes:
    """The same bytes for every post: a workbook carries the second in which it was written."""
    return sheet(ROSA, LUIS, JUAN)


def _upload(association: int) -> dict[str, Any]:
    file = SimpleUploadedFile("mes.xlsx", _file())
    return {"month": "2026-10", "adhesion": _adhesion(association), "archivo": file}


def _post_roster(client: Client, numbers: dict[str, int]) -> Post:
    declared = frozenset({"month", "adhesion", "archivo"})
    return Post("/asociacion/nominas/", _upload(numbers["association"]), declared)


def _confirm(client: Client, numbers: dict[str, int]) -> Post:
    answer = client.post("/asociacion/nominas/", _upload(numbers["association"]))
    assert answer.status_code == 302, "the roster to confirm was not taken"
    return Post(f"{answer['Location']}aplicar/")


def _totp(client: Client, numbers: dict[str, int]) -> Post:
    page = client.get("/cuenta/2fa/totp/activate/")
    if page.status_code != 200:
        _again(client)
        page = client.get("/cuenta/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )
    return Post("/cuenta/2fa/totp/activate/", {"code": code}, frozenset({"code"}))


def _again(client: Client) -> None:
    client.post("/cuenta/reauthenticate/", {"password": PASSWORD})


def _recovery(client: Client, numbers: dict[str, int]) -> Post:
    """With a second factor set up and the password given again, new codes are made."""
    post = _totp(client, numbers)
    assert client.post(post.address, post.body).status_code == 302
    _again(client)
    return Post("/cuenta/2fa/recovery-codes/generate/")


def _deactivate(client: Client, numbers: dict[str, int]) -> Post:
    _recovery(client, numbers)
    return Post("/cuenta/2fa/totp/deactivate/")


def _condition(client: Client, numbers: dict[str, int]) -> Post:
    """Record that a child cannot work: what the model's rule looks at."""
    with acting(system(1)):
        child = rows(
            "SELECT min(person) FROM affiliation_span WHERE association = %s AND relation = 'child'",
            (numbers["association"],),
        )[0][0]
    body = {
        "hacer": "registrar",
        "condicion": "incapacitated",
        "desde": "2026-01-01",
        "hasta": "",
        "prueba": "certificado",
    }
    address = f"/oficina/personas/{child}/condiciones/"
    return Post(address, body, frozenset({*body, "archivo", "registro"}))


def _fixed(address: str, **body: str) -> Callable[[Client, dict[str, int]], Post]:
    return lambda client, numbers: Post(address, body, frozenset(body))


def _count_members(_client: Client, numbers: dict[str, int]) -> Post:
    body = {"members": "12", "source": "padrón"}
    return Post(f"/asociaciones/{numbers['association']}/salud/socios/", body, frozenset(body))


def _withdraw(_client: Client, numbers: dict[str, int]) -> Post:
    body = {"motivo": "Se anotó dos veces", "visto": "0"}
    address = f"/experiencias/practicas/{numbers['practice']}/retirar/"
    return Post(address, body, frozenset(body))


def _dispute(_client: Client, numbers: dict[str, int]) -> Post:
    """Open a dispute about the agreement itself."""
    with acting(system(1)):
        agreement, adhesion = rows(
            "SELECT agreement, id FROM alliance_adhesion WHERE association = %s ORDER BY id LIMIT 1",
            (numbers["association"],),
        )[0]
    about = f"agreement-{agreement}-{adhesion}-0"
    due = (date.today() + timedelta(days=9)).isoformat()
    body = {"sobre": about, "disputa": "No es así", "pide": "Que se mire", "hasta": due}
    address = f"/asociaciones/{numbers['association']}/controversias/nueva/"
    return Post(address, body, frozenset({*body, "monto"}))


def _say(_client: Client, numbers: dict[str, int]) -> Post:
    body = {"texto": "Lo miramos.", "visto": "0"}
    address = f"/convenios/controversias/{numbers['dispute']}/mensaje/"
    return Post(address, body, frozenset({*body, "resultado"}))


def _scan(_client: Client, numbers: dict[str, int]) -> Post:
    file = SimpleUploadedFile("firmado.pdf", b"%PDF-1.7\n" + b"0" * 40 + b"\n%%EOF\n")
    body = {"version": "1", "archivo": file}
    address = f"/convenios/{numbers['signed']}/papeles/firmado/"
    return Post(address, body, frozenset(body))


_NEW = "otra clave larga de prueba"
ASKED: dict[str, Callable[[Client, dict[str, int]], Post]] = {
    "portal-rosters": _post_roster,
    "portal-roster-confirm": _confirm,
    "office-conditions": _condition,
    "alliance-members": _count_members,
    "agreement-scan": _scan,
    "exchange-withdraw-practice": _withdraw,
    "dispute-new": _dispute,
    "dispute-take": _say,
    "clinic": _fixed(
        "/clinica/", number="88888881", event="illness", day="2026-04-30", benefit="cirugia"
    ),
    "theme": _fixed("/tema/", theme="dark", next="/"),
    "set_language": _fixed("/idioma/setlang/", language="en", next="/"),
    "account_login": _fixed("/cuenta/login/", login="clerk", password=PASSWORD),
    "account_signup": _fixed("/cuenta/signup/", username="nueva", password1=_NEW),
    "account_logout": _fixed("/cuenta/logout/"),
    "account_reauthenticate": _fixed("/cuenta/reauthenticate/", password=PASSWORD),
    "account_change_password": _fixed(
        "/cuenta/password/change/", oldpassword=PASSWORD, password1=_NEW, password2=_NEW
    ),
    "mfa_activate_totp": _totp,
    "mfa_generate_recovery_codes": _recovery,
    "mfa_deactivate_totp": _deactivate,
}
#: These store something when they are given what they ask: shown, so that the comparison is not of nothing.
WRITE = {
    ("portal-rosters", "secretary_a"): "affiliation_roster",
    ("portal-roster-confirm", "secretary_a"): "affiliation_span",
    ("office-conditions", "head"): "affiliation_condition",
    ("alliance-members", "head"): "alliance_members",
    ("agreement-scan", "head"): "alliance_version_paper",
    ("exchange-withdraw-practice", "head"): "alliance_withdrawal",
    ("dispute-new", "head"): "complaint_dispute",
    ("dispute-take", "head"): "complaint_event",
    ("account_change_password", "head"): "access_user",
    ("mfa_activate_totp", "head"): "mfa_authenticator",
    ("mfa_generate_recovery_codes", "head"): "mfa_authenticator",
    ("mfa_deactivate_totp", "head"): "mfa_authenticator",
}


def pairs() -> list[tuple[str, str]]:
    """List every route that takes a POST of somebody, with who: what refuses all is the matrix's."""
    verdicts = reviewed()["routes"]
    return [
        (route[0], who)
        for route in routes()
        for who in WHO
        if verdicts[route[0]]["post"][ROLES.index(who)] not in (401, 403, 405)
    ]


@dataclass(slots=True)
class Seen:
    """What a post did: its status, and the rows before and after."""

    status: int
    before: Snapshot
    after: Snapshot


def run(
    name: str, who: str, *, people: dict, numbers: dict, tables: dict, added: bool = False
) -> tuple[Seen, Post]:
    """Post as a person, with or without the fields; whatever it did is rolled back."""
    route: Route = next(one for one in routes() if one[0] == name)
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        cache.clear()
        if people[who] is not None:
            user = User.objects.get(pk=people[who])
            client.force_login(user)
        made = ASKED.get(name.partition(" ")[0]) if _able(name, who) else None
        post = made(client, numbers) if made else Post(_filled(route, numbers))
        before = snapshot(tables) if (name.partition(" ")[0], who) in WRITE else {}
        more = undeclared(tables, post) if added else {}
        answer = client.post(post.address, {**more, **post.body}, query_params=more)
        connection.check_constraints()
        seen = Seen(answer.status_code, before, snapshot(tables))
        transaction.set_rollback(True)
    return seen, post


def _able(name: str, who: str) -> bool:
    """The journeys of somebody signed in are not an anonymous person's."""
    signed_in = ("mfa", "portal", "clinic", "account_change", "account_reauth")
    return who != "anonymous" or not name.startswith(signed_in)


@pytest.fixture(scope="module")
def tables(planted: Planted) -> dict[str, list[str]]:
    return columns()


def test_the_fields_are_those_of_the_tables(tables: dict[str, list[str]]) -> None:
    added = undeclared(tables, Post("/"))
    assert {"role", "association", "institution", "amount", "is_staff"} <= set(added)
    assert len(added) >= 100
    assert len(tables) >= 30


def faults(name: str, who: str, asked: dict[str, Any]) -> list[str]:
    """Post twice plainly and once with every field; tell what the fields changed."""
    tables = asked["tables"]
    first, _ = run(name, who, **asked)
    second, _ = run(name, who, **asked)
    learnt = differing(first.after, second.after, tables)
    assert {column for _, column in learnt} & WATCHED == set()
    table = WRITE.get((name.partition(" ")[0], who))
    if table:
        assert first.before[table] != first.after[table], "the post asked for stored nothing"
    added, _ = run(name, who, **asked, added=True)
    expected, seen = (whole_rows(one.after, tables, without=learnt) for one in (first, added))
    found = [
        f"{table}: {seen[table] - expected[table]}"
        for table in tables
        if seen[table] != expected[table]
    ]
    if added.status != first.status or added.status >= 500:
        found.append(f"status {added.status}, {first.status} without")
    return found


@pytest.mark.parametrize(("name", "who"), pairs(), ids=lambda one: one.partition(" ")[0])
def test_fields_nobody_asked_for_change_nothing(name, who, people, numbers, tables) -> None:
    assert faults(name, who, {"people": people, "numbers": numbers, "tables": tables}) == []


def test_a_form_that_takes_what_it_is_given_is_seen(people, numbers, tables, monkeypatch) -> None:
    def clean(form: RosterForm) -> None:
        given = {name: form.data[name] for name in ("display_name",) if name in form.data}
        User.objects.filter(username="clerk").update(**given)

    monkeypatch.setattr(RosterForm, "clean", clean)
    name = next(one for one, _ in pairs() if one.startswith("portal-rosters "))
    asked = {"people": people, "numbers": numbers, "tables": tables}
    assert [one.partition(":")[0] for one in faults(name, "secretary_a", asked)] == ["access_user"]
