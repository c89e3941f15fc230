"""Programs that ask the desk's API, each with a token of one mandate."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from stakeholders.models import Mandate
from stakeholders.services.tokens import issue_token
from tests.stakeholders.cast import actor

from .described import check_described

PREFIX = "/api/v1/desk/"


def token_of(mandate: Mandate, scope: str = "comment") -> str:
    """Return the secret of a new token of `mandate`, good for a month."""
    now = timezone.now()
    _token, secret = issue_token(
        mandate=mandate,
        name="a program",
        scope=scope,
        expires_at=now + timedelta(days=30),
        actor=actor(mandate),
        at=now,
    )
    return secret


@dataclass
class Program:
    """Asks with a token, or with none: `program.post("drafts", {…}, key="1", edition=3)`."""

    token: str | None = None
    last: Any = None
    is_patient: bool = False  # takes a fault of ours for an answer
    heard: list[bytes] = field(default_factory=list)  # every body and header that came back

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        edition: int | str | None = None,
        **headers: str,
    ) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent["Authorization"] = f"Token {self.token}"
        if key is not None:
            sent["Idempotency-Key"] = key
        if edition is not None:
            sent["If-Match"] = f'"{edition}"' if isinstance(edition, int) else edition
        more: dict[str, Any] = {}
        if body is not None:
            raw = body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
            more = {"data": raw, "content_type": sent.pop("Content-Type", "application/json")}
        address = path if path.startswith("/") else PREFIX + path
        client = Client(raise_request_exception=not self.is_patient)
        self.last = client.generic(method.upper(), address, headers=sent, **more)
        self.heard.append(self.last.content + repr(dict(self.last.items())).encode())
        check_described(method.upper(), address, self.last)
        return self.last

    def get(self, path: str, **more: Any) -> Any:
        return self("get", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self("post", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self("put", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self("delete", path, **more)

    def done(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Return the JSON of an answer that is no refusal."""
        answer = self(method, path, body, **more)
        assert answer.status_code < 300, f"{answer.status_code}: {answer.content[:2000]!r}"
        return answer.json() if answer.content else None


def refusal(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Return the problem that an answer is, having looked that it is this one, and private."""
    assert answer.status_code == status, answer.content[:2000]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["code"] == code, problem
    assert problem["detail"]
    return problem


def pointers(problem: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong, by where."""
    return {each["pointer"]: each["code"] for each in problem["errors"]}
