from .circle import Circle, RegionalMembership
from .mandate import Mandate
from .organization import Organization
from .user import User

__all__ = ["Circle", "Mandate", "Organization", "RegionalMembership", "User"]
