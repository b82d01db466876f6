"""What a payer who is not the adherent is asked for."""

from django.db import migrations

from ayni.apps.sql import run_schema


class Migration(migrations.Migration):
    """Run the schema."""

    dependencies = [
        ("collection", "0001_initial"),
        ("assessment", "0002_insured_key"),
        ("alliance", "0007_adhesion_walls"),
    ]
    operations = [run_schema(room="collection", number="0002")]
