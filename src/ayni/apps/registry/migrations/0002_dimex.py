"""The document of a foreigner in Costa Rica."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("registry", "0001_initial")]
    operations = [run_schema(room="registry", number="0002")]
