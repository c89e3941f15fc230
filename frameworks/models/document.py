"""The document register: what exists around a framework, and whether it was seen here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.ids import new_id
from frameworks.enums import Basis, DocumentKind

from .dated import Dated
from .framework import Framework


class Document(Dated):
    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="documents")
    slug = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    title = models.JSONField()  # Texts
    publisher = models.JSONField(default=dict)  # Texts
    symbol = models.CharField(max_length=80, blank=True)  # empty: not known here
    languages = ArrayField(models.CharField(max_length=2), default=list)
    address = models.URLField(max_length=500, blank=True)
    licence = models.JSONField(default=dict)  # Texts
    is_seen = models.BooleanField()
    basis = models.CharField(max_length=20, choices=Basis.choices)
    note = models.JSONField(default=dict)  # Texts
    order_key = models.CharField(max_length=100)

    class Meta(Dated.Meta):
        ordering = ["order_key"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["framework", "slug"], name="document_slug_once"),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="document_kind_known"
            ),
        ]
