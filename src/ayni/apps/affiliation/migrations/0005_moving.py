"""Families that move because their association became part of another."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("affiliation", "0004_agreement_ends"), ("alliance", "0004_parties")]
    operations = [run_schema(room="affiliation", number="0005")]
