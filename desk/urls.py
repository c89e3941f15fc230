"""Addresses under /desk/, all behind the gate: one list a noun. Each view marks itself DESK.

A new noun brings its list and joins `urlpatterns` before NOWHERE.
"""

from django.urls import URLPattern, path

from . import (
    answer_urls,
    drafting_urls,
    member_urls,
    notification_urls,
    position_urls,
    review_urls,
    table_urls,
)
from .pages import (
    cutoffs,
    home,
    late,
    mandate,
    new_round,
    rounds,
    secretariat_rounds,
    security,
    windows,
)

HOME = [
    path("", home.home, name="desk_home"),
]
ROUNDS = [
    path("rounds/", rounds.rounds, name="desk_rounds"),
    path("rounds/<uuid:round_id>/", rounds.round_page, name="desk_round"),
    path("rounds/<uuid:round_id>/cut-offs/<uuid:circle_id>/", cutoffs.cutoff, name="desk_cutoff"),
]
SECRETARIAT = [
    path("secretariat/", secretariat_rounds.secretariat, name="desk_secretariat"),
    path(
        "secretariat/rounds/<uuid:round_id>/",
        secretariat_rounds.secretariat_round,
        name="desk_secretariat_round",
    ),
    path("secretariat/rounds/<uuid:round_id>/late/", late.late, name="desk_late"),
    path(
        "secretariat/rounds/<uuid:round_id>/late/<uuid:comment_id>/",
        late.decide,
        name="desk_decide_late",
    ),
    path("secretariat/rounds/new/", new_round.choose, name="desk_new_round"),
    path("secretariat/rounds/new/terms/", new_round.terms, name="desk_new_round_terms"),
    path("secretariat/rounds/<uuid:round_id>/extend/", windows.extend, name="desk_extend_round"),
    path("secretariat/rounds/<uuid:round_id>/close/", windows.close_early, name="desk_close_round"),
]
SETTINGS = [
    path("mandate/", mandate.mandate, name="desk_mandate"),
    path("settings/security/", security.security, name="desk_security"),
    path("settings/security/sign-out/", security.end_sessions, name="desk_end_sessions"),
]
# Whatever leads nowhere answers like whatever is not for the asker.
NOWHERE = [
    path("<path:rest>", home.nowhere, name="desk_nowhere"),
]
urlpatterns: list[URLPattern] = [
    *HOME,
    *member_urls.urlpatterns,
    *review_urls.urlpatterns,
    *drafting_urls.urlpatterns,
    *position_urls.urlpatterns,
    *answer_urls.urlpatterns,
    *table_urls.urlpatterns,
    *notification_urls.urlpatterns,
    *ROUNDS,
    *SECRETARIAT,
    *SETTINGS,
    *NOWHERE,
]
