"""What a run of digests is measured on: subscribers, people in delegations, a round, changes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

from core.actor import Actor
from core.languages import LANGUAGES
from frameworks.enums import Theme
from notifications.enums import Frequency, Topic
from notifications.models import Recipient, Subscription
from notifications.planning.clocks import clock_of
from notifications.schedule import next_daily
from notifications.services.recipients import ensure_recipients
from provisions.models import Provision
from provisions.services.facts import change_facts
from reviews.content import DraftContent
from reviews.models import Round
from reviews.round_drafts import ItemDraft
from reviews.services.drafts import begin_draft, share_draft
from reviews.services.rounds import open_round
from stakeholders.enums import Capacity, Group, OrganizationKind, Region
from stakeholders.models import Circle, Mandate, Organization, User
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, propose_mandate
from stakeholders.services.secretariats import appoint_first_group_secretariat, appoint_secretariat
from stakeholders.terms import MandateTerms

from . import world

PROVISIONS = 600
PEOPLE = 20  # one subscriber of so many holds a mandate
DELEGATIONS = 10
REVIEWED, CHANGED = 20, 60  # provisions: in the round; in which something changes
# An hour at which it is past nine and not yet midnight in all of these.
ZONES = ("Europe/Zurich", "America/New_York", "Africa/Cairo", "Asia/Kathmandu", "Asia/Tokyo")
BEGUN = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 3, 14, 45, tzinfo=UTC)
_HOUR = timedelta(hours=1)


def fill(subscribers: int) -> None:
    """Write everything that digests for so many subscribers tell of on `NEXT_DAY`."""
    world.fill(PROVISIONS)
    secretariat = appoint_all()
    focal_points = list(_delegations(subscribers // PEOPLE))
    _addresses(subscribers - subscribers // PEOPLE)
    _people()
    reviewed = list(Provision.objects.order_by("document_order")[:REVIEWED])
    round_ = _round(reviewed, secretariat)
    for mandate in focal_points:
        _share(round_, mandate)
    for place, row in enumerate(Provision.objects.order_by("document_order")[:CHANGED]):
        themes = [*Theme.values[: place % 3 + 1]]
        change_facts(provision=row, themes=themes, actor=world.ACTOR, at=BEGUN + 3 * _HOUR)


def appoint_all() -> Mandate:
    """Appoint the review secretariat, which is returned, and the Government group's."""
    for number in range(DELEGATIONS):
        Organization.objects.create(
            code=f"S{number:02}",
            kind=OrganizationKind.MEMBER_STATE,
            group=Group.GOVERNMENTS,
            region=Region.AFRICA,
            name={"en": f"State {number}"},
        )
    ensure_circles(actor=world.ACTOR, at=world.START)
    made = appoint_secretariat(user=_person("secretariat"), actor=world.ACTOR, at=world.START)
    appoint_first_group_secretariat(
        group=Group.GOVERNMENTS, user=_person("governments"), actor=_as(made), at=world.START
    )
    return made


def _delegations(people: int) -> Iterator[Mandate]:
    """Admit so many people to the delegations by turns, and yield each one's focal point."""
    [group] = Mandate.objects.filter(capacity=Capacity.GROUP_SECRETARIAT)
    states = list(Organization.objects.order_by("code"))
    for number, state in enumerate(states):
        focal_point = _admitted(f"focal{number}", Capacity.FOCAL_POINT, state, group)
        for other in range(number, people - DELEGATIONS, DELEGATIONS):
            _admitted(f"delegate{other}", Capacity.DELEGATE, state, focal_point)
        yield focal_point


def _admitted(name: str, capacity: str, state: Organization, by: Mandate) -> Mandate:
    terms = MandateTerms(_person(name), capacity, Group.GOVERNMENTS, state)
    proposed = propose_mandate(terms=terms, actor=_as(by), at=world.START)
    return confirm_mandate(mandate_id=proposed.pk, actor=_as(by), at=world.START)


def _person(name: str) -> User:
    return User.objects.create(email=f"{name}@example.org", name=name)


def _as(mandate: Mandate) -> Actor:
    return Actor.person(mandate.user_id, mandate.pk)


def _addresses(count: int) -> None:
    """Write addresses that follow one thing each, their next digest set."""
    followed = cycle(_followed(list(Provision.objects.order_by("document_order")[:CHANGED])))
    for numbers in (range(count)[first : first + 1000] for first in range(0, count, 1000)):
        readers = [
            Recipient(
                email=f"reader{number}@example.org",
                own_language=LANGUAGES[number % len(LANGUAGES)],
                own_time_zone=ZONES[number % len(ZONES)],
                begun_at=BEGUN,
            )
            for number in numbers
        ]
        _save(readers)
        wishes = zip(readers, islice(followed, len(readers)), strict=True)
        Subscription.objects.bulk_create(_daily(each, *wish) for each, wish in wishes)


def _followed(provisions: Sequence[Provision]) -> Iterator[tuple[Topic, str]]:
    """Yield what is followed: of ten, six the framework, two a theme, one a provision, one a
    search.
    """
    for place, row in enumerate(provisions):
        theme = Theme.values[place % 3]
        yield from [(Topic.FRAMEWORK, world.SLUG)] * 6
        yield from [(Topic.THEME, theme)] * 2
        yield Topic.PROVISION, row.key
        yield Topic.SEARCH, f"theme={theme}&stage=in_review"


def _daily(reader: Recipient, topic: Topic, subject: str) -> Subscription:
    return Subscription(
        recipient=reader,
        topic=topic,
        subject=subject,
        frequency=Frequency.DAILY,
        begun_at=BEGUN,
        confirmed_at=BEGUN,
    )


def _people() -> None:
    """Let everybody with a mandate have a daily digest of where things stand, too."""
    ensure_recipients(BEGUN)
    readers = list(Recipient.objects.filter(user__isnull=False).select_related("user"))
    for reader in readers:
        reader.daily_due_at = next_daily(clock_of(reader), BEGUN).due_at
    Recipient.objects.bulk_update(readers, ["daily_due_at"])
    Subscription.objects.bulk_create(_daily(each, Topic.STATUS, "") for each in readers)


def _save(readers: Sequence[Recipient]) -> None:
    for reader in readers:
        reader.daily_due_at = next_daily(clock_of(reader), BEGUN).due_at
    Recipient.objects.bulk_create(readers)


def _round(provisions: Sequence[Provision], secretariat: Mandate) -> Round:
    return open_round(
        framework=world.SLUG,
        items=[ItemDraft(each.key, each.latest_version) for each in provisions],
        opens_at=BEGUN + _HOUR,
        closes_at=BEGUN + timedelta(days=30),
        purpose={"en": "The words of the first draft."},
        languages=["en"],
        publication="at_close",
        actor=_as(secretariat),
        at=BEGUN + _HOUR,
    )


def _share(round_: Round, by: Mandate) -> None:
    """Share a comment in the delegation's room."""
    item = round_.items.order_by("provision__document_order")[0]
    room = Circle.objects.get(organization=by.organization_id)
    content = DraftContent(
        circle_id=room.pk,
        speaks_for_id=None,
        type="substantive",
        purpose="change",
        body="Words for the room.",
        reason="They would be clearer.",
        proposed="",
        language="en",
        anchor=None,
        question_id=None,
        text_id=item.texts.get(language="en").pk,
    )
    at = BEGUN + 2 * _HOUR
    draft = begin_draft(item_id=item.pk, content=content, actor=_as(by), at=at)
    share_draft(draft_id=draft.pk, expected_edition=draft.edition, actor=_as(by), at=at)
