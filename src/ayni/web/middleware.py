"""What every answer carries, and the second factor that every officer needs outside a demo."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni.apps.access import queries as access

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)


class ContentSecurity:
    """Adds the content security policy: nothing from elsewhere, nothing inline."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self.answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response


class SecondFactor:
    """Sends a signed-in user without a second factor to set one up; a demo installation waives it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass whoever has a second factor, is on the way to it, or is in a demo."""
        if self._lacks(request):
            return redirect("mfa_activate_totp")
        return self.answer(request)

    def _lacks(self, request: HttpRequest) -> bool:
        free = ("/cuenta/", "/static/", "/idioma/", "/tema/", "/api/")
        if request.path.startswith(free) or not request.user.is_authenticated:
            return False
        return access.demo_mark() is None and not is_mfa_enabled(request.user)
