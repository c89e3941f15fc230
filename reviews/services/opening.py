"""Opening a round: what it reviews stands still from its announcement on."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Missing
from core.languages import Texts
from frameworks.keys import round_key
from frameworks.models import Framework
from frameworks.services.writing import lock_framework
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision
from provisions.models.acted import actor_columns
from provisions.services.locks import lock_provisions
from provisions.services.moves import Expected, move_provisions
from record import acts
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.enums import RoundState, WindowKind
from reviews.models import FrozenText, Question, Round, RoundItem, Window
from reviews.payloads import instant_text
from reviews.permissions import check_can_hold_rounds
from reviews.round_drafts import ItemDraft, RoundDraft, checked_round

from .freezing import check_free, check_reviewable, freeze, texts_digest
from .placements import check_all_confirmed


def open_round(
    *,
    framework: str,
    items: Sequence[ItemDraft],
    opens_at: datetime,
    closes_at: datetime,
    purpose: Texts,
    languages: Sequence[str],
    publication: str,
    actor: Actor,
    at: datetime,
) -> Round:
    """Announce a round on a framework (its slug), or open it at once where `opens_at` is not
    later than `at`; its drafts are moved into review, and its texts stand still from now on.

    The same round asked for again by the same person is returned. Raises Missing for what there
    is not, NotAllowed, Invalid with everything that is wrong, Conflict naming the provisions that
    are elsewhere by now, in another round, without a text in a language of the round, or with
    comments whose place in the latest version nobody has confirmed.
    """
    if "\0" in framework:
        raise Missing(_("A key holds no NUL."))
    with acts.together():
        locked = lock_framework(framework)
        check_can_hold_rounds(actor=actor, at=at, framework_key=framework)
        wanted = RoundDraft(items, opens_at, closes_at, purpose, languages, publication)
        draft = checked_round(wanted, at=at)
        provisions = lock_provisions(draft.keys)
        repeated = _repeated(locked, draft, opens_at, actor)
        if repeated is not None:
            return repeated
        check_reviewable(provisions, draft, locked.pk)
        check_free(provisions.values(), draft)
        check_all_confirmed(provisions.values())
        return _open(locked, draft, provisions, actor, at)


def _open(
    framework: Framework,
    draft: RoundDraft,
    provisions: dict[str, Provision],
    actor: Actor,
    at: datetime,
) -> Round:
    round_ = _new(framework, draft, at)
    frozen = freeze(round_, provisions, draft)
    opens_now = round_.state == RoundState.OPEN
    code = ActCode.ROUND_OPENED if opens_now else ActCode.ROUND_ANNOUNCED
    with acts.act(code, subject=round_.key, actor=actor, at=at) as act:
        round_.save(force_insert=True)
        Window.objects.create(
            round=round_,
            number=1,
            kind=WindowKind.SET,
            opens_at=round_.opens_at,
            closes_at=round_.closes_at,
            at=at,
            **actor_columns(actor),
        )
        RoundItem.objects.bulk_create(frozen.items)
        FrozenText.objects.bulk_create(frozen.texts)
        Question.objects.bulk_create(frozen.questions)
        act.touch(round_.key, *provisions)
        act.enter(PUBLIC, {**_payload(round_), "items": frozen.payload()})
        _move_drafts(round_, provisions, actor, at)
    return round_


def _new(framework: Framework, draft: RoundDraft, at: datetime) -> Round:
    last = Round.objects.filter(framework=framework).aggregate(last=Max("number"))["last"] or 0
    return Round(
        framework=framework,
        number=last + 1,
        key=round_key(framework.slug, last + 1),
        purpose=draft.purpose,
        languages=list(draft.languages),
        publication=draft.publication,
        state=RoundState.ANNOUNCED if draft.opens_at > at else RoundState.OPEN,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        announced_at=at,
        content_changed_at=at,
    )


def _move_drafts(
    round_: Round, provisions: dict[str, Provision], actor: Actor, at: datetime
) -> None:
    expected = {
        key: Expected(Stage.DRAFT, provision.latest_version)
        for key, provision in provisions.items()
        if provision.stage == Stage.DRAFT
    }
    if expected:
        move_provisions(
            expected=expected,
            move=MoveCode.OPEN_REVIEW,
            actor=actor,
            at=at,
            round_key=round_.key,
            round_languages=round_.languages,
        )


def _payload(round_: Round) -> dict[str, object]:
    return {
        "number": round_.number,
        "opens_at": instant_text(round_.opens_at),
        "closes_at": instant_text(round_.closes_at),
        "publication": round_.publication,
        "languages": list(round_.languages),
        "purpose": texts_digest(round_.pk, round_.purpose),
    }


def _repeated(
    framework: Framework, draft: RoundDraft, opens_at: datetime, actor: Actor
) -> Round | None:
    """Return the round that this very person asked for in these very words, if it is as it was."""
    last = (
        Round.objects.filter(framework=framework, items__provision__key=draft.items[0].key)
        .exclude(state=RoundState.CLOSED)
        .select_related("framework")
        .first()
    )
    if last is None:
        return None
    windows = list(last.windows.order_by("number"))
    if len(windows) > 1 or not windows[0].is_by(actor):
        return None
    items = dict(last.items.values_list("provision__key", "version__number"))
    same = (
        last.opens_at == max(opens_at, last.announced_at)
        and last.closes_at == draft.closes_at
        and last.purpose == draft.purpose
        and last.languages == draft.languages
        and last.publication == draft.publication
        and items == {item.key: item.expected_version for item in draft.items}
        and _asked(last) == {item.key: list(item.questions) for item in draft.items}
    )
    return last if same else None


def _asked(round_: Round) -> dict[str, list[Texts]]:
    items = round_.items.select_related("provision").prefetch_related("questions")
    return {item.provision.key: [each.text for each in item.questions.all()] for item in items}
