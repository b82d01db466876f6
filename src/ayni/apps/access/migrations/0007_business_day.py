"""The business day of an institution."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("access", "0006_invitations")]
    operations = [run_schema(room="access", number="0007")]
