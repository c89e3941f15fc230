"""A house with the practice framework, in which the sample's reviews have happened."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from core.actor import Actor
from provisions.loading.load_sample import load_sample
from reviews.loading.load_sample_reviews import LoadedReviews, load_sample_reviews
from tests.provisions.loading.test_real_framework import load_the_reference
from tests.public.api.house import taken_back

AT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
LOADER = Actor.importer("load_sample_reviews")
LoadReviews = Callable[..., LoadedReviews]


@pytest.fixture(scope="module")
def practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The practice framework at the end of its story, and nobody who could review it."""
    with django_db_blocker.unblock(), taken_back():
        load_the_reference()
        load_sample(actor=Actor.importer("load_sample"), at=AT)
        yield


@pytest.fixture(scope="module")
def told(practice: None, django_db_blocker: Any) -> Iterator[None]:
    """The house in which the sample's people have reviewed, loaded once for a module."""
    with django_db_blocker.unblock(), taken_back():
        assert load_sample_reviews(actor=LOADER, at=AT).is_new
        yield


@pytest.fixture
def in_the_sample(told: None, db: None) -> None:
    """Read the house that was loaded once; what a test does in it is taken back."""


@pytest.fixture
def load(practice: None, db: None) -> LoadReviews:
    """Return the load, by whom it is done and when."""

    def load_at(at: datetime = AT, **options: Any) -> LoadedReviews:
        return load_sample_reviews(actor=LOADER, at=at, **options)

    return load_at


@pytest.fixture
def everything() -> Callable[[], dict[str, object]]:
    """Return a function that tells what stands in every table, row by row."""

    def tell() -> dict[str, object]:
        found: dict[str, object] = {}
        floors = ("record", "stakeholders", "frameworks", "provisions", "reviews")
        models = [model for app in floors for model in apps.get_app_config(app).get_models()]
        with connection.cursor() as cursor:
            for table in sorted({model._meta.db_table for model in models}):
                rows = "count(*), md5(string_agg(t::text, '' ORDER BY t::text))"
                cursor.execute(f'SELECT {rows} FROM "{table}" t')  # noqa: S608 - our own tables
                found[table] = cursor.fetchone()
        return found

    return tell
