"""How many members an association declares."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0005_employer_size")]
    operations = [run_schema(room="alliance", number="0006")]
