"""Every noun of the desk's API and where it stands."""

from . import comments, drafts, moves, people, root, rounds, submissions
from .endpoint import DeskEndpoint

ROUTES: dict[str, type[DeskEndpoint]] = {
    "": root.Root,
    "me": people.Me,
    "waiting": people.WaitingList,
    "circles": people.CircleList,
    "circles/<uuid:circle_id>": people.CircleDetail,
    "circles/<uuid:circle_id>/members": people.MemberList,
    "circles/<uuid:circle_id>/comments": comments.RoomComments,
    "rounds": rounds.RoundList,
    "rounds/<str:round_name>": rounds.RoundDetail,
    "rounds/<str:round_name>/extend": rounds.RoundExtension,
    "rounds/<str:round_name>/close": rounds.RoundClosing,
    "rounds/<str:round_name>/cutoff": rounds.RoundCutoff,
    "rounds/<str:round_name>/comments": comments.RoundComments,
    "drafts": drafts.DraftList,
    "drafts/<uuid:draft_id>": drafts.DraftDetail,
    "drafts/<uuid:draft_id>/share": drafts.DraftSharing,
    "comments": comments.CommentList,
    "comments/merge": comments.CommentMerger,
    "comments/<uuid:comment_id>": comments.CommentDetail,
    "comments/<uuid:comment_id>/endorse": moves.Endorsing,
    "comments/<uuid:comment_id>/return": moves.Returning,
    "comments/<uuid:comment_id>/withdraw": moves.Withdrawing,
    "comments/<uuid:comment_id>/accept-late": moves.AcceptingLate,
    "comments/<uuid:comment_id>/decline-late": moves.DecliningLate,
    "comments/<uuid:comment_id>/messages": comments.MessageList,
    "comments/<uuid:comment_id>/voices": comments.VoiceList,
    "submissions": submissions.SubmissionList,
    "submissions/late": submissions.LateSubmission,
    "submissions/<uuid:submission_id>": submissions.SubmissionDetail,
    "manifests": rounds.ManifestList,
}
