"""The tables of this room, in SQL."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [
        ("entitlement", "0003_conditions"),
        ("alliance", "0007_adhesion_walls"),
    ]
    operations = [run_schema(room="study", number="0001")]
