"""The moves that were made. Appended; a provision's stage is where the latest one led."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from frameworks.models import Clause, Session
from provisions.lifecycle import MoveCode, Stage

from .acted import Acted
from .provision import Provision
from .version import Version

OVERRIDE = "override"  # not a move of the table: a reasoned act of its own


class Transition(Acted):
    id = models.UUIDField(primary_key=True, default=new_id)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="transitions")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=30)
    from_stage = models.CharField(max_length=20, choices=Stage.choices)
    to_stage = models.CharField(max_length=20, choices=Stage.choices)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="transitions")
    reason = models.TextField(blank=True)
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT)
    clause = models.ForeignKey(
        Clause, null=True, on_delete=models.PROTECT, related_name="transitions"
    )
    # The round that opened the review, or that closed before the agreement: its public key.
    round_key = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta(Acted.Meta):
        ordering = ["provision", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["provision", "number"], name="transition_number_once"),
            models.CheckConstraint(
                condition=Q(move__in=[*MoveCode.values, OVERRIDE]), name="transition_move_known"
            ),
            models.CheckConstraint(
                condition=Q(from_stage__in=Stage.values, to_stage__in=Stage.values),
                name="transition_stages_known",
            ),
            models.CheckConstraint(
                condition=~Q(move__in=["return_to_draft", "reopen", "withdraw", OVERRIDE])
                | ~Q(reason=""),
                name="transition_reason_given",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="transition_at")]
