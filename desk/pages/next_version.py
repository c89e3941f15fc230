"""The next version of a provision, drafted beside the comments: written, checked, published."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Invalid
from desk.acting import Acting, ActingRequest
from desk.forms.next_versions import errors_on, read_texts
from desk.forms.reading import edition_of
from desk.presenters import audience, links
from desk.presenters.next_version import Beside, check_context, head_of, next_version_context
from desk.presenters.next_version_conflict import conflict_context, gone_context
from reviews.models import NextVersion
from reviews.selectors.dispositions import answer_histories
from reviews.selectors.next_versions import NextVersionFacts, drafting_of, next_version_facts
from reviews.services.next_version_publication import publish_next_version
from reviews.services.next_versions import (
    begin_next_version,
    delete_next_version,
    save_next_version,
)

from .next_version_acts import asked_act
from .page import Page, done, secretariat_page


@secretariat_page()
def next_version(request: ActingRequest, key: str) -> Page | HttpResponse:
    """Show the draft beside the comments, or keep what was written and do what a button asks."""
    facts = drafting_of(key, request.acting.mandate, request.acting.at)
    if request.method != "POST":
        return _shown(request, facts)
    if request.POST.get("do") == "begin":
        return _begun(request, facts)
    if not facts.edition:
        context = gone_context(facts, read_texts(request.POST), request.acting.user.language)
        return _page("desk/next_version_gone.html", facts, context, request.acting, 409)
    return _written(request, facts)


@secretariat_page()
def check(request: ActingRequest, key: str) -> Page | HttpResponse:
    """Show what publishing would change, then publish."""
    acting = request.acting
    facts = drafting_of(key, acting.mandate, acting.at)
    if not facts.edition:
        return _no_draft(request, key)
    if request.method != "POST":
        return _checked(request, facts, None)
    try:
        return _published(request, key)
    except (Conflict, Invalid) as refusal:
        return _checked(request, facts, refusal)


@secretariat_page()
def delete(request: ActingRequest, key: str) -> Page | HttpResponse:
    """Ask once, then delete a working draft for good."""
    acting = request.acting
    facts = drafting_of(key, acting.mandate, acting.at)
    if not facts.edition:
        return _no_draft(request, key)
    if request.method == "POST":
        expected = edition_of(request.POST)
        delete_next_version(key=key, expected_edition=expected, actor=acting.actor, at=acting.at)
        return done(request, _("The working draft is deleted."), links.next_version_path(key))
    context = {"provision": head_of(facts, acting.user.language)}
    return _page("desk/next_version_delete.html", facts, context, acting)


def _no_draft(request: ActingRequest, key: str) -> HttpResponse:
    """Lead whoever comes second, or clicks twice, to where the draft was."""
    sentence = _("There is no working draft any more: it was published or deleted.")
    return done(request, sentence, links.next_version_path(key))


def _checked(request: ActingRequest, facts: NextVersionFacts, refusal: DomainError | None) -> Page:
    context = check_context(facts, request.acting.user.language) | {
        "reason": request.POST.get("reason", ""),
        "form": {"summary": errors_on(refusal) if refusal else []},
    }
    status = refusal.status if refusal else 200
    return _page("desk/next_version_check.html", facts, context, request.acting, status)


def _begun(request: ActingRequest, facts: NextVersionFacts) -> HttpResponse:
    acting = request.acting
    sent = request.POST.get("version", "")
    begin_next_version(
        key=facts.key,
        expected_version=int(sent) if sent.isascii() and sent.isdigit() else 0,
        actor=acting.actor,
        at=acting.at,
    )
    sentence = _("The working draft is begun. Only the review secretariat reads it.")
    return done(request, sentence, links.next_version_path(facts.key))


def _written(request: ActingRequest, facts: NextVersionFacts) -> Page | HttpResponse:
    """Keep the texts first, whatever button was pressed: nothing that was typed is lost."""
    acting, typed = request.acting, read_texts(request.POST)
    try:
        draft = save_next_version(
            key=facts.key,
            expected_edition=edition_of(request.POST),
            texts=typed,
            actor=acting.actor,
            at=acting.at,
        )
    except Invalid as refusal:
        return _shown(request, facts, refusal, typed=typed)
    except Conflict as refusal:
        context = conflict_context(facts, typed, acting.user.language)
        page = "desk/next_version_conflict.html"
        return _page(page, facts, context, acting, refusal.status)
    return _acted(request, facts.key, draft)


def _acted(request: ActingRequest, key: str, draft: NextVersion) -> Page | HttpResponse:
    """Do what was asked beside saving, and lead on."""
    path, asked = links.next_version_path(key), asked_act(request)
    if asked is None:
        goes_on = request.POST.get("do") == "check"
        return done(
            request,
            _("Saved. Only the review secretariat reads it."),
            f"{path}check/" if goes_on else path,
        )
    act, sentence = asked
    try:
        act(request, key, draft.edition)
    except (Conflict, Invalid) as refusal:
        facts = next_version_facts(key, request.acting.mandate, request.acting.at)
        return _shown(request, facts, refusal)
    return done(request, sentence, f"{path}#texts")


def _published(request: ActingRequest, key: str) -> HttpResponse:
    acting = request.acting
    version = publish_next_version(
        key=key,
        expected_edition=edition_of(request.POST),
        reason=request.POST.get("reason", ""),
        actor=acting.actor,
        at=acting.at,
    )
    sentence = _("Version %(number)d is published. Everybody reads it.")
    return done(request, sentence % {"number": version.number}, links.PLACEMENTS)


def _shown(
    request: ActingRequest,
    facts: NextVersionFacts,
    refusal: DomainError | None = None,
    *,
    typed: dict[str, dict[str, str]] | None = None,
) -> Page:
    acting = request.acting
    ids = [each.handed.id for each in facts.comments]
    histories = answer_histories(ids, acting.mandate, acting.at)
    beside = Beside(
        answers={id_: answers[-1] for id_, answers in histories.items()},
        typed=typed,
        errors=errors_on(refusal) if refusal else (),
    )
    context = next_version_context(facts, beside, acting.user.language)
    status = refusal.status if refusal else 200
    return _page("desk/next_version.html", facts, context, acting, status)


def _page(
    template: str,
    facts: NextVersionFacts,
    context: Mapping[str, Any],
    acting: Acting,
    status: int = 200,
) -> Page:
    crumbs = [{"label": _("Secretariat"), "url": links.SECRETARIAT}]
    if template != "desk/next_version.html":
        label = _("Next version of %(number)s") % {"number": facts.number}
        crumbs.append({"label": label, "url": links.next_version_path(facts.key)})
    common = {"crumbs": crumbs, "audience": audience.secretariat_alone()}
    return Page(template, {**common, **context}, "secretariat", status)
