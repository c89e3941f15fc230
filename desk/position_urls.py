"""Addresses of the desk about positions, and about the agreement that they lead to."""

from django.urls import URLPattern, path

from .pages import agreements, position, position_moves, positions

_POSITION = "positions/<uuid:item_id>/<uuid:circle_id>/"
POSITIONS = [
    path("positions/", positions.positions, name="desk_positions"),
    path(_POSITION, position.position, name="desk_position"),
    path(f"{_POSITION}release/", position_moves.release, name="desk_release_position"),
    path(f"{_POSITION}correct/", position_moves.correct, name="desk_correct_position"),
    path(f"{_POSITION}join/", position_moves.join, name="desk_join_position"),
]
AGREEMENTS = [
    path("secretariat/provisions/<str:key>/agree/", agreements.agree, name="desk_agree"),
]
urlpatterns: list[URLPattern] = [*POSITIONS, *AGREEMENTS]
