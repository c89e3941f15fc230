"""Shapes of the change feed."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from core.actor import ActorKind

from .answers import DISPOSITION, POSITION
from .frameworks import DOCUMENT, FRAMEWORK, MILESTONE
from .governing_body import DECISION, INSTRUMENT, SESSION
from .parts import flag, instant, number, shape, text, texts
from .provisions import PROVISION
from .reviews import COMMENT, ROUND

TOMBSTONE = shape(
    "Tombstone",
    {"key": text("Public key."), "gone": flag("True: nothing public has this key now.")},
)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Present",
        serializers=[
            *(FRAMEWORK, PROVISION, DOCUMENT, MILESTONE, SESSION, DECISION, INSTRUMENT),
            *(ROUND, COMMENT, POSITION, DISPOSITION),
            TOMBSTONE,
        ],
        resource_type_field_name=None,
    )
)
class _Present(serializers.DictField):
    """A representation as the lists have it, or a tombstone."""


CHANGE = shape(
    "Change",
    {
        "number": number("Place in the chain; without gaps, in order."),
        "code": text("What was done: `provision.agreed`."),
        "label": text("What was done, in words."),
        "at": instant("When."),
        "subject": text("What it was done to: a public key."),
        "touches": texts("Keys whose representation it changed."),
        "actor_kind": serializers.ChoiceField(
            [kind.value for kind in ActorKind], read_only=True, help_text="Kind of who did it."
        ),
        "actor_label": text("Who did it, in words; persons are not named."),
        "actor_origin": text("Which job or file, where it was no person.", null=True),
        "hash": text("SHA-256 (hex) that seals this entry and everything before it."),
        "cursor": text("For `since`: everything after this act."),
        "is_sample": flag("Whether this comes from a sample database."),
        "objects": serializers.ListField(
            child=_Present(),
            read_only=True,
            help_text="Every touched key as it is now: upsert by `key`.",
        ),
    },
    "An act of the public chain.",
)
