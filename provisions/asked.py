"""What a list of provisions may be asked for in an address: the words that its filters go by.

A saved search is the canonical form of such a query, so pages and mails read it alike.
"""

from core.query import Parameter, choice, words
from frameworks.enums import Theme

from .enums import Addressee, ProvisionKind, Stance
from .lifecycle import Stage
from .selectors.filters import NOT_STATED

FILTERS: tuple[Parameter, ...] = (
    words("q", "Words, a number or an instrument.", longest=200),
    choice("theme", Theme.values, "Theme.", many=True),
    choice("stage", Stage.values, "Stage on this portal.", many=True),
    choice("addressee", [*Addressee.values, NOT_STATED], "Addressee.", many=True),
    choice("kind", ProvisionKind.values, "Kind of paragraph.", many=True),
    words("framework", "Slug of a framework.", longest=80, many=True),
    words("instrument", "Code of an instrument.", longest=40, many=True),
    choice("stance", Stance.values, "What somebody says of its present version.", many=True),
)
