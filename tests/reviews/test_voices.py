"""Support, dissent and co-sponsorship: whose word it is, of which words, and who is named."""

from dataclasses import replace
from typing import Any

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.enums import VoiceKind
from reviews.lifecycle import CommentStage
from reviews.models import Comment, SubmittedComment, Voice
from reviews.selectors.comments import read_room_comments
from reviews.services.comments import revise_comment
from reviews.services.rooms import note_voice
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.services.regional import add_regional_member, end_regional_membership
from tests.factories.reviews import Review, make_submitted, share, submit
from tests.stakeholders.cast import actor

from .cast import LATER, acts_of, in_delegation, refusal
from .contents import content_in
from .stages import at_stage


def say(comment: Comment, by: Mandate, kind: str, text: str = "", **terms: Any) -> Voice:
    said: dict[str, Any] = {"actor": actor(by), "at": LATER}
    return note_voice(comment_id=comment.pk, kind=kind, text=text, **(said | terms))


def regional(review: Review) -> Comment:
    """A comment in the name of the regional group of AAA and BBB."""
    return share(review, review.house["AAA"], review.house.region("north-group"))


def proposed(review: Review) -> Comment:
    """A comment of AAA's, for which it seeks co-sponsors in its regional group."""
    house = review.house
    return share(
        review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("AAA")
    )


def line(comment: Comment) -> SubmittedComment:
    return SubmittedComment.objects.get(comment=comment)


def test_inside_a_delegation_each_person_speaks_alone(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.SHARED)
    voice = say(comment, house["AAA-focal"], "support")
    assert (voice.delegation, voice.mandate, voice.number) == (None, house["AAA-focal"], 1)
    say(comment, house["AAA"], "dissent", "It goes too far.")
    [card] = read_room_comments(house["AAA"], LATER).rows
    assert [card.count(kind) for kind in ("support", "dissent")] == [1, 1]
    assert card.co_sponsors == card.not_supporting == ()


def test_in_a_regional_group_who_submits_speaks_for_the_delegation(review: Review) -> None:
    house = review.house
    comment = regional(review)
    adviser = in_delegation(house, Capacity.ADVISER, code="BBB")
    assert say(comment, house["BBB"], "support").delegation == house.delegation("BBB")
    assert say(comment, adviser, "support").delegation is None
    assert say(comment, house["north-group"], "support").delegation is None


def test_a_substitute_speaks_for_the_delegation_in_anothers_place(review: Review) -> None:
    house = review.house
    substitute = in_delegation(house, Capacity.SUBSTITUTE, code="BBB")
    acting = replace(actor(substitute), for_mandate_id=house["BBB"].pk)
    voice = say(regional(review), substitute, "support", actor=acting)
    assert (voice.mandate, voice.for_mandate) == (substitute, house["BBB"])
    assert voice.delegation == house.delegation("BBB")


def test_dissent_says_why(review: Review) -> None:
    comment = regional(review)
    with refusal("text_empty", Invalid):
        say(comment, review.house["BBB"], "dissent", "  ")
    assert say(comment, review.house["BBB"], "dissent", "No.").text == "No."


def test_members_that_do_not_support_are_named_when_their_group_submits(review: Review) -> None:
    house = review.house
    comment = regional(review)
    say(comment, house["BBB"], "dissent", "It costs too much.")
    adviser = in_delegation(house, Capacity.ADVISER)
    say(comment, adviser, "dissent", "A person's own word.")
    submit([comment], house["north-group"], at=LATER)
    assert line(comment).not_supporting == ["BBB"]
    assert line(comment).co_sponsors == []


def test_a_member_that_left_the_group_meanwhile_is_not_named(review: Review) -> None:
    house = review.house
    comment = regional(review)
    say(comment, house["BBB"], "dissent", "It costs too much.")
    membership = house.states["BBB"].regional_groups.get()
    end_regional_membership(
        membership_id=membership.pk, actor=actor(house["north-group"]), at=LATER
    )
    submit([comment], house["north-group"], at=LATER)
    assert line(comment).not_supporting == []


def test_dissent_stands_until_it_is_taken_back(review: Review) -> None:
    house = review.house
    first, second = regional(review), regional(review)
    for comment in (first, second):
        say(comment, house["BBB"], "dissent", "It costs too much.")
        revise_comment(
            comment_id=comment.pk,
            expected_edition=1,
            content=content_in(comment, body="Cheaper words."),
            actor=actor(house["AAA"]),
            at=LATER,
        )
    say(second, house["BBB"], "taken_back")
    submit([first, second], house["north-group"], at=LATER)
    assert line(first).not_supporting == ["BBB"]
    assert line(second).not_supporting == []


def test_other_delegations_co_sponsor_before_submission(review: Review) -> None:
    house = review.house
    comment = proposed(review)
    voice = say(comment, house["BBB"], "co_sponsor")
    assert voice.delegation == house.delegation("BBB")
    submit([comment], house["AAA-focal"], at=LATER)
    assert line(comment).co_sponsors == ["BBB"]
    with refusal("handed_over_already", Conflict):
        say(comment, house["BBB"], "taken_back")


def test_nobody_co_sponsors_words_that_came_later(review: Review) -> None:
    house = review.house
    comment = proposed(review)
    say(comment, house["BBB"], "co_sponsor")
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(house["AAA"]),
        at=LATER,
    )
    [card] = read_room_comments(house["BBB"], LATER).rows
    assert card.co_sponsors == ()
    assert [voice.is_of_these_words for voice in card.voices] == [False]
    assert say(comment, house["BBB"], "co_sponsor").wording == 2
    submit([comment], house["AAA-focal"], at=LATER)
    assert line(comment).co_sponsors == ["BBB"]


def test_co_sponsors_are_named_in_the_order_of_their_codes(review: Review) -> None:
    house = review.house
    add_regional_member(
        regional_group=house.regions["north-group"],
        member=house.states["CCC"],
        actor=actor(house["north-group"]),
        at=LATER,
    )
    comment = proposed(review)
    for name in ("CCC", "BBB"):
        say(comment, house[name], "co_sponsor")
    submit([comment], house["AAA-focal"], at=LATER)
    assert line(comment).co_sponsors == ["BBB", "CCC"]


def test_only_who_submits_for_another_delegation_co_sponsors(review: Review) -> None:
    house = review.house
    comment = proposed(review)
    for by in (in_delegation(house, Capacity.ADVISER, code="BBB"), house["north-group"]):
        with refusal("not_entitled_to_co_sponsor", NotAllowed):
            say(comment, by, "co_sponsor")
    with refusal("nothing_to_co_sponsor", Conflict):
        say(comment, house["AAA"], "co_sponsor")
    with refusal("nothing_to_co_sponsor", Conflict):
        say(regional(review), house["BBB"], "co_sponsor")
    inside = at_stage(review, CommentStage.SHARED)
    with refusal("not_entitled_to_co_sponsor", NotAllowed):
        say(inside, house["AAA-focal"], "co_sponsor")


def test_the_latest_word_of_each_speaker_counts(review: Review) -> None:
    house = review.house
    comment = regional(review)
    say(comment, house["BBB"], "support")
    say(comment, house["BBB-focal"], "dissent", "The capital says no.")
    [card] = read_room_comments(house["AAA"], LATER).rows
    assert [(each.kind, each.person.name) for each in card.voices] == [("dissent", "Focal-bbb")]
    assert card.not_supporting == ("BBB",)
    assert comment.voices.count() == 2


def test_the_same_word_again_is_one_word_and_a_colleagues_is_refused(review: Review) -> None:
    house = review.house
    comment = regional(review)
    first = say(comment, house["BBB"], "support")
    assert say(comment, house["BBB"], "support") == first
    with refusal("said_already", Conflict):
        say(comment, house["BBB-focal"], "support")
    assert comment.voices.count() == 1


def test_there_has_to_be_a_word_to_take_back(review: Review) -> None:
    house = review.house
    comment = regional(review)
    with refusal("nothing_said", Conflict):
        say(comment, house["BBB"], "taken_back")
    say(comment, house["BBB"], "support")
    for _time in range(2):
        say(comment, house["BBB"], "taken_back")
    assert comment.voices.count() == 2
    assert read_room_comments(house["AAA"], LATER).rows[0].voices == ()


@pytest.mark.parametrize(
    "stage", [CommentStage.SUBMITTED, CommentStage.WITHDRAWN, CommentStage.MERGED]
)
def test_what_was_said_stands_once_it_left_the_room(review: Review, stage: CommentStage) -> None:
    with refusal("handed_over_already", Conflict):
        say(at_stage(review, stage), review.house["AAA"], "support")


def test_an_unknown_word_is_named(review: Review) -> None:
    with refusal("unknown_voice", Invalid):
        say(regional(review), review.house["BBB"], "applause")


@pytest.mark.parametrize("kind", VoiceKind.values)
@pytest.mark.parametrize("name", ["CCC", "governments", "employers", "secretariat", "observer"])
def test_nobody_outside_has_a_voice(review: Review, name: str, kind: str) -> None:
    with pytest.raises(Missing):
        say(regional(review), review.house[name], kind, "So.")


def test_the_record_knows_who_and_not_why(review: Review) -> None:
    house = review.house
    comment = regional(review)
    say(comment, house["BBB"], "dissent", "Secret.")
    chain = house.region("north-group").chain
    assert acts_of(comment.pk) == {(chain, "comment.shared"), (chain, "comment.voice_noted")}
    assert b"Secret" not in bytes(Entry.objects.get(code="comment.voice_noted").payload)


def test_in_the_government_group_dissent_is_inner_life_and_names_nobody(review: Review) -> None:
    house = review.house
    comment = share(
        review,
        house["AAA"],
        house.group("governments"),
        speaks_for=house.delegation("AAA"),
    )
    say(comment, house["CCC"], "dissent", "Not ours.")
    say(comment, house["BBB"], "co_sponsor")
    submit([comment], house["AAA-focal"], at=LATER)
    assert (line(comment).not_supporting, line(comment).co_sponsors) == ([], ["BBB"])


def test_a_submitted_card_names_who_stood_behind_it_then(review: Review) -> None:
    house = review.house
    comment = make_submitted(
        review, house["AAA"], house.region("north-group"), submitter=house["north-group"]
    )
    membership = house.states["BBB"].regional_groups.get()
    end_regional_membership(
        membership_id=membership.pk, actor=actor(house["north-group"]), at=LATER
    )
    [card] = read_room_comments(house["AAA"], LATER).rows
    assert (card.id, card.not_supporting) == (comment.pk, ())
