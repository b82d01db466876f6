"""A practice or a commitment noted by mistake is withdrawn."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0008_own_terms")]
    operations = [run_schema(room="alliance", number="0009")]
