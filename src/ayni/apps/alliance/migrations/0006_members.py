"""How many members an association declares."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0002_life")]
    operations = [run_schema(room="alliance", number="0006")]
