"""Health and metrics: for machines, never cached, nothing of anybody in them."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from record.models import Verification

pytestmark = pytest.mark.django_db


def test_a_living_portal_with_its_database_is_ready(client):
    assert client.get("/healthz").content == b"alive\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready["Cache-Control"]) == (200, "no-store")


def test_without_its_database_it_lives_and_is_not_ready(client, monkeypatch):
    def down(*arguments: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", down)
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready["Retry-After"]) == (503, "5")


def test_a_sample_database_is_not_ready_where_none_may_be_served(client, settings):
    settings.SAMPLE_DATABASE_ALLOWED = False
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"sample database" in answer.content


def test_faults_of_the_record_are_a_gauge(client):
    at = timezone.now() - timedelta(hours=3)
    Verification.objects.create(day=at.date(), at=at, entries=7, faults=2)
    lines = client.get("/metrics").content.decode().splitlines()
    assert "tripartite_record_faults 2" in lines
    age = next(line for line in lines if line.startswith("tripartite_record_verification_age"))
    assert 10_800 <= int(age.split()[1]) < 10_900
