"""The sample shows rounds, rooms and comments in every state, told by invented people."""

import re
from datetime import datetime, timedelta

import pytest

from core.errors import Conflict, NotAllowed
from frameworks.models import Framework
from provisions.lifecycle import Stage
from provisions.models import Provision
from record.models import Entry
from reviews.enums import Publication, RoundState, VoiceKind, WindowKind
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import (
    Comment,
    Cutoff,
    Draft,
    MadeMove,
    Message,
    Round,
    Submission,
    SubmittedComment,
    Voice,
    Wording,
)
from reviews.services.drafts import delete_draft
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Invitation, Mandate, Organization, RegionalMembership, User
from tests.stakeholders.cast import actor

from .conftest import AT
from .sample import round_number

INVENTED = re.compile(r"\(invent(?:ed|ée?|ad[ao])\)")


pytestmark = pytest.mark.usefixtures("in_the_sample")


def members(circle: Circle) -> set[str]:
    active = Mandate.objects.members_of(circle, AT)
    return set(active.values_list("user__email", flat=True))


def test_every_stage_of_a_comment_occurs():
    assert set(Comment.objects.values_list("stage", flat=True)) == set(CommentStage.values)


def test_every_move_was_made_by_somebody():
    assert set(MadeMove.objects.values_list("move", flat=True)) == set(CommentMove.values)


def test_three_rounds_are_closed_one_open_and_one_announced_whenever_it_is_loaded():
    assert [row.state for row in Round.objects.order_by("number")] == [
        *[RoundState.CLOSED] * 3,
        RoundState.OPEN,
        RoundState.ANNOUNCED,
    ]
    assert set(Round.objects.values_list("publication", flat=True)) == set(Publication.values)
    open_, announced = round_number(4), round_number(5)
    assert open_.opens_at < AT < open_.closes_at
    assert timedelta(days=11) < open_.closes_at - AT < timedelta(days=13)
    assert announced.announced_at < AT < announced.opens_at < announced.closes_at


def test_the_first_round_was_extended_for_a_reason_and_published_at_its_close():
    windows = list(round_number(1).windows.order_by("number"))
    assert [row.kind for row in windows] == [WindowKind.SET, WindowKind.EXTENDED]
    assert windows[1].reason
    published = Comment.objects.filter(round=round_number(1), published_at__isnull=False)
    assert {row.speaks_for.group for row in published} == set(Group.values)
    assert published.filter(stage=CommentStage.WITHDRAWN).count() == 1  # a tombstone
    assert published.filter(is_late=True, stage=CommentStage.PUBLISHED).count() == 1
    assert all(row.published_at and row.published_at <= AT for row in published)


def test_a_regional_group_speaks_without_one_member_and_a_delegation_with_a_co_sponsor():
    lines = SubmittedComment.objects.filter(comment__stage=CommentStage.PUBLISHED)
    assert ["XAC"] in list(lines.values_list("not_supporting", flat=True))
    assert ["XAB"] in list(lines.values_list("co_sponsors", flat=True))
    assert set(Voice.objects.values_list("kind", flat=True)) >= {
        VoiceKind.SUPPORT,
        VoiceKind.DISSENT,
        VoiceKind.CO_SPONSOR,
    }


def test_late_comments_were_accepted_declined_and_left_waiting():
    late = Submission.objects.filter(is_late=True)
    offered = Comment.objects.filter(submissions__submission__in=late)
    assert set(offered.values_list("stage", flat=True)) == {
        CommentStage.PUBLISHED,
        CommentStage.ENDORSED,
        CommentStage.OFFERED_LATE,
    }


def test_a_substitute_submitted_several_at_once_for_the_spokesperson():
    receipt = Submission.objects.get(for_mandate__isnull=False)
    assert receipt.mandate.capacity == Capacity.SUBSTITUTE
    assert receipt.for_mandate is not None
    assert receipt.for_mandate.capacity == Capacity.SPOKESPERSON
    assert receipt.comments.count() == 2


def test_rooms_hold_threads_wordings_and_a_cut_off_of_their_own():
    assert Message.objects.filter(reply_to__isnull=False).count() >= 2
    assert Wording.objects.filter(number=3).exists()
    cutoff = Cutoff.objects.filter(round=round_number(4), circle__group=Group.WORKERS).get()
    assert cutoff.cutoff_at is not None
    assert AT < cutoff.cutoff_at < round_number(4).closes_at


def test_several_people_keep_private_drafts_that_they_can_delete():
    drafts = list(Draft.objects.select_related("mandate"))
    assert len({draft.mandate_id for draft in drafts}) >= 4
    delete_draft(draft_id=drafts[0].pk, actor=actor(drafts[0].mandate), at=AT)
    assert Draft.objects.count() == len(drafts) - 1


def test_comments_are_in_three_languages_and_hold_on_to_words_of_each():
    assert set(Wording.objects.values_list("language", flat=True)) == {"en", "fr", "es"}
    anchored = Wording.objects.exclude(selectors=[]).select_related("text__text")
    assert {row.text.language for row in anchored} == {"en", "fr", "es"}
    for row in anchored:
        quote, position = row.selectors
        body = row.text.text.body
        assert body[position["start"] : position["end"]] == quote["exact"]
    assert Wording.objects.filter(question__isnull=False).exists()


def test_there_is_an_active_account_for_every_capacity_and_group():
    active = Mandate.objects.active_at(AT)
    assert set(active.values_list("capacity", flat=True)) == set(Capacity.values)
    assert set(active.values_list("group", flat=True)) == {*Group.values, ""}
    holders = list(active.values_list("user_id", flat=True))
    assert len(holders) > len(set(holders)), "nobody has two mandates to choose from"


def test_a_mandate_waits_two_have_ended_and_an_invitation_is_open():
    waiting = Mandate.objects.get(confirmed_at=None)
    assert not waiting.is_active_at(AT)
    assert Mandate.objects.filter(ended_at__lte=AT).count() == 2
    assert Invitation.objects.open_at(AT).count() == 1


def test_everybody_was_admitted_on_the_record_and_nobody_has_a_password():
    told = {(entry.code, entry.subject) for entry in Entry.objects.all()}
    for mandate in Mandate.objects.exclude(confirmed_at=None):
        ways = {
            ("secretariat.appointed", str(mandate.pk)),
            ("group_secretariat.appointed", mandate.group),
            ("mandate.confirmed", str(mandate.pk)),
        }
        assert ways & told, mandate.user.name
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert all(user.email.endswith("@example.org") for user in User.objects.all())


def test_everybody_says_of_themselves_that_they_are_invented():
    speaking = Mandate.objects.select_related("user", "organization")
    for mandate in speaking:
        assert INVENTED.search(mandate.user.name), mandate.user.name
        if mandate.organization is not None:
            assert all(INVENTED.search(name) for name in mandate.organization.name.values())
    assert set(RegionalMembership.objects.values_list("member__code", flat=True)) == {
        "XAA",
        "XAB",
        "XAC",
    }


def test_no_real_body_gets_a_member():
    for real in Organization.objects.filter(circle__isnull=False):
        if not INVENTED.search(real.name["en"]):
            assert not Mandate.objects.at_home_in(Circle.objects.get(organization=real)).exists()


def test_nothing_of_it_touches_a_framework_that_is_not_invented():
    assert not Round.objects.exclude(framework__is_sample=True).exists()
    assert not Comment.objects.exclude(round__framework__is_sample=True).exists()
    assert {row.slug for row in Framework.objects.filter(rounds__isnull=False)} == {
        "practice-framework"
    }


def test_some_provisions_stay_drafts_for_a_round_that_somebody_opens_themselves():
    left = Provision.objects.filter(stage=Stage.DRAFT).order_by("document_order")
    # 18 stands at a draft as well: its round was closed, and the places of comments wait.
    assert list(left.values_list("suffix", flat=True)) == ["7c", "11", "18"]


def test_nothing_is_done_after_the_loading_or_before_its_people_are_there():
    entries = Entry.objects.filter(at__gt=AT - timedelta(days=40), at__lte=AT)
    assert entries.exists()
    assert not Entry.objects.filter(at__gt=AT).exists()
    assert min(move.at for move in MadeMove.objects.all()) > min(
        row.confirmed_at for row in Mandate.objects.exclude(confirmed_at=None) if row.confirmed_at
    )


def test_a_second_load_changes_nothing_whenever_it_comes(load, everything):
    before = everything()
    for at in (AT, AT + timedelta(days=30)):
        again = load(at)
        assert not again.is_new
        assert everything() == before


def test_members_of_one_room_are_not_in_another():
    employers = members(Circle.objects.get(kind="group", group=Group.EMPLOYERS))
    workers = members(Circle.objects.get(kind="group", group=Group.WORKERS))
    assert employers
    assert workers
    assert not employers & workers


@pytest.mark.parametrize("at", [AT - timedelta(days=45), AT])
def test_a_mandate_that_ended_or_has_not_begun_does_nothing(at: datetime):
    left = Mandate.objects.get(user__email="employers.former@example.org")
    draft = Draft.objects.first()
    assert draft is not None
    with pytest.raises(NotAllowed):
        delete_draft(draft_id=draft.pk, actor=actor(left), at=at)


def test_only_a_sample_database_takes_it(load, everything, monkeypatch):
    monkeypatch.setattr("reviews.loading.load_sample_reviews.is_sample_database", lambda: False)
    before = everything()
    with pytest.raises(Conflict, match="not a sample database"):
        load()
    assert everything() == before
