"""Where comments land in a later version, and which comments caused its changes."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import LANGUAGES
from provisions.models import Provision, Version, VersionText
from reviews.answering_querysets import (
    BesideCommentQuerySet,
    OfNextVersionQuerySet,
    OfProvisionQuerySet,
)
from reviews.enums import PlacementKind
from stakeholders.models import Mandate

from .comment import Comment


class Placement(models.Model):
    """Where a comment's words stand in a later version. Appended; the latest one counts.

    `mandate` is the person who looked and confirmed; the portal's own finding has none. `score`
    is in thousandths, 1000 for the same words. `selectors` are those of W3C in `text`; empty for
    a comment on the whole provision, and where the words are gone. `text` is empty where the
    version has none in the comment's language.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="placements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="placements")
    number = models.PositiveIntegerField()  # within comment and version
    kind = models.CharField(max_length=20, choices=PlacementKind.choices)
    score = models.PositiveSmallIntegerField()
    text = models.ForeignKey(VersionText, null=True, on_delete=models.PROTECT, related_name="+")
    selectors = models.JSONField(default=list)
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BesideCommentQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "version", "number"], name="placement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PlacementKind.values, score__lte=1000),
                name="placement_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlacementKind.ORPHANED, selectors=[])
                | (~Q(kind=PlacementKind.ORPHANED) & Q(text__isnull=False)),
                name="placement_stands_in_a_text",
            ),
        ]


class ChangeCause(models.Model):
    """A comment that caused a change from one version to the next: “why this wording”.

    The ranges are in code points: `old` in the body of the version before, `new` in that of
    `version`, both in `language`; empty where something was only added or only taken out.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="causes")
    language = models.CharField(max_length=2)
    old_start = models.PositiveIntegerField()
    old_end = models.PositiveIntegerField()
    new_start = models.PositiveIntegerField()
    new_end = models.PositiveIntegerField()
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="caused")

    objects = BesideCommentQuerySet.as_manager()

    class Meta:
        ordering = ["version", "language", "new_start", "old_start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "old_start", "new_start", "comment"],
                name="change_cause_once",
            ),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="change_language"),
        ]


class NextVersion(models.Model):
    """The review secretariat's working draft of a provision's next version. Not on the record
    until it is published; it can be deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    provision = models.OneToOneField(
        Provision, on_delete=models.PROTECT, related_name="next_version"
    )
    base = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField()  # {language: {"title": …, "body": …}}
    edition = models.PositiveIntegerField(default=1)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")  # the last
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OfProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["provision"]


class NextVersionCause(models.Model):
    """A comment that stands behind a change of the working draft: its proposed wording was taken
    over, or somebody said so. `start` and `end` are in the base version's body.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    next_version = models.ForeignKey(NextVersion, on_delete=models.CASCADE, related_name="causes")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_taken_over = models.BooleanField(default=False)

    objects = OfNextVersionQuerySet.as_manager()

    class Meta:
        ordering = ["next_version", "language", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["next_version", "comment", "language", "start", "end"],
                name="next_version_cause_once",
            )
        ]
