"""The same among governments, who share the Government group's room and some a regional group's."""

import pytest

from .telling import assert_unnoticed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("room", ["AAA", "north-group"])
def test_nobody_outside_a_room_notices_what_it_says(room: str):
    assert_unnoticed(room)
