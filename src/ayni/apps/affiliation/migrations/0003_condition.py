"""Conditions of dependants: who studies, who cannot work."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("affiliation", "0002_insured")]
    operations = [run_schema(room="affiliation", number="0003")]
