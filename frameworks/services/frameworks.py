"""Frameworks, their meeting and their sections."""

from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from frameworks.act_codes import ActCode
from frameworks.drafts import FrameworkDraft, MeetingDraft, SectionDraft
from frameworks.models import Framework, Meeting, Section
from frameworks.permissions import check_can_write
from record.acts import act, together
from record.installation import is_sample_database
from record.models import PUBLIC

from .writing import lock_framework, lock_row, mark_changed, refuse_taken, write_row


def create_framework(
    *, slug: str, is_sample: bool, draft: FrameworkDraft, actor: Actor, at: datetime
) -> Framework:
    """Return a new framework. `is_sample` says that everything in it is invented, for good.

    Raises NotAllowed, Conflict for a slug that is taken or an invented framework in a database
    that is no sample.
    """
    check_can_write(actor=actor, at=at, framework=slug)
    if is_sample and not is_sample_database():
        raise Conflict(
            "An invented framework stands only in a sample database.", code="sample_refused"
        )
    with act(ActCode.CREATED, subject=slug, actor=actor, at=at) as made:
        refuse_taken(Framework.objects.filter(slug=slug), f"The framework {slug}")
        framework = Framework(slug=slug, is_sample=is_sample, created_at=at, content_changed_at=at)
        draft.set_on(framework)
        framework.save(force_insert=True)
        made.touch(slug)
        made.enter(PUBLIC, {"is_sample": is_sample, "digest": draft.fingerprint()})
    return framework


def change_framework(
    *, framework: Framework, draft: FrameworkDraft, actor: Actor, at: datetime
) -> Framework:
    """Return the framework with what `draft` says. Raises NotAllowed."""
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with together():
        locked = lock_framework(framework.slug)
        write_row(
            locked,
            draft,
            code=ActCode.CHANGED,
            key=locked.slug,
            framework=locked,
            actor=actor,
            at=at,
        )
    return locked


def set_meeting(
    *, framework: Framework, draft: MeetingDraft, actor: Actor, at: datetime
) -> Meeting:
    """Return the framework's one meeting, entered or changed. Raises NotAllowed."""
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with together():
        locked = lock_framework(framework.slug)
        meeting = Meeting.objects.filter(framework=locked).first()
        write_row(
            meeting or Meeting(framework=locked),
            draft,
            code=ActCode.MEETING_CHANGED if meeting else ActCode.MEETING_SET,
            key=locked.slug,
            framework=locked,
            actor=actor,
            at=at,
        )
    return Meeting.objects.get(framework=locked)


def add_section(
    *,
    framework: Framework,
    slug: str,
    draft: SectionDraft,
    order_key: str,
    actor: Actor,
    at: datetime,
) -> Section:
    """Return a new section at the place of `order_key`. Raises NotAllowed, Conflict."""
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with act(ActCode.SECTION_SET, subject=framework.slug, actor=actor, at=at) as made:
        locked = lock_framework(framework.slug)
        refuse_taken(Section.objects.filter(framework=locked, slug=slug), f"The section {slug}")
        section = Section(framework=locked, slug=slug, order_key=order_key)
        draft.set_on(section)
        section.save(force_insert=True)
        mark_changed(locked, at)
        made.touch(locked.slug)
        made.enter(PUBLIC, {"section": slug, "digest": draft.fingerprint()})
    return section


def change_section(*, section: Section, draft: SectionDraft, actor: Actor, at: datetime) -> Section:
    """Return the section with what `draft` says. Raises NotAllowed.

    Provisions show their section's heading: the caller on their floor touches their keys.
    """
    check_can_write(actor=actor, at=at, framework=section.framework.slug)
    with together():
        framework = lock_framework(section.framework.slug)
        locked = lock_row(Section, section.id)
        write_row(
            locked,
            draft,
            code=ActCode.SECTION_CHANGED,
            key=framework.slug,
            framework=framework,
            actor=actor,
            at=at,
        )
    return locked
