"""Addresses of the desk where comments go in and out as tables."""

from django.urls import URLPattern, path

from .pages import compilation, importing

_ROUND = "rounds/<uuid:round_id>/"
_PROVISION = "provisions/<str:key>/"
COMPILATIONS = [
    path(f"{_ROUND}compilation/", compilation.of_round, name="desk_round_compilation"),
    path(f"{_PROVISION}compilation/", compilation.of_provision, name="desk_compilation"),
    *[
        path(f"{of}compilation.{form}", view, {"form": form}, name=f"desk_{name}_{form}")
        for form in ("xlsx", "docx")
        for of, view, name in (
            (_ROUND, compilation.round_file, "round_compilation"),
            (_PROVISION, compilation.provision_file, "compilation"),
        )
    ],
]
IMPORTS = [
    path(f"{_ROUND}import/", importing.send, name="desk_import"),
    path(f"{_ROUND}import/template.xlsx", importing.template, name="desk_import_template"),
]
urlpatterns: list[URLPattern] = [*COMPILATIONS, *IMPORTS]
