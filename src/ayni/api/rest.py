"""The REST API: one question, is this person covered, and why."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import get_language
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from ayni.api.clock import now, today
from ayni.api.shapes import Answer, Question, Refused
from ayni.api.telling import shown
from ayni.api.words import ERRORS, LANGUAGES
from ayni.apps.access import queries as access
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.entitlement import UnknownBenefit
from ayni.core.scheme import ParameterMissing
from ayni.cycle.eligibility import ask

#: Who may ask for a person's cover: the clinic, and nobody else, by a key.
MAY_ASK = (Role.CLERK,)
REASON = "acreditación pedida por un programa"
_ASKED = {"id", "date", "event", "benefit"}


class WrongQuestion(ValueError):
    """A question written so that its meaning would be guessed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Key(HttpBearer):
    """The key of a programme, in the header ``Authorization: Bearer``."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Give the actor behind the key."""
        return access.token_actor(token=token, at=now(), reason=REASON)


class Api(NinjaAPI):
    """The API; its views open their own transactions, so the request opens none around them."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Give the addresses, each outside the request's transaction."""
        found, app, namespace = super().urls
        for one in found:
            if isinstance(one, URLPattern):
                one.callback = transaction.non_atomic_requests(one.callback)
        return found, app, namespace


api = Api(
    title="Ayni",
    version="1.0.0",
    description="¿Está cubierta esta persona en este día, y por qué?",
    docs_url=None,
    urls_namespace="api-v1",
)

_REFUSALS = {code: Refused for code in (401, 403, 409, 422, 503)}


@api.get(
    "/eligibility",
    auth=Key(),
    response={200: Answer, **_REFUSALS},
    operation_id="eligibility",
    summary="Acreditación: si una persona está cubierta un día, hasta cuándo y por qué",
)
def eligibility(request: HttpRequest, question: Query[Question]) -> HttpResponse:
    """Answer for the person of a document number; every question is logged, answered or not."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    actor.require(*MAY_ASK)
    _require_plain(request)
    found = ask(
        actor=actor,
        number=question.id.upper(),
        day=question.date or today(zone=access.time_zone(actor=actor)),
        event=question.event,
        route="api",
        benefit=question.benefit,
    )
    return _json(shown(found, language=_language()).model_dump_json(), status=200)


def _require_plain(request: HttpRequest) -> None:
    """Refuse a misspelt or repeated parameter: ignoring it would answer another question."""
    if not _ASKED.issuperset(request.GET):
        raise WrongQuestion("unknown_parameter")
    if any(len(values) > 1 for _, values in request.GET.lists()):
        raise WrongQuestion("repeated_parameter")


def _language() -> str:
    asked = (get_language() or "es")[:2]
    return asked if asked in LANGUAGES else "es"


def _json(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def refused(code: str, *, status: int) -> HttpResponse:
    """Say why there is no answer, in the asker's language."""
    body = Refused(code=code, message=ERRORS[code][_language()])
    response = _json(body.model_dump_json(), status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(AuthenticationError)
def _unauthenticated(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused("unauthenticated", status=401)


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused("not_allowed", status=403)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: Any) -> HttpResponse:
    places = [str(error["loc"][-1]) for error in problem.errors]
    code = next((place for place in ("id", "date", "event", "benefit") if place in places), "id")
    return refused(code, status=422)


@api.exception_handler(WrongQuestion)
def _wrong(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused(problem.code, status=422)


@api.exception_handler(UnknownBenefit)
def _unknown_benefit(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused("benefit", status=422)


@api.exception_handler(ParameterMissing)
def _no_rule(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused("no_rule", status=409)


@api.exception_handler(OperationalError)
def _unavailable(request: HttpRequest, problem: Any) -> HttpResponse:
    return refused("unavailable", status=503)
