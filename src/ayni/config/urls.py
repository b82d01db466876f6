"""Where each address leads."""

from __future__ import annotations

from django.urls import include, path

from ayni.api.rest import api

urlpatterns = [
    path("cuenta/", include("allauth.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("", include("ayni.web.urls")),
]

handler400 = "ayni.web.errors.bad_request"
handler403 = "ayni.web.errors.forbidden"
handler404 = "ayni.web.errors.not_found"
handler500 = "ayni.web.errors.server_error"
