"""Numbers of surveys that a manager may change."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

QUIET_DAYS = number_rule(
    "surveys.quiet_days", 90, _("Days within which a person is invited at most once"), unit="d"
)
LEAST_ANSWERS = number_rule(
    "surveys.least_answers", 5, _("Answers below which no figure is shown"), unit="", lowest=1
)
LOW_MARK = number_rule("surveys.low_mark", 2, _("Mark at which an answer counts as low"), unit="")
CALENDAR_DAYS = number_rule(
    "surveys.calendar_days",
    182,
    _("Days between two surveys of a customer by the calendar"),
    unit="d",
    lowest=1,
)
