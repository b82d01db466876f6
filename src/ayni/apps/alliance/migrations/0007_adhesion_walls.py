"""An adhesion's association and payer are parties here; its own terms are its own."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0006_members")]
    operations = [run_schema(room="alliance", number="0007")]
