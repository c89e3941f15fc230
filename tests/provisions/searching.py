"""A small framework in three languages that the tests of search look into."""

from datetime import date

from core.naming import suffix_of
from provisions.drafts import LinkDraft, ProvisionDraft, TextDraft, VersionDraft
from provisions.enums import TextStatus
from provisions.models import Provision
from provisions.ordering import document_order
from provisions.search.planning import SearchPlan, plan_search
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.listing import Sort, list_provisions
from provisions.services.bulk import create_provisions_in_bulk
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.people import IMPORTER

TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "S6": {
        "en": ("Skills development", "Workers are trained before AI systems are used."),
        "fr": (
            "Développement des compétences",
            "La main-d’œuvre est formée avant l’utilisation de systèmes d’IA.",
        ),
        "es": (
            "Desarrollo de las competencias",
            "Se imparte formación antes de utilizar sistemas de IA.",
        ),
    },
    "S8": {
        "en": ("Occupational safety", "Employers’ organizations assess risks to health in 2026."),
        "fr": ("Sécurité au travail", "Les organisations évaluent les risques pour la santé."),
        "es": ("Seguridad en el trabajo", "Las organizaciones evalúan los riesgos para la salud."),
    },
    "7": {
        "en": ("Opening of the seventh", "Training and skills should be offered:"),
        "fr": ("Début du septième", "La formation devrait être proposée:"),
        "es": ("Apertura del séptimo", "La formación debería ofrecerse:"),
    },
    "7(b)": {"en": ("Time to learn", "in paid working hours; see C142 for details;")},
    "7(b)(i)": {
        "en": ("Languages", "in the languages of the workforce, COVID-19 or not."),
        "fr": ("Langues", "dans les langues du personnel."),
    },
}
LINKS = {"S6": ("C142", "R195"), "S8": ("C155", "C029"), "7": ("DECL-1998",)}
PLACES = {"S6": (6,), "S8": (8,), "7": (17,), "7(b)": (17, 2), "7(b)(i)": (17, 2, 1)}
PARENTS = {"7(b)": "7", "7(b)(i)": "7b"}


def make_searched() -> dict[str, Provision]:
    """Return the provisions by their numbers."""
    drafts = [
        ProvisionDraft(
            suffix=suffix_of(number),
            number=number,
            kind="recommendation",
            themes=["skills"],
            document_order=document_order("trial", PLACES[number]),
            parent=PARENTS.get(number, ""),
            version=VersionDraft(
                TextStatus.DRAFT,
                {language: TextDraft(*words) for language, words in texts.items()},
            ),
            links=[
                LinkDraft(make_instrument(code), "related", date(2026, 11, 22))
                for code in LINKS.get(number, ())
            ],
        )
        for number, texts in TEXTS.items()
    ]
    provisions = create_provisions_in_bulk(
        framework=make_framework(), drafts=drafts, actor=IMPORTER, at=BEGINNING
    )
    return {provision.number: provision for provision in provisions}


def plan(typed: str, language: str = "en") -> SearchPlan:
    found = plan_search(typed, language=language, revision=1)
    assert found is not None
    return found


def numbers(typed: str, language: str = "en") -> list[str]:
    """Return the numbers of what is found, best first."""
    filters = ProvisionFilters(search=plan(typed, language))
    found = list_provisions(language=language, filters=filters, sort=Sort.RELEVANCE)
    return [row.number for row in found.rows]
