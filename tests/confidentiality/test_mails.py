"""No mail says anything confidential: not to who is not entitled, and by mail not even to who is.

The whole story is told, everybody follows everything at once and every day, the sweep runs on past
the close of the round; then every part, header and file name of every mail is searched.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import partial
from unittest.mock import patch

import pytest
from django.core import mail

from notifications.enums import DeliveryState, DropReason, Frequency, Kind, Topic
from notifications.models import Delivery, Recipient
from notifications.planning.rows import insert, planned
from notifications.selectors.choices import effective
from notifications.sending.deliver import deliver_due
from notifications.services.asking import ask_by_address
from notifications.services.recipients import ensure_recipients, recipient_of
from notifications.services.subscriptions import confirm, set_frequency, subscribe
from notifications.sweeping import sweep
from notifications.topics import DIGESTS, TERMS
from stakeholders.services.mandates import end_mandate
from tests.stakeholders.cast import actor

from . import answers
from .calendar import NOW, SECOND_CLOSES
from .people import EMPLOYERS, WORKERS
from .room import Room, World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("mails")]

STEP = timedelta(hours=12)
PUBLIC = "reader@example.org"
BY_HAND = "by hand"  # the window of what a test lets wait
# What tells members of something that only they may know of.
RESTRICTED = (Kind.TO_CLEAR, Kind.TO_REPLY, Kind.TO_RECONFIRM, Kind.OVERDUE, Kind.ROOM_NEWS)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def everybody_follows_everything(world: World) -> None:
    """Let each person have all that comes with a mandate as often as it may come, and follow all
    that anybody may follow; and somebody without an account do the same.
    """
    ensure_recipients(NOW)
    for reader in Recipient.objects.filter(user__isnull=False):
        for mine in effective([reader.pk], NOW)[reader.pk]:
            often = next(each for each in TERMS[mine.topic].possible if each != Frequency.NEVER)
            set_frequency(
                recipient_id=reader.pk,
                topic=mine.topic,
                subject=mine.subject,
                frequency=often,
                at=NOW,
            )
        for topic, subject in followed(world):
            subscribe(
                recipient_id=reader.pk,
                topic=topic,
                subject=subject,
                frequency=Frequency.NOW,
                at=NOW,
            )
    for topic, subject in followed(world):
        ask_by_address(email=PUBLIC, topic=topic, subject=subject, language="fr", at=NOW)
        reader = Recipient.objects.get(email=PUBLIC)
        asked = reader.subscriptions.get(topic=topic, subject=subject)
        confirm(subscription_id=asked.pk, at=NOW)


def followed(world: World) -> list[tuple[Topic, str]]:
    return [
        (Topic.FRAMEWORK, world.first.framework.slug),
        (Topic.PROVISION, world.first.provisions[0].key),
        (Topic.THEME, "skills"),
        (Topic.ROUND, world.second.round.key),
        (Topic.SEARCH, "stage=in_review"),
    ]


def sweep_on(since: datetime, until: datetime) -> None:
    moment = since
    while moment <= until:
        with at(moment):
            sweep(partial(_same, moment))
        moment += STEP


def _same(moment: datetime) -> datetime:
    return moment


def something_happens_in_every_room(world: World, moment: datetime) -> None:
    for name in ("AAA", "BBB", "north-group", "governments", "employers", "workers"):
        room = Room(world, name, world.second, moment)
        room.talk(room.share())
    with at(moment):
        answers.give_anew(world, moment)
        end_mandate(  # so that others have to stand behind what was said under it
            mandate_id=world.people.mandates["AAA-focal"].pk,
            actor=actor(world.people.mandates["AAA-focal"]),
            at=moment,
        )


def words_of(message: EmailMessage) -> str:
    """Return everything that a mail says: headers, every part decoded, the names of its files."""
    said = [f"{name}: {value}" for name, value in message.items()]
    for part in message.walk():
        said += [f"{name}: {value}" for name, value in part.items()]
        said.append(part.get_filename() or "")
        if not part.is_multipart():
            raw = part.get_payload(decode=True) or b""
            assert isinstance(raw, bytes)
            said.append(raw.decode("utf-8", "replace"))
    return "\n".join(said)


def read(sent: mail.EmailMessage) -> EmailMessage:
    parsed = BytesParser(policy=policy.default).parsebytes(sent.message().as_bytes())
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_no_mail_holds_a_word_that_is_not_public(
    world: World, db: None, capsys: pytest.CaptureFixture[str]
):
    everybody_follows_everything(world)
    sweep_on(NOW, NOW + timedelta(hours=12))
    something_happens_in_every_room(world, NOW + timedelta(hours=13))
    sweep_on(NOW + timedelta(hours=15), SECOND_CLOSES + timedelta(days=8))
    found: dict[str, set[str]] = {}
    for sent in mail.outbox:
        [address] = sent.to
        own = {address.partition("@")[0]}
        _public, leaked = world.canaries.read_by("anonymous", words_of(read(sent)))
        if leaked - own:
            found.setdefault(f"{address}: {sent.subject}", set()).update(leaked - own)
    assert found == {}
    kinds = Counter(
        Delivery.objects.filter(state=DeliveryState.SENT).values_list("kind", flat=True)
    )
    with capsys.disabled():
        print(f"\nmails: {len(mail.outbox)} searched, {dict(sorted(kinds.items()))}")
    assert set(RESTRICTED) <= {Kind(kind) for kind in kinds}, "each of them was really sent"
    assert not Delivery.objects.filter(state=DeliveryState.FAILED).exists()


def test_what_restricted_mails_say_is_the_same_for_every_circle(world: World, db: None):
    """But for whom it goes to: who sees two of them over two shoulders learns nothing."""
    everybody_follows_everything(world)
    sweep_on(NOW, NOW + timedelta(days=2))
    told: dict[tuple[str, str], set[str]] = {}
    for delivery in Delivery.objects.filter(state=DeliveryState.SENT, kind__in=RESTRICTED):
        [sent] = [
            each
            for each in mail.outbox
            if each.extra_headers.get("Message-ID") == delivery.message_id
        ]
        told.setdefault((delivery.kind, delivery.subject), set()).add(str(sent.subject))
    assert told
    assert all(len(subjects) == 1 for subjects in told.values()), told


def queue_by_hand(subject: str) -> int:
    """Let two mails of each kind wait for every person, whatever they are entitled to."""
    kinds = [kind for kind in Kind if kind not in (Kind.CONFIRMATION, Kind.NEWS)]
    return insert(
        planned(
            reader.pk,
            kind,
            subject="" if kind in DIGESTS else subject,
            window=f"{BY_HAND} {number}",
            due_at=NOW,
            expires_at=NOW + timedelta(days=2),
            at=NOW,
        )
        for reader in Recipient.objects.filter(user__isnull=False)
        for kind in kinds
        for number in range(2)
    )


def test_a_right_that_was_lost_while_500_mails_were_waiting_is_lost(world: World, db: None):
    everybody_follows_everything(world)
    assert queue_by_hand(world.second.round.key) >= 500
    later = NOW + timedelta(hours=1)
    losing = sorted((EMPLOYERS | WORKERS) - {"employers", "workers", "ended", "unconfirmed"})
    for name in losing:
        group = "employers" if name in EMPLOYERS else "workers"
        end_mandate(
            mandate_id=world.people.mandates[name].pk,
            actor=actor(world.people.mandates[group]),
            at=later,
        )
    after = later + timedelta(minutes=1)
    with at(after):
        deliver_due(partial(_same, after))
    waited = Delivery.objects.filter(window__startswith=BY_HAND)
    for name in losing:
        reader = recipient_of(world.people.users[name], after)
        own = waited.filter(recipient=reader)
        assert not own.filter(state=DeliveryState.SENT, kind__in=RESTRICTED).exists()
        assert own.filter(reason=DropReason.NOT_ENTITLED).exists()
        for sent in mail.outbox:
            if sent.to == [reader.address]:
                leaked = world.canaries.read_by("anonymous", words_of(read(sent)))[1]
                assert leaked <= {reader.address.partition("@")[0]}
    assert waited.filter(state=DeliveryState.SENT).exists()
