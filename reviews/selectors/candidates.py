"""What a round may be opened on: a framework's provisions, and what stands against each."""

from dataclasses import dataclass

from django.db.models import F, Prefetch

from core.languages import LANGUAGES, Texts
from provisions.models import Version, VersionText
from reviews.enums import RoundState
from reviews.models import RoundItem
from reviews.services.freezing import REVIEWABLE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provision at its latest version. `title` has every language in which that text stands;
    `round` is the key of a round that has the provision and has not closed, or "".
    """

    key: str
    number: str
    depth: int
    title: Texts
    version: int
    text_status: str
    stage: str
    round: str

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(code for code in LANGUAGES if code in self.title)

    @property
    def is_possible(self) -> bool:
        """Return whether a round may be opened on it, its languages aside."""
        return self.stage in REVIEWABLE and not self.round


def round_candidates(framework: str) -> tuple[Candidate, ...]:
    """Return the provisions of a framework (its slug) in the document's order. Three queries."""
    rows = (
        Version.objects.filter(
            provision__framework__slug=framework, number=F("provision__latest_version")
        )
        .select_related("provision")
        .prefetch_related(Prefetch("texts", VersionText.objects.defer("body").order_by("issue")))
        .order_by("provision__document_order")
    )
    taken = dict(
        RoundItem.objects.filter(round__framework__slug=framework)
        .exclude(round__state=RoundState.CLOSED)
        .values_list("provision_id", "round__key")
    )
    return tuple(_candidate(row, taken.get(row.provision_id, "")) for row in rows)


def _candidate(row: Version, round_: str) -> Candidate:
    provision = row.provision
    return Candidate(
        key=provision.key,
        number=provision.number,
        depth=provision.depth,
        title={text.language: text.title or provision.number for text in row.texts.all()},
        version=row.number,
        text_status=row.text_status,
        stage=provision.stage,
        round=round_,
    )
