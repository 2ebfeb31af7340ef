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


class NoAsks(Refused):
    default = _("A scenario asks or complains of something: write at least one line.")


class MarkWrong(Refused):
    default = _("A mark lies between 1 and 5.")


class OwnBranch(Refused):
    default = _("Somebody of the branch would be recognised: choose somebody else.")


class NotYourVisit(Refused):
    default = _("Only whoever posed as the customer records this.")


class VisitInTheFuture(Refused):
    default = _("This moment has not come yet.")


class NothingRecorded(Refused):
    default = _("Give a mark, or write down what happened.")


class NotASupervisor(Refused):
    default = _("Your term as a supervisor is over.")


class AnsweredAlready(Refused):
    default = _("This finding is answered already.")


class NothingSeen(Refused):
    default = _("Say what was seen: a level, a price or words.")


class SeenInTheFuture(Refused):
    default = _("This day has not come yet.")


class LevelMissing(Refused):
    default = _("To be compared with an indicator it needs a level.")


class ShareWrong(Refused):
    default = _("A share lies between 0 and 100 percent.")


class NothingChanged(Refused):
    default = _("Nothing changed.")


class NeedOver(Refused):
    default = _("This need has ended.")


class ReviewInThePast(Refused):
    default = _("Choose a day to come.")


class DayInThePast(Refused):
    default = _("The day must not lie in the past.")


class RequirementTextMissing(Refused):
    default = _("Say what is required.")


class PhotoWithoutCheck(Refused):
    default = _("A photo is demanded with a check: demand the check too.")


class RequirementOver(Refused):
    default = _("This requirement is retired already.")


class StepElsewhere(Refused):
    default = _("This step is checked on the page of each shipment.")


class NotAsked(Refused):
    default = _("No such check is asked here at this step.")


class RemarkMissing(Refused):
    default = _("Say what was not kept.")


class PhotoMissing(Refused):
    default = _("A photo is demanded here.")


class NothingAnswered(Refused):
    default = _("Nothing new was said. Answer at least one check.")


class CaseThereAlready(Refused):
    default = _("A case is open for this already.")


class NothingToPursue(Refused):
    default = _("Only what was not kept becomes a case.")
