"""Addresses of the desk where comments are answered, answers are released and replied to."""

from django.urls import URLPattern, path

from .pages import answering, dispositions, releasing, replies

_ROUND = "dispositions/rounds/<uuid:round_id>/"
urlpatterns: list[URLPattern] = [
    path("dispositions/", dispositions.overview, name="desk_dispositions"),
    path(_ROUND, dispositions.queue, name="desk_answer_queue"),
    path(f"{_ROUND}answer/", answering.answer, name="desk_answer"),
    path(f"{_ROUND}release/", releasing.release, name="desk_release_answers"),
    path(
        "dispositions/comments/<uuid:comment_id>/",
        replies.room_answer_page,
        name="desk_room_answer",
    ),
]
