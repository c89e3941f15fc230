"""Addresses of public pages and of the API: relative for pages, absolute elsewhere."""

from django.conf import settings

from core.languages import localized


def absolute(path: str) -> str:
    """Return `path` as an address that works outside the portal."""
    return f"{settings.PUBLIC_BASE_URL}{path}"


def framework_path(slug: str, language: str) -> str:
    return localized(f"/frameworks/{slug}/", language)


def provision_path(key: str, language: str) -> str:
    """Return the page of the provision with public key `<framework>.<suffix>`."""
    slug, _, suffix = key.partition(".")
    return localized(f"/frameworks/{slug}/provisions/{suffix}/", language)


def version_path(key: str, number: int, language: str) -> str:
    return f"{provision_path(key, language)}versions/{number}/"


def redline_path(key: str, old: int, new: int, language: str) -> str:
    return f"{provision_path(key, language)}redline/?from={old}&to={new}"


def round_path(key: str, language: str) -> str:
    """Return the page of the round with public key `<framework>.round.<number>`."""
    slug, _, number = key.partition(".round.")
    return localized(f"/frameworks/{slug}/rounds/{number}/", language)


def comment_path(key: str, language: str) -> str:
    """Return where the comment with public key `<framework>.comment.<round>-<number>` stands."""
    slug, _, numbers = key.partition(".comment.")
    number, _, _own = numbers.partition("-")
    return f"{round_path(f'{slug}.round.{number}', language)}#comment-{numbers}"


def position_path(provision: str, key: str, language: str) -> str:
    """Return where the position with public key `<framework>.position.<round>-<number>` stands
    on the page of its provision.
    """
    return f"{provision_path(provision, language)}#position-{key.rpartition('.')[2]}"


def released_position_path(key: str, language: str) -> str:
    """Return where the round's page names the position with this public key."""
    slug, _, numbers = key.partition(".position.")
    number, _, _own = numbers.partition("-")
    return f"{round_path(f'{slug}.round.{number}', language)}#position-{numbers}"


def disposition_path(key: str, language: str) -> str:
    """Return where the answer with public key `<framework>.disposition.<round>-<number>` stands:
    with the comment that has these numbers.
    """
    slug, _, numbers = key.partition(".disposition.")
    return comment_path(f"{slug}.comment.{numbers}", language)


def theme_path(code: str, language: str) -> str:
    return localized(f"/themes/{code}/", language)


def instrument_path(code: str, language: str) -> str:
    return localized(f"/instruments/{code}/", language)


def session_path(slug: str, language: str) -> str:
    return localized(f"/governing-body/{slug}/", language)


def api_path(path: str) -> str:
    """Return the address of `path` (`provisions/<key>/`) in version 1 of the API."""
    return f"/api/v1/{path}"
