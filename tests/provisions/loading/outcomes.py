"""Outcome files on the small framework, which here was adopted elsewhere."""

from datetime import timedelta
from pathlib import Path

from core.actor import Actor
from provisions.loading.record_outcome import RecordedOutcome, record_outcome
from provisions.models import Provision

from .files import AT, changed, load, write

RECORDER = Actor.importer("record_decision")
ADOPTED = ("adopted_elsewhere: false", "adopted_elsewhere: true")

OUTCOME = """\
format: tripartite-decision/1
key: trial-outcome
session: sample-trial
framework: trial-2026
decided_on: "2026-12-03"
recorded_by: {en: the trial secretariat}
corrects: null
correction_reason: null
submit_adopted: true
source_document:
  slug: minutes
  kind: decision
  is_seen: true
  basis: invented
  title: {en: Minutes}
  publisher: null
  symbol: T/1
  languages: [en]
  date: "2026-12-03"
  address: null
  licence: null
  note: {en: Read in full.}
official_status:
  status: decided
  basis: invented
  source: minutes
  checked_on: "2026-12-04"
  checked_by: {en: the trial secretariat}
  note: {en: It decided.}
clauses:
  - label: (a)
    kind: took_note
    outcome: adopted
    cites: all
    effect: none
    text: {en: Took note.}
  - label: (b)
    kind: approved_text
    outcome: adopted
    cites: [s1, "1"]
    effect: approve
    text: {en: Approved the summary and paragraph 1.}
  - label: (c)
    kind: approved_text
    outcome: adopted_as_amended
    cites: [1a]
    effect: approve_as_amended
    text: {en: Approved 1(a) as amended.}
    amended_texts:
      1a:
        en: {title: Time, body: give sufficient time to learn; and}
  - label: (d)
    kind: deferred_item
    outcome: adopted
    cites: ["2"]
    effect: defer
    text: {en: Deferred paragraph 2.}
"""


def prepare(folder: Path) -> None:
    """Load the small framework as one that was adopted elsewhere."""
    load(folder, ADOPTED)


def record(
    folder: Path, *changes: tuple[str, str], text: str = OUTCOME, rehearse: bool = False
) -> RecordedOutcome:
    """Record the outcome with `changes`, three weeks after the framework was loaded."""
    file = write(folder, changed(text, *changes), "outcome.yaml")
    return record_outcome(file=file, actor=RECORDER, at=AT + timedelta(days=21), rehearse=rehearse)


def stages() -> dict[str, str]:
    return dict(Provision.objects.order_by("document_order").values_list("suffix", "stage"))
