"""The parts that shapes are made of, named as the presenters' parts are."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers
from rest_framework.fields import Field

from core.languages import LANGUAGES
from frameworks.enums import DatePrecision

Fields = dict[str, "Field[Any, Any, Any, Any]"]
Shape = type[serializers.Serializer[Any]]


def shape(name: str, fields: Mapping[str, Any], about: str = "") -> Shape:
    """Return a shape called `name` in the schema."""
    made: Shape = type(name, (serializers.Serializer,), {**fields, "__doc__": about})
    return made


def one(of: Shape, about: str, *, null: bool = False) -> Any:
    return of(read_only=True, allow_null=null, help_text=about)


def several(of: Shape, about: str) -> Any:
    return of(read_only=True, many=True, help_text=about)


def text(about: str, *, null: bool = False) -> Any:
    return serializers.CharField(read_only=True, allow_null=null, help_text=about)


def texts(about: str) -> Any:
    return serializers.ListField(child=serializers.CharField(), read_only=True, help_text=about)


def number(about: str, *, null: bool = False) -> Any:
    return serializers.IntegerField(read_only=True, allow_null=null, help_text=about)


def flag(about: str) -> Any:
    return serializers.BooleanField(read_only=True, help_text=about)


def instant(about: str, *, null: bool = False) -> Any:
    return serializers.DateTimeField(read_only=True, allow_null=null, help_text=f"{about} UTC.")


def day(about: str, *, null: bool = False) -> Any:
    return serializers.DateField(read_only=True, allow_null=null, help_text=about)


def address(about: str, *, null: bool = False) -> Any:
    return serializers.URLField(read_only=True, allow_null=null, help_text=about)


def code(choices: type[TextChoices], about: str, *, null: bool = False) -> Any:
    known = [(member.value, str(member.label)) for member in choices]
    return serializers.ChoiceField(known, read_only=True, allow_null=null, help_text=about)


def coded(name: str, choices: type[TextChoices], about: str, *, null: bool = False) -> Fields:
    """Return a code and its label in the language asked for."""
    return {
        name: code(choices, about, null=null),
        f"{name}_label": text(f"{name} in words.", null=null),
    }


def worded(name: str, about: str, *, null: bool = True) -> Fields:
    """Return a text and the language it is in, which may not be the one asked for."""
    languages = [(language, language) for language in LANGUAGES]
    return {
        name: text(about, null=null),
        f"{name}_language": serializers.ChoiceField(
            languages, read_only=True, allow_null=null, help_text=f"Language of {name}."
        ),
    }


def dated() -> Fields:
    """Return a date as well as it is known."""
    return {
        "date": text("2026, 2026-11, 2026-04-13 or 2026-04-13/2026-04-17.", null=True),
        **coded("date_precision", DatePrecision, "How well the date is known.", null=True),
    }


def marked() -> Fields:
    return {
        "is_sample": flag("Whether this comes from a sample database."),
        "is_invented": flag("Whether the thing itself was invented for practice."),
    }


def keyed(kind: str, about: str) -> Fields:
    """Return what stands at the head of everything that has a public key."""
    return {
        "key": text(about),
        "type": serializers.ChoiceField([kind], read_only=True, help_text="What the key names."),
        "url": address("Address in this API."),
        **marked(),
    }


def links(name: str, **addresses: str) -> Any:
    fields = {name: address(about) for name, about in addresses.items()}
    return one(shape(f"{name}Links", fields), "Other addresses.")
