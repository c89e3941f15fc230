"""The parts that shapes are made of. A shape with a title is a component of the schema."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices

from core.languages import LANGUAGES

Schema = dict[str, Any]
Members = Mapping[str, Schema]


def shape(title: str, members: Members, about: str = "") -> Schema:
    """Return an object that has exactly these members, called `title` in the schema."""
    return {
        "title": title,
        "type": "object",
        "description": about or f"{title}.",
        "properties": dict(members),
        "required": list(members),
        "additionalProperties": False,
    }


def marked(of: Schema) -> Schema:
    """Return the shape of one thing by itself, with the sample's mark before it."""
    members = {**MARK, **of["properties"]}
    return shape(f"One{of['title']}", members, of["description"])


def page_of(row: Schema) -> Schema:
    """Return the envelope of a list."""
    return shape(
        f"{row['title']}Page",
        {
            **MARK,
            "next": address("The page that follows; null where none does.", null=True),
            "next_cursor": text("The token in `next`.", null=True),
            "results": several(row, "The rows."),
        },
        f"A page of a list: {row['description']}",
    )


def text(about: str, *, null: bool = False) -> Schema:
    return _described({"type": "string"}, about, null)


def number(about: str, *, null: bool = False) -> Schema:
    return _described({"type": "integer"}, about, null)


def flag(about: str) -> Schema:
    return _described({"type": "boolean"}, about)


def identifier(about: str, *, null: bool = False) -> Schema:
    return _described({"type": "string", "format": "uuid"}, about, null)


def instant(about: str, *, null: bool = False) -> Schema:
    return _described({"type": "string", "format": "date-time"}, f"{about} UTC.", null)


def address(about: str, *, null: bool = False) -> Schema:
    return _described({"type": "string", "format": "uri"}, about, null)


def several(of: Schema, about: str) -> Schema:
    return {"type": "array", "items": of, "description": about}


def one(of: Schema, about: str, *, null: bool = False) -> Schema:
    """Return a thing inside another one."""
    if not null:
        return {"allOf": [of], "description": about}
    return {"anyOf": [of, {"type": "null"}], "description": about}


def codes(about: str) -> Schema:
    return several({"type": "string"}, about)


def texts(about: str) -> Schema:
    """Return a text by language, in some of the portal's."""
    return {
        "type": "object",
        "properties": {language: {"type": "string"} for language in LANGUAGES},
        "additionalProperties": False,
        "description": about,
    }


def coded(name: str, choices: type[TextChoices], about: str, *, null: bool = False) -> Members:
    """Return a code and its label in the language asked for."""
    known: Schema = {"type": "string", "enum": list(choices.values)}
    return {
        name: _described(known, about, null),
        f"{name}_label": text(f"{name} in words.", null=null),
    }


def links(title: str, **about: str) -> Schema:
    members = {name: address(each) for name, each in about.items()}
    return one(shape(f"{title}Links", members, "Other addresses."), "Other addresses.")


def _described(schema: Schema, about: str, null: bool = False) -> Schema:
    if not null:
        return {**schema, "description": about}
    if "enum" in schema:
        return {"type": ["string", "null"], "enum": [*schema["enum"], None], "description": about}
    return {**schema, "type": [schema["type"], "null"], "description": about}


MARK: Members = {
    "is_sample": flag("Whether this comes from a sample database."),
    "notice": text("The mark of a sample database, in words; null elsewhere.", null=True),
}
