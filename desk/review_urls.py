"""Addresses of the desk where provisions are read and commented on: drafts, comments, rooms."""

from django.urls import URLPattern, path

from .pages import comments, drafts, provisions, revisions

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
urlpatterns: list[URLPattern] = [*DRAFTS, *PROVISIONS, *COMMENTS]
