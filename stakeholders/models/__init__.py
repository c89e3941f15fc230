from .circle import Circle, RegionalMembership
from .invitation import Invitation
from .mandate import Mandate
from .organization import Organization
from .token import ApiToken, ApiTokenUse
from .user import User

__all__ = [
    "ApiToken",
    "ApiTokenUse",
    "Circle",
    "Invitation",
    "Mandate",
    "Organization",
    "RegionalMembership",
    "User",
]
