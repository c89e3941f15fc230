"""Regional memberships get a period and the mandates behind it; mandates get their proposer."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import core.ids


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_guards")]

    operations = [
        # No service wrote memberships before this migration, so no row is lost.
        migrations.DeleteModel("RegionalMembership"),
        migrations.CreateModel(
            name="RegionalMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.mandate",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.mandate",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_groups",
                        to="stakeholders.organization",
                    ),
                ),
                (
                    "regional_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_members",
                        to="stakeholders.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at__isnull=True),
                        fields=["regional_group", "member"],
                        name="regional_membership_once",
                    ),
                    models.CheckConstraint(
                        condition=~Q(regional_group=F("member")),
                        name="regional_membership_not_own",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                        | Q(ended_at__gte=F("added_at"), ended_by__isnull=False),
                        name="regional_membership_ended_at_and_by",
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="mandate",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="stakeholders.mandate",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=(Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("proposed_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("proposed_at"))),
                name="mandate_acts_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=Q(ended_at__isnull=True),
                fields=(
                    "user",
                    "organization",
                    "group",
                    "capacity",
                    "framework_key",
                    "starts_at",
                ),
                name="mandate_once",
                nulls_distinct=False,
            ),
        ),
    ]
