"""Every noun of the desk's API and where it stands."""

from . import people, root
from .endpoint import DeskEndpoint

ROUTES: dict[str, type[DeskEndpoint]] = {
    "": root.Root,
    "me": people.Me,
    "circles": people.CircleList,
    "circles/<uuid:circle_id>": people.CircleDetail,
    "circles/<uuid:circle_id>/members": people.MemberList,
}
