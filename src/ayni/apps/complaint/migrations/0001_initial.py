"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [
        ("alliance", "0008_own_terms"),
        ("affiliation", "0001_initial"),
        ("assessment", "0001_initial"),
    ]
    operations = [run_schema(room="complaint", number="0001")]
