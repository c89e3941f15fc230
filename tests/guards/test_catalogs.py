"""Every message of the interface is said in French and Spanish, with its placeholders."""

import ast
from importlib import import_module
from io import StringIO

import pytest
from babel.messages import Message
from django.core.management import CommandError, call_command
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, override, pgettext, trans_real

from core import catalogs
from core.catalogs import TRANSLATED, extracted, faults, kept, keys_of, merged, messages_of

from .house import apps, is_migration, python_files, tree_of, where


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_has_exactly_what_the_code_says(language):
    assert set(keys_of(kept(language))) == set(keys_of(extracted()))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_keeps_its_placeholders(language):
    wrong = [
        f"{message.id!r} {fault}"
        for message in messages_of(kept(language))
        for fault in faults(message)
    ]
    assert not wrong, f"{len(wrong)} in {language}; see ./portal manage messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_file_is_as_the_command_writes_it(language):
    assert catalogs.catalog_file(language).read_text() == merged(language, extracted()).text


def enumerations() -> list[type[Choices]]:
    found: dict[str, type[Choices]] = {}
    for path in python_files(*apps()):
        if is_migration(path) or path.name == "__main__.py" or "management" in path.parts:
            continue
        if "Choices" not in path.read_text():
            continue
        module = import_module(where(path).removesuffix(".py").replace("/", "."))
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, Choices) and each.__members__:
                found[f"{each.__module__}.{each.__qualname__}"] = each
    return [found[name] for name in sorted(found)]


def test_every_code_of_an_enumeration_has_its_words_in_the_catalogs():
    said = set(keys_of(extracted()))
    enums = enumerations()
    assert len(enums) >= 15
    for enum in enums:
        for member in enum:
            lazy = member._label_
            assert isinstance(lazy, Promise), f"{enum.__qualname__}.{member.name} is not translated"
            with override("en"):
                label = str(lazy)
            assert label != member.value.replace("_", " "), f"{member!r} has no words of its own"
            assert label in {message for _, message in said}, f"{enum.__qualname__}: {label}"


# --- The tool itself -----------------------------------------------------------------------

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext, gettext_lazy
plain = _("Plain")
two_lines = _("Said in "
              "two parts")
counted = ngettext("%(n)d act", "%(n)d acts", n) % {"n": n}
initial = pgettext("initial", "G")
not_a_message = other("Nothing")
"""
TEMPLATE = """
<section>
    {% translate "In a tag" %}
  <p title="{% translate "In an attribute" %}">it's "quoted" {{ _("In braces") }}
        {% translate "G" context "initial of a group" as letter %}
    {% blocktranslate trimmed with name=provision.number %}
        Provision {{ name }}
        stands here
    {% endblocktranslate %}
  {% blocktranslate count counter=n %}one act{% plural %}{{ counter }} acts{% endblocktranslate %}
    {% comment %}{% translate "Not said" %}{% endcomment %}{# {% translate "Neither" %} #}
</section>
"""


@pytest.fixture
def small_house(tmp_path, settings, monkeypatch):
    """A house with one module, one template and no catalog."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "pages.py").write_text(CODE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(catalogs, "_apps", lambda: iter(["demo"]))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def test_messages_are_found_in_code_and_templates(small_house):
    said = {message.id: message.context for message in messages_of(extracted())}
    assert said == {
        "Plain": None,
        "Said in two parts": None,
        ("%(n)d act", "%(n)d acts"): None,
        "G": "initial of a group",
        "In a tag": None,
        "In an attribute": None,
        "In braces": None,
        "Provision %(name)s stands here": None,
        ("one act", "%(counter)s acts"): None,
    } | {"G": said["G"]}
    assert {each for each in keys_of(extracted()) if each[1] == "G"} == {
        ("initial", "G"),
        ("initial of a group", "G"),
    }


def test_a_merge_keeps_translations_adds_what_is_new_and_drops_what_is_gone(small_house):
    with pytest.raises(CommandError, match="translate what is missing"):
        call_command("messages", check=True, stdout=StringIO())
    assert not (small_house / "locale").exists()
    call_command("messages", stdout=StringIO())
    file = catalogs.catalog_file("fr")
    file.write_text(
        file.read_text().replace('msgid "Plain"\nmsgstr ""', 'msgid "Plain"\nmsgstr "Simple"')
    )
    (small_house / "demo" / "pages.py").write_text('_("Plain")\n_("Brand new")\n')
    said = StringIO()
    call_command("messages", stdout=said)
    assert "fr: 8 messages, 1 new, 3 gone" in said.getvalue()
    assert 'msgid "Plain"\nmsgstr "Simple"' in file.read_text()
    assert "two parts" not in file.read_text()
    before = file.read_text()
    call_command("messages", stdout=StringIO())
    assert file.read_text() == before


def test_what_is_compiled_is_what_django_looks_up(small_house, monkeypatch):
    call_command("messages", stdout=StringIO())
    file = catalogs.catalog_file("fr")
    text = file.read_text().replace('msgid "Plain"\nmsgstr ""', 'msgid "Plain"\nmsgstr "Simple"')
    text = text.replace(
        'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)d acte"\nmsgstr[1] "%(n)d actes"', 1
    )
    text = text.replace(
        'msgctxt "initial"\nmsgid "G"\nmsgstr ""', 'msgctxt "initial"\nmsgid "G"\nmsgstr "Gv"'
    )
    file.write_text(text)
    call_command("messages", stdout=StringIO())
    monkeypatch.setattr(trans_real, "_translations", {})
    with override("fr"):
        assert gettext("Plain") == "Simple"
        assert pgettext("initial", "G") == "Gv"
        assert ngettext("%(n)d act", "%(n)d acts", 0) == "%(n)d acte"
        assert ngettext("%(n)d act", "%(n)d acts", 2) == "%(n)d actes"


@pytest.mark.parametrize(
    ("original", "says", "fault"),
    [
        ("Open", "Ouvert", None),
        ("Open", "", "is not translated"),
        ("%(n)d of %(m)d", "%(m)d, %(n)d", None),
        ("%(n)d acts", "%(m)d actes", "placeholders"),
        ("%(n)d acts", "des actes", "placeholders"),
        ("{name} left", "{nom} est parti", "placeholders"),
        ("100%% of it", "100 % du tout", "placeholders"),
        ("<b>Now</b>", "<b>Maintenant", "tags"),
        ("Source: ", "Source :", "spaces"),
        (("one act", "%(n)d acts"), ("un acte", "%(n)d actes"), None),
        (("one act", "%(n)d acts"), ("%(n)d acte", "%(n)d actes"), None),
        (("one act", "%(n)d acts"), ("un acte", ""), "is not translated"),
        (("%(n)d act", "%(n)d acts"), ("un acte", "%(n)d actes"), "placeholders"),
    ],
)
def test_what_is_wrong_with_a_translation_is_seen(original, says, fault):
    found = faults(Message(original, says))
    assert found == [] if fault is None else len(found) == 1 and fault in found[0]


def test_an_uncertain_translation_is_none():
    assert faults(Message("Open", "Ouvert", flags=["fuzzy"])) == ["is marked as uncertain"]


def test_a_catalog_that_cannot_be_read_is_named_with_its_line(small_house):
    call_command("messages", stdout=StringIO())
    file = catalogs.catalog_file("es")
    file.write_text(file.read_text() + "\nthis is no catalog\n")
    with pytest.raises(CommandError, match="can't be read"):
        call_command("messages", stdout=StringIO())


def hidden_messages(tree: ast.AST) -> list[ast.AST]:
    """Return the calls of gettext inside f-strings, where Babel sees nothing on Python 3.11."""
    return [
        call
        for formatted in ast.walk(tree)
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "ngettext", "pgettext"}
    ]


def test_no_message_hides_in_an_f_string():
    assert hidden_messages(ast.parse("f'{_(\"Basis\")}: x'"))
    paths = [path for path in python_files(*apps()) if not is_migration(path)]
    assert not [where(path, node) for path in paths for node in hidden_messages(tree_of(path))]
