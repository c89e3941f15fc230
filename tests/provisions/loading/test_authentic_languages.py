"""The authentic languages decide what a reader sees whose own language has no text."""

import pytest

from provisions.models import CurrentText
from record.models import Entry

from .files import load

pytestmark = pytest.mark.django_db


def test_a_change_of_them_changes_what_is_shown_and_says_so(tmp_path, reference):
    load(tmp_path)
    shown = CurrentText.objects.filter(provision__key="trial-2026.s1", language="es")
    assert [text.text_language for text in shown] == ["en"]
    load(tmp_path, ("authentic_languages: [en]", "authentic_languages: [fr, en]"), days=1)
    assert [text.text_language for text in shown.all()] == ["fr"]
    assert "trial-2026.s1" in Entry.objects.filter(circle="public").latest("number").touches
