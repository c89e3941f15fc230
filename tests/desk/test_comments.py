"""A comment at the desk: its room reads all of it, the secretariat what it was handed."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from reviews.anchors import make_anchor
from reviews.models import Comment, Draft
from reviews.services.comments import merge_comments
from reviews.services.rooms import write_message
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, closed, share, submit
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor, admitted

from .rounds import browser, running, text_of
from .test_drafts import form_of

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


@pytest.fixture
def review(db: None) -> Review:
    return running()


def shared(review: Review, name: str = "AAA", **terms: object) -> Comment:
    home = review.house.delegation("AAA")
    return share(review, review.house[name], home, at=timezone.now(), **terms)


def regional(review: Review, *, own: bool = False, **terms: object) -> Comment:
    """A comment in the north group's room: in its name, or AAA's own seeking co-sponsors."""
    house = review.house
    speaks_for = house.delegation("AAA") if own else None
    by, room = house["AAA-focal"], house.region("north-group")
    return share(review, by, room, speaks_for=speaks_for, at=timezone.now(), **terms)


def path_of(comment: Comment, page: str = "") -> str:
    return f"/desk/comments/{comment.pk}/{page}"


def post(review: Review, name: str, comment: Comment, page: str, **sent: str):
    comment.refresh_from_db()
    data = {"edition": str(comment.edition)} | sent
    return browser(review, name).post(path_of(comment, page), data)


def said(review: Review, comment: Comment, text: str) -> None:
    by = actor(review.house["AAA"])
    write_message(comment_id=comment.pk, text=text, actor=by, at=timezone.now())


def substitute(review: Review) -> Mandate:
    """A substitute in AAA's delegation, known to the house by that word."""
    house = review.house
    house.mandates["substitute"] = admitted(
        house["AAA-focal"], "stand-in", Capacity.SUBSTITUTE,
        group=Group.GOVERNMENTS, organization=house.states["AAA"],
    )  # fmt: skip
    return house["substitute"]


def test_the_page_says_where_it_stands_who_reads_it_and_what_changes(review):
    comment = shared(review, anchor=make_anchor(BODY, 0, 17), proposed="Training is paid")
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert "It waits to be endorsed." in page
    assert "Read by:" in page
    assert "<mark>Training is given</mark>" in page
    assert '<ins><span class="visually-hidden">[added: </span>paid' in page
    assert read_markup(page).faults == []


def test_a_comment_is_there_for_its_room_alone(review):
    comment = shared(review, body="canary of a comment")
    for name in review.house.mandates:
        inside = name in ("AAA", "AAA-focal")
        for page in ("", "revise/"):
            answer = browser(review, name).get(path_of(comment, page))
            assert answer.status_code == (200 if inside else 404), (name, page)
            assert ("canary" in answer.content.decode()) == inside
    for page in ("endorse/", "return/", "withdraw/", "copy/", "voice/", "messages/"):
        for name in ("BBB", "workers", "secretariat", "chairperson", "observer"):
            assert post(review, name, comment, page).status_code == 404, (name, page)


def test_a_regional_groups_comment_is_there_for_its_members(review):
    comment = regional(review)
    readers = {"AAA", "AAA-focal", "BBB", "BBB-focal", "north-group"}
    for name in review.house.mandates:
        answer = browser(review, name).get(path_of(comment))
        assert answer.status_code == (200 if name in readers else 404), name


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    comment = shared(review)
    for page in ("", "revise/", "endorse/", "nowhere/"):
        answer = client.get(path_of(comment, page))
        assert answer["Location"] == "/accounts/login/?next=/desk/"


def test_the_secretariat_reads_what_it_was_handed_and_never_the_inner_life(review):
    comment = shared(review, body="canary handed over")
    write_message(
        comment_id=comment.pk,
        text="canary inside",
        actor=actor(review.house["AAA"]),
        at=timezone.now(),
    )
    assert browser(review, "secretariat").get(path_of(comment)).status_code == 404
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    page = text_of(browser(review, "secretariat"), path_of(comment))
    assert "canary handed over" in page
    assert "canary inside" not in page
    for name in ("AAA", "AAA-focal"):
        assert review.house[name].user.name not in page
    assert read_markup(page).faults == []


def test_only_who_is_entitled_is_offered_the_button_and_only_they_endorse(review):
    comment = shared(review)
    assert "endorse/" not in text_of(browser(review, "AAA"), path_of(comment))
    assert "endorse/" in text_of(browser(review, "AAA-focal"), path_of(comment))
    refused = post(review, "AAA", comment, "endorse/")
    assert refused.status_code == 403
    assert "focal point or spokesperson may endorse" in refused.content.decode()
    answer = post(review, "AAA-focal", comment, "endorse/")
    assert answer["Location"] == path_of(comment)
    comment.refresh_from_db()
    assert comment.stage == "endorsed"


def test_taking_an_endorsement_back_needs_a_reason_which_stays_typed(review):
    comment = shared(review)
    post(review, "AAA-focal", comment, "endorse/")
    refused = post(review, "AAA-focal", comment, "return/", reason="  ")
    assert refused.status_code == 400
    assert "Say why the endorsement is taken back." in refused.content.decode()
    refused = post(review, "AAA-focal", comment, "return/", reason="x" * 6000)
    assert refused.status_code == 400
    assert "x" * 6000 in refused.content.decode()
    post(review, "AAA-focal", comment, "return/", reason="The capital wants it shorter.")
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert "The capital wants it shorter." in page
    assert "It waits to be endorsed." in page


def test_a_stale_page_moves_nothing(review):
    comment = shared(review)
    post(review, "AAA", comment, "revise/", **form_of(review, body="Other words."))
    client = browser(review, "AAA-focal")
    answer = client.post(path_of(comment, "endorse/"), {"edition": "1"})
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.content.decode()
    assert client.post(path_of(comment, "endorse/")).status_code == 409
    comment.refresh_from_db()
    assert comment.stage == "shared"


def test_two_who_endorse_at_once_are_told_of_each_other(review):
    house, comment = review.house, shared(review)
    house.mandates["voice"] = admitted(
        house["AAA-focal"], "voice-aaa", Capacity.SPOKESPERSON,
        group=Group.GOVERNMENTS, organization=house.states["AAA"],
    )  # fmt: skip
    edition = str(comment.edition)
    first = browser(review, "AAA-focal").post(path_of(comment, "endorse/"), {"edition": edition})
    second = browser(review, "voice").post(path_of(comment, "endorse/"), {"edition": edition})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Somebody else endorsed this comment already." in second.content.decode()


def test_an_author_withdraws_and_the_room_keeps_it(review):
    comment = shared(review)
    post(review, "AAA", comment, "withdraw/", reason="It was a mistake.")
    page = text_of(browser(review, "AAA-focal"), path_of(comment))
    assert "It was withdrawn." in page
    assert "It was a mistake." in page


def test_what_was_withdrawn_after_it_was_handed_over_is_no_longer_read_outside(review):
    comment = shared(review, body="canary withdrawn")
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    post(review, "AAA-focal", comment, "withdraw/")
    page = text_of(browser(review, "secretariat"), path_of(comment))
    assert "canary" not in page
    assert "withdrew it" in page


def test_a_substitute_chooses_whom_they_act_for_and_both_are_recorded(review):
    substitute(review)
    comment = shared(review)
    page = text_of(browser(review, "substitute"), path_of(comment))
    focal = review.house["AAA-focal"]
    assert f'<option value="{focal.pk}"' in page
    assert "Both of you are recorded." in page
    endorsing = page[page.index("endorse/") : page.index("withdraw/")]
    assert str(review.house["AAA"].pk) not in endorsing  # a delegate does not endorse
    assert post(review, "substitute", comment, "endorse/").status_code == 403
    post(review, "substitute", comment, "endorse/", for_mandate=str(focal.pk))
    comment.refresh_from_db()
    assert comment.stage == "endorsed"
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert f"{review.house['substitute'].user.name} for {focal.user.name}" in page


def test_revising_shows_the_change_and_keeps_the_earlier_wording(review):
    comment = shared(review, body="The first words stand here.")
    page = text_of(browser(review, "AAA"), path_of(comment, "revise/"))
    assert "The first words stand here." in page
    assert read_markup(page).faults == []
    sent = form_of(review, body="The second words stand here.")
    answer = post(review, "AAA-focal", comment, "revise/", **sent)
    assert answer["Location"] == path_of(comment)
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert "Wording 2" in page
    assert '<del><span class="visually-hidden">[deleted: </span>first' in page
    assert read_markup(page).faults == []


def test_a_revision_of_other_words_than_were_read_shows_both(review):
    comment = shared(review)
    edition = str(comment.edition)
    post(review, "AAA-focal", comment, "revise/", **form_of(review, body="Theirs."))
    sent = form_of(review, body="Mine.") | {"edition": edition}
    answer = browser(review, "AAA").post(path_of(comment, "revise/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this comment meanwhile" in page
    assert "Theirs." in page
    assert "Mine." in page
    newest = re.search(r'name="edition" value="(\d+)"', page)
    assert newest is not None
    browser(review, "AAA").post(path_of(comment, "revise/"), sent | {"edition": newest[1]})
    assert "Mine." in text_of(browser(review, "AAA"), path_of(comment))


def test_a_revision_that_is_refused_keeps_what_was_typed(review):
    comment = shared(review)
    sent = form_of(review, body="", reason="Typed reason.", anchor="selection", anchor_exact="gone")
    answer = post(review, "AAA", comment, "revise/", **sent)
    assert answer.status_code == 400
    assert "Typed reason." in answer.content.decode()
    comment.refresh_from_db()
    assert comment.latest_wording == 1


def test_a_copy_becomes_a_private_draft_of_whoever_asked(review):
    comment = regional(review, body="Words to carry home.", anchor=make_anchor(BODY, 0, 17))
    answer = post(review, "BBB", comment, "copy/")
    draft = Draft.objects.get()
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    assert (draft.body, draft.mandate) == ("Words to carry home.", review.house["BBB"])
    assert draft.selectors[0]["exact"] == "Training is given"


def test_a_merged_comment_leads_to_the_one_it_was_merged_into(review):
    first, second = shared(review), shared(review, "AAA-focal")
    merge_comments(
        into_id=first.pk,
        other_ids=[second.pk],
        actor=actor(review.house["AAA-focal"]),
        at=timezone.now(),
    )
    page = text_of(browser(review, "AAA"), path_of(second))
    assert f'href="{path_of(first)}"' in page
    assert "messages/" not in page
    page = text_of(browser(review, "AAA"), path_of(first))
    assert f'href="{path_of(second)}"' in page


def test_handing_over_goes_through_the_check_page_and_late_after_the_close(review):
    comment = shared(review)
    page = text_of(browser(review, "AAA-focal"), path_of(comment))
    assert "Check and submit" in page
    closed(review.round)
    page = text_of(browser(review, "AAA-focal"), path_of(comment))
    # The clock of the desk has not reached the close; the record has.
    assert "Check and offer late" in page
    assert "Check and submit" not in page
