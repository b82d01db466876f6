"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("affiliation", "0001_initial"), ("ledger", "0001_initial")]
    operations = [run_schema(room="assessment", number="0001")]
