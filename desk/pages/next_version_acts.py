"""What the buttons beside a working draft do, once the texts that came with them are kept."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from desk.acting import ActingRequest
from desk.forms.next_versions import Stretch, read_behind, read_comment, read_stretch
from reviews.models import NextVersion
from reviews.services.next_versions import credit_comment, take_over, uncredit_comment

Act = Callable[[ActingRequest, str, int], NextVersion]


def asked_act(request: ActingRequest) -> tuple[Act, str] | None:
    """Return what the pressed button asks for, and what is said when it is done; None for none.

    An act takes the request, the provision's key and the draft's edition. Raises Invalid for a
    button that is not of the page, and what the services raise.
    """
    return next((made() for name, made in _ACTS.items() if name in request.POST), None)


def _taken_over(request: ActingRequest, key: str, edition: int) -> NextVersion:
    return take_over(
        key=key,
        comment_id=read_comment(request.POST["take_over"]),
        expected_edition=edition,
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _credited(request: ActingRequest, key: str, edition: int) -> NextVersion:
    return _credit(credit_comment, read_stretch(request.POST["credit"]), request, key, edition)


def _credited_for(request: ActingRequest, key: str, edition: int) -> NextVersion:
    return _credit(credit_comment, read_behind(request.POST), request, key, edition)


def _uncredited(request: ActingRequest, key: str, edition: int) -> NextVersion:
    return _credit(uncredit_comment, read_stretch(request.POST["uncredit"]), request, key, edition)


def _credit(
    service: Callable[..., NextVersion],
    stretch: Stretch,
    request: ActingRequest,
    key: str,
    edition: int,
) -> NextVersion:
    return service(
        key=key,
        comment_id=stretch.comment_id,
        language=stretch.language,
        start=stretch.start,
        end=stretch.end,
        expected_edition=edition,
        actor=request.acting.actor,
        at=request.acting.at,
    )


_ACTS: dict[str, Callable[[], tuple[Act, str]]] = {
    "take_over": lambda: (_taken_over, _("The wording is in the draft, and credited.")),
    "credit": lambda: (_credited, _("The comment is credited.")),
    "behind": lambda: (_credited_for, _("The comment is credited.")),
    "uncredit": lambda: (_uncredited, _("The credit is taken back; the words stay.")),
}
