"""What the portal is, and what was made and tested for accessibility."""

from core.when import when_instant
from record.selectors import newest_public_acts

from .page import Ask, Page, public_page


@public_page()
def about(ask: Ask) -> Page:
    head = next(iter(newest_public_acts(1)), None)
    record = head and {
        "number": head.number,
        "hash": head.hash,
        "when": when_instant(head.at, ask.language)["text"],
    }
    return Page("public/about.html", {"section": "about", "record": record})


@public_page()
def accessibility(ask: Ask) -> Page:
    return Page("public/accessibility.html", {"section": "about"})
