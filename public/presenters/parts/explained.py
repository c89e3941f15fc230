"""Why a wording is as it is: each changed stretch with the published comments behind it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.public_paths import comment_path
from core.words import foreign
from provisions.redline_blocks import Run
from provisions.selectors.versions import VersionRow, list_versions
from reviews.actors import actor_label
from reviews.selectors.causes import CausingComment, ExplainedChange, changes_by_version
from reviews.selectors.published import ANY_TIME
from stakeholders.enums import CircleKind

_CONTEXT = 40  # code points shown on each side of a change, at most


class Cause(TypedDict):
    label: str
    actor: str
    url: str


class Explained(TypedDict):
    """A change from the version before, in its context, and the comments that caused it."""

    version: str
    lang: str
    runs: list[Run]
    comments: list[Cause]


def explained(
    key: str, versions: Sequence[VersionRow], numbers: Iterable[int], language: str
) -> list[Explained]:
    """Return the changes that led to the versions with these `numbers`, as far as published
    comments caused them. One query; one more for each language of a change that `versions` are
    not in.
    """
    found = changes_by_version(key, list(numbers), None, ANY_TIME)
    bodies = _bodies(key, versions, found)
    return [
        shown
        for number, changes in found.items()
        for shown in _of_version(number, changes, bodies, language)
    ]


Bodies = dict[tuple[int, str], str]


def _bodies(
    key: str, versions: Sequence[VersionRow], found: Mapping[int, Iterable[ExplainedChange]]
) -> Bodies:
    """Return the words by version and language, in every language that a change is in."""
    bodies = {(each.number, each.language): each.body for each in versions}
    needed = {
        (number - back, change.language)
        for number, changes in found.items()
        for change in changes
        for back in (0, 1)
    }
    for language in sorted({of_text for _number, of_text in needed - bodies.keys()}):
        for each in list_versions(key, language=language):
            bodies[each.number, each.language] = each.body
    return bodies


def _of_version(
    number: int, changes: Collection[ExplainedChange], bodies: Bodies, language: str
) -> Iterator[Explained]:
    for change in _in_one_language(changes, language):
        old = bodies.get((number - 1, change.language), "")
        new = bodies.get((number, change.language), "")
        yield Explained(
            version=_("Version %(number)d") % {"number": number},
            lang=foreign(change.language, language),
            runs=_runs(change, old, new),
            comments=[_cause(each, language) for each in change.comments if each.key],
        )


def _in_one_language(
    changes: Collection[ExplainedChange], language: str
) -> Iterable[ExplainedChange]:
    """Return the changes in the reader's language, and those in others that name comments which
    no change in the reader's language names.
    """
    own = [change for change in changes if change.language == language]
    told = {comment.key for change in own for comment in change.comments}
    others = (change for change in changes if change.language != language)
    return [
        *own,
        *(change for change in others if not {comment.key for comment in change.comments} <= told),
    ]


def _runs(change: ExplainedChange, old: str, new: str) -> list[Run]:
    before = new[max(change.new_start - _CONTEXT, 0) : change.new_start]
    after = new[change.new_end : change.new_end + _CONTEXT]
    stretches = (
        Run(op="same", text=_from_a_word(before, is_cut=change.new_start > _CONTEXT)),
        Run(op="delete", text=old[change.old_start : change.old_end]),
        Run(op="insert", text=new[change.new_start : change.new_end]),
        Run(op="same", text=_to_a_word(after, is_cut=change.new_end + _CONTEXT < len(new))),
    )
    return [run for run in stretches if run["text"]]


def _from_a_word(text: str, *, is_cut: bool) -> str:
    _head, space, rest = text.partition(" ")
    return f"… {rest}" if is_cut and space else text


def _to_a_word(text: str, *, is_cut: bool) -> str:
    rest, space, _tail = text.rpartition(" ")
    return f"{rest} …" if is_cut and space else text


def _cause(comment: CausingComment, language: str) -> Cause:
    circle = comment.speaks_for
    name = circle.organization.name if circle.organization else {}
    return Cause(
        label=_("Comment %(number)s") % {"number": comment.key.rpartition(".")[2]},
        actor=actor_label(CircleKind(circle.kind), comment.actor, name, language),
        url=comment_path(comment.key, language),
    )
