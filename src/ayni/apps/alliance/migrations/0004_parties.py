"""Parties: their tree by dates, numbers, papers, activities, officers, and what became of them."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0003_exchanges"), ("access", "0006_invitations")]
    operations = [run_schema(room="alliance", number="0004")]
