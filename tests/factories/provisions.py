"""Provisions with realistic texts, walked to a stage by real moves only."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from core.actor import Actor
from core.languages import LANGUAGES
from core.naming import suffix_of
from frameworks.models import Framework, Session
from provisions.drafts import TextDraft
from provisions.enums import ProvisionKind, Stance, TextStatus
from provisions.evidence import AgreementEvidence, RecordedStance
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.ordering import document_order
from provisions.services.moves import move_provision
from provisions.services.texts import create_provision, publish_version
from stakeholders.enums import Group

from .frameworks import BEGINNING, make_clause, make_framework, make_session
from .people import IMPORTER

WORDS = {
    "en": TextDraft("Skills for new tools", "Training is given before a new tool is used."),
    "fr": TextDraft(
        "Compétences et nouveaux outils",
        "Une formation est donnée avant l’utilisation d’un nouvel outil.",
    ),
    "es": TextDraft(
        "Competencias y nuevas herramientas",
        "Se imparte formación antes de utilizar una herramienta nueva.",
    ),
}
# The moves that lead from a draft to each stage.
WALKS: dict[Stage, tuple[MoveCode, ...]] = {
    Stage.DRAFT: (),
    Stage.IN_REVIEW: (MoveCode.OPEN_REVIEW,),
    Stage.AGREED: (MoveCode.OPEN_REVIEW, MoveCode.AGREE),
    Stage.SUBMITTED: (MoveCode.OPEN_REVIEW, MoveCode.AGREE, MoveCode.SUBMIT),
    Stage.APPROVED: (MoveCode.OPEN_REVIEW, MoveCode.AGREE, MoveCode.SUBMIT, MoveCode.APPROVE),
    Stage.DEFERRED: (MoveCode.OPEN_REVIEW, MoveCode.AGREE, MoveCode.SUBMIT, MoveCode.DEFER),
    Stage.NOT_APPROVED: (
        MoveCode.OPEN_REVIEW,
        MoveCode.AGREE,
        MoveCode.SUBMIT,
        MoveCode.NOT_APPROVE,
    ),
    Stage.WITHDRAWN: (MoveCode.WITHDRAW,),
}


def make_provision(
    framework: Framework | None = None,
    number: str = "1",
    *,
    texts: Mapping[str, TextDraft] | None = None,
    kind: str = ProvisionKind.RECOMMENDATION,
    themes: Sequence[str] = ("skills",),
    own_addressees: Sequence[str] | None = None,
    parent: Provision | None = None,
    ranks: Sequence[int] | None = None,
    text_status: TextStatus = TextStatus.DRAFT,
    actor: Actor = IMPORTER,
    at: datetime = BEGINNING,
) -> Provision:
    """Return a provision in draft with version 1 in all languages, or as the arguments say."""
    framework = framework or make_framework()
    provision = create_provision(
        framework=framework,
        suffix=suffix_of(number),
        number=number,
        kind=kind,
        themes=themes,
        own_addressees=list(own_addressees) if own_addressees is not None else None,
        section=framework.sections.get(slug="part-one"),
        parent=parent,
        document_order=document_order(
            framework.slug, ranks or [Provision.objects.filter(framework=framework).count() + 1]
        ),
        actor=actor,
        at=at,
    )
    add_version(provision, texts, text_status=text_status, actor=actor, at=at)
    provision.refresh_from_db()
    return provision


def add_version(
    provision: Provision,
    texts: Mapping[str, TextDraft] | None = None,
    *,
    text_status: TextStatus = TextStatus.DRAFT,
    actor: Actor = IMPORTER,
    at: datetime = BEGINNING,
) -> None:
    """Publish the next version of `provision`."""
    publish_version(
        provision=provision,
        text_status=text_status,
        source=provision.framework.documents.get(slug="draft"),
        source_paragraph=1,
        source_basis=None,
        texts=texts or {language: WORDS[language] for language in LANGUAGES},
        actor=actor,
        at=at,
        expected_version=provision.latest_version,
    )


def full_agreement(
    version: int = 1,
    *,
    employers: Stance = Stance.SUPPORT,
    workers: Stance = Stance.SUPPORT,
    others: Sequence[RecordedStance] = (),
    closed_at: datetime | None = BEGINNING,
) -> AgreementEvidence:
    """Return evidence on which a version can be agreed, unless the arguments spoil it."""
    return AgreementEvidence(
        round_key="trial-round",
        version=version,
        round_closed_at=closed_at,
        stances=(
            RecordedStance("employers", Group.EMPLOYERS, employers),
            RecordedStance("workers", Group.WORKERS, workers),
            *others,
        ),
    )


def make_move(
    provision: Provision, move: MoveCode, *, actor: Actor = IMPORTER, at: datetime = BEGINNING
) -> Transition:
    """Make a move with everything that it needs, from where the provision stands now."""
    provision.refresh_from_db()
    session = None
    clause = None
    if move in (MoveCode.SUBMIT, MoveCode.SUBMIT_ADOPTED):
        session = _session("trial-1", "2026-10-26")
    if move is MoveCode.RESUBMIT:
        session = _session("trial-2", "2027-03-01")
    if move in _BY_CLAUSE:
        submitted = provision.transitions.order_by("-number").first()
        decided = submitted.session if submitted else None
        clause = make_clause(
            provision.framework,
            decided or _session("trial-1", "2026-10-26"),
            move.value,
            cites=[provision.suffix],
            at=at,
        )
    return move_provision(
        key=provision.key,
        move=move,
        expected_stage=provision.stage,
        expected_version=provision.latest_version,
        actor=actor,
        at=at,
        reason="It was asked for." if move in _WITH_REASON else "",
        evidence=full_agreement(provision.latest_version) if move is MoveCode.AGREE else None,
        session=session,
        clause=clause,
        round_key="trial-round" if move is MoveCode.OPEN_REVIEW else "",
    )


_WITH_REASON = {MoveCode.RETURN_TO_DRAFT, MoveCode.REOPEN, MoveCode.WITHDRAW}
_BY_CLAUSE = {
    MoveCode.APPROVE,
    MoveCode.APPROVE_AS_AMENDED,
    MoveCode.DEFER,
    MoveCode.REFER_BACK,
    MoveCode.NOT_APPROVE,
}


def _session(slug: str, first_day: str) -> Session:
    return Session.objects.filter(slug=slug).first() or make_session(slug, first_day)


def walk_to(
    stage: Stage,
    provision: Provision | None = None,
    *,
    actor: Actor = IMPORTER,
    at: datetime = BEGINNING,
) -> Provision:
    """Return a provision at `stage`, led there from its draft by moves an hour apart."""
    provision = provision or make_provision(at=at)
    for step, move in enumerate(WALKS[stage], start=1):
        make_move(provision, move, actor=actor, at=at + timedelta(hours=step))
    provision.refresh_from_db()
    return provision
