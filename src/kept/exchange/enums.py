from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileContent(TextChoices):
    """What the rows of a file are about."""

    DELIVERIES = "deliveries", _("Deliveries")
    CASES = "cases", _("Cases")
    CONTACTS = "contacts", _("Contacts")
    CALLS = "calls", _("Calls")


class RunState(TextChoices):
    UPLOADED = "uploaded", _("Being checked")
    CHECKED = "checked", _("Checked")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class RejectReason(TextChoices):
    """Why a row was refused. The labels are sentences that name the value and what it broke."""

    MISSING = "missing", _("is empty")
    NOT_A_DATE = "not_a_date", _("'%(value)s' is not a date")
    NO_SUCH_DAY = "no_such_day", _("there is no day '%(value)s'")
    NOT_A_NUMBER = "not_a_number", _("'%(value)s' is not a number")
    MISPLACED_SEPARATOR = "misplaced_separator", _("the separators of '%(value)s' stand in the wrong place")
    NOT_WHOLE = "not_whole", _("'%(value)s' is not a whole number")
    NEGATIVE = "negative", _("'%(value)s' must not be below 0")
    NOT_YES_NO = "not_yes_no", _("'%(value)s' is neither yes nor no")
    TOO_LONG = "too_long", _("'%(value)s' is longer than %(limit)s characters")
    TOO_HIGH = "too_high", _("%(value)s is above the limit of %(limit)s")
    TOO_LOW = "too_low", _("%(value)s is below the limit of %(limit)s")
    UNKNOWN_CODE = "unknown_code", _("'%(value)s' stands in no code table of the mapping")
    UNKNOWN_BRANCH = "unknown_branch", _("there is no branch with the code '%(value)s'")
    UNKNOWN_SERVICE = "unknown_service", _("there is no service with the code '%(value)s'")
    CELLS = "cells", _("the row has %(value)s cells, the head has %(limit)s")
    TWICE = "twice", _("the key '%(value)s' stands in row %(limit)s already")
    BACKWARDS = "backwards", _("'%(value)s' lies before %(limit)s")
    MORE_PIECES = "more_pieces", _("%(value)s pieces delivered, but only %(limit)s sent")


def reason_words(reason: str, *, value: str = "", limit: str = "") -> str:
    """A reason as a sentence, in the reader's language."""
    return str(RejectReason(reason).label) % {"value": value, "limit": limit}
