"""The sandboxes of a course."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("access", "0007_business_day")]
    operations = [run_schema(room="access", number="0008")]
