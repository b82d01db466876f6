"""How people come to have an account: somebody of the institution gives it; nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from ayni.apps.access import queries as access


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are given."""
        return False


class FoldedNames(AuthenticationBackend):  # type: ignore[misc]
    """Finds who signs in whatever the accents and capitals: telephones write José as jose and as JOSE."""

    def _authenticate_by_username(self, username: str, password: str) -> object:
        return self._check_password(access.user_named(username), password)
