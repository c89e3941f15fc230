"""Every mistake of a framework file is named with its line and field, and nothing is written."""

import pytest

from core.errors import Invalid

from .files import FRAMEWORK, changed, line_of, load

pytestmark = pytest.mark.django_db

# What is changed to what, and what is said on the line of the change.
MISTAKES = [
    ("format: tripartite-framework/1", "format: tripartite-framework/9", "is no format"),
    ("slug: trial-2026", "slug: Trial 2026", "is no slug"),
    ("slug: trial-2026", "slug: session", "begins other public keys"),
    ("is_sample: true", "is_sample: yes", "neither true nor false"),
    ("time_zone: Europe/Zurich\n  auth", "time_zone: Mars/Base\n  auth", "no time zone"),
    ("authentic_languages: [en]", "authentic_languages: [no]", "no language"),
    ("title: {en: Trial, fr: Essai, es: Ensayo}", "title: {en: Trial}", "“fr” is missing"),
    ("status: in_preparation", "status: prepared", "no official status"),
    (
        "  source: report\n  checked_on",
        "  source: nothing\n  checked_on",
        "no document of this file",
    ),
    (
        "  status: in_preparation\n  basis: invented",
        "  status: in_preparation\n  basis: press",
        "no basis in a sample file",
    ),
    ('checked_on: "2026-11-20"', 'checked_on: "2026-11"', "not a single day"),
    ('date: "2026-06"\n', 'date: "2026-13"\n', "is not a date"),
    ("is_seen: false", "is_seen: maybe", "neither true nor false"),
    ("https://example.org/report", "ftp://example.org", "is no address"),
    ("session: sample-trial", "session: gb-358", "no session"),
    ("  - slug: sample-trial", "  - slug: trial", "begins the slugs of invented"),
    ("    number: null\n", "    number: 358\n", "takes no number"),
    ("kind: not_stated", "kind: unknown", "no kind of provision"),
    ("        number: S1\n", "        number: S 1\n", "holds no space"),
    ("suffix: s1", "suffix: S1", "is no slug"),
    ("addressees: not_stated", "addressees: []", "write not_stated"),
    ("addressees: not_stated", "addressees: [everybody]", "no addressee"),
    ("themes: [cross-cutting]", "themes: []", "Name at least one theme"),
    ("themes: [skills]", "themes: [skils]", "did you mean “skills”"),
    ("text_status: editorial_summary", "text_status: summary", "no text status"),
    ("paragraph: 3, basis: context", "paragraph: null, basis: context", "names the paragraph"),
    ("paragraph: 3, basis: context", "paragraph: 3, basis: null", "how its source speaks"),
    ("document: report, paragraph: 3", "document: unseen, paragraph: 3", "registered as not seen"),
    ("paragraph: 3,", "paragraph: 0,", "not a whole number from 1"),
    ("code: C142", "code: C999", "no instrument"),
    ("relation: related", "relation: near", "no relation"),
    ("title: First, body: The first summary.", "title: First", "“body” is missing"),
    ("body: The first summary.", "body: ''", "There is nothing here"),
    (
        "title: First,",
        f"title: {'x' * 301},",
        "has 301 characters",
    ),
    ("fr: {title: Premier", "de: {title: Erstes", "no field “de”"),
    ("suffix: s1\n", "suffix: s1\n        withdrawn: {}\n", "“reason” is missing"),
    (
        "is_editorial: false\n    title: {en: Opening}",
        "editorial: false\n    title: {en: Opening}",
        "did you mean “is_editorial”",
    ),
    ("milestones:\n", "milestone:\n", "did you mean “milestones”"),
    ("kind: convened", "kind: convened\n    kind: other", "stands here twice"),
]
# The same, but told where the other half of the mistake stands.
TOLD_ELSEWHERE = [
    ("slug: unseen", "slug: report", "stands in this file twice"),
    (
        "    symbol: null\n    languages: [en]",
        "    languages: [en]",
        "write null if it is not known",
    ),
    ("        number: S1\n", '        number: "1"\n', "The number “1” stands in this file twice"),
    ("suffix: 1a-i", "suffix: 1a", "The suffix “1a” stands in this file twice"),
    ("          en: {title: First, body: The first summary.}\n", "", "“en” is missing"),
]


def mistakes_of(tmp_path, old: str, new: str) -> list[tuple[int, str]]:
    """Line and sentence of every mistake in the file with `new` for `old`."""
    with pytest.raises(Invalid) as caught:
        load(tmp_path, (old, new))
    return [
        (int(error.pointer.split("trial.yaml:")[1].split(":")[0]), error.detail)
        for error in caught.value.errors
    ]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_line(tmp_path, reference, everything, old, new, says):
    before = everything()
    first = line_of(changed(FRAMEWORK, (old, new)), new)
    lines = range(first, first + new.count("\n") + 1)
    told = mistakes_of(tmp_path, old, new)
    assert any(line in lines and says in detail for line, detail in told), told
    assert everything() == before


@pytest.mark.parametrize(("old", "new", "says"), TOLD_ELSEWHERE)
def test_what_is_missing_or_repeated_is_named_too(tmp_path, reference, everything, old, new, says):
    before = everything()
    told = mistakes_of(tmp_path, old, new)
    assert any(says in detail for _, detail in told), told
    assert everything() == before


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path, reference):
    changes = [
        ("status: in_preparation", "status: prepared"),
        ("kind: not_stated", "kind: unknown"),
        ("code: C142", "code: C999"),
        ('date: "2026-06"\n', 'date: "June"\n'),
    ]
    with pytest.raises(Invalid) as caught:
        load(tmp_path, *changes)
    text = changed(FRAMEWORK, *changes)
    told = [error.pointer.split("trial.yaml:")[1] for error in caught.value.errors]
    assert told == [
        f"{line_of(text, 'status: prepared')}:11 official_status.status",
        f"{line_of(text, 'June')}:9 meeting.date",
        f"{line_of(text, 'kind: unknown')}:15 sections[0].provisions[0].kind",
        f"{line_of(text, 'C999')}:20 sections[1].provisions[0].instruments[0].code",
    ]
    assert "has 4 mistakes; nothing was changed" in caught.value.detail


SUCCESSIONS = [
    ("{change: split, from: [s1], to: ['1'], reason: x}", "one by several"),
    ("{change: replaced, from: [s1], to: [s1], reason: x}", "can’t become itself"),
    ("{change: replaced, from: [s9], to: ['1'], reason: x}", "no provision of this file"),
    ("{change: replaced, from: [s1], to: ['1']}", "“reason” is missing"),
    ("{change: became, from: [s1], to: ['1'], reason: x}", "no change"),
]


@pytest.mark.parametrize(("entry", "says"), SUCCESSIONS)
def test_a_succession_is_checked_too(tmp_path, reference, entry, says):
    tail = "          en: {title: Safety, body: The Office should report.}\n"
    with pytest.raises(Invalid) as caught:
        load(tmp_path, (tail, f"{tail}successions:\n  - {entry}\n"))
    assert any(says in error.detail for error in caught.value.errors)


def test_a_real_file_invents_nothing(tmp_path, reference):
    with pytest.raises(Invalid) as caught:
        load(tmp_path, ("is_sample: true", "is_sample: false"))
    details = [error.detail for error in caught.value.errors]
    assert any("“invented” is no basis of a real fact" in detail for detail in details)
    assert any("Only a sample file carries sessions" in detail for detail in details)


def test_a_real_milestone_names_its_source_unless_it_is_derived(tmp_path, reference):
    with pytest.raises(Invalid) as caught:
        load(
            tmp_path,
            ("is_sample: true", "is_sample: false"),
            (
                "    session: sample-trial\n    basis: invented\n    source: null",
                "    basis: press\n    source: null",
            ),
        )
    assert any("Name the document" in error.detail for error in caught.value.errors)
