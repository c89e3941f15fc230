"""Public pages, as the interface names them."""

from django.urls import URLPattern, path

from . import (
    about,
    changes,
    compilation,
    convergence,
    data,
    frameworks,
    home,
    instruments,
    provision,
    provisions,
    rounds,
    sessions,
    themes,
    versions,
)

_ROUND = "frameworks/<slug:framework>/rounds/<int:number>/"
_PROVISION = "frameworks/<slug:framework>/provisions/<slug:suffix>/"
COMPILATIONS = [
    path(f"{_ROUND}compilation/", compilation.of_round, name="round_compilation"),
    path(f"{_PROVISION}compilation/", compilation.of_provision, name="provision_compilation"),
    *[
        path(f"{of}compilation.{form}", view, {"form": form}, name=f"{name}_compilation_{form}")
        for form in ("xlsx", "docx")
        for of, view, name in (
            (_ROUND, compilation.round_file, "round"),
            (_PROVISION, compilation.provision_file, "provision"),
        )
    ],
]
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/", frameworks.framework, name="framework"),
    path("frameworks/<slug:slug>/text/", frameworks.text, name="text"),
    path(
        "frameworks/<slug:framework>/provisions/<slug:suffix>/",
        provision.provision,
        name="provision",
    ),
    path(
        "frameworks/<slug:framework>/provisions/<slug:suffix>/versions/<int:number>/",
        versions.version,
        name="version",
    ),
    path(
        "frameworks/<slug:framework>/provisions/<slug:suffix>/redline/",
        versions.redline,
        name="redline",
    ),
    path("frameworks/<slug:framework>/rounds/<int:number>/", rounds.round_page, name="round"),
    *COMPILATIONS,
    path("rounds/", rounds.rounds, name="rounds"),
    path("provisions/", provisions.provisions, name="provisions"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<str:code>/", instruments.instrument, name="instrument"),
    path("governing-body/", sessions.sessions, name="sessions"),
    path("governing-body/<slug:slug>/", sessions.session, name="session"),
    path("convergence/", convergence.convergence_page, name="convergence"),
    path("changes/", changes.changes, name="changes"),
    path("data/", data.data, name="data"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
