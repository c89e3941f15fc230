"""Tokens by which a program acts under one mandate, and when each was last used."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from stakeholders.enums import TokenScope
from stakeholders.querysets import ApiTokenQuerySet

from .mandate import Mandate


class ApiToken(models.Model):
    """A key to the desk's API that acts for one mandate and never for another.

    Of the key only a digest is kept. It ends with its mandate, at its expiry, or when it is
    revoked, whichever comes first.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)  # the holder's own word for where it is used
    scope = models.CharField(max_length=20, choices=TokenScope.choices)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=TokenScope.values), name="token_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="token_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("issued_at")),
                name="token_revoked_later",
            ),
        ]


class ApiTokenUse(models.Model):
    """When a token was last used, to the minute. It stands apart from the token, since it is
    written without an act: no circle needs to know when one of its people's programs asks.
    """

    token = models.OneToOneField(
        ApiToken, primary_key=True, on_delete=models.PROTECT, related_name="use"
    )
    last_used_at = models.DateTimeField()
