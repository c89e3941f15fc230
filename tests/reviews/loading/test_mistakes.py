"""A mistake in the sample's files is named with its line, and then nothing happens at all."""

import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.actor import Actor
from core.errors import Conflict, Invalid
from frameworks.models import Framework
from provisions.loading.load_framework import load_framework
from provisions.loading.load_sample import DATA as FRAMEWORKS
from reviews.loading.load_sample_reviews import DATA
from reviews.models import Round
from stakeholders.models import Mandate

from .conftest import AT

PEOPLE, REVIEWS = "practice-people.yaml", "practice-reviews.yaml"
CONVERGENCE = "practice-convergence.yaml"

BROKEN = [
    (PEOPLE, "format: tripartite-practice-people/1", "format: people", "no format"),
    (PEOPLE, 'founded: "-40 07:00"', 'founded: "2026-10-01"', "write days from the day of loading"),
    (PEOPLE, 'founded: "-40 07:00"', 'founded: "+4 07:00"', "lies after the loading"),
    (PEOPLE, "  - code: XAC\n", "  - code: CHE\n", "leaves to its users"),
    (PEOPLE, "  - code: XAC\n", "  - code: XAA\n", "stands in this file twice"),
    (PEOPLE, "en: Trialland (invented)", "en: Trialland", "does not say that it is invented"),
    (PEOPLE, "name: Observer (invented)", "name: An Observer", "does not say that it is invented"),
    (PEOPLE, "observer@example.org", "observer@ilo.org", "example.org or example.invalid"),
    (PEOPLE, "{slug: observer, capacity: observer,", "{slug: observer, capacity: guest,", "guest"),
    (PEOPLE, "members: [XAA, XAB, XAC]", "members: [XAA, FRA]", "no State of this file"),
    (PEOPLE, "        waits: true", "        waits: true\n        rank: 1", "no field “rank”"),
    (PEOPLE, 'ended: "-10 15:00"', 'ended: "-50 15:00"', "ends after it was proposed"),
    (REVIEWS, "framework: practice-framework", "framework: practice", "run `load_sample` first"),
    (REVIEWS, '    at: "-5 08:00"\n', '    at: "-9 08:00"\n', "before what stands above it"),
    (REVIEWS, '    at: "-1 14:00"\n', '    at: "+1 14:00"\n', "lies after the loading"),
    (REVIEWS, "    by: governments-spokesperson\n    round", "    by: x\n    round", "no mandate"),
    (REVIEWS, "    room: XAC\n    type: technical", "    room: X\n    type: technical", "no room"),
    (REVIEWS, "comment: workers-answer\n", "comment: workers-share\n", "name of another comment"),
    (REVIEWS, "others: [employers-watched-too]", "others: [nobody]", "no comment above"),
    (REVIEWS, "publication: never", "publication: sometimes", "no publication"),
    (REVIEWS, "    reply_to: named-or-not\n", "    reply_to: never\n", "no message above"),
    # What only the house itself can refuse.
    (REVIEWS, "quote: in the languages that people use there", "quote: not there", "don’t stand"),
    (REVIEWS, '{provision: "14", version: 1}', '{provision: "14", version: 2}', "version"),
    (REVIEWS, "    by: xac-capital\n", "    by: xac-ministry\n", "may endorse this"),
    (REVIEWS, "    question: 2\n", "    question: 5\n", "no question 5"),
    # What is said of positions, answers and next versions.
    (CONVERGENCE, "framework: practice-framework", "framework: other", "no framework"),
    (CONVERGENCE, "stance: objection", "stance: against", "no stance"),
    (CONVERGENCE, "alignment: joins", "alignment: agrees", "no alignment"),
    (CONVERGENCE, "corrects: xab-17-again", "corrects: nobody", "no position above"),
    (CONVERGENCE, "position: employers-15\n", "position: workers-15\n", "of another position"),
    (CONVERGENCE, "ad_referendum: true", "ad_referendum: maybe", "neither true nor false"),
    (CONVERGENCE, "decision: left_to_groups", "decision: postponed", "no decision"),
    (CONVERGENCE, "reply: satisfied", "reply: pleased", "no reply"),
    (CONVERGENCE, "decision: keep", "decision: guess", "no decision"),
    (CONVERGENCE, 'pronounced: "-9 10:00"', 'pronounced: "+9 10:00"', "lies after the loading"),
    (CONVERGENCE, "    by: xaa-mission\n", "    by: xaa-ministry\n", "takes its positions"),
    (CONVERGENCE, "quote: de ce qu’il fait", "quote: de tout", "don’t stand"),
    (CONVERGENCE, 'pronounced: "-9 10:00"', 'pronounced: "-11 10:00"', "after the close"),
    (
        CONVERGENCE,
        "    version: 2\n    decision: keep",
        "    version: 3\n    decision: keep",
        "place",
    ),
    (PEOPLE, "proposed_by: xaa-ministry", "proposed_by: xab-ministry", "proposes its own people"),
]


def broken(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = shutil.copytree(DATA, tmp_path / "data")
    text = (folder / file).read_text("utf-8")
    place = text.index(old)
    (folder / file).write_text(text[:place] + new + text[place + len(old) :], "utf-8")
    return folder


@pytest.mark.parametrize(("file", "old", "new", "says"), BROKEN)
def test_a_mistake_is_named_and_nothing_happens(load, everything, tmp_path, file, old, new, says):
    folder = broken(tmp_path, file, old, new)
    before = everything()
    with pytest.raises((Invalid, Conflict)) as caught:
        load(folder=folder)
    said = [error.detail for error in caught.value.errors] or [caught.value.detail]
    assert any(says in detail for detail in said), said
    assert all(f"{file}:" in error.pointer for error in caught.value.errors)
    assert everything() == before


def test_what_the_house_refuses_is_named_with_its_line(load, tmp_path):
    old = "quote: in the languages that people use there"
    folder = broken(tmp_path, REVIEWS, old, "quote: not there")
    lines = (folder / REVIEWS).read_text("utf-8").splitlines()
    line = lines.index("    comment: xaa-languages") - 1  # its happening begins two lines above
    with pytest.raises(Invalid) as caught:
        load(folder=folder)
    assert f"{REVIEWS}:{line}:" in caught.value.errors[0].pointer


def test_a_missing_file_is_named(load, tmp_path):
    with pytest.raises(Invalid, match="There is no file"):
        load(folder=tmp_path)


def test_a_framework_that_is_not_invented_is_refused(load, everything, tmp_path):
    real = "ai-manufacturing-2026"
    load_framework(file=FRAMEWORKS / f"{real}.yaml", actor=Actor.importer("load_framework"), at=AT)
    folder = broken(tmp_path, REVIEWS, "framework: practice-framework", f"framework: {real}")
    before = everything()
    with pytest.raises(Conflict, match="Only an invented framework"):
        load(folder=folder)
    assert everything() == before
    assert not Framework.objects.get(slug=real).rounds.exists()


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_it_can_be_loaded_at_any_hour_of_a_day(load, hour):
    loaded = load(datetime(2027, 2, 28, hour, 0, 1, tzinfo=UTC))
    assert loaded.is_new
    assert set(Round.objects.values_list("state", flat=True)) == {"closed", "open", "announced"}


def test_the_command_says_what_it_did_and_refuses_without_a_trace(load, monkeypatch):
    def run() -> str:
        out = StringIO()
        call_command("load_sample_reviews", stdout=out)
        return out.getvalue()

    assert "were loaded" in run()
    mandates = Mandate.objects.count()
    assert "are there already" in run()
    assert Mandate.objects.count() == mandates
    monkeypatch.setattr("reviews.loading.load_sample_reviews.is_sample_database", lambda: False)
    with pytest.raises(CommandError, match="This is not a sample database"):
        run()
