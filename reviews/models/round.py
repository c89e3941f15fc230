"""Rounds: a window in which the groups comment on texts that stand still meanwhile."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from core.languages import LANGUAGES
from frameworks.models import Framework
from provisions.models import Provision, Version, VersionText
from provisions.models.acted import Acted
from reviews.enums import Publication, RoundState, WindowKind
from reviews.querysets import CutoffQuerySet, RoundQuerySet
from stakeholders.models import Circle


class Round(models.Model):
    """A round is public from its announcement on; what is said in it is not.

    `opens_at` and `closes_at` are the window in force, which the latest `Window` set; whether
    something may be submitted is asked of them and never of `state`, which says what the record
    has: the act that opened it and the act that closed it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=120, unique=True)  # `<framework>.round.<number>`
    purpose = models.JSONField()  # Texts
    # The languages in which every text of the round must stand.
    languages = ArrayField(models.CharField(max_length=2))
    publication = models.CharField(max_length=20, choices=Publication.choices)
    state = models.CharField(max_length=20, choices=RoundState.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # when the act of closing was done
    edition = models.PositiveIntegerField(default=1)
    content_changed_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values, publication__in=Publication.values),
                name="round_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(languages__len__gt=0, languages__contained_by=list(LANGUAGES)),
                name="round_languages_known",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_window_forwards"
            ),
            models.CheckConstraint(
                # Nothing compares with an empty instant, and a check takes that for a yes.
                condition=Q(
                    state=RoundState.CLOSED,
                    closed_at__isnull=False,
                    closed_at__gte=F("closes_at"),
                )
                | (~Q(state=RoundState.CLOSED) & Q(closed_at__isnull=True)),
                name="round_closed_has_instant",
            ),
        ]

    def is_open_at(self, at: datetime) -> bool:
        """Return whether something may be submitted at `at`: `opens_at <= at < closes_at`.

        This is the one answer to that question, for pages, API, mails and services alike.
        """
        return self.opens_at <= at < self.closes_at


class Window(Acted):
    """One setting of a round's window; appended, the latest one is in force."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=WindowKind.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.TextField(blank=True)  # public: why the window was changed
    at = models.DateTimeField()

    class Meta(Acted.Meta):
        ordering = ["round", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["round", "number"], name="window_number_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="window_forwards"
            ),
            models.CheckConstraint(
                condition=Q(kind=WindowKind.SET, number=1)
                | (Q(kind__in=[WindowKind.EXTENDED, WindowKind.CLOSED_EARLY]) & ~Q(reason="")),
                name="window_change_has_reason",
            ),
        ]


class RoundItem(models.Model):
    """A provision under review in a round, at the version that is frozen for it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="items")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="round_items")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="round_items")

    class Meta:
        ordering = ["round", "provision__document_order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "provision"], name="round_item_once")
        ]


class FrozenText(models.Model):
    """The issue of a text that a round speaks about, in one language."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="texts")
    text = models.ForeignKey(VersionText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)

    class Meta:
        ordering = ["item", "language"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="frozen_text_once")
        ]


class Question(models.Model):
    """What the review secretariat asks the groups about a provision. Public with its round."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.JSONField()  # Texts

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="question_number_once")
        ]


class Cutoff(Acted):
    """A circle's own earlier deadline, seen by itself only; appended, the latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cutoffs")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="cutoffs")
    number = models.PositiveIntegerField()
    cutoff_at = models.DateTimeField(null=True)  # empty: lifted
    at = models.DateTimeField()

    objects = CutoffQuerySet.as_manager()

    class Meta(Acted.Meta):
        ordering = ["round", "circle", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "circle", "number"], name="cutoff_number_once"
            ),
        ]
