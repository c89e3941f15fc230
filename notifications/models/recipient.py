"""Who gets mail: a person who can sign in, or an address that somebody confirmed."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core.ids import new_id
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from notifications.querysets import RecipientQuerySet
from stakeholders.models import User


class Recipient(models.Model):
    """A reader of mails and how they want them.

    A person's address, language and time zone stand on their account; an address without account
    has its own here and loses it when it is forgotten. `daily_due_at` and `weekly_due_at` are
    when the next digest is due, empty where none is wanted: what is due is found by them.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.OneToOneField(
        User, null=True, on_delete=models.SET_NULL, related_name="recipient"
    )
    # Personal data; empty for a person with an account, and after an address was forgotten.
    email = models.CharField(max_length=254, blank=True)
    own_language = models.CharField(max_length=2, default=DEFAULT_LANGUAGE)
    own_time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    # Local times between which no digest comes; both or neither.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    daily_due_at = models.DateTimeField(null=True)
    weekly_due_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)  # “stop everything”
    failing_since = models.DateTimeField(null=True)  # the address takes no mail
    # Signed links name it; raising it ends all that were given out.
    key_number = models.PositiveIntegerField(default=1)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(email=""), name="recipient_one_address"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="recipient_address_once"
            ),
            models.CheckConstraint(
                condition=Q(own_language__in=LANGUAGES), name="recipient_language_known"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
                name="recipient_quiet_hours_not_all_day",
            ),
        ]
        indexes = [
            models.Index(fields=["daily_due_at"], name="recipient_daily_due"),
            models.Index(fields=["weekly_due_at"], name="recipient_weekly_due"),
        ]

    @property
    def address(self) -> str:
        """Return where mails go; "" for an address that was forgotten."""
        return self.user.email if self.user is not None else self.email

    @property
    def language(self) -> str:
        return self.user.language if self.user is not None else self.own_language

    @property
    def time_zone(self) -> str:
        """Return the IANA zone in which this reader's days begin."""
        return self.user.time_zone if self.user is not None else self.own_time_zone
