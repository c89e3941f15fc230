"""What one room says among itself changes not one byte of what anybody outside it is answered.

The story is told plainly, and then with more drafts, comments, threads, voices, endorsements,
mergers, withdrawals and a cut-off in one room. Everybody outside it asks for every address both
times, for all the ids of the plain telling. Governments share the Government group's room, and
some of them a regional group's.
"""

import pytest

from .noise import NOISE
from .telling import assert_unnoticed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_noise_is_only_what_it_says():
    for pattern in NOISE:
        assert not pattern.search('zqbody0001 “Comment 2-7”, edition 4, ETag: "5-12-ab"')


@pytest.mark.parametrize("room", ["employers", "AAA", "north-group"])
def test_nobody_outside_a_room_notices_what_it_says(room: str):
    assert_unnoticed(room)
