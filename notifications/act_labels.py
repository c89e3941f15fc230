"""What the acts of the record are called, for mails, pages, feeds and the API alike."""

from functools import cache

from django.utils import translation

import frameworks.act_codes
import provisions.act_codes
import reviews.act_codes
import stakeholders.act_codes

ACT_CODES = (
    *frameworks.act_codes.ActCode,
    *provisions.act_codes.ActCode,
    *stakeholders.act_codes.ActCode,
    *reviews.act_codes.ActCode,
)


@cache
def act_labels(language: str) -> dict[str, str]:
    """Return what every code of an act says in `language`."""
    with translation.override(language):
        return {code.value: str(code.label) for code in ACT_CODES}
