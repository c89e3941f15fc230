"""Addresses of the desk where provisions are read and commented on: drafts, comments, rooms."""

from django.urls import URLPattern, path

from .pages import drafts, provisions

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
urlpatterns: list[URLPattern] = [*DRAFTS, *PROVISIONS]
