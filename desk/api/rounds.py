"""Rounds: what is under review, how far it has come, and what stood when it closed."""

from uuid import UUID

from core.query import choice, words
from reviews.enums import Publication, RoundState
from reviews.models import Round
from reviews.round_drafts import ItemDraft
from reviews.selectors.manifests import manifests_of
from reviews.selectors.progress import round_progress
from reviews.selectors.rounds import RoundFacts, read_rounds, round_facts
from reviews.services.cutoffs import set_cutoff
from reviews.services.rounds import close_round_early, extend_round, open_round

from .answers import Answer, created, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import choice as one_of
from .kinds import identified, identifier, instant, listed, nullable, text, texts, whole_number
from .members import FOR_MANDATE, reason
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, stretch_of, wanted
from .shapes.parts import marked, page_of
from .shapes.rounds import CUTOFF, MANIFEST, ROUND, ROUND_WHOLE
from .values.rounds import cutoff_value, manifest_value, round_value, whole_round_value

PLACE = {"round_name": "Id or public key of the round."}
_FRAMEWORK = words("framework", "Slug of a framework.", longest=80, many=True)
_STATE = choice("state", RoundState.values, "What the record has of it.", many=True)
_PROVISION = words("provision", "Key of a provision under review.", longest=120, many=True)
_ITEM = Body(
    (
        Member("key", text(), "Public key of the provision.", needed=True),
        Member("version", whole_number(), "The version that you have read.", needed=True),
        Member("questions", listed(texts(), least=0), "What is asked about it.", default=()),
    )
)
_ROUND = Body(
    (
        Member("framework", text(), "Slug of the framework.", needed=True),
        Member("items", listed(_ITEM.as_kind()), "Provisions to review.", needed=True),
        Member("opens_at", instant(), "When it opens; at once if that has passed.", needed=True),
        Member("closes_at", instant(), "When it closes.", needed=True),
        Member("purpose", texts(), "What it is for.", needed=True),
        Member(
            "languages",
            listed(text(), most=3),
            "Languages in which all texts have to stand.",
            needed=True,
        ),
        Member("publication", one_of(Publication.values), "When comments go public.", needed=True),
    )
)
_EXTENSION = Body(
    (
        Member("closes_at", instant(), "The later close.", needed=True),
        reason("Why; everybody reads it."),
    )
)
_CUTOFF = Body(
    (
        Member("circle", identifier(), "Whose deadline it is.", needed=True),
        Member("cutoff_at", nullable(instant()), "The deadline; null lifts it.", needed=True),
        FOR_MANDATE,
    )
)


class RoundList(DeskEndpoint):
    """Rounds. They are public from their announcement on; what is said in them is not."""

    operations = {
        "GET": Operation(page_of(ROUND), parameters=(_FRAMEWORK, _STATE, _PROVISION, *paging())),
        "POST": Operation(marked(ROUND_WHOLE), body=_ROUND, has_edition=True, status=201),
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, by framework and number."""
        found = read_rounds(
            stretch_of(ask),
            frameworks=ask["framework"],
            states=ask["state"],
            provisions=ask["provision"],
        )
        values = [round_value(each, ask.language, ask.at) for each in found.rows]
        return listing(ask, values, found.next)

    def answer_post(self, ask: Ask) -> Answer:
        """Open a round, or announce it; the review secretariat alone does."""
        items = [
            ItemDraft(each["key"], each["version"], each["questions"]) for each in ask.body["items"]
        ]
        said = {name: value for name, value in ask.body.items() if name != "items"}
        opened = open_round(items=items, **said, actor=ask.actor, at=ask.at)
        facts = round_facts(opened.pk)
        return created(_whole(ask, facts), f"rounds/{facts.id}", edition=facts.edition)


class RoundDetail(DeskEndpoint):
    """One round, with its provisions and how far it has come as this mandate may know it."""

    operations = {"GET": Operation(marked(ROUND_WHOLE), has_edition=True)}
    places = PLACE

    def answer_get(self, ask: Ask, round_name: str) -> Answer:
        """Show it."""
        return shown_round(ask, round_name)


class RoundExtension(DeskEndpoint):
    """A later close of a round, for a reason that everybody reads."""

    operations = {
        "POST": Operation(
            marked(ROUND_WHOLE), body=_EXTENSION, needs_edition=True, has_edition=True
        )
    }
    places = PLACE

    def answer_post(self, ask: Ask, round_name: str) -> Answer:
        """Extend it; the review secretariat alone does."""
        round_id = round_facts(named(round_name)).id
        extend_round(
            round_id=round_id,
            **ask.body,
            expected_edition=ask.expected,
            actor=ask.actor,
            at=ask.at,
        )
        return shown_round(ask, round_name)


class RoundClosing(DeskEndpoint):
    """The close of a round before its time, for a reason that everybody reads."""

    operations = {
        "POST": Operation(
            marked(ROUND_WHOLE),
            body=Body((reason("Why; everybody reads it."),)),
            needs_edition=True,
            has_edition=True,
        )
    }
    places = PLACE

    def answer_post(self, ask: Ask, round_name: str) -> Answer:
        """Close it now; the review secretariat alone does."""
        round_id = round_facts(named(round_name)).id
        close_round_early(
            round_id=round_id,
            **ask.body,
            expected_edition=ask.expected,
            actor=ask.actor,
            at=ask.at,
        )
        return shown_round(ask, round_name)


class RoundCutoff(DeskEndpoint):
    """A circle's own earlier deadline, which it alone sees. Setting it again replaces it."""

    operations = {"PUT": Operation(marked(CUTOFF), body=_CUTOFF)}
    places = PLACE

    def answer_put(self, ask: Ask, round_name: str) -> Answer:
        """Set it, or lift it; who may endorse for the circle does."""
        facts = round_facts(named(round_name))
        cutoff = set_cutoff(
            round_id=facts.id,
            circle_id=ask.body["circle"],
            cutoff_at=ask.body["cutoff_at"],
            actor=ask.actor,
            at=ask.at,
        )
        return shown(cutoff_value(cutoff, facts.key))


class ManifestList(DeskEndpoint):
    """What stood when rounds closed: the parts of one's own rooms, and nobody else's."""

    operations = {
        "GET": Operation(
            page_of(MANIFEST),
            parameters=(words("round", "Id or key of a round.", longest=120), *paging()),
        )
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List the parts."""
        round_ = None
        if ask["round"]:
            round_ = Round.objects.get(pk=round_facts(named(ask["round"])).id)
        every = manifests_of(round_, ask.mandate, ask.at)
        rows, following = sliced_by(
            every, wanted(ask), lambda part: f"{part.round} {part.circle.id}"
        )
        return listing(ask, [manifest_value(each, ask.language) for each in rows], following)


def named(name: str) -> UUID | str:
    """Return what a round is called by in an address: its id, or else its public key."""
    return identified(name) or name


def shown_round(ask: Ask, name: str) -> Answer:
    """Return a round as the asker may know it. Raises Missing."""
    facts = round_facts(named(name))
    return shown(_whole(ask, facts), edition=facts.edition)


def _whole(ask: Ask, facts: RoundFacts) -> dict[str, object]:
    row = Round.objects.select_related("framework").get(pk=facts.id)
    progress = round_progress(row, ask.mandate, ask.at)
    return whole_round_value(facts, progress, ask.language, ask.at)
