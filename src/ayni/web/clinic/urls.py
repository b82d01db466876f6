"""Addresses of the clinic; a document number never stands in one."""

from __future__ import annotations

from django.urls import path

from ayni.web.clinic.consult import consult

urlpatterns = [path("", consult, name="clinic")]
