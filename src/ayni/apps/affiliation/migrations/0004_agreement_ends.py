"""Movements that no roster caused."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("affiliation", "0003_condition"), ("alliance", "0002_life")]
    operations = [run_schema(room="affiliation", number="0004")]
