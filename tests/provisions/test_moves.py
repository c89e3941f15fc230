"""The door through which stages change."""

import pytest

from provisions.lifecycle import Stage
from tests.factories.provisions import walk_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_reached_by_moves_of_the_table(stage: Stage) -> None:
    assert walk_to(stage).stage == stage
