"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("audit", "0001_initial")]
    operations = [run_schema(room="message", number="0001")]
