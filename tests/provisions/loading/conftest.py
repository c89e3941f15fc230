"""What the tests of loading share."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection

from record.revision import public_revision
from tests.factories.frameworks import make_instrument


@pytest.fixture
def reference(db: None) -> None:
    """The instruments that the small framework links to."""
    for code in ("C142", "C155"):
        make_instrument(code)


@pytest.fixture
def everything() -> Callable[[], dict[str, object]]:
    """Return a function that tells how many rows stand where, and the public revision."""

    def tell() -> dict[str, object]:
        found: dict[str, object] = {"revision": public_revision()}
        tables = {
            model._meta.db_table
            for app in ("record", "stakeholders", "frameworks", "provisions")
            for model in apps.get_app_config(app).get_models()
        }
        with connection.cursor() as cursor:
            for table in sorted(tables):
                # The rows themselves, so that a changed one is seen as well as a new one.
                rows = "count(*), md5(string_agg(t::text, '' ORDER BY t::text))"
                cursor.execute(f'SELECT {rows} FROM "{table}" t')  # noqa: S608 - our own tables
                found[table] = cursor.fetchone()
        return found

    return tell
