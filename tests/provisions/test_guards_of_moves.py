"""What each move must be given and must find."""

from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Session
from provisions.enums import Stance, TextStatus
from provisions.evidence import AgreementEvidence, RecordedStance
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.services.moves import move_provision
from stakeholders.enums import Group
from tests.factories.frameworks import BEGINNING, make_clause, make_framework, make_session
from tests.factories.people import IMPORTER
from tests.factories.provisions import (
    WORDS,
    add_version,
    full_agreement,
    make_move,
    make_provision,
    walk_to,
)

pytestmark = pytest.mark.django_db
LATER = BEGINNING + timedelta(days=20)


def attempt(provision: Provision, move: MoveCode, **given: object) -> Transition:
    arguments = {
        "key": provision.key,
        "move": move,
        "expected_stage": provision.stage,
        "expected_version": provision.latest_version,
        "actor": IMPORTER,
        "at": LATER,
    }
    return move_provision(**(arguments | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "move"),
    [
        (Stage.IN_REVIEW, MoveCode.RETURN_TO_DRAFT),
        (Stage.AGREED, MoveCode.REOPEN),
        (Stage.DRAFT, MoveCode.WITHDRAW),
    ],
)
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_is_demanded(stage: Stage, move: MoveCode, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        attempt(walk_to(stage), move, reason=reason)
    assert refusal.value.code == "reason_missing"


class TestOpeningReview:
    @pytest.mark.parametrize("key", ["", "two words", "x" * 121, "ROUND"])
    def test_a_round_is_named_by_its_key(self, key: str) -> None:
        with pytest.raises(Invalid) as refusal:
            attempt(make_provision(), MoveCode.OPEN_REVIEW, round_key=key)
        assert refusal.value.code == "round_missing"

    def test_the_text_is_there_in_the_languages_of_the_round(self) -> None:
        provision = make_provision(texts={"en": WORDS["en"], "fr": WORDS["fr"]})
        with pytest.raises(Conflict, match="no text in es"):
            attempt(provision, MoveCode.OPEN_REVIEW, round_key="r-1", round_languages=("en", "es"))
        opened = attempt(
            provision, MoveCode.OPEN_REVIEW, round_key="r-1", round_languages=("en", "fr")
        )
        assert opened.round_key == "r-1"

    def test_without_languages_of_the_round_the_authentic_ones_count(self) -> None:
        framework = make_framework(authentic_languages=("en", "fr"))
        provision = make_provision(framework, texts={"en": WORDS["en"]})
        with pytest.raises(Conflict, match="no text in fr"):
            attempt(provision, MoveCode.OPEN_REVIEW, round_key="r-1")


class TestAgreeing:
    def agree(self, provision: Provision, evidence: AgreementEvidence | None) -> Transition:
        return attempt(provision, MoveCode.AGREE, evidence=evidence)

    def test_full_evidence_is_enough(self) -> None:
        agreed = self.agree(walk_to(Stage.IN_REVIEW), full_agreement())
        assert (agreed.to_stage, agreed.round_key) == ("agreed", "trial-round")

    def test_governments_need_no_common_position_and_a_reservation_does_not_block(self) -> None:
        others = [
            RecordedStance("africa-group", Group.GOVERNMENTS, Stance.SUPPORT),
            RecordedStance("CHE", Group.GOVERNMENTS, Stance.RESERVATION),
        ]
        evidence = full_agreement(employers=Stance.RESERVATION, others=others)
        assert self.agree(walk_to(Stage.IN_REVIEW), evidence).to_stage == "agreed"

    @pytest.mark.parametrize(
        ("evidence", "code"),
        [
            (None, "evidence_missing"),
            (full_agreement(version=2), "evidence_of_other_version"),
            (full_agreement(closed_at=None), "round_open"),
            (full_agreement(closed_at=LATER + timedelta(seconds=1)), "round_open"),
            (full_agreement(employers=Stance.POSITION_RESERVED), "employers_position"),
            (full_agreement(workers=Stance.POSITION_RESERVED), "workers_position"),
            (full_agreement(workers=Stance.OBJECTION), "objection"),
            (
                full_agreement(others=[RecordedStance("BRA", Group.GOVERNMENTS, Stance.OBJECTION)]),
                "objection",
            ),
        ],
    )
    def test_what_is_missing_is_named(self, evidence: AgreementEvidence | None, code: str) -> None:
        provision = walk_to(Stage.IN_REVIEW)
        with pytest.raises(Conflict) as refusal:
            self.agree(provision, evidence)
        assert refusal.value.code == "agreement_missing"
        assert [error.code for error in refusal.value.errors] == [code]
        provision.refresh_from_db()
        assert provision.stage == "in_review"

    def test_a_summary_can_be_reviewed_but_not_agreed(self) -> None:
        provision = make_provision(text_status=TextStatus.EDITORIAL_SUMMARY)
        with pytest.raises(Conflict) as refusal:
            self.agree(walk_to(Stage.IN_REVIEW, provision), full_agreement())
        assert [error.code for error in refusal.value.errors] == ["summary_cannot_be_agreed"]


class TestSubmitting:
    def test_a_session_is_named(self) -> None:
        with pytest.raises(Invalid) as refusal:
            attempt(walk_to(Stage.AGREED), MoveCode.SUBMIT)
        assert refusal.value.code == "session_missing"

    def test_an_invented_text_goes_to_an_invented_session_only(self) -> None:
        real = make_session("gb-358")
        Session.objects.filter(id=real.id).update(is_sample=False)
        real.refresh_from_db()
        with pytest.raises(Invalid) as refusal:
            attempt(walk_to(Stage.AGREED), MoveCode.SUBMIT, session=real)
        assert refusal.value.code == "session_of_other_kind"

    def test_only_a_text_adopted_elsewhere_is_submitted_without_review(self) -> None:
        with pytest.raises(Conflict) as refusal:
            attempt(make_provision(), MoveCode.SUBMIT_ADOPTED, session=make_session())
        assert refusal.value.code == "not_adopted_elsewhere"

    def test_a_summary_of_a_text_adopted_elsewhere_is_submitted(self) -> None:
        framework = make_framework(adopted_elsewhere=True)
        provision = make_provision(framework, text_status=TextStatus.EDITORIAL_SUMMARY)
        assert make_move(provision, MoveCode.SUBMIT_ADOPTED).to_stage == "submitted"

    @pytest.mark.parametrize("first_day", ["2026-10-26", "2026-10-01"])
    def test_what_was_deferred_goes_to_a_later_session(self, first_day: str) -> None:
        provision = walk_to(Stage.DEFERRED)
        session = Session.objects.get(slug="trial-1")
        if first_day != "2026-10-26":
            session = make_session("trial-0", first_day)
        with pytest.raises(Conflict) as refusal:
            attempt(provision, MoveCode.RESUBMIT, session=session)
        assert refusal.value.code == "session_not_later"
        later = make_session("trial-3", "2026-10-27")
        assert attempt(provision, MoveCode.RESUBMIT, session=later).session == later


class TestDeciding:
    def test_a_clause_is_named(self) -> None:
        with pytest.raises(Invalid) as refusal:
            attempt(walk_to(Stage.SUBMITTED), MoveCode.APPROVE)
        assert refusal.value.code == "clause_missing"

    def submitted(self) -> tuple[Provision, Session]:
        return walk_to(Stage.SUBMITTED), Session.objects.get(slug="trial-1")

    def test_the_clause_says_what_the_move_does(self) -> None:
        provision, session = self.submitted()
        clause = make_clause(provision.framework, session, "defer")
        with pytest.raises(Invalid) as refusal:
            attempt(provision, MoveCode.APPROVE, clause=clause)
        assert refusal.value.code == "clause_of_other_effect"

    def test_a_clause_covers_what_it_cites_and_all_if_it_cites_nothing(self) -> None:
        provision, session = self.submitted()
        other = make_clause(provision.framework, session, "approve", cites=["9"])
        with pytest.raises(Invalid) as refusal:
            attempt(provision, MoveCode.APPROVE, clause=other)
        assert refusal.value.code == "clause_does_not_cover"
        everything = make_clause(provision.framework, session, "approve")
        assert attempt(provision, MoveCode.APPROVE, clause=everything).clause == everything

    def test_a_clause_on_another_framework_covers_nothing_here(self) -> None:
        provision, session = self.submitted()
        clause = make_clause(make_framework("elsewhere"), session, "approve")
        with pytest.raises(Invalid) as refusal:
            attempt(provision, MoveCode.APPROVE, clause=clause)
        assert refusal.value.code == "clause_does_not_cover"

    def test_the_session_that_decides_is_the_one_it_was_submitted_to(self) -> None:
        provision, _ = self.submitted()
        clause = make_clause(provision.framework, make_session("trial-9"), "approve")
        with pytest.raises(Conflict) as refusal:
            attempt(provision, MoveCode.APPROVE, clause=clause)
        assert refusal.value.code == "session_of_other_decision"


def test_nothing_is_given_that_the_move_does_not_need() -> None:
    provision = walk_to(Stage.IN_REVIEW)
    clause = make_clause(provision.framework, make_session(), "approve")
    with pytest.raises(Invalid, match="names no session"):
        attempt(provision, MoveCode.RETURN_TO_DRAFT, reason="So.", session=clause.decision.session)
    with pytest.raises(Invalid, match="follows from no clause"):
        attempt(provision, MoveCode.RETURN_TO_DRAFT, reason="So.", clause=clause)


def test_words_stand_still_in_review_and_once_agreed() -> None:
    for stage in (Stage.IN_REVIEW, Stage.AGREED, Stage.NOT_APPROVED, Stage.WITHDRAWN):
        provision = walk_to(stage, make_provision(make_framework(f"of-{stage}".replace("_", "-"))))
        with pytest.raises(Conflict) as refusal:
            add_version(provision, {"en": WORDS["fr"]})
        assert refusal.value.code == "text_frozen"
