"""What a file asks of the provisions: new ones, new versions, new issues, facts and links."""

from collections.abc import Mapping
from functools import partial

from frameworks.models import Document, Section
from provisions.lifecycle import FROZEN_STAGES, Stage
from provisions.services.texts import (
    change_facts,
    issue_text,
    publish_version,
    set_instrument_links,
)

from .changes import ChangeKind, Run
from .memory import Verdict
from .new_provisions import create_from_specs
from .places import Displaced, NoRoom, place_new
from .plan import Plan
from .spec import ProvisionSpec
from .standing import (
    Standing,
    links_digest,
    plain_links,
    spec_facts,
    spec_frame,
    text_digest,
)


def plan_provisions(plan: Plan, standings: Mapping[str, Standing]) -> None:
    """Plan every provision of the file, in its order."""
    orders = _orders(plan, standings)
    new = [spec for spec in plan.file.provisions if spec.suffix not in standings]
    for spec in new:
        _remember(plan, spec)
    if new:
        numbers = [spec.number for spec in new]
        plan.add(ChangeKind.PROVISION_NEW, numbers, partial(_create, new, orders))
    for spec in plan.file.provisions:
        if spec.suffix in standings:
            _plan_existing(plan, spec, standings[spec.suffix])


def part_of(suffix: str) -> str:
    return f"provision.{suffix}"


def _remember(plan: Plan, spec: ProvisionSpec) -> None:
    part = part_of(spec.suffix)
    plan.memory.judge(part, "facts", spec_facts(spec), None)
    plan.memory.judge(part, "links", links_digest(plain_links(spec.links)), None)
    plan.memory.judge(part, "frame", spec_frame(spec), None)
    for language, text in spec.texts.items():
        plan.memory.judge(part, f"text.{language}", text_digest(text), None)


def _plan_existing(plan: Plan, spec: ProvisionSpec, standing: Standing) -> None:
    _check_identity(plan, spec, standing)
    part, name = part_of(spec.suffix), spec.number
    facts = plan.judge(
        part, "facts", spec_facts(spec), standing.facts(), spec.place, f"{name} (its facts)"
    )
    if facts is Verdict.CHANGED:
        plan.add(ChangeKind.FACTS, [name], partial(_change_facts, spec, standing))
    links = plan.judge(
        part,
        "links",
        links_digest(plain_links(spec.links)),
        links_digest(standing.links),
        spec.place,
        f"{name} (its links)",
    )
    if links is Verdict.CHANGED:
        plan.add(ChangeKind.LINKS, [name], partial(_set_links, spec, standing))
    _plan_words(plan, spec, standing)


def _check_identity(plan: Plan, spec: ProvisionSpec, standing: Standing) -> None:
    row = standing.provision
    if row.number != spec.number:
        plan.refuse(
            spec.place,
            f"“{spec.suffix}” was loaded with the number {row.number}, which it keeps;"
            f" {spec.number} would be another provision.",
        )
    if (row.parent.suffix if row.parent else "") != spec.parent:
        plan.refuse(spec.place, f"{row.number} stood elsewhere when it was loaded and stays there.")


def _plan_words(plan: Plan, spec: ProvisionSpec, standing: Standing) -> None:
    part, number = part_of(spec.suffix), spec.number
    frame = plan.judge(
        part, "frame", spec_frame(spec), standing.frame(), spec.place, f"{number} (its source)"
    )
    verdicts = {
        language: plan.judge(
            part,
            f"text.{language}",
            text_digest(text),
            standing.text(language),
            spec.text_places[language],
            f"{number} ({language})",
        )
        for language, text in spec.texts.items()
    }
    for aspect in plan.memory.lost(part):
        if aspect.startswith("text."):
            plan.refuse(
                spec.place,
                f"The text of {number} in “{aspect[5:]}” was loaded and is missing from the file;"
                " what was published stays. Put it back.",
            )
    news = [code for code, verdict in verdicts.items() if verdict in _NEWS]
    changed = [code for code in plan.file.originals(spec) if verdicts[code] is Verdict.CHANGED]
    if frame is Verdict.CHANGED or changed:
        _plan_version(plan, spec, standing, news)
    else:
        for language in news:
            name = f"{number} ({language})"
            plan.add(ChangeKind.ISSUE, [name], partial(_issue, spec, standing, language))


_NEWS = (Verdict.NEW, Verdict.CHANGED)


def _plan_version(plan: Plan, spec: ProvisionSpec, standing: Standing, news: list[str]) -> None:
    """Plan a version with all of the file's texts, unless that would undo something here."""
    for language in standing.texts:
        in_file = spec.texts.get(language)
        if language in news or (in_file and text_digest(in_file) == standing.text(language)):
            continue
        plan.refuse(
            spec.text_places.get(language, spec.place),
            f"The new version of {spec.number} would undo its text in “{language}”, which was"
            " changed on the portal. Take that text over into the file first.",
        )
    stage = Stage(standing.provision.stage)
    if stage in FROZEN_STAGES:
        plan.refuse(
            spec.place,
            f"The words of {spec.number} stand still while it is “{stage.label}”;"
            " return it to draft first, where a move allows it.",
        )
    plan.add(ChangeKind.VERSION, [spec.number], partial(_publish, spec, standing))


def _orders(plan: Plan, standings: Mapping[str, Standing]) -> dict[str, list[int]]:
    """Return the ranks of every new provision: those of its parent, then its own."""
    ranks = {suffix: _ranks(standing) for suffix, standing in standings.items()}
    families: dict[str, list[ProvisionSpec]] = {}
    for spec in plan.file.provisions:
        families.setdefault(spec.parent, []).append(spec)
    for parent, children in families.items():
        there = {
            suffix: ranks[suffix][-1]
            for suffix, standing in standings.items()
            if _parent_suffix(standing) == parent
        }
        for suffix, rank in _placed(plan, children, there).items():
            ranks[suffix] = [*ranks.get(parent, []), rank]
    return ranks


def _placed(plan: Plan, children: list[ProvisionSpec], there: Mapping[str, int]) -> dict[str, int]:
    places = {spec.suffix: spec.place for spec in children}
    try:
        return place_new(list(places), there)
    except Displaced as moved:
        plan.refuse(
            places[moved.second],
            f"“{moved.second}” stood before “{moved.first}” when it was loaded;"
            " a provision keeps its place.",
        )
    except NoRoom as full:
        plan.refuse(places[full.name], "There is no room left here; put it at the end of the list.")
    return {name: 0 for name in places if name not in there}


def _ranks(standing: Standing) -> list[int]:
    row = standing.provision
    return [int(rank) for rank in row.document_order.split("/")[1:]]


def _parent_suffix(standing: Standing) -> str:
    parent = standing.provision.parent
    return parent.suffix if parent else ""


def _create(new: list[ProvisionSpec], orders: Mapping[str, list[int]], run: Run) -> None:
    create_from_specs(framework=run.on(), specs=new, ranks=orders, actor=run.actor, at=run.at)


def _change_facts(spec: ProvisionSpec, standing: Standing, run: Run) -> None:
    change_facts(
        provision=standing.provision,
        kind=spec.kind,
        themes=spec.themes,
        own_addressees=spec.addressees,
        section=Section.objects.get(framework=run.on(), slug=spec.section),
        actor=run.actor,
        at=run.at,
    )


def _set_links(spec: ProvisionSpec, standing: Standing, run: Run) -> None:
    set_instrument_links(
        provision=standing.provision,
        links=[(link.instrument, link.relation, link.as_of) for link in spec.links],
        actor=run.actor,
        at=run.at,
    )


def _publish(spec: ProvisionSpec, standing: Standing, run: Run) -> None:
    publish_version(
        provision=standing.provision,
        text_status=spec.text_status,
        source=Document.objects.get(framework=run.on(), slug=spec.source.document),
        source_paragraph=spec.source.paragraph,
        source_basis=spec.source.basis or None,
        texts=spec.texts,
        actor=run.actor,
        at=run.at,
        expected_version=standing.provision.latest_version,
    )


def _issue(spec: ProvisionSpec, standing: Standing, language: str, run: Run) -> None:
    if standing.version is None:
        raise RuntimeError("A provision that was loaded has a version.")
    issue_text(
        version=standing.version,
        language=language,
        draft=spec.texts[language],
        actor=run.actor,
        at=run.at,
    )
