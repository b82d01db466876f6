"""How large an employer is."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0004_parties")]
    operations = [run_schema(room="alliance", number="0005")]
