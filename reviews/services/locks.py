"""A round's lock: after its framework's, before those of provisions and comments."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from core.errors import Missing
from reviews.models import Round


def lock_round(round_id: UUID) -> Round:
    """Return the round with its framework, locked against every other writer and against those
    who hold it, until the transaction ends. Raises Missing.
    """
    found = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework")
        .filter(pk=round_id)
        .first()
    )
    if found is None:
        raise Missing(_("There is no such round."))
    return found


def hold_round(round_id: UUID) -> Round:
    """Return the round with its framework as it stays until the transaction ends: its window
    can't be changed and it can't be closed meanwhile. Many may hold it at the same time, so
    that those who submit in the last minute don't wait for each other. Raises Missing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM reviews_round WHERE id = %s FOR SHARE", [round_id])
    found = Round.objects.select_related("framework").filter(pk=round_id).first()
    if found is None:
        raise Missing(_("There is no such round."))
    return found
