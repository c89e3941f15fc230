"""Positions: what an actor says of one version, appended; and who joins it."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import LANGUAGES
from provisions.enums import Stance
from reviews.answering_querysets import AlignmentQuerySet, PositionQuerySet
from reviews.enums import STANCES_WITH_REASONS, AlignmentKind, ReleaseKind
from stakeholders.models import Circle, Mandate

from .round import RoundItem


class Position(models.Model):
    """One actor's stance on the version that a round froze. `circle` is the actor: a group, a
    regional group, a delegation. The latest one of an actor on a version is what it says.

    Until `released_at` its circle alone reads it. What was replaced before it was released never
    becomes public. `wording` is the amendment that the support depends on; `corrects` names the
    position that had been recorded in error.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="positions")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveIntegerField()  # within item and circle
    stance = models.CharField(max_length=40, choices=Stance.choices)
    ad_referendum = models.BooleanField(default=False)  # subject to confirmation by a capital
    reasons = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    language = models.CharField(max_length=2)  # in which reasons and wording are written
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.TextField(blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Given once, at the release. The key is `<framework>.position.<round>-<public number>`.
    released_at = models.DateTimeField(null=True)
    release = models.CharField(max_length=20, choices=ReleaseKind.choices, blank=True)
    public_number = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=120, null=True, unique=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "circle", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "circle", "number"], name="position_number_once"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values, language__in=LANGUAGES),
                name="position_codes_known",
            ),
            models.CheckConstraint(
                condition=~Q(stance__in=STANCES_WITH_REASONS) | ~Q(reasons=""),
                name="position_reasons_given",
            ),
            models.CheckConstraint(
                condition=~Q(stance=Stance.SUPPORT_SUBJECT_TO_AMENDMENT) | ~Q(wording=""),
                name="position_amendment_given",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="position_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, release="", public_number=None, key=None)
                | Q(
                    released_at__isnull=False,
                    release__in=ReleaseKind.values,
                    public_number__isnull=False,
                    key__isnull=False,
                ),
                name="position_released_has_number",
            ),
        ]
        indexes = [models.Index(fields=["circle", "item"], name="position_of_circle")]


class Alignment(models.Model):
    """A government's word on the position of another government, or of a group that it is in.

    Appended; the latest word of each government on a position counts. It speaks of these words
    only: a position that replaces them starts without.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="alignments")
    # The delegation or regional group that says it.
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # within the position
    kind = models.CharField(max_length=20, choices=AlignmentKind.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="alignment_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=AlignmentKind.values), name="alignment_kind_known"
            ),
        ]
