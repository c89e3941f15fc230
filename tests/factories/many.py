"""Many provisions for measurements: repeatable, in three languages, through the bulk service."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from core.languages import LANGUAGES
from frameworks.enums import Theme
from frameworks.models import Document, Framework, Instrument, Section
from provisions.drafts import LinkDraft, ProvisionDraft, TextDraft, VersionDraft
from provisions.enums import Addressee, ProvisionKind, Relation, TextStatus
from provisions.models import Provision
from provisions.ordering import document_order
from provisions.services.bulk import create_provisions_in_bulk

from .frameworks import BEGINNING, make_framework, make_instrument
from .people import IMPORTER

ITEMS = 3  # lettered items under every fourth paragraph
# What a common word and a rare word of each language look like in a search.
COMMON = {"en": "training", "fr": "formation", "es": "formación"}
RARE_EVERY = 500
RARE = {"en": "apprenticeship", "fr": "apprentissage", "es": "aprendizaje"}
_SUBJECTS = {
    "en": "governments employers workers organizations constituents workshops enterprises",
    "fr": "gouvernements employeurs travailleurs organisations mandants ateliers entreprises",
    "es": "gobiernos empleadores trabajadores organizaciones mandantes talleres empresas",
}
_OBJECTS = {
    "en": "skills safety health dialogue consultation data privacy productivity wages equality"
    " transition certification inspection prevention innovation algorithms sensors machines",
    "fr": "compétences sécurité santé dialogue consultation données confidentialité productivité"
    " salaires égalité transition certification inspection prévention innovation algorithmes"
    " capteurs machines",
    "es": "competencias seguridad salud diálogo consulta datos privacidad productividad salarios"
    " igualdad transición certificación inspección prevención innovación algoritmos sensores"
    " máquinas",
}
_FRAMES = {
    "en": "should {verb} {first} and {second} before new tools are used, and report on {third}",
    "fr": "devraient {verb} {first} et {second} avant l’emploi d’outils, et informer sur {third}",
    "es": "deberían {verb} {first} y {second} antes de usar herramientas, e informar de {third}",
}
_VERBS = {
    "en": "promote strengthen assess protect finance plan",
    "fr": "promouvoir renforcer évaluer protéger financer planifier",
    "es": "promover reforzar evaluar proteger financiar planificar",
}


def make_many(
    count: int, slug: str = "large-trial", *, at: datetime = BEGINNING, seed: int = 1
) -> list[Provision]:
    """Return `count` new provisions of a framework of their own: paragraphs with some items.

    A text has 40 to 110 words. Themes, kinds, addressees and links vary with the seed alone.
    """
    framework = make_framework(slug, at=at)
    drafts = list(_drafts(count, framework, random.Random(seed)))
    return create_provisions_in_bulk(framework=framework, drafts=drafts, actor=IMPORTER, at=at)


def _drafts(count: int, framework: Framework, source: random.Random) -> Iterator[ProvisionDraft]:
    document = framework.documents.get(slug="draft")
    section = framework.sections.get(slug="part-one")
    instruments = [make_instrument(f"C{number}") for number in (29, 87, 98, 111, 142, 155, 187)]
    paragraph, made = 0, 0
    while made < count:
        paragraph += 1
        items = min(ITEMS, count - made - 1) if paragraph % 4 == 0 else 0
        for item in range(items + 1):
            yield _draft(framework, document, section, instruments, paragraph, item, source)
            made += 1


def _draft(
    framework: Framework,
    document: Document,
    section: Section,
    instruments: Sequence[Instrument],
    paragraph: int,
    item: int,
    source: random.Random,
) -> ProvisionDraft:
    letter = "abcdefgh"[item - 1] if item else ""
    texts = {language: _text(language, paragraph, source) for language in LANGUAGES}
    return ProvisionDraft(
        suffix=f"{paragraph}{letter}",
        number=f"{paragraph}({letter})" if letter else str(paragraph),
        kind=source.choice(ProvisionKind.values),
        themes=source.sample(Theme.values, source.choice((1, 1, 1, 2))),
        document_order=document_order(framework.slug, [paragraph, item] if item else [paragraph]),
        own_addressees=None if item else source.sample(Addressee.values, source.choice((0, 1, 2))),
        section=section,
        parent=str(paragraph) if item else "",
        version=VersionDraft(TextStatus.DRAFT, texts, document, paragraph),
        links=[
            LinkDraft(instrument, Relation.RELATED, date(2026, 9, 1))
            for instrument in source.sample(instruments, source.choice((0, 1, 2)))
        ],
    )


def _text(language: str, paragraph: int, source: random.Random) -> TextDraft:
    objects, subjects = _OBJECTS[language].split(), _SUBJECTS[language].split()
    sentences = []
    for _ in range(source.randint(3, 7)):
        first, second, third = source.sample(objects, 3)
        verb = source.choice(_VERBS[language].split())
        frame = _FRAMES[language].format(verb=verb, first=first, second=second, third=third)
        sentences.append(f"{source.choice(subjects).capitalize()} {frame}.")
    if paragraph % RARE_EVERY == 0:
        sentences.append(f"{RARE[language].capitalize()}.")
    sentences.append(f"{COMMON[language].capitalize()} {paragraph}.")
    title = f"{source.choice(objects).capitalize()}, {source.choice(objects)} ({paragraph})"
    return TextDraft(title, " ".join(sentences))
