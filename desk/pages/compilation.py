"""Comments with their answers in one table: a page, a spreadsheet, a document."""

from uuid import UUID

from django.http import HttpResponse

from desk.acting import ActingRequest
from desk.presenters.compilation import provision_table, round_table
from reviews.compilation.compiled import Reader, compilation_of_provision, compilation_of_round
from reviews.compilation.files import file_of
from reviews.compilation.table import Compilation

from .page import Page, desk_page

PREPARED = "prepared"


@desk_page(("GET",))
def of_round(request: ActingRequest, round_id: UUID) -> Page:
    """Show what the asker may read of a round's comments, and where to have it as a file."""
    made = compilation_of_round(round_id, _reader(request))
    context = round_table(made, round_id, request.acting.mandate, _is_prepared(request))
    return Page("desk/compilation.html", context, "rounds")


@desk_page(("GET",))
def of_provision(request: ActingRequest, key: str) -> Page:
    """Show what the asker may read of the comments on a provision, of all rounds."""
    made = compilation_of_provision(key, _reader(request))
    context = provision_table(made, key, request.acting.mandate, _is_prepared(request))
    return Page("desk/compilation.html", context, "rounds")


@desk_page(("GET",))
def round_file(request: ActingRequest, round_id: UUID, form: str) -> HttpResponse:
    return _file(compilation_of_round(round_id, _reader(request)), form)


@desk_page(("GET",))
def provision_file(request: ActingRequest, key: str, form: str) -> HttpResponse:
    return _file(compilation_of_provision(key, _reader(request)), form)


def _reader(request: ActingRequest) -> Reader:
    acting = request.acting
    return Reader(acting.mandate, acting.at, acting.user.language, _is_prepared(request))


def _is_prepared(request: ActingRequest) -> bool:
    return request.GET.get(PREPARED) == "1"


def _file(made: Compilation, form: str) -> HttpResponse:
    kept = file_of(made, form)
    return HttpResponse(kept.body, content_type=kept.content_type, headers=kept.headers)
