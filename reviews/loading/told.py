"""What a story has told so far: the things behind its slugs, as a story goes on."""

from dataclasses import dataclass, field

from core.actor import Actor
from provisions.models import Provision
from reviews.models import Comment, Message, Position, Round, RoundItem

from .cast import Cast


@dataclass(frozen=True, slots=True)
class Told:
    """Everything by its slug in the file; `keys` are public keys by a provision's suffix."""

    framework: str
    cast: Cast
    keys: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)

    @classmethod
    def nothing(cls, framework: str, cast: Cast) -> "Told":
        """Return what is known before a story on a framework (its slug) begins."""
        provisions = Provision.objects.filter(framework__slug=framework)
        return cls(framework, cast, dict(provisions.values_list("suffix", "key")))

    def actor(self, by: str, acts_for: str = "") -> Actor:
        return self.cast.actor(by, acts_for)

    def item(self, round_: str, suffix: str) -> RoundItem:
        return RoundItem.objects.get(round=self.rounds[round_], provision__suffix=suffix)

    def comment(self, slug: str) -> Comment:
        """Return a comment as it stands by now."""
        return Comment.objects.select_related("item", "circle", "speaks_for").get(
            pk=self.comments[slug].pk
        )
