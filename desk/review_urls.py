"""Addresses of the desk where provisions are read and commented on: drafts, comments, rooms."""

from django.urls import URLPattern, path

from .pages import circles, comments, drafts, provisions, receipts, revisions, submissions

DRAFTS = [
    path("drafts/new/", drafts.begin, name="desk_new_draft"),
    path("drafts/<uuid:draft_id>/", drafts.edit, name="desk_draft"),
    path("drafts/<uuid:draft_id>/autosave/", drafts.autosave, name="desk_autosave"),
    path("drafts/<uuid:draft_id>/check/", drafts.check, name="desk_check_draft"),
    path("drafts/<uuid:draft_id>/delete/", drafts.delete, name="desk_delete_draft"),
]
PROVISIONS = [
    path("provisions/<str:key>/", provisions.provision, name="desk_provision"),
]
_COMMENT = "comments/<uuid:comment_id>/"
COMMENTS = [
    path(_COMMENT, comments.comment, name="desk_comment"),
    path(f"{_COMMENT}endorse/", comments.move, {"move": "endorse"}, name="desk_endorse"),
    path(f"{_COMMENT}return/", comments.move, {"move": "return"}, name="desk_return"),
    path(f"{_COMMENT}withdraw/", comments.move, {"move": "withdraw"}, name="desk_withdraw"),
    path(f"{_COMMENT}revise/", revisions.revise, name="desk_revise"),
    path(f"{_COMMENT}copy/", revisions.copy, name="desk_copy"),
    path(f"{_COMMENT}voice/", comments.voice, name="desk_voice"),
    path(f"{_COMMENT}messages/", comments.message, name="desk_message"),
]
_CIRCLE = "circles/<uuid:circle_id>/"
CIRCLES = [
    path(_CIRCLE, circles.circle, name="desk_circle"),
    path(f"{_CIRCLE}submit/", submissions.submit, name="desk_submit"),
    path(f"{_CIRCLE}endorse/", submissions.endorse, name="desk_endorse_many"),
    path(f"{_CIRCLE}merge/", submissions.merge, name="desk_merge"),
]
RECEIPTS = [
    path("receipts/<uuid:submission_id>/", receipts.receipt, name="desk_receipt"),
]
urlpatterns: list[URLPattern] = [*PROVISIONS, *DRAFTS, *COMMENTS, *CIRCLES, *RECEIPTS]
