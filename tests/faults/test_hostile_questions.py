"""SQL (X12) and addresses (X14) in every place where somebody may write: no error, no extra row, no visit.

The places come from the source: one that is read and not listed here fails. The quick profile asks a tenth
of the payloads of each place; ``./test --full x12`` asks all 200.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import itertools
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from ayni.api.shapes import Question as ApiQuestion
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.access.models import User
from ayni.apps.sql.frames import value
from ayni.core.actor import Role
from ayni.web.backoffice.condition_forms import ChangeForm, ConditionForm
from ayni.web.clinic.question import Question as ClinicQuestion
from tests import network
from tests.faults import alliance_places, exchange_places, library_places
from tests.planting import Planted, key_for, planted, system
from tests.tidy.tree import SRC
from tests.web.study_fixtures import alone_run

__all__ = ["planted"]

_OPEN = ("", "'", '"', "')", "1'", "QUISPE'", "40%' ", "\\'", "%27", "\0'")
_DO = (
    " OR 1=1 -- ",
    " OR 'a'='a",
    " UNION SELECT NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL -- ",
    " UNION ALL SELECT usename, passwd FROM pg_shadow -- ",
    "; DROP TABLE registry_person CASCADE; -- ",
    "; SELECT set_config('ayni.scope', 'institution', false); -- ",
    " AND (SELECT pg_sleep(3)) IS NULL -- ",
    " || (SELECT current_user) || ",
    " AND 1/0=1 -- ",
    "::int",
    " ORDER BY 99 -- ",
    " LIMIT 1000 OFFSET 0 -- ",
    "/**/OR/**/TRUE#",
    " %s %(actor)s {0} {actor} ",
    " RETURNING * -- ",
    "$$; COMMIT; $$",
)
#: What a search reads as a sign of its own, what a number cannot hold, and keys of Django's own language.
_SIGNS = (
    *("%%%", "___", "%_%", "\\\\\\", "%\\", "\\%%", "%%%0", "0%%", "_______1", "[0-9]+", "^.*$"),
    *("\0\0\0", "40\0", "abc\0def", "\u0301\u0301\u0301", "\uff07 OR 1=1", "\ufffe\uffff", "NULL"),
    *("-1", "1e9", "0x7f", "99999999999999999999", "9" * 5_000, "²²²", "١٢٣", "1;2", "1,2"),
    *("id__gt=0", "password__startswith", "_connector=OR", "pk__in=[1,2]", "__class__", "(1)"),
    *("nombre; DROP TABLE x", "nombre DESC, (SELECT 1)", "-arrears", "?", "true", "{}", "[]"),
)
PAYLOADS = [*(a + b for a, b in itertools.product(_OPEN, _DO)), *_SIGNS]
Asker = Callable[[str], HttpResponse]
#: (module, parameter): who asks, where, and what a question without an answer looks like there.
_OFFICE, _PORTAL = "ayni.web.backoffice", "ayni.web.association"
PLACES: dict[tuple[str, str], tuple[str, str, str | None]] = {
    (f"{_OFFICE}.persons", "q"): ("head", "/oficina/personas/", "nadie se llama asi"),
    (f"{_OFFICE}.associations", "q"): ("head", "/oficina/asociaciones/", "nadie se llama asi"),
    (f"{_OFFICE}.associations", "orden"): ("head", "/oficina/asociaciones/", None),
    (f"{_OFFICE}.associations", "pagina"): ("head", "/oficina/asociaciones/", None),
    (f"{_OFFICE}.associations", "tipo"): ("head", "/oficina/asociaciones/", None),
    (f"{_OFFICE}.parties_split", "comites"): ("head", "/oficina/asociaciones/1/dividir/", None),
    (f"{_OFFICE}.parties_tree", "dia"): ("head", "/oficina/asociaciones/arbol/", None),
    (f"{_OFFICE}.parties_tree", "rama"): ("head", "/oficina/asociaciones/arbol/", None),
    (f"{_OFFICE}.parties_tree", "pagina"): ("head", "/oficina/asociaciones/arbol/", None),
    (f"{_OFFICE}.receipts", "estado"): ("head", "/oficina/pagos/", None),
    (f"{_OFFICE}.receipts", "pagina"): ("head", "/oficina/pagos/", None),
    (f"{_OFFICE}.rosters", "pagina"): ("head", "/oficina/nominas/{roster}/", None),
    (f"{_OFFICE}.journal", "cuantas"): ("head", "/oficina/diario/", None),
    ("ayni.web.care_costs.months", "pagina"): ("head", "/costos/mes/24315/", None),
    (f"{_OFFICE}.charts", "theme"): ("head", "/oficina/graficos/aportes.svg", None),
    (f"{_OFFICE}.charts", "d"): ("head", "/oficina/graficos/aportes.svg", None),
    (f"{_PORTAL}.families", "q"): ("secretary", "/asociacion/familias/", "nadie se llama asi"),
    (f"{_PORTAL}.families", "pagina"): ("secretary", "/asociacion/familias/", None),
    (f"{_PORTAL}.roster", "pagina"): ("secretary", "/asociacion/nominas/{roster}/", None),
    **{
        (f"{_OFFICE}.condition_forms", name): (
            "post",
            "/oficina/personas/{child}/condiciones/",
            "nada",
        )
        for name in ("condicion", "desde", "hasta", "prueba", "archivo", "registro")
    },
    ("ayni.web.clinic.question", "number"): ("clerk", "/clinica/", "88888881"),
    ("ayni.web.clinic.question", "event"): ("clerk", "/clinica/", ""),
    ("ayni.web.clinic.question", "day"): ("clerk", "/clinica/", ""),
    ("ayni.web.clinic.question", "benefit"): ("clerk", "/clinica/", ""),
    ("ayni.api.shapes", "id"): ("key", "/api/v1/eligibility", "88888881"),
    ("ayni.api.shapes", "date"): ("key", "/api/v1/eligibility", ""),
    ("ayni.api.shapes", "event"): ("key", "/api/v1/eligibility", ""),
    ("ayni.api.shapes", "benefit"): ("key", "/api/v1/eligibility", ""),
    **library_places.places(),
    **exchange_places.places(),
    **alliance_places.places(),
}


def read_parameters(path: Path) -> Iterator[str]:
    """List what a module reads of an address: ``request.GET.get("x")``, ``request.GET["x"]``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        asked: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) == "request.GET.get":
            asked = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "request.GET":
            asked = node.slice
        if asked is not None:
            assert isinstance(asked, ast.Constant), "a parameter without a name of its own"
            yield str(asked.value)


@pytest.fixture(scope="module")
def numbers(planted: Planted) -> dict[str, int]:
    assert alone_run() == 1, "the addresses of studies name the first run"
    with acting(system(1)):
        return {
            "association": planted.associations[1][0],
            "roster": value(
                "SELECT min(id) FROM affiliation_roster WHERE association = %s",
                (planted.associations[1][0],),
            ),
            "facility": value("SELECT min(id) FROM registry_facility"),
        }


@pytest.fixture(scope="module")
def askers(planted: Planted, numbers: dict[str, int]) -> dict[str, Client]:
    """A signed-in client of each role, and one with a key."""
    found = {"key": Client(headers={"authorization": f"Bearer {key_for(1)}"})}
    given = {
        "secretary": {"association": numbers["association"]},
        "clerk": {"facility": numbers["facility"]},
    }
    with acting(system(1)):
        access.mark(name="demo", content={})
        for name in ("head", "negotiator", "secretary", "clerk"):
            user = access.make_user(username=name, display_name=name, password="clave-larga-1")
            access.give_mandate(
                user=user, role=Role(name), starts=date(2026, 1, 1), **given.get(name, {})
            )
            found[name] = Client()
            found[name].force_login(User.objects.get(pk=user))
    found["post"] = found["head"]
    return found


#: A condition with one thing wrong, so that a hostile word beside it is read and nothing is written.
CONDITION = {"condicion": "incapacitated", "desde": "2026-01-01", "hasta": "2025-01-01"}


def child_of(who: str) -> int:
    """Find a dependant whose page offers the form."""
    if who != "post":
        return 0
    with acting(system(1)):
        return int(value("SELECT min(person) FROM affiliation_span WHERE relation = 'child'"))


def asker(place: tuple[str, str], *, askers: dict[str, Client], roster: int) -> Asker:
    """Give a way to ask one text in one place."""
    who, path, _ = PLACES[place]
    address, name = urlsplit(path.format(roster=roster, child=child_of(who))), place[1]
    base = dict(parse_qsl(address.query))
    if who == "post":
        base = {"hacer": "terminar" if name == "registro" else "registrar", **CONDITION}
    elif who == "clerk":
        base = {"number": "88888881", "event": "illness", "day": "2026-04-30"}
    elif who == "key":
        base = {"id": "88888881"}
    method = askers[who].post if who in ("clerk", "post") else askers[who].get
    return lambda text: method(address.path, {**base, name: text})


def shown(answer: HttpResponse) -> int:
    """Count the rows of an answer; a refusal has none."""
    body = answer.content.decode()
    return body.count("<tr") + body.count("<li") + body.count('"verdict":"covered"')


def faults(ask: Asker, *, without: str | None, payloads: list[str]) -> list[str]:
    """Ask every payload; tell what breaks and what shows more than a question without an answer."""
    with transaction.atomic():  # a page that shows who looked at it grows by every look
        most = shown(ask("" if without is None else without))
        transaction.set_rollback(True)
    found = []
    for text in payloads:
        with transaction.atomic():
            answer = ask(text)
            transaction.set_rollback(True)
        if answer.status_code not in (200, 404, 422):
            found.append(f"{text[:60]!r}: {answer.status_code}")
        elif text.strip("\0 ") and shown(answer) > most:
            found.append(f"{text[:60]!r}: {shown(answer)} rows, {most} without")
    return found


def test_there_are_200_and_all_differ() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 200


def test_every_place_is_here() -> None:
    read = {
        (".".join(("ayni", *path.relative_to(SRC).with_suffix("").parts)), name)
        for path in (SRC / "web").rglob("*.py")
        for name in read_parameters(path)
    }
    read |= {("ayni.web.clinic.question", name) for name in ClinicQuestion.base_fields}
    read |= {("ayni.api.shapes", name) for name in ApiQuestion.model_fields}
    read |= {
        (f"{_OFFICE}.condition_forms", name)
        for form in (ConditionForm, ChangeForm)
        for name in form.base_fields
    }
    read |= library_places.read_by_forms()
    assert set(PLACES) == read
    for (module, _), (_, path, _) in PLACES.items():
        view = inspect.unwrap(resolve(urlsplit(path.format(roster=1, child=1)).path).func)
        assert module.rpartition(".")[0] == view.__module__.rpartition(".")[0] or "api" in module


def _ask_all(place, *, askers, numbers, step: int) -> list[str]:
    ask = asker(place, askers=askers, roster=numbers["roster"])
    first = list(PLACES).index(place) % step
    payloads = PAYLOADS[first::step]
    # the signs are few and each is another trap: they are always asked
    payloads += [one for one in _SIGNS if one in PAYLOADS and one not in payloads]
    return faults(ask, without=PLACES[place][2], payloads=payloads)


@pytest.mark.parametrize("place", PLACES, ids=lambda one: ".".join(one).removeprefix("ayni."))
def test_no_question_breaks_or_shows_more(place, askers, numbers) -> None:
    assert _ask_all(place, askers=askers, numbers=numbers, step=10) == []


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", PLACES, ids=lambda one: ".".join(one).removeprefix("ayni."))
def test_x12_200_payloads(place, askers, numbers) -> None:
    assert _ask_all(place, askers=askers, numbers=numbers, step=1) == []


@pytest.mark.parametrize("module", [f"{_OFFICE}.persons", f"{_PORTAL}.families"])
def test_an_unescaped_sign_is_seen(module, askers, numbers, monkeypatch) -> None:
    """The measure can fail: a search that lets through the signs of LIKE shows everybody."""
    monkeypatch.setattr("ayni.apps.registry.queries.beginning", lambda text: f"{text}%")
    monkeypatch.setattr("ayni.apps.affiliation.queries.beginning", lambda text: f"{text}%")
    ask = asker((module, "q"), askers=askers, roster=numbers["roster"])
    found = faults(ask, without="nadie se llama asi", payloads=["%%%"])
    assert len(found) == 1 and "rows" in found[0]


_HOSTS = (
    *("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f000001", "127.1"),
    *("169.254.169.254", "192.0.2.1", "10.0.0.1", "metadata.google.internal", "example.invalid"),
    *("127.0.0.1.nip.io", "user@127.0.0.1", "\uff11\uff12\uff17.0.0.1"),
)
_SCHEMES = ("http://{}/", "https://{}:8000/x?y=1", "//{}/")
ADDRESSES = [*(scheme.format(host) for host in _HOSTS for scheme in _SCHEMES)][:34]
ADDRESSES += [
    "file:///etc/passwd",
    "gopher://127.0.0.1:5432/_x",
    "ftp://192.0.2.1/",
    "ldap://192.0.2.1",
]
ADDRESSES += ["javascript:alert(1)", "data:text/html,x"]
#: An address of our own may be gone back to; allauth takes every name that settings allow.
OUR_HOSTS = ("127.0.0.1", "localhost", "::1", "testserver")
_FREE_TEXT = [place for place in PLACES if place[1] in ("q", "d", "number", "id", "theme")]


def test_no_address_that_somebody_writes_is_visited(askers, numbers) -> None:
    assert len(set(ADDRESSES)) == 40
    for place in _FREE_TEXT:
        ask = asker(place, askers=askers, roster=numbers["roster"])
        for text in ADDRESSES:
            assert ask(text).status_code in (200, 404, 422)
    for path in ("/tema/", "/idioma/setlang/", "/cuenta/login/"):
        for text in ADDRESSES:
            answer = askers["head"].post(path, {"next": text, "language": "es"})
            gone = urlsplit(answer.headers.get("Location", "/"))
            assert gone.scheme in ("", "http", "https"), f"{path} leads to {text}"
            assert gone.hostname in (None, *OUR_HOSTS), f"{path} leads to {text}"
    assert network.spoken_to == []


def test_a_visit_is_seen() -> None:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.1)
    assert "socket.connect '127.0.0.1'" in network.spoken_to
