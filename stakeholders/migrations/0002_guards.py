"""Mandates end; they are never deleted: acts name them."""

from django.db import migrations

from record.guards import never_deleted


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0001_tables"), ("record", "0002_guards")]

    operations = [
        never_deleted("stakeholders_organization"),
        never_deleted("stakeholders_circle"),
        never_deleted("stakeholders_mandate"),
    ]
