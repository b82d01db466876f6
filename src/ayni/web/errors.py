"""Pages for what went wrong: plain words, and a support id to quote; never a value."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    support_id = secrets.token_hex(4)
    if status >= 500:
        log.error("support id %s: %s %s", support_id, request.method, request.path)
    return render(request, f"{status}.html", {"support_id": support_id}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; the same for what is not there and what is not yours."""
    return _answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429, to whoever tries to enter too often."""
    return _answer(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return _answer(request, 500)
