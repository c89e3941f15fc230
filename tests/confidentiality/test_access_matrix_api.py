"""Every address of the desk's API × everybody: the other half of `test_access_matrix.py`, apart so
that two machines share the work.
"""

import pytest

from .asking import program_of
from .matrix import DESK_API, asked, leaks
from .people import EVERYBODY
from .room import World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("access-matrix-api")]


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_no_program_is_told_what_is_not_its_mandate_s(world: World, db: None, name: str):
    paths = [path for path in asked(world) if path.startswith(DESK_API)]
    assert leaks(program_of(world, name), name, world, paths) == {}
