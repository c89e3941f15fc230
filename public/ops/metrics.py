"""What an alarm watches, in the text form that Prometheus reads."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.addresses import AddressKind, address
from record.health import gauges
from record.revision import public_revision

_FORM = "text/plain; version=0.0.4; charset=utf-8"
HELP = {
    "record_faults": "Faults that the latest verification of the record found.",
    "record_verification_age_seconds": "Seconds since the record was last verified.",
    "record_checkpoint_age_seconds": "Seconds since the record's heads were last signed.",
    "public_revision": "Number of the newest public entry of the record.",
}


@address(AddressKind.OPS)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer gauges about the record's health; nothing in them is confidential."""
    values = gauges(timezone.now()) | {"public_revision": public_revision()}
    text = "\n".join(line for gauge in values.items() for line in _lines(*gauge))
    response = HttpResponse(f"{text}\n", content_type=_FORM)
    response["Cache-Control"] = "no-store"
    return response


def _lines(name: str, value: int) -> tuple[str, str, str]:
    full = f"tripartite_{name}"
    return f"# HELP {full} {HELP[name]}", f"# TYPE {full} gauge", f"{full} {value}"
