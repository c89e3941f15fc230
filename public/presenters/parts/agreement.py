"""What the chairperson pronounced, with the positions that its digest vouches for."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from core.public_paths import position_path, round_path, version_path
from core.when import When, when_instant
from provisions.signs import Sign, sign_of
from public.presenters.actors import name_of
from reviews.selectors.agreements import AgreementFacts
from reviews.selectors.stances import PublicPosition

from .rounds import round_title


class Counted(TypedDict):
    actor: str
    sign: Sign
    url: str


class AgreementShown(TypedDict):
    """An agreement; `positions` are those that stood on the version then."""

    version: str
    version_url: str
    round: str
    round_url: str
    pronounced: When
    recorded: When
    digest: str
    stands: bool
    positions: list[Counted]


def agreement_shown(
    facts: AgreementFacts | None, found: Iterable[PublicPosition], language: str
) -> AgreementShown | None:
    """Return the latest agreement; `found` are the provision's released positions."""
    if facts is None:
        return None
    by_key = {each.key: each for each in found}
    stood = [by_key[each["key"]] for each in facts.positions if each["current"]]
    return AgreementShown(
        version=_("Version %(number)d") % {"number": facts.version},
        version_url=version_path(facts.provision, facts.version, language),
        round=round_title(int(facts.round.rpartition(".")[2])),
        round_url=round_path(facts.round, language),
        pronounced=when_instant(facts.pronounced_at, language),
        recorded=when_instant(facts.at, language),
        digest=facts.digest,
        stands=facts.stands,
        positions=[
            Counted(
                actor=name_of(each.actor, language),
                sign=sign_of(each.stance, language),
                url=position_path(each.provision, each.key, language),
            )
            for each in stood
        ],
    )
