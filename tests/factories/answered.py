"""Rounds in which everything was answered, of any size."""

from tests.stakeholders.cast import House

from .dispositions import Answering, prepare, release
from .frameworks import make_framework
from .reviews import Review, closed, make_review, make_submitted


def make_answered(house: House, slug: str, count: int) -> Review:
    """Return a round on the new framework `slug` with `count` comments each of the Workers and of
    AAA, closed and answered.
    """
    review = make_review(house, framework=make_framework(slug))
    comments = [
        make_submitted(review, house[by], circle)
        for by, circle in (
            ("workers-spokesperson", house.group("workers")),
            ("AAA-focal", house.delegation("AAA")),
        )
        for _each in range(count)
    ]
    closed(review.round)
    answering = Answering(review, comments[0], comments[-1], comments[0])
    prepare(answering, comments)
    release(answering)
    return review
