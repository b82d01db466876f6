"""A line's family and insured person are one key; a month built apart is summed once."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("assessment", "0001_initial"), ("affiliation", "0002_insured")]
    operations = [run_schema(room="assessment", number="0002")]
