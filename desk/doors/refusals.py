"""Refusals of the doors that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.addresses import AddressKind, address


@address(AddressKind.DOOR)
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token. Nothing was changed, and the page says how to go on."""
    return render(request, "doors/form_expired.html", status=403)
