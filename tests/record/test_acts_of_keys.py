"""The acts that touched some keys are found without reading the whole chain."""

import pytest
from django.db import connection

from record.models import PUBLIC, Entry
from record.selectors import newest_public_acts, newest_public_acts_of

pytestmark = pytest.mark.django_db
ENTRIES = 10_000
PROVISIONS = 200
FILL = """
INSERT INTO record_entry (id, circle, number, code, schema, subject, touches, at, actor_kind,
    actor_origin, payload, previous, hash)
SELECT gen_random_uuid(), 'public', number, 'trial.act', 1, 'trial',
    ARRAY['busy.' || number %% %(provisions)s, 'busy.comment.1-' || number], now(), 'system',
    'trial', '{}', sha256(number::text::bytea), sha256(number::text::bytea)
FROM generate_series(1, %(entries)s) number
"""


@pytest.fixture
def entries(db: None) -> None:
    """Fill the public chain past the rule that only acts append: this is about reading."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"entries": ENTRIES, "provisions": PROVISIONS})
        cursor.execute("SELECT gin_clean_pending_list('entry_touches')")
        cursor.execute("ANALYZE record_entry")


def plan_of(keys: list[str]) -> str:
    acts = Entry.objects.filter(circle=PUBLIC, touches__overlap=keys)
    return acts.order_by("-number")[:50].explain(analyze=True, timing=False, costs=False)


@pytest.mark.usefixtures("entries")
def test_few_keys_are_found_by_the_index_of_touched_keys(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = newest_public_acts_of(["busy.7"], 20)
    assert [act.number for act in found] == list(range(9807, 0, -PROVISIONS))[:20]
    assert all("busy.7" in act.touches for act in found)
    plan = plan_of(["busy.7"])
    assert "entry_touches" in plan
    assert "Seq Scan" not in plan


@pytest.mark.usefixtures("entries")
def test_many_keys_are_found_by_walking_back_from_the_end():
    keys = [f"busy.{number}" for number in range(PROVISIONS)]
    assert newest_public_acts_of(keys, 50) == newest_public_acts(50)
    plan = plan_of(keys)
    assert "Index Scan Backward using entry_number_once" in plan
    assert "actual rows=50" in plan


@pytest.mark.usefixtures("entries")
def test_a_walk_goes_on_before_a_number_and_ends():
    first = newest_public_acts_of(["busy.7", "busy.8"], 70)
    then = newest_public_acts_of(["busy.7", "busy.8"], 70, before=first[-1].number)
    numbers = [act.number for act in (*first, *then)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers) == 2 * ENTRIES // PROVISIONS
    assert newest_public_acts_of(["busy.comment.1-1"], 70, before=1) == ()
    assert newest_public_acts_of([], 70) == ()
