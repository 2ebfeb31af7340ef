"""What inspections refuse."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused


class ReasonMissing(Refused):
    default = _("Say why.")


class NoItems(Refused):
    default = _("A standard is checked by at least one item: write one.")


class LimitMissing(Refused):
    default = _("Give the number of the limit and its unit.")


class StandardEnded(Refused):
    default = _("This standard is no longer in force.")


class BeginsBefore(Refused):
    default = _("A new version begins after the one before it.")


class VerdictMissing(Refused):
    default = _("Item %(n)d is not judged yet.")


class ValueMissing(Refused):
    default = _("Item %(n)d wants its measured number.")


class NotePerMiss(Refused):
    default = _("Say what was seen at item %(n)d, which is not met.")


class NotDue(Refused):
    default = _("This inspection is over.")


class FindingOver(Refused):
    default = _("This finding is settled.")


class ChangeMissing(Refused):
    default = _("Say what was changed.")


class UnknownIndicator(Refused):
    default = _("There is no such indicator.")


class StepsMissing(Refused):
    default = _("A design needs at least one step before it comes into force.")
