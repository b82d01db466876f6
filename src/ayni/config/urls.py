"""Where each address leads."""

from __future__ import annotations

from allauth.account.urls import urlpatterns as doors
from django.urls import include, path

from ayni.api.rest import api

#: Accounts have no e-mail address and an installation no post: a door that sends mail would break, or let
#: anybody write to anybody. Whoever forgets a password is given a new one by the institution.
_BY_MAIL = ("account_email", "account_confirm_email", "account_reset_password")

urlpatterns = [
    path("cuenta/", include([one for one in doors if not one.name.startswith(_BY_MAIL)])),
    path("cuenta/2fa/", include("allauth.mfa.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("", include("ayni.web.urls")),
]

handler400 = "ayni.web.errors.bad_request"
handler403 = "ayni.web.errors.forbidden"
handler404 = "ayni.web.errors.not_found"
handler429 = "ayni.web.errors.too_many"
handler500 = "ayni.web.errors.server_error"
