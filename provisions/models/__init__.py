from .current_text import CurrentText
from .provision import InstrumentLink, Provision
from .search_text import SearchText
from .snapshot import StatusSnapshot
from .succession import Succession
from .transition import Transition
from .version import Version, VersionText

__all__ = [
    "CurrentText",
    "InstrumentLink",
    "Provision",
    "SearchText",
    "StatusSnapshot",
    "Succession",
    "Transition",
    "Version",
    "VersionText",
]
