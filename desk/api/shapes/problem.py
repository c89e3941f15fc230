"""The shape of every refusal, and what each status means."""

from .parts import address, number, several, shape, text

FAULT = shape(
    "Fault",
    {
        "pointer": text("What is wrong: a JSON pointer into the body, or a query parameter."),
        "detail": text("What to do."),
        "code": text("Stable code."),
    },
    "One thing that is wrong.",
)
PROBLEM = shape(
    "Problem",
    {
        "type": address("Stable address of this kind of problem."),
        "title": text("The kind of problem, in words."),
        "status": number("Status of the answer."),
        "code": text("Stable code."),
        "detail": text("What happened and what to do."),
        "errors": several(FAULT, "Everything that is wrong."),
    },
    "A refusal (RFC 9457).",
)
MEDIA = "application/problem+json"
REFUSALS = {
    400: "A parameter, member, value or cursor that is not understood; all are named.",
    401: "No token that is in force.",
    403: "The token, or its mandate, may not do this.",
    404: "There is no such thing, or it is not this mandate's to read.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "The portal can't answer just now; `Retry-After` says when to try again.",
}
REFUSED_WRITES = {
    409: "The state of things does not permit it now, or the same request is under way.",
    413: "More than 256 kB.",
    415: "Something else than `application/json`.",
}
REFUSED_EDITIONS = {412: "Another edition is there.", 428: "No edition was named."}
REFUSED_KEYS = {422: "The key was sent with another request before."}
EVERY = REFUSALS | REFUSED_WRITES | REFUSED_EDITIONS | REFUSED_KEYS
