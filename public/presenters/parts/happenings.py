"""What happened to a provision, in words: the timeline of its page."""

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import provision_path, session_path, version_path
from core.when import when_instant
from core.words import Said, foreign, language_name
from provisions.act_codes import ACT_OF_MOVE, ActCode
from provisions.enums import SuccessionKind
from provisions.lifecycle import MoveCode, Stage
from provisions.models.transition import OVERRIDE
from provisions.selectors.provision import ProvisionDetail, Relative, TransitionRow
from provisions.selectors.timeline import TimelineEvent, timeline_of
from provisions.selectors.versions import IssueRow, VersionRow

from .events import Event, event


def happenings(detail: ProvisionDetail, language: str) -> list[Event]:
    """Return everything that is recorded of a provision, newest first."""
    return [_happening(each, detail, language) for each in timeline_of(detail)]


def _happening(happened: TimelineEvent, detail: ProvisionDetail, language: str) -> Event:
    at, key = when_instant(happened.at, language), detail.row.key
    reasons_in = foreign(detail.frame.texts_written_in, language)
    match happened.fact:
        case VersionRow(number=number):
            what = _("Version %(number)d published") % {"number": number}
            return event(at, what, url=version_path(key, number, language))
        case IssueRow() as issue:
            return event(
                at, _issued(issue, language), url=version_path(key, issue.version, language)
            )
        case TransitionRow() as move:
            note = Said(text=move.reason, lang=reasons_in) if move.reason else None
            session = session_path(move.session, language) if move.session else ""
            return event(at, _moved(move, language), url=session, note=note)
        case Relative() as relative:
            note = Said(text=relative.reason, lang=reasons_in) if relative.reason else None
            url = provision_path(relative.key, language)
            return event(at, _succeeded(relative, language), url=url, note=note)


def _issued(issue: IssueRow, language: str) -> str:
    named = {
        "language": language_name(issue.language, language),
        "version": issue.version,
        "issue": issue.issue,
    }
    if issue.issue == 1:
        return _("Version %(version)d translated: %(language)s") % named
    return _("Translation of version %(version)d corrected: %(language)s, issue %(issue)d") % named


def _moved(move: TransitionRow, language: str) -> str:
    """Say what a move did, on which version, and by which clause."""
    code = ActCode.STAGE_OVERRIDDEN if move.move == OVERRIDE else ACT_OF_MOVE[MoveCode(move.move)]
    named = {
        "act": labels(ActCode, language)[code.value],
        "version": move.version,
        "clause": move.clause,
        "stage": labels(Stage, language)[move.to_stage],
    }
    if move.move == OVERRIDE:
        return _("%(act)s: %(stage)s (version %(version)d)") % named
    if move.clause:
        return _("%(act)s by clause %(clause)s (version %(version)d)") % named
    return _("%(act)s (version %(version)d)") % named


def _succeeded(relative: Relative, language: str) -> str:
    if relative.role == "successor":
        became = labels(SuccessionKind, language)[relative.kind]
        return f"{became} {relative.number}"
    return _("Came from %(number)s") % {"number": relative.number}
