"""Addresses of the review secretariat where next versions are drafted and places confirmed."""

from django.urls import URLPattern, path

from .pages import next_version, placements

_NEXT = "secretariat/provisions/<str:key>/next/"
NEXT_VERSIONS = [
    path(_NEXT, next_version.next_version, name="desk_next_version"),
    path(f"{_NEXT}check/", next_version.check, name="desk_check_next_version"),
    path(f"{_NEXT}delete/", next_version.delete, name="desk_delete_next_version"),
]
PLACEMENTS = [
    path("secretariat/placements/", placements.placements, name="desk_placements"),
    path(
        "secretariat/placements/<uuid:comment_id>/<int:version>/",
        placements.placement,
        name="desk_placement",
    ),
]
urlpatterns: list[URLPattern] = [*NEXT_VERSIONS, *PLACEMENTS]
