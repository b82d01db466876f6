"""Studies of exchanges of experience, by key."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [("study", "0001_initial"), ("alliance", "0009_withdrawal")]
    operations = [run_schema(room="study", number="0002")]
