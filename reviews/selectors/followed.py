"""Which acts of the public chain concern a framework or a theme: those that touch these keys."""

from provisions.models import Provision
from reviews.models import Round


def keys_of_framework(slug: str) -> list[str]:
    """Return the public keys by which every act on the framework or on anything in it is found:
    its own, its provisions' and its rounds'. One query.

    What has a key of its own beside these is never touched alone: a milestone or a document with
    its framework, a comment, a position or an answer with its provision or its round.
    """
    provisions = Provision.objects.filter(framework__slug=slug).order_by()
    rounds = Round.objects.filter(framework__slug=slug).order_by()
    found = provisions.values_list("key").union(rounds.values_list("key"))
    return [slug, *(key for (key,) in found)]


def keys_of_theme(code: str) -> list[str]:
    """Return the public keys of the provisions that have the theme now. One query."""
    rows = Provision.objects.filter(themes__contains=[code]).order_by("document_order")
    return list(rows.values_list("key", flat=True))
