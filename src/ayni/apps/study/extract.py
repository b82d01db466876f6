"""Families for a study, as pseudonyms: no document number, no name, no day of birth leaves this read."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date

import polars as pl
from django.conf import settings

from ayni.apps.sql.frames import read_frame
from ayni.core.actor import Actor
from ayni.core.projection.extracts import pseudonyms

#: A row per person; ``birth`` is the first day of the month of birth, ``family`` a pseudonym.
FRAME = {
    "family": pl.Int64,
    "birth": pl.Date,
    "sex": pl.String,
    "relation": pl.String,
    "association": pl.String,
}


def families_on(*, actor: Actor, adhesions: Sequence[int] | None, day: date) -> pl.DataFrame:
    """Give the people affiliated on a day (under some adhesions, or all), in the order of their pseudonyms.

    Persons who were erased have neither birth nor sex and are left out, and with an insured person the family.
    """
    found = read_frame(
        "SELECT s.family, date_trunc('month', f.birth_date)::date AS birth, f.sex, s.relation,"
        " a.code AS association FROM affiliation_span s JOIN alliance_association a ON a.id = s.association"
        " CROSS JOIN LATERAL (SELECT birth_date, sex FROM registry_person_fact WHERE person = s.person"
        " ORDER BY number DESC LIMIT 1) f WHERE s.institution = %s AND s.starts <= %s"
        " AND (s.ends IS NULL OR s.ends > %s) AND (%s::int[] IS NULL OR s.adhesion = ANY(%s))"
        " AND f.birth_date IS NOT NULL",
        (actor.institution, day, day, _list(adhesions), _list(adhesions)),
        schema=FRAME,
    )
    names = pseudonyms(found["family"].to_list(), key=_key(actor))
    hidden = pl.Series("family", [names[one] for one in found["family"].to_list()], dtype=pl.Int64)
    order = [pl.col("family"), pl.col("relation") != "insured", "birth", "sex", "relation"]
    whole = (pl.col("relation") == "insured").any().over("family")
    return found.with_columns(hidden).filter(whole).sort(order)


def _list(adhesions: Sequence[int] | None) -> list[int] | None:
    return None if adhesions is None else list(adhesions)


def _key(actor: Actor) -> bytes:
    """Derive the institution's own key from the installation's secret; it is written nowhere."""
    told = f"ayni study families of institution {actor.institution}"
    return hmac.digest(settings.SECRET_KEY.encode(), told.encode(), "sha256")
