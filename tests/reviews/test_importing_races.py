"""The same table sent twice at once: each row is kept once."""

import pytest

from reviews.models import Draft, ImportedRow
from reviews.services.imports import import_comments
from stakeholders.models import Circle
from tests.conftest import AtOnce
from tests.factories.reviews import DURING, make_review
from tests.factories.tables import row, table
from tests.stakeholders.cast import actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_uploads_at_once_keep_each_row_once(transactional_db: None, at_once: AtOnce) -> None:
    review = make_review(count=1)
    rows = [row(comment=f"Comment {number}.") for number in range(20)]

    def send(content: bytes, room: Circle) -> list[int]:
        result = import_comments(
            round_id=review.round.pk,
            circle_id=room.pk,
            language="en",
            content=content,
            actor=actor(review.house["AAA"]),
            at=DURING,
        )
        return [len(result.added), len(result.repeated)]

    home = review.house.delegation("AAA")
    forwards, backwards = table(*rows), table(*reversed(rows))
    results = at_once(lambda: send(forwards, home), lambda: send(backwards, home))
    assert sorted(results) == [[0, 20], [20, 0]]
    assert Draft.objects.count() == ImportedRow.objects.count() == 20
