"""Who asks, the circles they belong to, and who else is in these."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from reviews.permissions import substitutable
from reviews.selectors.waiting import waiting_for
from stakeholders.enums import TokenScope
from stakeholders.models import Circle
from stakeholders.selectors import circles_of, members_of

from .answers import Answer, shown
from .endpoint import DeskEndpoint
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, wanted
from .shapes.parts import marked, page_of
from .shapes.people import CIRCLE, ME, MEMBER
from .shapes.waiting import WAITING
from .values.people import mandate_value, member_value, reading_circle_value
from .values.waiting import waiting_value


class Me(DeskEndpoint):
    """Who asks: the person, the mandate of the token, its circles, and what it allows."""

    operations = {"GET": Operation(marked(ME))}

    def answer_get(self, ask: Ask) -> Answer:
        """Tell who asks."""
        acting, mandate = ask.acting, ask.mandate
        others = substitutable(mandate, at=acting.at)
        return shown(
            {
                "name": acting.user.name,
                "language": acting.user.language,
                "time_zone": acting.user.time_zone,
                "scopes": scopes(ask.scope),
                "mandate": mandate_value(mandate, ask.language),
                "acts_for": [mandate_value(each, ask.language) for each in others],
                "circles": [
                    reading_circle_value(each, mandate, ask.language)
                    for each in circles_of(mandate, at=acting.at)
                ],
                "at": acting.at,
            }
        )


class WaitingList(DeskEndpoint):
    """What waits for this mandate: open rounds, provisions without a comment of ours, drafts,
    comments to clear and to submit, and for the review secretariat late ones to decide on.
    """

    operations = {"GET": Operation(marked(WAITING))}

    def answer_get(self, ask: Ask) -> Answer:
        """Show it."""
        return shown(waiting_value(waiting_for(ask.mandate, ask.at), ask.language))


class CircleList(DeskEndpoint):
    """The circles that this mandate reads, the narrowest first."""

    operations = {"GET": Operation(page_of(CIRCLE), parameters=paging())}

    def answer_get(self, ask: Ask) -> Answer:
        """List them."""
        every = circles_of(ask.mandate, at=ask.at)
        rows, following = sliced_by(every, wanted(ask), lambda circle: str(circle.pk))
        values = [reading_circle_value(each, ask.mandate, ask.language) for each in rows]
        return listing(ask, values, following)


class CircleDetail(DeskEndpoint):
    """One circle that this mandate reads."""

    operations = {"GET": Operation(marked(CIRCLE))}
    places = {"circle_id": "Id of the circle."}

    def answer_get(self, ask: Ask, circle_id: UUID) -> Answer:
        """Show it."""
        circle = readable_circle(ask, circle_id)
        return shown(reading_circle_value(circle, ask.mandate, ask.language))


class MemberList(DeskEndpoint):
    """Who reads what is said in a circle. Empty for the plenary and the public."""

    operations = {"GET": Operation(page_of(MEMBER), parameters=paging())}
    places = {"circle_id": "Id of the circle."}

    def answer_get(self, ask: Ask, circle_id: UUID) -> Answer:
        """List them, by organization, capacity and name."""
        circle = readable_circle(ask, circle_id)
        every = members_of(circle, mandate=ask.mandate, at=ask.at)
        rows, following = sliced_by(every, wanted(ask), lambda member: str(member.mandate_id))
        return listing(ask, [member_value(each, ask.language) for each in rows], following)


def scopes(scope: TokenScope) -> list[str]:
    """Return everything that a token of `scope` allows."""
    known = TokenScope.values
    return known[: known.index(scope.value) + 1]


def readable_circle(ask: Ask, circle_id: UUID) -> Circle:
    """Return a circle that the asker reads. Raises Missing as if there were none."""
    found = (
        Circle.objects.visible_to(ask.mandate, ask.at)
        .select_related("organization")
        .filter(pk=circle_id)
        .first()
    )
    if found is None:
        raise Missing(_("There is no such circle."))
    return found
