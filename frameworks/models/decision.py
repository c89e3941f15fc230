"""The Governing Body's sessions, and what it decided there: clauses with outcomes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from frameworks.enums import Basis, ClauseEffect, ClauseKind, ClauseOutcome

from .dated import Dated
from .document import Document
from .framework import Framework


class Session(Dated):
    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.CharField(max_length=80, unique=True)  # gb-358
    number = models.PositiveSmallIntegerField(null=True)  # empty for an invented session
    title = models.JSONField()  # Texts
    note = models.JSONField(default=dict)  # Texts
    basis = models.CharField(max_length=20, choices=Basis.choices)
    is_sample = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    # When somebody last looked for an outcome and where; empty until somebody did.
    last_checked_on = models.DateField(null=True)

    class Meta(Dated.Meta):
        ordering = ["first_day", "slug"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"], condition=Q(number__isnull=False), name="session_number_once"
            ),
        ]


class Decision(models.Model):
    """One recorded outcome on a framework. Appended; a mistake is corrected by a later row."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=120, unique=True)  # assigned by the file that records it
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="decisions")
    source = models.ForeignKey(Document, on_delete=models.PROTECT)
    decided_on = models.DateField(null=True)
    recorded_by = models.JSONField()  # Texts: a role
    recorded_at = models.DateTimeField()
    # Of what the reviewed file said: the same file again is recognized, a changed one refused.
    digest = models.CharField(max_length=64)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["recorded_at", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="decision_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="decision_corrects_another",
            ),
        ]


class Clause(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="clauses")
    label = models.CharField(max_length=20)  # (a), (b) … as in the paper
    kind = models.CharField(max_length=40, choices=ClauseKind.choices)
    text = models.JSONField()  # Texts, in our words unless quoted with its source
    outcome = models.CharField(max_length=30, choices=ClauseOutcome.choices)
    effect = models.CharField(max_length=30, choices=ClauseEffect.choices)
    # Suffixes of the provisions that it cites; empty: it covers all of the framework's.
    cites = ArrayField(models.CharField(max_length=80), default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["decision", "order"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "label"], name="clause_label_once"),
            models.UniqueConstraint(fields=["decision", "order"], name="clause_order_once"),
            models.CheckConstraint(condition=Q(kind__in=ClauseKind.values), name="clause_kind"),
            models.CheckConstraint(
                condition=Q(outcome__in=ClauseOutcome.values), name="clause_outcome"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=ClauseEffect.values), name="clause_effect"
            ),
        ]
