"""Closed lists of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What one may hear of. The first six are chosen by anybody; a mandate brings the others."""

    FRAMEWORK = "framework", _("A framework")
    PROVISION = "provision", _("A provision")
    THEME = "theme", _("A theme")
    ROUND = "round", _("A review round")
    INSTRUMENT = "instrument", _("An instrument")
    SEARCH = "search", _("A saved search")
    DEADLINES = "deadlines", _("Review rounds and their deadlines")
    WORK = "work", _("What waits for you")
    ROOMS = "rooms", _("News in your rooms")
    STATUS = "status", _("Where things stand")
    PROCESS = "process", _("The course of the review")


class Frequency(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    NEVER = "never", _("Never")


class Kind(models.TextChoices):
    """What a mail is. Its key is (recipient, kind, subject, window)."""

    CONFIRMATION = "confirmation", _("Please confirm")
    ROUND_OPENED = "round_opened", _("A review round has opened")
    DUE_IN_14_DAYS = "due_in_14_days", _("Deadline in 14 days")
    DUE_IN_7_DAYS = "due_in_7_days", _("Deadline in 7 days")
    DUE_IN_2_DAYS = "due_in_2_days", _("Deadline in 2 days")
    DUE_TODAY = "due_today", _("Deadline today")
    ROUND_CLOSED = "round_closed", _("A review round has closed")
    DEADLINE_MOVED = "deadline_moved", _("A deadline was moved")
    TO_CLEAR = "to_clear", _("Comments to endorse or hand over")
    TO_REPLY = "to_reply", _("Answers to reply to")
    TO_RECONFIRM = "to_reconfirm", _("Positions to confirm again")
    OVERDUE = "overdue", _("Overdue in your circle")
    ROOM_NEWS = "room_news", _("News in a room")
    NEWS = "news", _("News of what you follow")
    DAILY_DIGEST = "daily_digest", _("Daily digest")
    WEEKLY_DIGEST = "weekly_digest", _("Weekly digest")
    PROCESS_DIGEST = "process_digest", _("Weekly digest of the review secretariat")
    ADDRESS_FAILS = "address_fails", _("A member’s address takes no mail")


class DeliveryState(models.TextChoices):
    """Where a delivery stands. Each leaves `due` once, for good."""

    DUE = "due", _("Due")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not needed any more")
    MISSED = "missed", _("Missed")
    FAILED = "failed", _("Failed")


class DropReason(models.TextChoices):
    """Why a delivery ended without a mail."""

    NOTHING_TO_SAY = "nothing_to_say", _("There was nothing to say")
    DONE = "done", _("The thing was done")
    SUPERSEDED = "superseded", _("The deadline was moved")
    NOT_ENTITLED = "not_entitled", _("The right to it had ended")
    NOT_WANTED = "not_wanted", _("It was switched off")
    UNCONFIRMED = "unconfirmed", _("The address was never confirmed")
    ADDRESS_FAILS = "address_fails", _("The address takes no mail")


class BounceKind(models.TextChoices):
    """How an address refused a mail: for good (5.x.x) or for the time being (4.x.x)."""

    HARD = "hard", _("For good")
    SOFT = "soft", _("For the time being")
