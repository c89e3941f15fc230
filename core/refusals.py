"""How a command says that it refuses: one sentence, then each mistake with its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError
from psycopg2.errors import UndefinedTable

from core.errors import DomainError


@contextmanager
def spoken() -> Iterator[None]:
    """Within a command, turn a refusal of the domain into a CommandError without a trace.

    Raises CommandError; the process then ends with status 1.
    """
    try:
        yield
    except DomainError as refusal:
        lines = [refusal.detail]
        lines += [f"  {error.pointer}\n      {error.detail}" for error in refusal.errors]
        raise CommandError("\n".join(lines)) from None
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        raise CommandError("The database has no tables yet: run `migrate` first.") from None
    except (OperationalError, InterfaceError) as error:
        reason = str(error).strip().splitlines() or ["no reason given"]
        raise CommandError(f"The database can’t be reached: {reason[0]}") from None
