"""A thousand provisions: a constant number of queries, seconds and not minutes."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provisions.loading.load_framework import load_framework
from provisions.models import Provision

from .files import AT, FRAMEWORK, LOADER, write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENTRY = """\
      - suffix: "{0}"
        number: "{0}"
        kind: recommendation
        addressees: [office]
        themes: [osh]
        text_status: draft
        source: {{document: report, paragraph: null, basis: null}}
        instruments:
          - {{code: C155, relation: related, as_of: "2026-11-20"}}
        texts:
          en: {{title: Number {0}, body: The Office should report on matter {0} every year.}}
          fr: {{title: Numéro {0}, body: Le Bureau devrait faire rapport sur le point {0}.}}
          es: {{title: Número {0}, body: La Oficina debería informar sobre el punto {0}.}}
"""


def large(count: int) -> str:
    return FRAMEWORK + "".join(ENTRY.format(number) for number in range(3, 3 + count))


def loaded(file, seconds: float) -> int:
    """Load and return the number of queries; fail if it takes longer than `seconds`."""
    began = time.monotonic()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_framework(file=file, actor=LOADER, at=AT)
    assert time.monotonic() - began < seconds
    return len(queries)


def test_a_thousand_provisions_are_loaded_in_a_constant_number_of_queries(tmp_path, reference):
    small = loaded(write(tmp_path, large(1).replace("trial-2026", "small")), 30)
    many = loaded(write(tmp_path, large(1_000)), 60)
    assert Provision.objects.filter(framework__slug="trial-2026").count() == 1_005
    assert many <= small + 12, (small, many)  # batches of a thousand rows
    assert loaded(write(tmp_path, large(1_000)), 30) <= 40
    order = Provision.objects.filter(framework__slug="trial-2026").order_by("document_order")
    assert [row.number for row in order][-1] == "1002"
