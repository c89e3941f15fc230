"""Who can be entered as the actor of an act."""

from uuid import UUID

import pytest

from core.actor import Actor, ActorKind
from record.acts import act
from record.models import PUBLIC, Entry

from .conftest import BEGIN as AT


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ActorKind.PERSON},
        {"kind": ActorKind.PERSON, "user_id": UUID(int=1)},
        {
            "kind": ActorKind.PERSON,
            "user_id": UUID(int=1),
            "mandate_id": UUID(int=2),
            "origin": "x",
        },
        {"kind": ActorKind.SYSTEM},
        {"kind": ActorKind.SYSTEM, "origin": "x", "user_id": UUID(int=1)},
        {"kind": ActorKind.IMPORT, "origin": "x", "mandate_id": UUID(int=1)},
    ],
)
def test_an_incomplete_actor_is_refused(fields):
    with pytest.raises(ValueError, match="origin|mandate"):
        Actor(**fields)


@pytest.mark.django_db
def test_the_actor_is_entered_with_mandate_and_principal(person_actor):
    acting = Actor.person(person_actor.user_id, person_actor.mandate_id, UUID(int=9))
    with act("thing.done", subject="x", actor=acting, at=AT) as made:
        made.enter(PUBLIC, {})
    entry = Entry.objects.get(circle=PUBLIC)
    assert entry.actor_kind == "person"
    assert entry.actor_user == person_actor.user_id
    assert entry.actor_mandate == person_actor.mandate_id
    assert entry.actor_for_mandate == UUID(int=9)
    assert entry.actor_origin == ""
