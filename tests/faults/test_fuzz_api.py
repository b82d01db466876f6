"""The API under generated requests, good and bad: schemathesis with every check (X11)."""

from __future__ import annotations

import logging
import time
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from ayni.api.rest import api
from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.core.actor import Role
from tests.planting import Planted, key_for, numbers_of, planted, system

__all__ = ["planted"]

ADDRESS = "/api/v1/eligibility"
DOCUMENT = "/api/v1/openapi.json"


class Counted:
    """The application, counting what it is asked (a check may ask again without a key)."""

    def __init__(self) -> None:
        self.answer, self.requests = get_wsgi_application(), 0

    def __call__(self, environ, start):
        self.requests += 1
        return self.answer(environ, start)


APP = Counted()


@pytest.fixture(scope="module")
def schema(planted: Planted):
    logging.getLogger("django.request").setLevel(logging.ERROR)
    yield schemathesis.openapi.from_wsgi(DOCUMENT, APP)
    logging.getLogger("django.request").setLevel(logging.NOTSET)


def _operation(schema):
    return schema[ADDRESS]["GET"]


def _plain(schema, address: str) -> bool:
    """Tell whether what went over the wire is what the document asks for, by the document alone."""
    sent = parse_qs(urlsplit(address).query, keep_blank_values=True)
    declared = {p["name"]: p for p in schema.raw_schema["paths"][ADDRESS]["get"]["parameters"]}
    needed = {name for name, one in declared.items() if one.get("required")}
    checks = jsonschema.FormatChecker()
    return needed <= set(sent) <= set(declared) and all(
        len(values) == 1
        and jsonschema.Draft202012Validator(
            declared[name]["schema"], format_checker=checks
        ).is_valid(values[0])
        for name, values in sent.items()
    )


def _fuzz(
    schema, *, mode: GenerationMode, key: str, requests: int, within: float, turn: int = 0
) -> dict[int, int]:
    """Send generated requests, each under every check, and count the answers by status."""
    answered: dict[int, int] = {}
    ends = time.monotonic() + within
    headers = {"Authorization": f"Bearer {key}"} if key else {}

    @seed(20261123 + turn)
    @settings(
        max_examples=requests,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_operation(schema).as_strategy(generation_mode=mode))
    def send(case) -> None:
        assert time.monotonic() < ends, f"too slow: {answered}"
        response = case.call(headers=headers)
        # an empty list or a number where a text was asked is gone, or the same, on the wire: that asks plainly
        assume(mode is GenerationMode.POSITIVE or not _plain(schema, response.request.url))
        case.validate_response(response, headers=headers, transport_kwargs={"headers": headers})
        assert response.headers["content-type"][0].startswith("application/json")
        answered[response.status_code] = answered.get(response.status_code, 0) + 1

    send()
    return answered


def _all(schema, *, requests: int, within: int) -> None:
    """Ask plainly and wrongly in turn until so many requests were answered under every check."""
    key, before, part = key_for(1), APP.requests, requests // 10
    found: dict[str, set[int]] = {"good": set(), "bad": set()}
    ends, turn = time.monotonic() + within, 0
    while APP.requests - before < requests:
        for name, mode in (("good", GenerationMode.POSITIVE), ("bad", GenerationMode.NEGATIVE)):
            left = ends - time.monotonic()
            answered = _fuzz(schema, mode=mode, key=key, requests=part, within=left, turn=turn)
            found[name] |= set(answered)
        turn += 1
    assert found == {"good": {200}, "bad": {422}}


def test_2000_requests(schema):
    _all(schema, requests=2_000, within=210)  # a bound against hanging, and no measure of speed


@pytest.mark.full
@pytest.mark.timeout(900)
def test_20000_requests(schema):
    _all(schema, requests=20_000, within=800)


def test_without_a_good_key_nothing_is_answered(schema):
    for key, status in (("", 401), ("ayni_guessed", 401), (key_for(1, Role.AUDITOR), 403)):
        found = _fuzz(schema, mode=GenerationMode.POSITIVE, key=key, requests=60, within=30)
        assert set(found) == {status}


def test_known_numbers_are_answered_under_every_check(schema):
    key = key_for(1)
    for number in numbers_of(1):
        for event in ("illness", "accident", "emergency", "pregnancy"):
            case = _operation(schema).Case(
                query={"id": number, "date": "2026-11-23", "event": event}
            )
            response = case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
            assert response.status_code == 200


def test_every_check_is_in_force(schema):  # loading a document registers its checks
    names = set(CHECKS.get_all_names())
    assert {"not_a_server_error", "negative_data_rejection", "ignored_auth"} <= names
    assert {"positive_data_acceptance", "response_schema_conformance"} <= names


def test_the_document_holds_every_route(schema):
    routes = {
        (path, method.upper())
        for path, found in schema.raw_schema["paths"].items()
        for method in found
    }
    bound = {
        (f"/api/v1{path}", method)
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    assert routes == bound == {("/api/v1/eligibility", "GET")}


def test_every_question_left_its_trace(schema):
    with acting(system(1)):
        before = value("SELECT count(*) FROM audit_read")
    found = _fuzz(schema, mode=GenerationMode.POSITIVE, key=key_for(1), requests=100, within=30)
    with acting(system(1)):
        after = value("SELECT count(*) FROM audit_read")
    assert after - before >= found[200] >= 100
