"""What may not be done to a model or an evaluation."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused


class InUse(Refused):
    default = _("This version is in use or replaced. Make a new version and change that one.")


class CodeTaken(Refused):
    default = _("Another model has this code.")


class NoCriteria(Refused):
    default = _("A model needs at least one criterion with an indicator or with marks.")


class WeightsOff(Refused):
    default = _("The weights below '%(group)s' sum to %(total)s, not to 100 %%.")


class NotInspected(Refused):
    default = _("Inspections look at branches and our company: nothing else is vetoed by them.")


class CriterionTwice(Refused):
    default = _("Another criterion of this model has this code.")


class HasMore(Refused):
    default = _("Take away what stands below this criterion first.")


class NotAGroup(Refused):
    default = _("'%(criterion)s' takes a figure or marks itself, so nothing can stand below it.")


class EmptyGroup(Refused):
    default = _("Nothing stands below '%(group)s', and it has neither an indicator nor marks.")


class UnknownIndicator(Refused):
    default = _("There is no indicator of this code.")


class NoDirection(Refused):
    default = _("Of '%(indicator)s' neither more nor less is better: say what is worst and what is best.")


class ScaleFlat(Refused):
    default = _("The best differs from the worst; give both or neither.")


class NotAShare(Refused):
    default = _("'%(indicator)s' is a share and at most 1: write 60 %% as 0.6.")


class TooFewPairs(Refused):
    default = _("Fewer than two criteria stand here: there is nothing to compare.")


class TooManyPairs(Refused):
    default = _("At most %(most)s criteria of one group are compared in pairs: make groups of them.")


class NotAllCompared(Refused):
    default = _("Compare every pair: '%(first)s' with '%(second)s' is missing.")


class NotAPerson(Refused):
    default = _("Only a person compares criteria.")


class NobodyCompared(Refused):
    default = _("Nobody has compared these criteria yet.")


class Inconsistent(Refused):
    default = _(
        "The comparisons of %(judge)s contradict each other (ratio %(ratio)s, limit %(limit)s). Look again at"
        " '%(first)s' against '%(second)s'."
    )


class NoObjects(Refused):
    default = _("Name what is evaluated.")


class TooFewObjects(Refused):
    default = _("This model compares: name at least two.")


class TooManyObjects(Refused):
    default = _("At most %(most)s can be compared at once.")


class MonthsBackwards(Refused):
    default = _("The last month is before the first.")


class NotSaid(Refused):
    default = _("Say how the data were collected and how they were analysed.")


class OffGrades(Refused):
    default = _("Each mark is one of the grades of the model.")


class NotAsked(Refused):
    default = _("This evaluation does not ask for marks now.")


class NotWorkedOut(Refused):
    default = _("Work it out before you close it, and say what follows from it.")


class OnlyWhole(Refused):
    default = _("Only who is responsible for the whole company opens evaluations.")
