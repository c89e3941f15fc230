"""Invitations, and tokens for the API of the desk with the time of their last use."""

import core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0004_admission_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "Read"), ("comment", "Read and comment")], max_length=20
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="stakeholders.mandate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiTokenUse",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="stakeholders.apitoken",
                    ),
                ),
                ("last_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("email", models.CharField(blank=True, max_length=254)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("governments", "Governments"),
                            ("employers", "Employers"),
                            ("workers", "Workers"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("delegate", "Delegate"),
                            ("adviser", "Adviser"),
                            ("substitute", "Substitute"),
                            ("spokesperson", "Spokesperson"),
                            ("group_secretariat", "Group secretariat"),
                            ("regional_coordinator", "Regional coordinator"),
                            ("focal_point", "Focal point"),
                            ("observer", "Observer"),
                            ("secretariat", "Review secretariat"),
                            ("chairperson", "Chairperson"),
                        ],
                        max_length=30,
                    ),
                ),
                ("framework_key", models.CharField(blank=True, max_length=80)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="stakeholders.circle",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="stakeholders.mandate",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.mandate",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.organization",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.mandate",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["read", "comment"])), name="token_scope_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                name="token_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_at__isnull", True),
                    ("revoked_at__gte", models.F("issued_at")),
                    _connector="OR",
                ),
                name="token_revoked_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("capacity__in", ("chairperson", "observer", "secretariat")), ("group", "")
                    ),
                    models.Q(
                        models.Q(
                            ("capacity__in", ("chairperson", "observer", "secretariat")),
                            _negated=True,
                        ),
                        ("group__in", ["governments", "employers", "workers"]),
                    ),
                    _connector="OR",
                ),
                name="invitation_capacity_fits_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "capacity__in",
                        [
                            "delegate",
                            "adviser",
                            "substitute",
                            "spokesperson",
                            "group_secretariat",
                            "regional_coordinator",
                            "focal_point",
                            "observer",
                            "secretariat",
                            "chairperson",
                        ],
                    )
                ),
                name="invitation_capacity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("invited_at"))),
                name="invitation_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                        ("mandate", None),
                    ),
                    models.Q(
                        ("accepted_at__gte", models.F("invited_at")), ("accepted_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="invitation_accepted_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(
                        ("revoked_at__gte", models.F("invited_at")), ("revoked_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="invitation_revoked_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                ),
                name="invitation_accepted_or_revoked",
            ),
        ),
    ]
