"""The sample shows positions in every state, and what they come to."""

import pytest

from provisions.enums import Stance
from provisions.evidence import NeedCode
from provisions.lifecycle import Stage
from provisions.models import Provision
from reviews.enums import AlignmentKind, Moved, ReleaseKind
from reviews.models import Alignment, Position
from reviews.selectors.agreements import agreement_check, agreement_of
from reviews.selectors.convergence import convergence
from reviews.selectors.positions import own_standings
from reviews.selectors.stances import PublicPosition, read_positions
from stakeholders.enums import Group
from stakeholders.models import Mandate

from .conftest import AT
from .sample import FRAMEWORK, key, mandate_of, round_number, standing_of

pytestmark = pytest.mark.usefixtures("in_the_sample")
LATE = {"item__provision__suffix": "16", "circle__organization__code": "XAB"}


def positions(suffix: str, actor: str) -> list[PublicPosition]:
    found = read_positions(provisions=[key(suffix)], actors=[actor]).rows
    return sorted(found, key=lambda each: (each.round, each.number))


def test_every_stance_is_public_somewhere():
    released = Position.objects.released()
    assert set(released.values_list("stance", flat=True)) == set(Stance.values)


def test_some_are_ad_referendum_some_give_reasons_and_amendments_give_their_words():
    public = Position.objects.released()
    assert public.filter(ad_referendum=True).exists()
    assert set(public.exclude(reasons="").values_list("language", flat=True)) == {"en", "fr", "es"}
    amended = public.filter(stance=Stance.SUPPORT_SUBJECT_TO_AMENDMENT)
    assert amended.count() == 2
    assert not amended.filter(wording="").exists()


def test_some_were_released_at_the_close_and_some_on_their_actors_word_before_it():
    second = round_number(2)
    assert second.closed_at is not None
    early = Position.objects.get(item__round=second, release=ReleaseKind.OWN_WORD)
    assert early.circle.group == Group.WORKERS
    assert early.released_at is not None
    assert early.released_at < second.closed_at
    at_close = Position.objects.filter(item__round=second, release=ReleaseKind.AT_CLOSE)
    assert {row.released_at for row in at_close} == {second.closed_at}
    assert at_close.count() == 9


def test_in_the_open_round_positions_wait_in_their_rooms_and_one_was_replaced():
    waiting = Position.objects.filter(item__round=round_number(4), released_at=None)
    assert {row.circle.group for row in waiting} == set(Group.values)
    workers = waiting.filter(circle__group=Group.WORKERS).order_by("number")
    assert [row.stance for row in workers] == [Stance.OBJECTION, Stance.RESERVATION]
    assert Position.objects.filter(item__round=round_number(4)).released().count() == 1


def test_one_taken_after_the_close_is_not_released():
    late = Position.objects.get(**LATE)
    closed_at = late.item.round.closed_at
    assert closed_at is not None
    assert late.at > closed_at
    assert (late.released_at, late.key) == (None, None)


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        ("capital.xab", True),
        ("ministry.xab", True),
        ("capital.xaa", False),
        ("employers.spokesperson", False),
        ("governments.spokesperson", False),
        ("secretariat", False),
        ("chairperson", False),
        (None, False),
    ],
)
def test_what_is_not_released_is_its_own_rooms(reader: str | None, sees: bool):
    mandate = mandate_of(reader) if reader else None
    assert Position.objects.visible_to(mandate, AT).filter(**LATE).exists() is sees


def test_a_stance_recorded_in_error_was_corrected_with_a_reason():
    error, correction = positions("17", "XAB")[-2:]
    assert (error.stance, correction.stance) == (Stance.OBJECTION, Stance.RESERVATION)
    assert correction.corrects == error.key
    assert correction.correction_reason
    assert error.is_corrected
    assert correction.is_current


def test_a_regional_group_speaks_with_one_member_and_without_another_that_differs():
    standing = standing_of("16")
    region = next(each for each in standing.positions if each.actor.kind == "regional_group")
    assert [actor.code for actor in region.joined] == ["XAA"]
    assert [actor.code for actor in region.not_joining] == ["XAC"]
    [alone] = [each for each in standing.positions if each.actor.code == "XAC"]
    assert (region.stance, alone.stance) == (Stance.SUPPORT, Stance.RESERVATION)
    words = Alignment.objects.values_list("kind", flat=True)
    assert set(words) == set(AlignmentKind.values)


def test_governments_have_a_common_position_on_one_provision_and_several_on_another():
    assert standing_of("15").stances["governments"] == Stance.SUPPORT
    assert standing_of("16").stances["governments"] == "several"
    [common] = [each for each in standing_of("15").positions if each.actor.code == "governments"]
    assert [actor.code for actor in common.joined] == ["XAB"]


def test_an_objection_was_lifted_by_the_new_version():
    first, second = positions("15", "workers")
    assert (first.version, first.stance) == (1, Stance.OBJECTION)
    assert (second.version, second.stance) == (2, Stance.SUPPORT)
    moves = {
        (row.actor.code, row.version): row.moved
        for row in convergence(FRAMEWORK)
        if row.provision == key("15")
    }
    assert moves[("workers", 1)] == Moved.NEW
    assert moves[("workers", 2)] == Moved.CHANGED


def test_what_the_chairperson_pronounced_is_agreed():
    agreed = agreement_of(key("15"))
    assert agreed is not None
    assert (agreed.version, agreed.round, agreed.stands) == (2, round_number(3).key, True)
    current = [each["actor"] for each in agreed.positions if each["current"]]
    assert sorted(current) == ["employers", "governments", "workers"]
    assert Provision.objects.get(key=key("15")).stage == Stage.AGREED


@pytest.mark.parametrize(
    ("suffix", "codes"),
    [
        ("16", [NeedCode.OBJECTION]),
        ("17", [NeedCode.EMPLOYERS_POSITION]),
        ("7b", []),
        ("4", [NeedCode.ROUND_OPEN, NeedCode.EMPLOYERS_POSITION, NeedCode.WORKERS_POSITION]),
    ],
)
def test_it_is_said_what_each_provision_still_needs(suffix: str, codes: list[NeedCode]):
    assert [need.code for need in agreement_check(key(suffix))] == codes


def test_the_objection_is_named_with_whose_it_is():
    [need] = agreement_check(key("16"))
    assert need.sentence() == "One objection recorded (Employers)."


def reasons_to_reconfirm(mandate: Mandate, suffix: str) -> dict[str, tuple[str, ...]]:
    rows = own_standings(mandate, AT, framework=FRAMEWORK)
    return {row.circle.kind: row.why for row in rows if row.item.provision == key(suffix)}


def test_one_actor_is_asked_again_since_the_text_changed():
    waiting = [row for row in convergence(FRAMEWORK) if row.moved == Moved.TO_RECONFIRM]
    assert ("employers", key("17")) in {(row.actor.code, row.provision) for row in waiting}
    why = reasons_to_reconfirm(mandate_of("employers.spokesperson"), "17")
    assert why == {"group": ("text_changed",)}


def test_one_actor_is_asked_again_since_a_mandate_ended():
    why = reasons_to_reconfirm(mandate_of("capital.xac"), "16")
    assert why["delegation"] == ("mandate_ended",)
