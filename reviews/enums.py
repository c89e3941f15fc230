"""Closed lists of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provisions.enums import Stance


class RoundState(models.TextChoices):
    """Where a round stands. Each state is entered by an act; none follows from the clock."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class WindowKind(models.TextChoices):
    """Why a round's window is what it is: its first setting, and what changed it."""

    SET = "set", _("Window set")
    EXTENDED = "extended", _("Extended")
    CLOSED_EARLY = "closed_early", _("Closed early")


class Publication(models.TextChoices):
    """When the comments of a round become public, fixed when the round is opened."""

    AT_CLOSE = "at_close", _("When the round closes")
    WITH_ANSWERS = "with_answers", _("Together with the answers")
    NEVER = "never", _("Never")


class CommentType(models.TextChoices):
    GENERAL = "general", _("General")
    SUBSTANTIVE = "substantive", _("Substantive")
    TECHNICAL = "technical", _("Technical")
    EDITORIAL = "editorial", _("Editorial")
    TRANSLATION = "translation", _("Translation")
    # On an editorial summary, whose words are the portal's own.
    CORRECTION = "correction", _("Correction of the summary")
    REMARK = "remark", _("Remark on the summary")


# Nobody negotiates words that the portal wrote.
TYPES_ON_A_SUMMARY = (CommentType.CORRECTION, CommentType.REMARK)
TYPES_ON_A_TEXT = tuple(kind for kind in CommentType if kind not in TYPES_ON_A_SUMMARY)


class Purpose(models.TextChoices):
    """What a comment asks for. It has one; two wishes are two comments."""

    CHANGE = "change", _("Change the wording")
    ADD = "add", _("Add something")
    DELETE = "delete", _("Delete something")
    CLARIFY = "clarify", _("Make it clearer")
    KEEP = "keep", _("Keep it as it is")


# A wish to change a text says why.
PURPOSES_WITH_REASON = (Purpose.CHANGE, Purpose.ADD, Purpose.DELETE)


class VoiceKind(models.TextChoices):
    """What a person or a delegation says of a comment inside its room."""

    SUPPORT = "support", _("Supports it")
    DISSENT = "dissent", _("Does not support it")
    CO_SPONSOR = "co_sponsor", _("Co-sponsors it")
    TAKEN_BACK = "taken_back", _("Took its word back")


# Whoever holds back from a text, or blocks it, says why.
STANCES_WITH_REASONS = (Stance.RESERVATION, Stance.OBJECTION)


class ReleaseKind(models.TextChoices):
    """How a position became public."""

    AT_CLOSE = "at_close", _("When the round closed")
    OWN_WORD = "own_word", _("On the actor’s own word")


class Moved(models.TextChoices):
    """How what an actor says of a provision stands to what it released before."""

    NEW = "new", _("First position")
    SAME = "same", _("As before")
    CHANGED = "changed", _("Changed since")
    TO_RECONFIRM = "to_reconfirm", _("To be confirmed on the present version")


class AlignmentKind(models.TextChoices):
    """What a government says of the position of another, or of a group that it is in."""

    JOINS = "joins", _("Joins it")
    DOES_NOT_JOIN = "does_not_join", _("Does not join it")
    TAKEN_BACK = "taken_back", _("Took its word back")


class DispositionKind(models.TextChoices):
    """What the review secretariat answers to a comment."""

    INCORPORATED = "incorporated", _("Incorporated")
    INCORPORATED_IN_PART = "incorporated_in_part", _("Incorporated in part")
    NOT_INCORPORATED = "not_incorporated", _("Not incorporated")
    NOTED = "noted", _("Noted")
    LEFT_TO_GROUPS = "left_to_groups", _("Left to the groups")
    DUPLICATE = "duplicate", _("Duplicate of another")


class ReplyKind(models.TextChoices):
    """What the commenter says to the answer."""

    SATISFIED = "satisfied", _("Satisfied")
    MAINTAINS = "maintains", _("Maintains the comment")


class PlacementKind(models.TextChoices):
    """How the words of a comment are found again in a later version."""

    EXACT = "exact", _("Same words, same place")
    MOVED = "moved", _("Same words, another place")
    FUZZY = "fuzzy", _("Similar words")
    ORPHANED = "orphaned", _("No place found")


# What the portal can't settle by itself: a person looks at old and new text and confirms.
TO_BE_CONFIRMED = (PlacementKind.FUZZY, PlacementKind.ORPHANED)
