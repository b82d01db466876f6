"""Scores of what is told anew."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("study", "0002_exchanges")]
    operations = [run_schema(room="study", number="0003")]
