"""Sharing: a draft becomes a comment of its room, or everything that keeps it back is named."""

from typing import Any
from uuid import uuid4

import pytest

from core.canonical import canonical_bytes
from core.errors import Conflict, DomainError, Invalid, Missing
from provisions.enums import TextStatus
from provisions.models import Version
from record.models import PUBLIC, Entry
from reviews.anchors import Anchor, from_selectors
from reviews.content import checked_content, content_of
from reviews.enums import TYPES_ON_A_SUMMARY, TYPES_ON_A_TEXT, CommentType, Purpose
from reviews.models import Comment, Draft, Question
from reviews.services.cutoffs import set_cutoff
from reviews.services.drafts import share_draft
from reviews.services.submissions import submit_comments
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.services.regional import end_regional_membership
from tests.factories.reviews import DURING, Review, make_draft, share
from tests.stakeholders.cast import actor

from .cast import LATER, acts_of, in_delegation, refusal

HTML = "<script>alert(1)</script> <b>bold</b> & “quoted”"
ARABIC = "تُعطى التدريبات قبل استخدام أداة جديدة."
COMBINED = "e\u0301t\u0301 \U0001f469\u200d\U0001f52c नमस्ते"


def refused_fields(review: Review, by: Mandate, **content: Any) -> list[tuple[str, str]]:
    draft = make_draft(review, by, review.house.delegation("AAA"), **content)
    with pytest.raises(Invalid) as refused:
        share_draft(draft_id=draft.pk, expected_edition=1, actor=actor(by), at=DURING)
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Comment.objects.exists()
    assert all(error.detail for error in refused.value.errors)
    return [(error.pointer, error.code) for error in refused.value.errors]


def test_sharing_makes_a_comment_with_its_first_words_and_author(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    assert (comment.stage, comment.edition, comment.latest_wording) == ("shared", 1, 1)
    assert comment.shared_at == DURING
    assert comment.key is None
    assert comment.submitted_at is None
    [wording] = comment.wordings.all()
    assert wording.body == "Words of Delegate-aaa."
    [author] = comment.authors.all()
    assert author.mandate == house["AAA"]
    [move] = comment.moves.all()
    assert (move.number, move.move, move.from_stage, move.to_stage) == (1, "share", "", "shared")
    assert move.mandate == house["AAA"]


def test_sharing_is_entered_in_the_chain_of_the_room_alone(review: Review) -> None:
    house = review.house
    heads = set(Entry.objects.values_list("id", flat=True))
    comment = share(review, house["AAA"], house.delegation("AAA"), body="Plain secret words.")
    assert acts_of(comment.pk) == {(house.delegation("AAA").chain, "comment.shared")}
    [entry] = Entry.objects.exclude(id__in=heads)
    assert b"secret" not in bytes(entry.payload)


def test_sharing_twice_returns_the_comment_to_the_same_person(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    again = share_draft(
        draft_id=comment.pk, expected_edition=1, actor=actor(house["AAA"]), at=LATER
    )
    assert again == comment
    assert comment.moves.count() == 1
    with pytest.raises(Missing):
        share_draft(
            draft_id=comment.pk, expected_edition=1, actor=actor(house["AAA-focal"]), at=LATER
        )


def test_everything_that_is_wrong_is_named_at_once(review: Review) -> None:
    fields = refused_fields(
        review,
        review.house["AAA"],
        type="correction",
        purpose="",
        body="  \n ",
        reason="x" * 5_001,
        proposed="x" * 10_001,
        anchor=Anchor("not there", "", "", 0, 9),
    )
    assert fields == [
        ("reason", "long"),
        ("proposed", "long"),
        ("body", "empty"),
        ("type", "not_on_a_text"),
        ("purpose", "empty"),
        ("anchor", "anchor_not_found"),
    ]


@pytest.mark.parametrize("purpose", Purpose.values)
def test_a_wish_to_change_says_why(review: Review, purpose: str) -> None:
    house = review.house
    content: dict[str, Any] = {"purpose": purpose, "reason": " "}
    if purpose in ("change", "add", "delete"):
        assert refused_fields(review, house["AAA"], **content) == [("reason", "empty")]
    else:
        comment = share(review, house["AAA"], house.delegation("AAA"), **content)
        assert comment.wordings.get().reason == ""


@pytest.mark.parametrize("kind", CommentType.values)
@pytest.mark.parametrize("status", TextStatus.values)
def test_types_fit_whose_words_the_text_holds(review: Review, kind: str, status: str) -> None:
    """In memory: a version's status is fixed when it is published."""
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"), type=kind)
    text = review.text()
    text.text.version = Version(text_status=status)
    _formed, errors = checked_content(content_of(draft), text, None)
    is_summary = status == TextStatus.EDITORIAL_SUMMARY
    fits = kind in (TYPES_ON_A_SUMMARY if is_summary else TYPES_ON_A_TEXT)
    assert [error.pointer for error in errors] == ([] if fits else ["type"])


def test_a_question_belongs_to_the_provision(house: Any) -> None:
    from reviews.round_drafts import ItemDraft
    from tests.factories.provisions import make_provision
    from tests.factories.reviews import make_round

    one, two = make_provision(number="1"), None
    two = make_provision(one.framework, "2")
    items = [
        ItemDraft(one.key, 1, questions=[{"en": "Is it clear?"}]),
        ItemDraft(two.key, 1, questions=[{"en": "Is it enough?"}]),
    ]
    review = Review(house, one.framework, [one, two], make_round(house, [one, two], items=items))
    own = Question.objects.get(item=review.item(0))
    foreign = Question.objects.get(item=review.item(1))
    draft = make_draft(review, house["AAA"], house.delegation("AAA"), question_id=own.pk)
    comment = share_draft(
        draft_id=draft.pk, expected_edition=1, actor=actor(house["AAA"]), at=DURING
    )
    assert comment.wordings.get().question == own
    _formed, errors = checked_content(content_of(draft), review.text(1), own)
    assert [(error.pointer, error.code) for error in errors] == [("question", "foreign")]
    with refusal("foreign_question", Invalid):
        make_draft(review, house["AAA"], house.delegation("AAA"), question_id=foreign.pk)


def test_an_anchor_is_found_in_the_frozen_text_and_stored_as_selectors(review: Review) -> None:
    house = review.house
    comment = share(
        review,
        house["AAA"],
        house.delegation("AAA"),
        anchor=Anchor("new  tool", "", "", 3, 9),
    )
    selectors = comment.wordings.get().selectors
    anchor = from_selectors(selectors)
    assert anchor is not None
    assert anchor.exact == "new tool"
    assert anchor.stands_in(review.text().text.body)
    assert [each["type"] for each in selectors] == ["TextQuoteSelector", "TextPositionSelector"]


@pytest.mark.parametrize(
    ("quote", "code"), [("is", "anchor_ambiguous"), ("absent", "anchor_not_found")]
)
def test_an_anchor_that_matches_nothing_or_twice_is_refused(
    review: Review, quote: str, code: str
) -> None:
    body = review.text().text.body
    assert body.count(quote) in (0, 2)
    anchor = Anchor(quote, "", "", 0, len(quote))
    fields = refused_fields(review, review.house["AAA"], anchor=anchor)
    assert fields == [("anchor", code)]


@pytest.mark.parametrize("words", [HTML, ARABIC, COMBINED])
def test_every_text_is_plain_text(review: Review, words: str) -> None:
    house = review.house
    comment = share(
        review, house["AAA"], house.delegation("AAA"), body=words, reason=words, proposed=words
    )
    wording = comment.wordings.get()
    assert wording.body == wording.reason == wording.proposed
    # The same characters, composed where they can be.
    assert canonical_bytes({"t": wording.body}) == canonical_bytes({"t": words})


def test_texts_are_shared_in_normal_form(review: Review) -> None:
    house = review.house
    comment = share(
        review,
        house["AAA"],
        house.delegation("AAA"),
        body=" One\r\nline.\r\n\r\n\r\n Two  spaces. ",
        proposed="A\tB",
    )
    wording = comment.wordings.get()
    assert (wording.body, wording.proposed) == ("One line.\n\nTwo spaces.", "A B")


def test_who_left_the_regional_group_shares_there_no_longer(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.region("north-group"))
    membership = house.states["AAA"].regional_groups.get()
    end_regional_membership(
        membership_id=membership.pk, actor=actor(house["north-group"]), at=DURING
    )
    with pytest.raises(Invalid) as refused:
        share_draft(draft_id=draft.pk, expected_edition=1, actor=actor(house["AAA"]), at=LATER)
    assert [error.pointer for error in refused.value.errors] == ["circle"]
    assert Draft.objects.visible_to(house["AAA"], LATER).get() == draft


def test_after_the_rooms_own_cutoff_only_who_endorses_there_shares(review: Review) -> None:
    house = review.house
    drafts = {
        name: make_draft(review, house[name], house.delegation("AAA"))
        for name in ("AAA", "AAA-focal")
    }
    elsewhere = make_draft(review, house["AAA"], house.group("governments"))
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation("AAA").pk,
        cutoff_at=LATER,
        actor=actor(house["AAA-focal"]),
        at=DURING,
    )
    with refusal("cutoff_passed", Conflict):
        share_draft(
            draft_id=drafts["AAA"].pk, expected_edition=1, actor=actor(house["AAA"]), at=LATER
        )
    for name, draft in (("AAA-focal", drafts["AAA-focal"]), ("AAA", elsewhere)):
        share_draft(draft_id=draft.pk, expected_edition=1, actor=actor(house[name]), at=LATER)
    assert Comment.objects.count() == 2
    assert Draft.objects.get() == drafts["AAA"]


def test_before_the_cutoff_everybody_shares(review: Review) -> None:
    house = review.house
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation("AAA").pk,
        cutoff_at=LATER,
        actor=actor(house["AAA-focal"]),
        at=DURING,
    )
    assert share(review, house["AAA"], house.delegation("AAA")).stage == "shared"


def test_an_adviser_shares_and_a_substitute_names_whom_they_act_for(review: Review) -> None:
    house = review.house
    adviser = in_delegation(house, Capacity.ADVISER)
    assert share(review, adviser, house.delegation("AAA")).authors.get().mandate == adviser


def test_an_observer_shares_nowhere(review: Review) -> None:
    for name in ("observer", "chairperson", "secretariat"):
        with pytest.raises(DomainError):
            make_draft(review, review.house[name], review.house.group("governments"))


def test_nothing_of_it_is_in_the_public_chain(review: Review) -> None:
    house = review.house
    before = Entry.objects.filter(circle=PUBLIC).count()
    comment = share(review, house["AAA"], house.delegation("AAA"))
    submit_comments(comment_ids=[comment.pk], actor=actor(house["AAA-focal"]), at=DURING)
    assert Entry.objects.filter(circle=PUBLIC).count() == before


def test_an_unknown_draft_is_missing(review: Review) -> None:
    with pytest.raises(Missing):
        share_draft(
            draft_id=uuid4(), expected_edition=1, actor=actor(review.house["AAA"]), at=DURING
        )
