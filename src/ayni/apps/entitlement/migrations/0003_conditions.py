"""An answer looks at the conditions of a dependant."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("entitlement", "0002_latency"), ("affiliation", "0003_condition")]
    operations = [run_schema(room="entitlement", number="0003")]
