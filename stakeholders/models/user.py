"""A person who can sign in. What one may do comes from mandates, never from this table."""

from functools import cache
from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from core.ids import new_id
from core.languages import DEFAULT_LANGUAGE, LANGUAGES


class Users(BaseUserManager["User"]):
    """Creates users; the only difference between the two kinds is local administration."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a saved user. Raises ValidationError for a missing or malformed address."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of that address, whatever its case. Raises User.DoesNotExist."""
        return self.get(email__iexact=username or "")

    def create_superuser(self, email: str, password: str, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it walks a folder


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA zone such as `Europe/Zurich`."""
    if name not in _time_zones():
        raise ValidationError("Choose a time zone such as Europe/Zurich or UTC.")


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(
        max_length=2, choices=[(code, code) for code in LANGUAGES], default=DEFAULT_LANGUAGE
    )
    time_zone = models.CharField(
        max_length=64, default="Europe/Zurich", validators=[check_time_zone]
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=LANGUAGES), name="user_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email
