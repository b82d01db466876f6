"""The installation's addresses and, for the benchmark only, a view that answers nothing.

The empty view has the same server, middleware and key check as the question; it is a plain Django view
outside the API framework, opens no transaction and sends 200 bytes.
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from ayni.api.rest import Key, api

BODY = b'{"nothing":"' + b"x" * 186 + b'"}'
assert len(BODY) == 200
key = Key()


@transaction.non_atomic_requests
def nothing(request: HttpRequest) -> HttpResponse:
    """Answer 200 bytes to whoever has a key."""
    if key(request) is None:
        return HttpResponse(status=401)
    return HttpResponse(BODY, content_type="application/json; charset=utf-8")


urlpatterns = [path("api/v1/", api.urls), path("empty/nothing", nothing)]
