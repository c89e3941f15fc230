"""What a search looks into. Derived like the current texts, and written with them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .provision import Provision


class SearchText(models.Model):
    """A provision's words and codes for a reader's language.

    The table is kept narrow and has a partition for each language (migration 0003), so that a
    search for a common word walks through its own language only.
    """

    pk = models.CompositePrimaryKey("provision_id", "language")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=2)  # the reader's
    # Numbers and codes as people type them, folded: 7bi, s6, c142.
    codes = ArrayField(models.CharField(max_length=200), default=list)
    # Stems and folded words of the title alone: a hit there ranks before one in the body.
    title_vector = SearchVectorField()
    # Stems (without positions) and folded words (with them, for phrases) of title and body.
    vector = SearchVectorField()
