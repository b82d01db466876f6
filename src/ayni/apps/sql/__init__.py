"""Migrations written as SQL: what the database refuses is read in the database's own words."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import migrations


def run_schema(*, room: str, number: str) -> migrations.RunSQL:
    """Run ``apps/<room>/schema/<number>.sql`` as the owner, with the names of the roles put in.

    The file is one statement to Django (no splitting), so functions may hold semicolons.
    Braces meant for PostgreSQL are doubled in the files.
    """
    text = (Path(__file__).parent.parent / room / "schema" / f"{number}.sql").read_text("utf-8")
    for name, role in settings.DATABASE_ROLES.items():
        text = text.replace("{" + name + "}", f'"{role}"')
    return migrations.RunSQL(
        [text.replace("{{", "{").replace("}}", "}")], reverse_sql=migrations.RunSQL.noop
    )
