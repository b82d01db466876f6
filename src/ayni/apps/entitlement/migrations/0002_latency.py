"""Cover after leaving, derived."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("entitlement", "0001_initial")]
    operations = [run_schema(room="entitlement", number="0002")]
