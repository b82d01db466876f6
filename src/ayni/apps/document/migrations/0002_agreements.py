"""The papers of agreements and associations."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("document", "0001_initial")]
    operations = [run_schema(room="document", number="0002")]
