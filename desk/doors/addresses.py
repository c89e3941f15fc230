"""allauth keeps addresses in a table of its own; here they follow the user's one address."""

from allauth.account.models import EmailAddress

from stakeholders.models import User


def keep_address_in_step(user: User) -> None:
    """Leave `user` with exactly one address there: theirs, verified, the primary one.

    An invitation proved the address. The table is allauth's and no part of the record.
    """
    kept = EmailAddress.objects.filter(user=user)
    kept.exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
