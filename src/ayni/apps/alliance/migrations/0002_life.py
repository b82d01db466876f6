"""The life of an agreement: negotiation, proposals, signature, what happens to it."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [
        ("alliance", "0001_initial"),
        ("access", "0004_negotiating_roles"),
        ("document", "0002_agreements"),
    ]
    operations = [run_schema(room="alliance", number="0002")]
