"""Asking as everybody: a browser of each person, and a program with a token of each mandate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from unittest.mock import patch
from uuid import UUID
from zipfile import ZipFile

from django.http.response import HttpResponseBase
from django.test import Client

from stakeholders.models import ApiToken
from tests.desk.conftest import signed_in

from .calendar import IN_FIRST, NOW
from .room import World


@contextmanager
def at_the_hour() -> Iterator[None]:
    """Let every request arrive at `NOW`."""
    with patch("django.utils.timezone.now", lambda: NOW):
        yield


def browser_of(world: World, name: str) -> Client:
    """Return a browser, signed in with both factors unless `name` is nobody's."""
    client = Client(raise_request_exception=False)
    if name == "anonymous":
        return client
    mandate = world.people.mandates.get(name)
    return signed_in(world.people.users[name], mandate)


def program_of(world: World, name: str) -> Client:
    """Return a program with a token that was issued while the mandate was good, if it ever was."""
    mandate = world.people.mandates.get(name)
    secret = f"secret-of-{name}"
    if mandate is not None:
        # Put there by hand: the services issue none for who may not have one.
        ident = UUID(sha256(name.encode()).hexdigest()[:32], version=4)
        ApiToken.objects.get_or_create(
            digest=sha256(secret.encode()).hexdigest(),
            defaults={
                "id": ident,
                "mandate": mandate,
                "name": f"zqtoken of {name}",
                "scope": "comment",
                "issued_at": IN_FIRST,
                "expires_at": NOW + timedelta(days=30),
            },
        )
    return Client(raise_request_exception=False, headers={"Authorization": f"Token {secret}"})


def words_of(answer: HttpResponseBase) -> str:
    """Return everything that an answer says: status, headers, cookies, body."""
    body: bytes = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = "\n".join(str(cookie) for cookie in answer.cookies.values())
    return f"{answer.status_code}\n{heads}\n{cookies}\n{_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    """Return what a body says; of an office file, what all of its parts say."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with ZipFile(BytesIO(body)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)
