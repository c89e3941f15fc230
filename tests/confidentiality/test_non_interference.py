"""What one room says among itself changes not one byte of what anybody outside it is answered.

The story is told twice, the second time with more drafts, comments, threads, voices,
endorsements, mergers, withdrawals and a cut-off in one room. Everybody outside it asks for every
address both times, for all the ids of the first telling.
"""

import pytest

from .noise import NOISE
from .telling import assert_unnoticed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_noise_is_only_what_it_says():
    for pattern in NOISE:
        assert not pattern.search('zqbody0001 “Comment 2-7”, edition 4, ETag: "5-12-ab"')


def test_nobody_outside_a_group_notices_what_it_says():
    assert_unnoticed("employers")
