"""Root routes. Each is of one kind: public, desk, door or ops; a guard test classifies them."""

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
handler400 = "core.faults.bad_request"
handler404 = "core.faults.not_found"
handler500 = "core.faults.server_error"
