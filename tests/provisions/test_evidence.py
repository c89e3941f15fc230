"""What a provision needs, as codes and as sentences in three languages."""

from datetime import timedelta

import pytest
from django.utils import translation

from provisions.enums import Stance, TextStatus
from provisions.evidence import (
    AgreementEvidence,
    NeedCode,
    Needed,
    RecordedStance,
    missing_for_agreement,
    needs_of,
)
from provisions.lifecycle import OPEN_STAGES, Stage
from stakeholders.enums import Group
from tests.factories.frameworks import BEGINNING
from tests.factories.provisions import full_agreement

AT = BEGINNING + timedelta(days=1)


def needs(evidence: AgreementEvidence | None, stage: Stage = Stage.IN_REVIEW) -> tuple[str, str]:
    found = needs_of(stage=stage, text_status=TextStatus.DRAFT, version=3, evidence=evidence, at=AT)
    return " ".join(found.codes), found.sentence


@pytest.mark.parametrize(
    ("stage", "code", "sentence"),
    [
        (Stage.DRAFT, "review_not_begun", "Version 3 waits for its review on this portal."),
        (Stage.IN_REVIEW, "review_under_way", "Version 3 is under review on this portal."),
        (Stage.AGREED, "submission", "Needs submission to a session of the Governing Body."),
        (Stage.SUBMITTED, "outcome", "Awaits the session; no outcome is recorded here."),
        (Stage.DEFERRED, "later_session", "Needs submission to a later session."),
        (Stage.APPROVED, "", ""),
        (Stage.NOT_APPROVED, "", ""),
        (Stage.WITHDRAWN, "", ""),
    ],
)
def test_each_stage_waits_for_something_or_is_over(stage: Stage, code: str, sentence: str) -> None:
    assert needs(None, stage) == (code, sentence)
    assert bool(code) == (stage in OPEN_STAGES)


def test_a_first_version_was_never_reviewed_and_a_returned_one_was() -> None:
    first = needs_of(stage=Stage.DRAFT, text_status=TextStatus.DRAFT, version=1)
    assert first.sentence == "Review on this portal has not begun."
    assert needs(full_agreement(3), Stage.DRAFT) == (
        "returned_to_draft",
        "Version 3 was returned to draft; it is not under review.",
    )


def test_what_stands_between_a_version_and_its_agreement_is_said() -> None:
    evidence = AgreementEvidence(
        "r-1", 3, BEGINNING, [RecordedStance("employers", Group.EMPLOYERS, Stance.OBJECTION)]
    )
    assert needs(evidence) == (
        "workers_position objection",
        "Needs a Workers’ position on version 3. One objection recorded (Employers).",
    )


def test_several_objections_are_counted_and_named() -> None:
    others = [
        RecordedStance("BRA", Group.GOVERNMENTS, Stance.OBJECTION, {"en": "Brazil", "fr": "Brésil"})
    ]
    evidence = full_agreement(3, workers=Stance.OBJECTION, others=others)
    assert needs(evidence)[1] == "2 objections recorded (Workers, Brazil)."


def test_an_actor_without_a_name_is_told_by_its_code() -> None:
    others = [RecordedStance("africa-group", Group.GOVERNMENTS, Stance.OBJECTION)]
    assert "(africa-group)" in needs(full_agreement(3, others=others))[1]


def test_with_nothing_in_the_way_only_the_record_is_missing() -> None:
    assert needs(full_agreement(3))[0] == "agreement_not_recorded"


def test_a_summary_in_review_says_that_it_can_not_be_agreed() -> None:
    found = needs_of(stage=Stage.IN_REVIEW, text_status=TextStatus.EDITORIAL_SUMMARY, version=1)
    assert found.codes == ("review_under_way", "summary_cannot_be_agreed")


def test_a_round_is_closed_from_its_instant_on() -> None:
    evidence = full_agreement(3, closed_at=AT)
    assert evidence.is_closed(AT)
    assert not evidence.is_closed(AT - timedelta(microseconds=1))


def test_a_position_of_a_country_is_not_one_of_its_group() -> None:
    evidence = AgreementEvidence(
        "r-1", 3, BEGINNING, [RecordedStance("CHE", Group.GOVERNMENTS, Stance.SUPPORT)]
    )
    assert not evidence.speaks(Group.GOVERNMENTS)
    missing = missing_for_agreement(
        text_status=TextStatus.DRAFT, version=3, evidence=evidence, at=AT
    )
    assert [need.code for need in missing] == ["employers_position", "workers_position"]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_need_has_its_own_sentence_in_every_language(language: str) -> None:
    who = (RecordedStance("employers", Group.EMPLOYERS, Stance.OBJECTION),)
    for code in NeedCode:
        needed = Needed(code, 3, who)
        with translation.override("en"):
            english = needed.sentence()
        with translation.override(language):
            assert needed.sentence() != english, code
            assert str(code.label) != english


def test_plain_needs_follow_the_active_language() -> None:
    with translation.override("fr"):
        french = needs(None)[1]
    with translation.override("en"):
        assert needs(None)[1] != french
