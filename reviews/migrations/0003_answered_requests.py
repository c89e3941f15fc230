"""Answers to programs are kept for a day, so that a request sent twice is done once."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="AnsweredRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=300)),
                ("request_digest", models.CharField(max_length=64)),
                ("subject", models.UUIDField(null=True)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.BinaryField()),
                ("headers", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.mandate",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["at"], name="answered_request_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("mandate", "key"), name="answered_request_once")
                ],
            },
        ),
    ]
