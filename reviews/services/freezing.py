"""What a round holds still: the issues of texts, in each of its languages, that it speaks about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from core.canonical import canonical_bytes
from core.errors import Conflict, FieldError, Invalid
from core.languages import Texts
from provisions.lifecycle import Stage
from provisions.models import Provision, Version, VersionText
from provisions.services.payloads import salted_digest
from reviews.enums import RoundState
from reviews.models import FrozenText, Question, Round, RoundItem
from reviews.round_drafts import ItemDraft, RoundDraft

# Where a provision may be when a round takes it up; a draft is moved into review by it.
REVIEWABLE = (Stage.DRAFT, Stage.IN_REVIEW)


@dataclass(slots=True)
class Frozen:
    """The rows of a round's items, not yet saved."""

    items: list[RoundItem] = field(default_factory=list)
    texts: list[FrozenText] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def payload(self) -> list[dict[str, object]]:
        """Return what the record says of the items: keys, versions, issues, digests of prose."""
        issues: dict[UUID, dict[str, int]] = {}
        asked: dict[UUID, list[str]] = {}
        for text in self.texts:
            issues.setdefault(text.item_id, {})[text.language] = text.text.issue
        for question in self.questions:
            asked.setdefault(question.item_id, []).append(texts_digest(question.pk, question.text))
        return [
            {
                "key": item.provision.key,
                "version": item.version.number,
                "issues": issues[item.pk],
                "questions": asked.get(item.pk, []),
            }
            for item in self.items
        ]


def texts_digest(salt: UUID, texts: Texts) -> str:
    """Return SHA-256 (hex) over texts behind the id of their row."""
    return salted_digest(str(salt), canonical_bytes(texts).decode())


def check_reviewable(
    provisions: Mapping[str, Provision], draft: RoundDraft, framework_id: UUID
) -> None:
    """Raise unless every locked provision may be taken up as `draft` says, naming each that
    can't: Invalid for one of another framework, Conflict for one that is elsewhere by now.
    """
    found = [(place, item, provisions[item.key]) for place, item in enumerate(draft.items)]
    foreign = [
        FieldError(f"/items/{place}/key", _("Name provisions of this framework."), "foreign")
        for place, _item, provision in found
        if provision.framework_id != framework_id
    ]
    if foreign:
        raise Invalid(_("A round reviews one framework."), errors=foreign)
    _refuse(
        "stage_not_reviewable",
        _("Only drafts and provisions in review can be taken up: %(which)s."),
        [
            (place, f"{item.key} ({Stage(provision.stage).label})")
            for place, item, provision in found
            if provision.stage not in REVIEWABLE
        ],
    )
    _refuse(
        "version_changed",
        _("There is another version by now: %(which)s. Look at it again."),
        [
            (place, f"{item.key} ({item.expected_version} → {provision.latest_version})")
            for place, item, provision in found
            if provision.latest_version != item.expected_version
        ],
    )


def check_free(provisions: Iterable[Provision], draft: RoundDraft) -> None:
    """Raise Conflict for provisions that are in a round which has not closed."""
    taken = dict(
        RoundItem.objects.filter(provision__in=list(provisions))
        .exclude(round__state=RoundState.CLOSED)
        .values_list("provision__key", "round__key")
    )
    _refuse(
        "in_a_round",
        _("A provision is in one round at a time: %(which)s."),
        [
            (place, f"{item.key} ({taken[item.key]})")
            for place, item in enumerate(draft.items)
            if item.key in taken
        ],
    )


def freeze(round_: Round, provisions: Mapping[str, Provision], draft: RoundDraft) -> Frozen:
    """Return the round's rows, each item with the latest issue of its text in every language of
    the round; three queries however many there are. Raises Conflict for a text that is not
    there, naming provision and language.
    """
    versions = _versions(provisions.values(), draft.items)
    texts = _latest_texts(versions.values(), draft.languages)
    _refuse(
        "text_missing",
        _("Every text stands in every language of the round. Missing: %(which)s."),
        [
            (place, f"{item.key} ({language})")
            for place, item in enumerate(draft.items)
            for language in draft.languages
            if (versions[item.key].pk, language) not in texts
        ],
    )
    frozen = Frozen()
    for each in sorted(draft.items, key=lambda item: provisions[item.key].document_order):
        version = versions[each.key]
        item = RoundItem(round=round_, provision=provisions[each.key], version=version)
        frozen.items.append(item)
        frozen.texts += [
            FrozenText(item=item, text=texts[version.pk, language], language=language)
            for language in draft.languages
        ]
        frozen.questions += [
            Question(item=item, number=number, text=text)
            for number, text in enumerate(each.questions, start=1)
        ]
    return frozen


def _versions(provisions: Iterable[Provision], items: Sequence[ItemDraft]) -> dict[str, Version]:
    """Return the versions by the key of their provision; they are the latest, as was checked."""
    numbers = {item.key: item.expected_version for item in items}
    by_id = {provision.pk: provision for provision in provisions}
    found = Version.objects.filter(provision__in=by_id, number__in=set(numbers.values()))
    return {
        key: version
        for version in found
        if numbers[key := by_id[version.provision_id].key] == version.number
    }


def _latest_texts(
    versions: Iterable[Version], languages: Sequence[str]
) -> dict[tuple[UUID, str], VersionText]:
    rows = (
        VersionText.objects.filter(
            version__in=[version.pk for version in versions], language__in=languages
        )
        .order_by("version_id", "language", "-issue")
        .distinct("version_id", "language")
    )
    return {(text.version_id, text.language): text for text in rows}


def _refuse(code: str, sentence: str, which: Sequence[tuple[int, str]]) -> None:
    """Raise Conflict with `sentence` about each of `which` (place among the items, its name)."""
    if which:
        raise Conflict(
            sentence % {"which": ", ".join(name for _place, name in which[:10])},
            code=code,
            errors=[FieldError(f"/items/{place}", name, code) for place, name in which],
        )
