"""Invitations of officers."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("access", "0005_folded_names")]
    operations = [run_schema(room="access", number="0006")]
