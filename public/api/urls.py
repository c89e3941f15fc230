"""Version 1 of the public API. Each address also answers with a slash at its end."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from . import (
    answers,
    changes,
    codes,
    frameworks,
    governing_body,
    provisions,
    reviews,
    root,
    stats,
    versions,
)
from .endpoint import PublicEndpoint

_ROUTES: dict[str, type[PublicEndpoint]] = {
    "frameworks": frameworks.FrameworkList,
    "frameworks/<str:name>": frameworks.FrameworkDetail,
    "provisions": provisions.ProvisionList,
    "provisions/<str:name>": provisions.ProvisionDetail,
    "provisions/<str:name>/versions": versions.VersionList,
    "provisions/<str:name>/versions/<int:number>": versions.VersionDetail,
    "rounds": reviews.RoundList,
    "rounds/<str:name>": reviews.RoundDetail,
    "comments": reviews.CommentList,
    "comments/<str:name>": reviews.CommentDetail,
    "positions": answers.PositionList,
    "positions/<str:name>": answers.PositionDetail,
    "dispositions": answers.DispositionList,
    "dispositions/<str:name>": answers.DispositionDetail,
    "themes": codes.ThemeList,
    "stages": codes.StageList,
    "groups": codes.GroupList,
    "sessions": governing_body.SessionList,
    "sessions/<str:name>": governing_body.SessionDetail,
    "decisions": governing_body.DecisionList,
    "decisions/<str:name>": governing_body.DecisionDetail,
    "instruments": governing_body.InstrumentList,
    "instruments/<str:name>": governing_body.InstrumentDetail,
    "milestones": frameworks.MilestoneList,
    "milestones/<str:name>": frameworks.MilestoneDetail,
    "documents": frameworks.DocumentList,
    "documents/<str:name>": frameworks.DocumentDetail,
    "changes": changes.ChangeFeed,
    "stats/stages": stats.StageStats,
    "stats/themes": stats.ThemeStats,
    "stats/convergence": stats.ConvergenceStats,
    "stats/timeline": stats.TimelineStats,
    "openapi.json": root.SchemaDocument,
}


def _routes() -> Iterator[URLPattern]:
    yield path("", root.Root.as_view(), name="api-root")
    for address, endpoint in _ROUTES.items():
        name = f"api-{endpoint.__name__}"
        yield path(address, endpoint.as_view(), name=name)
        if not address.endswith(".json"):
            yield path(f"{address}/", endpoint.as_view())


urlpatterns: list[URLPattern] = list(_routes())
