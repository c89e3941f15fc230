"""A small framework file, and changes to it that must hit exactly one place."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.actor import Actor
from provisions.loading.load_framework import LoadedFramework, load_framework

LOADER = Actor.importer("load_framework")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

FRAMEWORK = """\
format: tripartite-framework/1
framework:
  slug: trial-2026
  is_sample: true
  adopted_elsewhere: false
  time_zone: Europe/Zurich
  authentic_languages: [en]
  texts_written_in: en
  title: {en: Trial, fr: Essai, es: Ensayo}
  summary: {en: A trial., fr: Un essai., es: Un ensayo.}
official_status:
  status: in_preparation
  basis: invented
  source: report
  checked_on: "2026-11-20"
  checked_by: {en: the trial secretariat}
  note: {en: Nothing has happened yet.}
meeting:
  date: "2026-06"
  basis: invented
  name: {en: Trial meeting}
  place: {en: Nowhere}
  convened_by: {en: Nobody}
documents:
  - slug: report
    kind: press_report
    is_seen: true
    basis: invented
    title: {en: A report}
    publisher: {en: A newspaper}
    symbol: null
    languages: [en]
    date: "2026"
    address: https://example.org/report
    licence: null
    note: {en: The only source.}
  - slug: unseen
    kind: conclusions
    is_seen: false
    basis: invented
    title: {en: The text itself}
    publisher: null
    symbol: null
    languages: []
    date: null
    address: null
    licence: null
    note: {en: Nobody has seen it.}
sessions:
  - slug: sample-trial
    number: null
    date: "2026-12-01/2026-12-04"
    time_zone: Europe/Zurich
    basis: invented
    last_checked_on: null
    title: {en: Trial session}
    note: {en: Invented.}
milestones:
  - slug: road-begins
    kind: convened
    date: "2026-02"
    basis: invented
    source: report
    title: {en: The road begins}
  - slug: road-ends
    kind: governing_body
    date: "2026-12"
    session: sample-trial
    basis: invented
    source: null
    title: {en: The road ends}
sections:
  - slug: opening
    number: I
    is_editorial: false
    title: {en: Opening}
    provisions:
      - suffix: s1
        number: S1
        kind: not_stated
        addressees: not_stated
        themes: [cross-cutting]
        text_status: editorial_summary
        source: {document: report, paragraph: 3, basis: context}
        instruments: []
        texts:
          en: {title: First, body: The first summary.}
          fr: {title: Premier, body: Le premier résumé.}
  - slug: training
    number: II
    is_editorial: false
    title: {en: Training}
    provisions:
      - suffix: "1"
        number: "1"
        kind: recommendation
        addressees: [governments]
        themes: [skills]
        text_status: draft
        source: {document: report, paragraph: null, basis: null}
        instruments:
          - {code: C142, relation: related, as_of: "2026-11-20"}
        texts:
          en: {title: Training, body: "Governments should:"}
          fr: {title: Formation, body: "Les gouvernements devraient:"}
          es: {title: Formación, body: "Los gobiernos deberían:"}
        items:
          - suffix: 1a
            number: 1(a)
            source: {document: report, paragraph: null, basis: null}
            instruments: []
            texts:
              en: {title: Time, body: give time to learn; and}
            items:
              - suffix: 1a-i
                number: 1(a)(i)
                addressees: [employers_organizations]
                themes: [lifelong-learning]
                source: {document: report, paragraph: null, basis: null}
                instruments: []
                texts:
                  en: {title: Hours, body: within working hours.}
      - suffix: "2"
        number: "2"
        kind: recommendation
        addressees: [office]
        themes: [osh]
        text_status: draft
        source: {document: report, paragraph: null, basis: null}
        instruments: []
        texts:
          en: {title: Safety, body: The Office should report.}
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return `text` with each old piece, which stands in it exactly once, made new."""
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def write(folder: Path, text: str, name: str = "trial.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def load(
    folder: Path, *changes: tuple[str, str], days: int = 0, rehearse: bool = False
) -> LoadedFramework:
    """Load the small framework with `changes`, `days` after it was first loaded."""
    file = write(folder, changed(FRAMEWORK, *changes))
    return load_framework(file=file, actor=LOADER, at=AT + timedelta(days=days), rehearse=rehearse)


def line_of(text: str, piece: str) -> int:
    """Return the line on which the only `piece` begins, from one."""
    assert text.count(piece) == 1, f"{text.count(piece)} times: {piece}"
    return text.count("\n", 0, text.index(piece)) + 1
