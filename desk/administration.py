"""A look into the tables on one's own machine: read-only, and at nothing that is confidential.

Only nouns that anybody may read are registered. No people, mandates, rounds, comments or tokens:
being a superuser makes nobody a member of a circle.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, URLField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from frameworks.models import (
    Clause,
    Decision,
    Document,
    Framework,
    Instrument,
    Meeting,
    Milestone,
    Section,
    Session,
)
from provisions.models import Provision, Version, VersionText
from record.installation import is_sample_database
from record.models import Installation
from stakeholders.models import Organization

# The stubs know a parameter that the class does not take.
if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

NOUNS: tuple[type[Model], ...] = (
    Framework,
    Meeting,
    Section,
    Milestone,
    Document,
    Instrument,
    Session,
    Decision,
    Clause,
    Provision,
    Version,
    VersionText,
    Organization,
    Installation,
)


class Site(admin.AdminSite):
    index_title = "Public tables, read-only"

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Answer whoever is not staff as if nothing were here; one signs in at the doors."""
        raise Http404

    def get_urls(self) -> list[Any]:
        """Return the site's routes; a password is changed at the doors, under its own name here."""
        change = RedirectView.as_view(url="/accounts/password/change/")
        return [path("password_change/", change, name="password_change"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page shows, with the mark of a sample database."""
        mark = "[Sample] " if is_sample_database() else ""
        marked = {"site_header": f"{mark}Tripartite", "site_title": f"{mark}Tripartite"}
        return {**super().each_context(request), **marked}


class ReadOnly(_ModelAdmin):
    """Shows rows to staff, and changes none, whoever asks."""

    actions = None
    # Nothing is typed here; it keeps Django from warning of a default that changes.
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(SITE.has_permission(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(SITE.has_permission(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


SITE = Site(name="admin")
SITE.register(NOUNS, ReadOnly)
