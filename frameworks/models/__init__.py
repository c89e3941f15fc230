from .decision import Clause, Decision, Session
from .document import Document
from .framework import Framework, Meeting, Section, StatusRecord
from .instrument import Instrument
from .loaded import LoadedPart
from .milestone import Milestone

__all__ = [
    "Clause",
    "Decision",
    "Document",
    "Framework",
    "Instrument",
    "LoadedPart",
    "Meeting",
    "Milestone",
    "Section",
    "Session",
    "StatusRecord",
]
