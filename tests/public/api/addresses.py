"""The addresses of the API that tests go through, all of them."""

LISTS = (
    *("frameworks", "provisions", "themes", "stages", "groups", "sessions", "decisions"),
    *("instruments", "milestones", "documents", "rounds", "comments"),
    *("positions", "dispositions"),
    "provisions/ai-manufacturing-2026.s6/versions",
)
STATS = ("stats/stages", "stats/themes", "stats/convergence", "stats/timeline")
DETAILS = (
    *("frameworks/ai-manufacturing-2026", "provisions/ai-manufacturing-2026.s6"),
    *("provisions/ai-manufacturing-2026.s6/versions/1", "sessions/gb-358", "instruments/C142"),
    "milestones/practice-framework.milestone.practice-review",
    "documents/ai-manufacturing-2026.document.digital-watch-report",
)
JSON_ADDRESSES = ("", *LISTS, *STATS, *DETAILS, "changes")
EVERYTHING = (*JSON_ADDRESSES, "openapi.json")
