"""Handing mails to the provider, and what its refusals mean."""

import re
from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import TracebackType
from typing import Any, Self

from django.core.mail import get_connection

from .outgoing import Mail

# RFC 3463 at the head of an answer: “5.1.1 No such user”.
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_PERMANENT = 500


class NotTaken(OSError):
    """The provider took no mail and gave no reason."""


class Verdict(Enum):
    """What to do after a refusal."""

    LATER = "later"  # the provider is away or busy
    ADDRESS_LATER = "address_later"  # 4.x.x: this address takes nothing now
    ADDRESS_NEVER = "address_never"  # 5.x.x: this address takes nothing
    NEVER = "never"  # this mail


@dataclass(frozen=True, slots=True)
class Refusal:
    """`status` is a code of RFC 3463 where the address was refused, else empty."""

    verdict: Verdict
    status: str = ""


def judged(error: Exception) -> Refusal:
    """Return what `error`, raised while sending one mail to one address, means.

    Errors of sockets, TLS, time limits and of smtplib are OSErrors, and so are those of providers
    whose servers can't be reached: all of them may pass. Anything else will not.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return _of_address(error)
    if isinstance(error, SMTPDataError) and error.smtp_code >= _PERMANENT:
        return Refusal(Verdict.NEVER)
    return Refusal(Verdict.LATER if isinstance(error, OSError) else Verdict.NEVER)


def _of_address(error: SMTPRecipientsRefused) -> Refusal:
    code, answer = next(iter(error.recipients.values()), (0, b""))
    found = _ENHANCED.match(answer.decode("ascii", "replace"))
    if code >= _PERMANENT:
        return Refusal(Verdict.ADDRESS_NEVER, _fitting(found, "5"))
    return Refusal(Verdict.ADDRESS_LATER, _fitting(found, "4"))


def _fitting(found: "re.Match[str] | None", kind: str) -> str:
    """Return the code that was found, if it is of the kind that the answer's number says."""
    return found[1] if found and found[1].startswith(kind) else f"{kind}.0.0"


class Post:
    """One connection to the provider: opened for the first mail, anew after an error."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, mail: Mail) -> None:
        """Hand over one mail. Raises whatever the provider's backend raises, or NotTaken."""
        try:
            if not self._open().send_messages([mail]):
                raise NotTaken
        except Exception:
            self._close()
            raise

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        return self._connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except OSError:
            return  # it was broken already, which is why it is closed
