"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [
        ("entitlement", "0003_conditions"),
        ("alliance", "0008_own_terms"),
        ("document", "0002_agreements"),
    ]
    operations = [run_schema(room="benefit", number="0001")]
