"""Statuses, decisions and clauses are appended; nothing published is deleted."""

from django.db import migrations

from record.guards import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_tables"), ("record", "0002_guards")]

    operations = [
        append_only("frameworks_statusrecord"),
        append_only("frameworks_decision"),
        append_only("frameworks_clause"),
        never_deleted("frameworks_framework"),
        never_deleted("frameworks_meeting"),
        never_deleted("frameworks_section"),
        never_deleted("frameworks_document"),
        never_deleted("frameworks_milestone"),
        never_deleted("frameworks_session"),
        never_deleted("frameworks_instrument"),
    ]
