"""Shapes of positions, of who joins them, and of agreements."""

from provisions.enums import Stance
from provisions.evidence import NeedCode
from reviews.enums import AlignmentKind, ReleaseKind
from stakeholders.enums import CircleKind, Group

from .comments import PERSON
from .parts import (
    address,
    coded,
    codes,
    flag,
    identifier,
    instant,
    links,
    number,
    one,
    several,
    shape,
    text,
)

_IN_ITS_ROOM = shape(
    "PositionInItsRoom",
    {
        "circle": identifier("Id of the circle: the room."),
        "number": number("Its place among the actor's positions here: send the latest one back."),
        "corrects_id": identifier("Id of the one that it corrects; null for none.", null=True),
        "person": one(PERSON, "Who took it."),
        "for_person": one(PERSON, "For whom a substitute took it.", null=True),
        "mandate_is_active": flag("Whether the mandate it was taken under still is in force."),
        "at": instant("When it was taken."),
    },
    "What only the actor's own room reads.",
)
POSITION = shape(
    "Position",
    {
        "id": identifier("Id of the position."),
        "key": text("Public key; null until its release.", null=True),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "version": number("The version that it speaks about."),
        "actor": text("Whose it is: a group, or the code of a regional group or State."),
        **coded("actor_kind", CircleKind, "What the actor is."),
        "actor_label": text("The actor's name."),
        **coded("group", Group, "The group that the actor belongs to."),
        **coded("stance", Stance, "What the actor says of this version."),
        "ad_referendum": flag("Whether a capital has still to confirm it."),
        "reasons": text("Why.", null=True),
        "amendment": text("The wording that the support depends on.", null=True),
        "language": text("In which reasons and amendment are written."),
        "is_current": flag(
            "Whether it is what the actor says of this version now, as far as this mandate reads."
        ),
        "is_corrected": flag("Whether another one, which this mandate reads, corrects it."),
        "corrects": text("Public key of the one that it corrects; null for none.", null=True),
        "correction_reason": text("What was wrong before; null for no correction.", null=True),
        "aligned": codes("Codes of governments that join it."),
        "aligned_labels": codes("Their names."),
        "not_aligned": codes("Codes of members of the actor's group that do not join it."),
        "not_aligned_labels": codes("Their names."),
        "released_at": instant("When it became public.", null=True),
        **coded("release", ReleaseKind, "How it became public.", null=True),
        "room": one(_IN_ITS_ROOM, "What only its room reads; null outside it.", null=True),
        "url": address("Address in this API."),
        "links": links("Position", alignments="Who joins it."),
    },
    "What an actor says of one version. Until its release its room alone reads it.",
)
ALIGNMENT = shape(
    "Alignment",
    {
        "actor": text("Code of the regional group or State whose word it is."),
        **coded("actor_kind", CircleKind, "What the actor is."),
        "actor_label": text("The actor's name."),
        **coded("kind", AlignmentKind, "What it says."),
    },
    "The word of a government on the position of another, or of a group that it is in.",
)
_NEEDED = shape(
    "Needed",
    {
        **coded("code", NeedCode, "What it is."),
        "sentence": text("In words."),
        "actors": codes("Codes of the actors that it names."),
    },
    "Something that stands between a version and its agreement.",
)
_STOOD = shape(
    "PositionThatStood",
    {
        "key": text("Public key of the position."),
        "actor": text("A group, or the code of a regional group or State."),
        **coded("stance", Stance, "What it said."),
        "ad_referendum": flag("Whether a capital had still to confirm it."),
        "aligned": codes("Codes of governments that joined it."),
        "not_aligned": codes("Codes of members of the actor's group that did not."),
        "is_current": flag("Whether it stood; otherwise the actor had replaced it."),
        "digest": text("SHA-256 (hex) of the position as released."),
    },
    "A released position in the manifest of an agreement.",
)
AGREEMENT = shape(
    "Agreement",
    {
        "provision": text("Key of the provision."),
        "version": number("The version that was agreed."),
        "round": text("Key of the round."),
        "pronounced_at": instant("When the chairperson pronounced it."),
        "at": instant("When it was recorded."),
        "stands": flag("Whether the provision did not go back into review since."),
        "digest": text("SHA-256 (hex) over the manifest, as it stands in the public record."),
        "positions": several(_STOOD, "Every position on this version that was released before."),
    },
    "What the chairperson pronounced, as the review secretariat recorded it.",
)
_CHAIRPERSON = shape(
    "Chairperson",
    {"mandate": identifier("Id of the mandate."), "name": text("The person's name.")},
    "Somebody who holds the chair.",
)
AGREEMENT_STATE = shape(
    "AgreementState",
    {
        "provision": text("Key of the provision."),
        "agreement": one(AGREEMENT, "The latest agreement.", null=True),
        "missing": several(_NEEDED, "What stands in the way of one on the present version."),
        "chairpersons": several(
            _CHAIRPERSON, "For the review secretariat: who holds the chair. Else empty."
        ),
    },
    "Whether a provision is agreed, and what it needs for that.",
)
