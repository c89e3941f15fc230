"""Agreements: what the chairperson pronounced, recorded by the review secretariat."""

from typing import Any

from reviews.querysets import reads_submissions
from reviews.selectors.agreements import agreement_check, agreement_of, chairpersons
from reviews.selectors.cards import Person
from reviews.services.agreements import record_agreement

from .answers import Answer, created, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import identifier, instant, whole_number
from .operations import Ask, Operation
from .shapes.parts import marked
from .shapes.positions import AGREEMENT_STATE
from .values.positions import agreement_value, needed_value

_PRONOUNCED = Body(
    (
        Member("version", whole_number(), "The version that was agreed.", needed=True),
        Member("chairperson_id", identifier(), "Mandate of who pronounced it.", needed=True),
        Member("pronounced_at", instant(), "When it was pronounced.", needed=True),
    )
)


class AgreementDetail(DeskEndpoint):
    """Whether a provision is agreed, and what stands in the way: from released positions alone."""

    operations = {
        "GET": Operation(marked(AGREEMENT_STATE)),
        "POST": Operation(marked(AGREEMENT_STATE), body=_PRONOUNCED, status=201),
    }
    places = {"key": "Public key of the provision."}

    def answer_get(self, ask: Ask, key: str) -> Answer:
        """Show it."""
        return shown(_state(ask, key))

    def answer_post(self, ask: Ask, key: str) -> Answer:
        """Record that the chairperson pronounced it agreed; the review secretariat alone does."""
        record_agreement(
            key=key,
            expected_version=ask.body["version"],
            chairperson_id=ask.body["chairperson_id"],
            pronounced_at=ask.body["pronounced_at"],
            actor=ask.actor,
            at=ask.at,
        )
        return created(_state(ask, key), f"provisions/{key}/agreement")


def _state(ask: Ask, key: str) -> dict[str, Any]:
    missing = agreement_check(key)
    agreement = agreement_of(key)
    chairs: tuple[Person, ...] = ()
    if reads_submissions(ask.mandate, ask.at):
        chairs = chairpersons(ask.at, key.partition(".")[0])
    return {
        "provision": key,
        "agreement": agreement_value(agreement, ask.language) if agreement else None,
        "missing": [needed_value(each, ask.language) for each in missing],
        "chairpersons": [{"mandate": each.mandate_id, "name": each.name} for each in chairs],
    }
