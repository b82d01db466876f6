"""The roles of a negotiation."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("access", "0003_grants"), ("audit", "0002_negotiation_reach")]
    operations = [run_schema(room="access", number="0004")]
