"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("assessment", "0001_initial")]
    operations = [run_schema(room="collection", number="0001")]
