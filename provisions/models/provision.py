"""A provision: the smallest unit that is tracked, and its links to instruments."""

from functools import reduce
from operator import add

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from core.ids import new_id
from frameworks.enums import Theme
from frameworks.models import Framework, Instrument, Section
from provisions.enums import Addressee, ProvisionKind, Relation
from provisions.lifecycle import Stage


def _bits(column: str, values: list[str]) -> models.GeneratedField:
    """Return a column that holds a set of codes as one number, bit 0 for the first of `values`.

    Counting facets groups ten thousand rows by it; grouping by the arrays took thrice as long.
    """
    bits = [
        Case(When(**{f"{column}__contains": [value]}, then=Value(1 << place)), default=Value(0))
        for place, value in enumerate(values)
    ]
    return models.GeneratedField(
        expression=reduce(add, bits), output_field=models.SmallIntegerField(), db_persist=True
    )


class Provision(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    # Assigned once, never derived again, never reused: ai-manufacturing-2026.s6
    key = models.CharField(max_length=161, unique=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="provisions")
    suffix = models.CharField(max_length=80)
    number = models.CharField(max_length=40)  # as printed: S6, 7, 7(b)(i)
    section = models.ForeignKey(
        Section, null=True, on_delete=models.PROTECT, related_name="provisions"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="items")
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=ProvisionKind.choices)
    # Null: inherited from the parent. An empty list: the source states none.
    own_addressees = ArrayField(models.CharField(max_length=40), null=True)
    # What holds after inheritance; written by the service that changes an ancestor's.
    addressees = ArrayField(models.CharField(max_length=40), default=list)
    themes = ArrayField(models.CharField(max_length=40))
    theme_bits = _bits("themes", Theme.values)
    addressee_bits = _bits("addressees", Addressee.values)
    # `<framework>/<path of ranks>`: the document's own order over all frameworks, immutable.
    document_order = models.CharField(max_length=200, unique=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    # The number of the latest version; 0 until the first, and until then nobody sees it.
    latest_version = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    # The meaning changed: its words, its facts or where it stands.
    content_changed_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # anything changed

    class Meta:
        ordering = ["document_order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "suffix"], name="provision_suffix_once"),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="provision_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProvisionKind.values), name="provision_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(themes__contained_by=Theme.values), name="provision_themes_known"
            ),
            models.CheckConstraint(
                condition=Q(addressees__contained_by=Addressee.values),
                name="provision_addressees_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="provision_depth_fits_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "document_order"], name="provision_stage"),
            models.Index(
                F("content_changed_at").desc(), F("document_order"), name="provision_changed"
            ),
            GinIndex(fields=["themes"], name="provision_themes"),
            GinIndex(fields=["addressees"], name="provision_addressees"),
        ]

    def __str__(self) -> str:
        return self.key


class InstrumentLink(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="instrument_links"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="provision_links"
    )
    relation = models.CharField(max_length=20, choices=Relation.choices)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "instrument"], name="instrument_link_once"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values), name="instrument_link_relation"
            ),
        ]
