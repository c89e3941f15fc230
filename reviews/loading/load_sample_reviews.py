"""The sample database's people, rounds and comments, all made by the real services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.actor import Actor
from core.errors import Conflict
from frameworks.models import Framework
from provisions.models import Provision
from record.acts import together
from record.installation import is_sample_database
from stakeholders.models import Organization

from .admit_people import Admission
from .cast import Cast
from .people_file import People, read_people
from .references import Around
from .reviews_file import Reviews, read_framework, read_reviews
from .steps import take
from .telling import Teller

DATA = Path(__file__).parents[1] / "data"
PEOPLE = "practice-people.yaml"
# Each story names its own rounds and comments; all of them happen in the order of time.
STORIES = ("practice-reviews.yaml", "practice-convergence.yaml")


@dataclass(frozen=True, slots=True)
class LoadedReviews:
    """What the files hold, and whether this load brought it in."""

    framework: str
    mandates: int
    happenings: int
    is_new: bool


def load_sample_reviews(*, actor: Actor, at: datetime, folder: Path = DATA) -> LoadedReviews:
    """Let the invented people in and their reviews happen, as of the days before `at`.

    Once in a database: a second load changes nothing, since its days would be other days. Raises
    Conflict in a database that is no sample or has no invented framework to review, and Invalid
    with the place of each mistake; then nothing is changed.
    """
    if not is_sample_database():
        raise Conflict(
            "This is not a sample database, and only one takes invented people. A database is"
            " founded as a sample with TRIPARTITE_SAMPLE=1; that can’t be changed later.",
            code="not_a_sample",
        )
    with together():
        slug = _invented_framework(read_framework(folder / STORIES[0]))
        people = read_people(folder / PEOPLE, framework=slug, loaded_at=at)
        around = _around(slug, people, at)
        stories = [read_reviews(folder / each, around) for each in STORIES]
        is_new = not Organization.objects.filter(code__in=people.codes).exists()
        if is_new:
            _let_happen(people, stories, slug, actor)
    happenings = sum(len(each.happenings) for each in stories)
    return LoadedReviews(slug, len(people.mandates), happenings, is_new)


def _let_happen(people: People, stories: Sequence[Reviews], slug: str, actor: Actor) -> None:
    cast = Cast()
    admission = Admission(people, cast, actor)
    admission.open_house()
    steps = [step for each in stories for step in Teller(each, slug, cast).steps()]
    take([*admission.steps(), *steps])


def _around(slug: str, people: People, at: datetime) -> Around:
    provisions = Provision.objects.filter(framework__slug=slug)
    return Around(
        framework=slug,
        mandates=[each.slug for each in people.mandates],
        rooms=people.rooms,
        suffixes=list(provisions.values_list("suffix", flat=True)),
        loaded_at=at,
    )


def _invented_framework(slug: str) -> str:
    """Return the slug of the framework, which is locked: two loads at once are one load."""
    found = Framework.objects.select_for_update().filter(slug=slug).first()
    if found is None:
        raise Conflict(f"There is no framework “{slug}” here yet; run `load_sample` first.")
    if not found.is_sample:
        raise Conflict("Only an invented framework is reviewed by invented people.")
    return found.slug
