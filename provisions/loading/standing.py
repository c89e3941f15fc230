"""Where the provisions of a framework stand here, in the words of a file: digests by aspect."""

from collections.abc import Mapping
from dataclasses import dataclass

from frameworks.models import Framework
from provisions.drafts import TextDraft
from provisions.models import InstrumentLink, Provision, Succession, Version, VersionText

from .memory import digest_of
from .spec import LinkSpec, ProvisionSpec


@dataclass(frozen=True, slots=True)
class Standing:
    """A provision with its latest version, that version's latest texts, and its links."""

    provision: Provision
    version: Version | None
    texts: Mapping[str, TextDraft]
    links: frozenset[tuple[str, str, str]]

    def facts(self) -> str:
        """Return the digest of the facts that a file states."""
        row = self.provision
        section = row.section.slug if row.section else ""
        return facts_digest(row.kind, row.own_addressees, row.themes, section)

    def frame(self) -> str | None:
        """Return the digest of whose words they are; None without a version."""
        version = self.version
        if version is None:
            return None
        document = version.source.slug if version.source else ""
        return digest_of(
            status=version.text_status,
            document=document,
            paragraph=version.source_paragraph,
            basis=version.source_basis,
        )

    def text(self, language: str) -> str | None:
        found = self.texts.get(language)
        return text_digest(found) if found else None


def read_standings(framework: Framework) -> dict[str, Standing]:
    """Return the framework's provisions by suffix. Four queries however many there are."""
    rows = Provision.objects.filter(framework=framework).select_related("section", "parent")
    # Ordered by number, the latest one is the last to be kept.
    versions = {
        version.provision_id: version
        for version in Version.objects.filter(provision__framework=framework)
        .select_related("source")
        .order_by("number")
    }
    texts: dict[object, dict[str, TextDraft]] = {}
    latest = [version.id for version in versions.values()]
    for text in VersionText.objects.filter(version__in=latest).order_by("issue"):
        texts.setdefault(text.version_id, {})[text.language] = TextDraft(text.title, text.body)
    links: dict[object, set[tuple[str, str, str]]] = {}
    for link in InstrumentLink.objects.filter(provision__framework=framework):
        found = (link.instrument_id, link.relation, link.as_of.isoformat())
        links.setdefault(link.provision_id, set()).add(found)
    standings = {}
    for row in rows:
        version = versions.get(row.id)
        words = texts.get(version.id, {}) if version else {}
        standings[row.suffix] = Standing(row, version, words, frozenset(links.get(row.id, set())))
    return standings


def read_successions(framework: Framework) -> dict[str, list[tuple[str, str, str]]]:
    """Return kind, successor and reason of every recorded pair, by predecessor; all suffixes."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    rows = Succession.objects.filter(predecessor__framework=framework)
    for row in rows.select_related("predecessor", "successor"):
        entry = (row.kind, row.successor.suffix, row.reason)
        found.setdefault(row.predecessor.suffix, []).append(entry)
    return found


def facts_digest(kind: str, addressees: list[str] | None, themes: list[str], section: str) -> str:
    return digest_of(kind=kind, addressees=addressees, themes=themes, section=section)


def spec_facts(spec: ProvisionSpec) -> str:
    return facts_digest(spec.kind, spec.addressees, spec.themes, spec.section)


def spec_frame(spec: ProvisionSpec) -> str:
    return digest_of(
        status=spec.text_status,
        document=spec.source.document,
        paragraph=spec.source.paragraph,
        basis=spec.source.basis,
    )


def text_digest(text: TextDraft) -> str:
    return digest_of(title=text.title, body=text.body)


def links_digest(links: frozenset[tuple[str, str, str]]) -> str:
    return digest_of(links=[list(link) for link in sorted(links)])


def plain_links(links: list[LinkSpec]) -> frozenset[tuple[str, str, str]]:
    return frozenset((link.instrument, link.relation, link.as_of.isoformat()) for link in links)
