from .agreement import Agreement
from .answered import AnsweredRequest
from .comment import Author, Comment, MadeMove, Wording
from .disposition import Assignment, Cluster, Clustering, Disposition, Reply
from .draft import Draft
from .imported import ImportedRow
from .manifest import Manifest
from .placement import ChangeCause, NextVersion, NextVersionCause, Placement
from .position import Alignment, Position
from .room import Message, Voice
from .round import Cutoff, FrozenText, Question, Round, RoundItem, Window
from .submission import Submission, SubmittedComment

__all__ = [
    "Agreement",
    "Alignment",
    "AnsweredRequest",
    "Assignment",
    "Author",
    "ChangeCause",
    "Cluster",
    "Clustering",
    "Comment",
    "Cutoff",
    "Disposition",
    "Draft",
    "FrozenText",
    "ImportedRow",
    "MadeMove",
    "Manifest",
    "Message",
    "NextVersion",
    "NextVersionCause",
    "Placement",
    "Position",
    "Question",
    "Reply",
    "Round",
    "RoundItem",
    "Submission",
    "SubmittedComment",
    "Voice",
    "Window",
    "Wording",
]
