"""The reach of what lies on the negotiating table."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("audit", "0001_initial")]
    operations = [run_schema(room="audit", number="0002")]
