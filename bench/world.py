"""What the bench's databases hold: invented provisions, in a sample database that is dropped."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from core.actor import Actor
from frameworks.drafts import FrameworkDraft
from frameworks.enums import Theme
from frameworks.models import Framework
from frameworks.services.frameworks import create_framework
from provisions.drafts import ProvisionDraft, TextDraft, VersionDraft
from provisions.enums import Addressee, ProvisionKind, TextStatus
from provisions.ordering import document_order
from provisions.services.bulk import create_provisions_in_bulk
from record.acts import act
from record.models import PUBLIC

ACTOR = Actor.importer("bench")
START = datetime(2026, 11, 1, 9, tzinfo=UTC)
SLUG = "bench"
RARE_WORD = "xylograph"  # stands in one provision of 500
COMMON_WORD = "training"  # stands in about every other one
_WORDS = (
    "workers employers governments digital systems safety dialogue skills learning risk "
    "assessment consultation agreement sector productivity design support measures inspection "
    "data standards enterprises policy cooperation transition access quality guidance rights"
).split()
_NAME = {"en": "Bench", "fr": "Banc d’essai", "es": "Banco de pruebas"}


def fill(size: int) -> None:
    """Write one framework of `size` provisions in one act of the bulk service."""
    framework = create_framework(
        slug=SLUG,
        is_sample=True,
        draft=FrameworkDraft(
            title=_NAME,
            summary=_NAME,
            adopted_elsewhere=False,
            authentic_languages=["en"],
            texts_written_in="en",
            time_zone="Europe/Zurich",
        ),
        actor=ACTOR,
        at=START,
    )
    create_provisions_in_bulk(
        framework=framework, drafts=list(drafts(framework, size)), actor=ACTOR, at=START
    )


def drafts(framework: Framework, size: int) -> Iterator[ProvisionDraft]:
    """Yield `size` provisions, the same ones every time; one in five is an item of another."""
    source = random.Random(size)  # noqa: S311 - the same texts every time
    head = 0
    for number in range(1, size + 1):
        is_item = number % 5 == 0
        head = head if is_item else number
        yield ProvisionDraft(
            suffix=f"p{number}",
            number=f"{head}(a)" if is_item else str(number),
            kind=source.choice(ProvisionKind.values),
            themes=source.sample(Theme.values, source.randint(1, 2)),
            own_addressees=source.sample(Addressee.values, source.randint(0, 2)),
            document_order=document_order(framework.slug, (head, 1) if is_item else (head,)),
            parent=f"p{head}" if is_item else "",
            version=VersionDraft(
                text_status=TextStatus.DRAFT,
                texts={language: _text(source, number) for language in ("en", "fr", "es")},
            ),
        )


def _text(source: random.Random, number: int) -> TextDraft:
    words = source.choices(_WORDS, k=90)
    if number % 2:
        words[source.randrange(90)] = COMMON_WORD
    if number % 500 == 0:
        words[3] = RARE_WORD
    return TextDraft(" ".join(words[:6]).capitalize(), " ".join(words[6:]).capitalize() + ".")


def write_something(number: int) -> None:
    """Append one entry to the public chain, so that every kept answer is out of date."""
    at = START + timedelta(seconds=number)
    with act("bench.written", subject=SLUG, actor=ACTOR, at=at) as made:
        made.touch(SLUG)
        made.enter(PUBLIC, {"number": number})
