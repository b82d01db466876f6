"""The link an officer was sent: make an account, or add the mandate to one's own. It opens once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.apps.access import invitations
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.invitations import Invitation, InvitationClosed, NameTaken
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor
from ayni.web.actors import CHOSEN, role_names
from ayni.web.clock import now

USERNAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{2,59}$"


class AccountForm(forms.Form):
    """The name to sign in with, and a password twice."""

    username = forms.RegexField(USERNAME, strip=True)
    password = forms.CharField(strip=False, max_length=200)
    again = forms.CharField(strip=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Nombre para entrar")
        self.fields["username"].help_text = _(
            "Letras sin tilde, cifras, punto o guion; al menos 3."
        )
        self.fields["username"].error_messages["invalid"] = _(
            "Use letras sin tilde, cifras, punto o guion, por ejemplo rosa.quispe."
        )
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Contraseña")
        self.fields["password"].help_text = " ".join(map(str, password_validators_help_texts()))
        self.fields["again"].label = _("La contraseña otra vez")
        for name in ("password", "again"):
            self.fields[name].widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})

    def clean_password(self) -> str:
        """Hold the password against the rules of this installation."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            raise ValidationError({"again": _("Las dos contraseñas no son iguales.")})
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, word: str) -> HttpResponse:
    """Show what a link gives and take it; a link that is not open says so and no more."""
    try:
        day = invitations.day_of(word=word, at=now())
        found = invitations.invitation_of(word=word, today=day)
        if request.user.is_authenticated:
            return _as_known(request, found, word=word, day=day)
        return _as_new(request, found, word=word, day=day)
    except InvitationClosed:
        return render(request, "ayni/invitation_closed.html", status=404)


def _as_known(request: HttpRequest, found: Invitation, *, word: str, day: date) -> HttpResponse:
    if request.method != "POST":
        return render(request, "ayni/invitation.html", _context(found, form=None))
    user = int(request.user.pk or 0)
    invitations.take(word=word, today=day, user=user)
    newest = access.mandates(user=user, at=now())
    if newest:
        request.session[CHOSEN] = max(one.id for one in newest)
    messages.success(request, _("Ya puede actuar por la asociación."))
    return redirect("front")


def _as_new(request: HttpRequest, found: Invitation, *, word: str, day: date) -> HttpResponse:
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.take_as_new(
                word=word,
                today=day,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                display_name=found.name,
            )
        except NameTaken:
            form.add_error("username", _("Ese nombre ya lo usa otra persona. Elija otro."))
        else:
            messages.success(request, _("Su cuenta está lista. Entre con su nombre y contraseña."))
            return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "ayni/invitation.html", _context(found, form=form), status=status)


def _context(found: Invitation, *, form: AccountForm | None) -> dict[str, Any]:
    actor = Actor(
        name=f"invitación {found.id}",
        role=found.role,
        institution=found.institution,
        reason="mostrar una invitación",
        associations=(found.association,),
    )
    with acting(actor):
        party = alliances.association(actor=actor, number=found.association)
        institution = access.institution(actor=actor).name
    return {
        "found": found,
        "party": party.name if party else "",
        "invited_by": institution,
        "role": role_names()[found.role],
        "form": form,
    }
