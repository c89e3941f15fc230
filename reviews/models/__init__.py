from .answered import AnsweredRequest
from .comment import Author, Comment, MadeMove, Wording
from .draft import Draft
from .manifest import Manifest
from .room import Message, Voice
from .round import Cutoff, FrozenText, Question, Round, RoundItem, Window
from .submission import Submission, SubmittedComment

__all__ = [
    "AnsweredRequest",
    "Author",
    "Comment",
    "Cutoff",
    "Draft",
    "FrozenText",
    "MadeMove",
    "Manifest",
    "Message",
    "Question",
    "Round",
    "RoundItem",
    "Submission",
    "SubmittedComment",
    "Voice",
    "Window",
    "Wording",
]
