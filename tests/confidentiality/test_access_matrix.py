"""Every address × everybody: no answer holds a word that its reader is not entitled to.

The words are planted in every confidential field (`world.py`), their readers are a table written
by hand (`people.py`). What entitled people do read shows that the words can be found at all.
"""

import pytest

from .asking import browser_of, program_of, words_of
from .matrix import DESK_API, asked, leaks
from .people import DRAFTS, ENDORSES, EVERYBODY, ROOMS
from .room import World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("access-matrix")]

SESSIONS = ("/desk", "/accounts", "/subscribe", "/admin")
# To whom public addresses are shown, too: that they are the same for all is tested elsewhere.
READERS_OF_PUBLIC_PAGES = ("anonymous", "secretariat", "superuser")


# Pages show one language of an answer; here all of them stand.
_LANGUAGES_OF_ANSWERS = [f"{DESK_API}/dispositions?page_size=500"]


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_no_page_tells_anybody_what_is_not_theirs(world: World, db: None, name: str):
    pages = [path for path in asked(world) if not path.startswith(DESK_API)]
    paths = [path for path in pages if path.startswith(SESSIONS) or name in READERS_OF_PUBLIC_PAGES]
    assert leaks(browser_of(world, name), name, world, paths) == {}


def test_the_matrix_has_teeth(world: World, db: None, capsys: pytest.CaptureFixture[str]):
    """Each planted word is read by somebody entitled, so it would have been found elsewhere."""
    planted = {
        token
        for token in world.canaries.readers
        if token.startswith("zq") and not token.startswith(("zqperson", "zqmail"))
    }
    readers = {*DRAFTS.values(), *ENDORSES.values(), "AAA", "employers", "secretariat"}
    found: set[str] = set()
    for name in sorted(readers):
        browser = browser_of(world, name)
        for path in _inner_pages(world, name):
            found |= world.canaries.read_by(name, words_of(browser.get(path)))[0]
    for path in _LANGUAGES_OF_ANSWERS:
        listed = program_of(world, "secretariat").get(path)
        found |= world.canaries.read_by("secretariat", words_of(listed))[0]
    assert planted - found == set()
    with capsys.disabled():
        print(
            f"\naccess matrix: {len(asked(world))} addresses × {len(EVERYBODY)} askers,"
            f" {len(world.canaries.readers)} canaries"
        )


def _inner_pages(world: World, name: str) -> list[str]:
    """Return the pages on which `name` reads what is confidential."""
    theirs = [key for key, readers in world.canaries.readers.items() if name in readers]
    comments = sorted(set(world.ids["comments"]) & set(theirs))
    drafts = sorted(set(world.ids["drafts"]) & set(theirs))
    own = [world.people.circle(room).pk for room, members in ROOMS.items() if name in members]
    return [
        "/desk/settings/tokens/",
        *(f"/desk/circles/{each}/members/" for each in world.ids["circles"]),
        *(f"/desk/comments/{each}/" for each in comments),
        *(f"/desk/drafts/{each}/" for each in drafts),
        *(f"/desk/secretariat/rounds/{each}/late/" for each in world.ids["rounds"]),
        *(f"/desk/dispositions/rounds/{each}/" for each in world.ids["rounds"]),
        *(f"/desk/secretariat/provisions/{each.key}/next/" for each in world.first.provisions),
        *(f"/desk/positions/{item}/{circle}/" for item in world.ids["items"] for circle in own),
    ]
