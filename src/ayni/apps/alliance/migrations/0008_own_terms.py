"""Own terms with their reason; the same day may be set again."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("alliance", "0007_adhesion_walls")]
    operations = [run_schema(room="alliance", number="0008")]
