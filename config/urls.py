"""Root routes. Each is of one kind: public, desk, door or ops; a guard test classifies them."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("public.ops.urls")),
    path("api/v1/", include("desk.api.urls")),
    path("api/v1/", include("public.api.urls")),
    path("accounts/", include("desk.doors.urls")),
    path("subscribe/", include("desk.doors.subscribe_urls")),
    path("desk/", include("desk.urls")),
    # English bare, the others under their code; the same views behind each.
    *i18n_patterns(
        path("", include("public.pages.urls")),
        path("", include("public.feeds.urls")),
        path("", include("public.api.docs")),
        prefix_default_language=False,
    ),
]
# What a mail provider tells, for whoever shares its secret; without one there is no such route.
if apps.is_installed("anymail") and settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns.insert(0, path("mail-events/", include("anymail.urls")))
handler400 = "core.faults.bad_request"
handler404 = "core.faults.not_found"
handler500 = "core.faults.server_error"
