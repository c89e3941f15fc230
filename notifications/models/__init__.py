from .bounce import Bounce
from .calendar import CalendarKey
from .delivery import Delivery
from .mailbox import KeptMail
from .news import NewsMark
from .recipient import Recipient
from .subscription import Subscription

__all__ = [
    "Bounce",
    "CalendarKey",
    "Delivery",
    "KeptMail",
    "NewsMark",
    "Recipient",
    "Subscription",
]
