"""The cast of a round that is played by programs: people, their programs, and one clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stakeholders.models import Mandate
from tests.desk.api.programs import Program, token_of
from tests.stakeholders.cast import House

Answered = dict[str, Any]


@dataclass
class Story:
    """The people with their programs, the clock by which requests arrive, and what was made."""

    house: House
    now: datetime
    programs: dict[str, Program] = field(default_factory=dict)
    round: Answered = field(default_factory=dict)

    def __getitem__(self, name: str) -> Program:
        if name not in self.programs:
            self.programs[name] = Program(token_of(self.house[name]))
        return self.programs[name]

    def admit(self, name: str, mandate: Mandate) -> None:
        self.house.mandates[name] = mandate

    def content(self, circle: Any, words: str, **changes: Any) -> Answered:
        item = self.round["items"][changes.pop("place", 0)]
        text = {"key": item["key"], "version": item["version"], "language": "en"}
        return {
            "circle": str(circle.pk),
            "type": "substantive",
            "purpose": "change",
            "body": words,
            "reason": "It is left open.",
            "proposed": "Training is given, and paid for, before a new tool is used.",
            "target": {"version_text": text | {"issue": item["issues"]["en"]}, "selectors": []},
        } | changes

    def shared(self, name: str, circle: Any, words: str, **changes: Any) -> Answered:
        """Draft, autosave once, share."""
        asker = self[name]
        begun = asker.done("post", "drafts", self.content(circle, "…", **changes))
        path = f"drafts/{begun['id']}"
        saved = asker.done("put", path, self.content(circle, words, **changes), edition=1)
        assert saved["edition"] == 2
        made: Answered = asker.done("post", f"{path}/share", edition=2)
        return made

    def move(self, name: str, comment: Answered, what: str, **said: Any) -> Answered:
        path = f"comments/{comment['id']}"
        edition = self[name].done("get", path)["edition"]
        made: Answered = self[name].done("post", f"{path}/{what}", said, edition=edition)
        return made

    def submit(self, name: str, *comments: Answered, key: str | None = None) -> Answered:
        sent = {"comment_ids": [each["id"] for each in comments]}
        receipt: Answered = self[name].done("post", "submissions", sent, key=key)
        return receipt
