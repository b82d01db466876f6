"""Pairs of family and insured person, and the index an assessment reads."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("affiliation", "0001_initial")]
    operations = [run_schema(room="affiliation", number="0002")]
