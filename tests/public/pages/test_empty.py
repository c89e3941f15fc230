"""A portal into which nothing was loaded yet."""

import pytest

from .conftest import Read


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
@pytest.mark.parametrize(
    "path",
    ["/", "/frameworks/", "/governing-body/", "/changes/", "/provisions/", "/instruments/"]
    + ["/themes/", "/themes/osh/", "/about/", "/data/"],
)
def test_every_page_is_whole(read: Read, language: str, path: str):
    page = read(f"{language}{path}")
    assert page.faults == []
    assert [level for level, _ in page.headings].count(1) == 1


def test_the_first_page_says_that_nothing_is_tracked(read: Read):
    assert read("/").headings[0] == (1, "Nothing is tracked here yet")
