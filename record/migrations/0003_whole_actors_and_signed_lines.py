"""Actors are complete, checkpoints keep their signed line, verifications may be run by hand."""

from django.db import migrations, models
from django.db.models import Q

import core.ids
from record.guards import append_only

KEPT = append_only("record_verification")


class Migration(migrations.Migration):
    dependencies = [("record", "0002_guards")]

    operations = [
        migrations.RemoveConstraint(model_name="entry", name="entry_person_has_mandate"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=Q(
                    actor_kind="person",
                    actor_user__isnull=False,
                    actor_mandate__isnull=False,
                    actor_origin="",
                )
                | (
                    Q(actor_user__isnull=True, actor_mandate__isnull=True)
                    & Q(actor_for_mandate__isnull=True)
                    & ~Q(actor_kind="person")
                    & ~Q(actor_origin="")
                ),
                name="entry_actor_complete",
            ),
        ),
        migrations.RemoveField(model_name="checkpoint", name="digest"),
        migrations.AddField(
            model_name="checkpoint",
            name="line",
            # No job has taken a checkpoint before this migration, so no row needs the default.
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        # A primary key of its own; the table was never written to before this migration.
        migrations.RunSQL(KEPT.reverse_sql or (), KEPT.sql),
        migrations.DeleteModel(name="Verification"),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("day", models.DateField(null=True, unique=True)),
                ("at", models.DateTimeField()),
                ("entries", models.BigIntegerField()),
                ("faults", models.PositiveIntegerField()),
            ],
            options={"ordering": ["at"]},
        ),
        KEPT,
    ]
