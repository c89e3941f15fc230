"""Where the table begins and where it leads: nothing released yet, and an agreement."""

from tests.factories.positions import agree, take_for, take_for_state
from tests.factories.reviews import closed, make_review
from tests.public.converged import SILENT

from .conftest import Read


def test_nothing_released_says_what_that_means(read: Read, db: None):
    review = make_review()
    take_for_state(review, "AAA", "objection", reasons=SILENT)
    for path in ("/convergence/", "/convergence/?round=trial.round.1"):
        page = read(path)
        text = " ".join(page.text.split())
        assert "No position has been released" in text
        assert "says neither that the groups agree nor that they do not" in text
        assert "Objection" not in text
        assert page.faults == []


def test_an_agreement_names_the_positions_and_their_digest(read: Read, db: None):
    review = make_review()
    for group in ("employers", "workers"):
        take_for(review, group)
    closed(review.round)
    agreement = agree(review)
    page = read(f"/frameworks/trial/provisions/{review.provisions[0].suffix}/")
    text = " ".join(page.text.split())
    assert "Version 1: agreed, as the Chairperson pronounced." in text
    assert agreement.digest in text
    assert "Employers: Support Workers: Support" in text
    assert "The provision went back into review since." not in text
    assert page.faults == []


def test_it_is_there_before_any_framework(read: Read, db: None):
    assert "No position has been released" in read("/convergence/").text
