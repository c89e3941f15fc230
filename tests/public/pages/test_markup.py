"""The reader of pages sees what it is there to see."""

import pytest

from .markup import read_markup


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>bold</p></b>",
        "<div>",
        "</div>",
        '<p id="x"></p><p id="x"></p>',
        '<a href="#nowhere">jump</a>',
        '<input aria-describedby="gone">',
        '<a href="/" href="/">twice</a>',
        "<div/>",
    ],
)
def test_what_a_browser_would_have_to_guess_is_a_fault(html: str) -> None:
    assert read_markup(html).faults


def test_a_sound_page_has_no_fault_and_gives_its_parts() -> None:
    page = read_markup(
        '<html lang="fr"><head><meta charset="utf-8"><title>Ici</title></head><body><main>'
        '<h1 id="a">Un <b>mot</b></h1><a href="#a">là</a></main></body></html>'
    )
    assert page.faults == []
    assert (page.language, page.title, page.links) == ("fr", "Ici", ["#a"])
    assert page.headings == [(1, "Un mot")]
    assert page.landmarks == {"main"}
