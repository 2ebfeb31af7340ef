"""What may not be done to a fine."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused


class ReasonMissing(Refused):
    default = _("Say why.")


class OwnFine(Refused):
    default = _("Nobody decides on their own fine.")


class OutsideTheTable(Refused):
    default = _("The table of fines allows %(lowest)s to %(highest)s here.")


class NoTariff(Refused):
    default = _("The table of fines has no row for this.")


class NotAComplaint(Refused):
    default = _("Only a complaint can be ignored or excused.")


class OfferedAlready(Refused):
    default = _("This is put to a decision already.")


class AmountWrong(Refused):
    default = _("Give amounts of zero or more, the highest not below the lowest.")
