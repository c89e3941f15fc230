"""What is followed by feed: everything, a framework, a provision, a theme."""

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import pick
from frameworks.enums import Theme
from public.answers import Content
from public.pages.page import Ask, public_page
from public.pages.provision import read_provision
from public.pages.roads import read_road
from public.pages.themes import known_theme
from reviews.selectors.followed import keys_of_framework, keys_of_theme

from .atom import PAGING, Feed, written


@public_page(PAGING)
def changes_atom(ask: Ask) -> Content:
    """What changed in public, in the language of the path."""
    return written(Feed("", _("Changes – Tripartite"), "/changes/"), ask)


@public_page(PAGING)
def framework_atom(ask: Ask, slug: str) -> Content:
    """What changed in a framework and in everything that belongs to it."""
    road, _read = read_road(slug)
    title = pick(road.framework.title, ask.language).text
    page = f"frameworks/{slug}"
    return written(Feed(page, _titled(title), f"/{page}/", keys_of_framework(slug)), ask)


@public_page(PAGING)
def provision_atom(ask: Ask, framework: str, suffix: str) -> Content:
    """What changed in a provision, comments, positions and answers on it included."""
    row = read_provision(framework, suffix, ask.language).row
    page = f"frameworks/{framework}/provisions/{suffix}"
    title = _titled(f"{row.number} {row.title}")
    return written(Feed(page, title, f"/{page}/", [row.key]), ask)


@public_page(PAGING)
def theme_atom(ask: Ask, slug: str) -> Content:
    """What changed in the provisions that have a theme now."""
    code = known_theme(slug)
    page, title = f"themes/{code}", _titled(labels(Theme, ask.language)[code])
    return written(Feed(page, title, f"/{page}/", keys_of_theme(code)), ask)


def _titled(what: str) -> str:
    return _("Changes: %(what)s – Tripartite") % {"what": what}
