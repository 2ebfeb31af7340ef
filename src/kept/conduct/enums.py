from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FineKind(TextChoices):
    """For what somebody is fined."""

    FIRST = "first", _("First complaint of the month")
    SECOND = "second", _("Second complaint of the month")
    THIRD = "third", _("Third complaint of the month")
    LATER = "later", _("Fourth and each later complaint of the month")
    BRANCH_MANAGER = "branch_manager", _("Joint fine of the branch manager")
    COORDINATOR = "coordinator", _("Joint fine of the complaint coordinator at headquarters")
    IGNORED = "ignored", _("Complaint not handled, or excused")


STEPS = (FineKind.FIRST, FineKind.SECOND, FineKind.THIRD, FineKind.LATER)
"""Those of the person responsible, by the how-manieth complaint of a calendar month."""


class Consequence(TextChoices):
    NONE = "", pgettext_lazy("consequence of a fine", "Nothing more")
    CRITICISM = "criticism", pgettext_lazy("consequence of a fine", "Criticism in the whole company")
    REVIEW = "review", pgettext_lazy("consequence of a fine", "Review of dismissal")


class FineState(TextChoices):
    OFFERED = "offered", pgettext_lazy("state of a fine", "To be decided")
    IMPOSED = "imposed", pgettext_lazy("state of a fine", "Imposed")
    WAIVED = "waived", pgettext_lazy("state of a fine", "Waived")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a fine", "Withdrawn")
