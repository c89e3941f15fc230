"""The review secretariat's queue, and the last look before a release."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Assignment, Cluster, Clustering
from tests.factories.dispositions import REASONS, make_colleague, prepare
from tests.factories.reviews import make_submitted
from tests.stakeholders.cast import EVERYBODY

from .answered import browser, more_comments, over, path, released
from .conftest import signed_in
from .rounds import running, text_of

pytestmark = pytest.mark.django_db


def test_the_secretariat_sees_its_rounds_with_how_far_the_answers_have_come():
    answering = over()
    prepare(answering, [answering.region], at=timezone.now())
    text = text_of(browser(answering, "secretariat"), "/desk/dispositions/")
    for words in ("Review round 1", "3 comments", "2 to answer", "1 prepared", path(answering)):
        assert words in text
    assert "released" not in text.partition("3 comments")[2].partition("</li>")[0]


def test_the_queue_shows_words_answers_and_missing_languages():
    answering = over()
    prepare(answering, [answering.region], reasons={"en": "We <b>note</b> it."}, at=timezone.now())
    text = text_of(browser(answering, "secretariat"), path(answering))
    assert "We &lt;b&gt;note&lt;/b&gt; it." in text
    assert "Still without reasons in: French, Spanish" in text.replace("</strong>", "")
    assert "<ins>" in text
    assert "comment.1-1" not in text and "1-1" in text
    assert "Drafted by" not in text


def test_the_list_is_filtered_by_the_address():
    answering = over()
    prepare(answering, [answering.region], at=timezone.now())
    secretary = browser(answering, "secretariat")

    def shown(query: str) -> set[str]:
        text = text_of(secretary, f"{path(answering)}?{query}")
        return {str(each.pk) for each in answering.comments if f'id="case-{each.pk}"' in text}

    everything = {str(each.pk) for each in answering.comments}
    assert shown("") == everything
    assert shown("state=prepared") == {str(answering.region.pk)}
    assert shown("state=unanswered") == everything - {str(answering.region.pk)}
    assert shown("provision=trial.1&assignee=nobody&cluster=nobody") == everything
    assert shown("state=released") == set()
    wrong = secretary.get(f"{path(answering)}?provision=made-up")
    assert wrong.status_code == 400
    assert "Nothing of this round; choose again." in wrong.content.decode()
    assert secretary.get(f"{path(answering)}?page=many").status_code == 200


def test_ticked_comments_are_assigned_and_put_together():
    answering = over()
    colleague = make_colleague(answering.house)
    secretary = browser(answering, "secretariat")
    ticked = [str(answering.region.pk), str(answering.workers.pk)]
    sent = {"comment": ticked, "act": "assign", "assignee": str(colleague.pk)}
    answer = secretary.post(f"{path(answering)}?state=unanswered", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{path(answering)}?state=unanswered")
    assert set(Assignment.objects.values_list("assignee", flat=True)) == {colleague.pk}
    secretary.post(path(answering), {"comment": ticked, "act": "make", "name": "Paid <i>"})
    cluster = Cluster.objects.get()
    text = text_of(secretary, f"{path(answering)}?cluster={cluster.pk}")
    assert "Paid &lt;i&gt;" in text and "Assigned to Colleague" in text
    assert f'id="case-{answering.delegation.pk}"' not in text
    put = {"comment": [str(answering.delegation.pk)], "act": "put", "cluster": str(cluster.pk)}
    assert secretary.post(path(answering), put).status_code == 302
    secretary.post(path(answering), {"comment": ticked, "act": "take_out"})
    assert Clustering.objects.filter(cluster=None).count() == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"act": "assign"}, "Choose at least one comment."),
        ({"act": "make", "name": "Paid training"}, "Choose at least one comment."),
        ({}, "Choose what to do with the comments that you ticked."),
    ],
)
def test_a_refused_click_keeps_what_was_typed(sent, words):
    answering = over()
    answer = browser(answering, "secretariat").post(path(answering), sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert sent.get("name", "") in answer.content.decode()


def test_a_cluster_without_a_name_keeps_the_ticks():
    answering = over()
    sent = {"act": "make", "name": " ", "comment": [str(answering.region.pk)]}
    answer = browser(answering, "secretariat").post(path(answering), sent)
    assert answer.status_code == 400
    assert "Give the cluster a name." in answer.content.decode()
    assert f'value="{answering.region.pk}" checked' in answer.content.decode()


def test_the_check_page_says_what_is_missing_and_then_what_will_happen():
    answering = over(publication="with_answers")
    secretary = browser(answering, "secretariat")
    page = path(answering, "release/")
    text = text_of(secretary, page)
    assert "What is missing" in text and "no answer." in text
    assert "Release the answers</button>" not in text
    refused = secretary.post(page)
    assert refused.status_code == 409
    assert "3 answers are missing or incomplete" in refused.content.decode()
    prepare(answering, answering.comments, at=timezone.now())
    text = text_of(secretary, page)
    for words in ("Answers to release", "Incorporated: 3", "the comments become public with"):
        assert words in text
    done = secretary.post(page, follow=True)
    assert "3 answers are released." in done.content.decode()
    answering.region.refresh_from_db()
    assert answering.region.stage == "published"
    assert "Nothing to release" in text_of(secretary, page)
    assert REASONS["en"] in text_of(secretary, path(answering))


def test_a_round_that_runs_has_no_release():
    review = running()
    house = review.house
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=timezone.now())
    mandate = house["secretariat"]
    secretary = signed_in(mandate.user, mandate)
    queue = f"/desk/dispositions/rounds/{review.round.pk}/"
    assert "This round has not closed" in text_of(secretary, queue)
    assert secretary.post(f"{queue}release/").status_code == 409
    assert "No round has closed yet" in text_of(secretary, "/desk/dispositions/")


def test_nobody_else_finds_the_queue_or_a_trace_of_what_is_prepared(client: Client):
    answering = over()
    pages = [path(answering), path(answering, "answer/"), path(answering, "release/")]
    comments = [f"/desk/comments/{each.pk}/" for each in answering.comments]
    rooms = [f"/desk/dispositions/comments/{each.pk}/" for each in answering.comments]
    before = {}
    people = {name: browser(answering, name) for name in EVERYBODY if name != "secretariat"}
    for page in pages:
        assert client.get(page).status_code == 302
    asked = ["/desk/dispositions/", *comments, *rooms]
    for name, person in people.items():
        for page in pages:
            assert person.get(page).status_code == 404, (name, page)
            assert person.post(page, {"act": "prepare"}).status_code == 404, (name, page)
        before[name] = [plain(person, page) for page in asked]
    prepare(answering, answering.comments, reasons={"en": "Unseen words."}, at=timezone.now())
    for name, person in people.items():
        assert [plain(person, page) for page in asked] == before[name], name


def plain(person: Client, page: str) -> tuple[int, str]:
    """Return what a page answers, without the token of its forms."""
    answer = person.get(page)
    lines = answer.content.decode().split("csrfmiddlewaretoken")
    return answer.status_code, "".join(line.partition(">")[2] for line in lines)


def test_the_pages_ask_as_many_queries_for_many_comments_as_for_few():
    answering = over()
    secretary = browser(answering, "secretariat")
    pages = ["/desk/dispositions/", path(answering), path(answering, "release/")]
    prepare(answering, answering.comments, at=timezone.now())
    counts = []
    for _round in range(2):
        for page in pages:
            text_of(secretary, page)  # what is kept from one page to the next
        counted = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                text_of(secretary, page)
            counted.append(len(asked))
        counts.append(counted)
        more_comments(answering)
    assert counts[0] == counts[1]


def test_a_room_without_answers_hears_what_will_stand_there():
    answering = released()
    text = text_of(browser(answering, "employers"), "/desk/dispositions/")
    assert "No answer has been released yet" in text
