"""The frame of one thing: its representation, as the lists have it, with the sample's notice."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.errors import Missing
from core.query import Asked
from frameworks.keys import ALONE, KeyKind, read_key
from public.answers import Content
from public.presenters.present import present

from .endpoint import PublicEndpoint, json_content
from .lists import sample_notice
from .shapes.envelope import detail_shape
from .shapes.parts import Shape


class DetailEndpoint(PublicEndpoint):
    """One thing. Subclasses name its `kind`; the route gives its `name`.

    The name is the public key; for kinds whose keys stand alone (`session.gb-358`), what
    follows the kind's word.
    """

    kind: ClassVar[KeyKind]
    shape: ClassVar[Shape]

    @classmethod
    def answer_shape(cls) -> Shape:
        return detail_shape(cls.shape)

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        name: str = kwargs["name"]
        key = f"{self.kind}.{name}" if self.kind in ALONE else name
        found = present([key], asked["lang"]) if _is_of(self.kind, key) else {}
        if key not in found:
            missing = _("There is no “%(name)s” here; the list names everything that is.")
            raise Missing(missing % {"name": name[:200]})
        return json_content({**found[key], "notice": sample_notice()})


def _is_of(kind: KeyKind, key: str) -> bool:
    try:
        return read_key(key).kind is kind
    except ValueError:
        return False
