"""Numbers of surveys that a manager may change."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

QUIET_DAYS = number_rule(
    "surveys.quiet_days", 90, _("Days within which a person is invited at most once"), unit="d"
)
START_DAYS = number_rule(
    "surveys.start_days",
    182,
    _("Days after the beginning of an agreement when its customer is asked"),
    unit="d",
    lowest=1,
)
REMIND_DAYS = number_rule(
    "surveys.remind_days",
    7,
    _("Days after which an unanswered invitation is called to mind"),
    unit="d",
    lowest=1,
)
MOST_REMINDERS = number_rule("surveys.most_reminders", 1, _("Reminders that an invitation may get"))
CASE_DAYS = number_rule(
    "surveys.case_days", 7, _("Days within which a low answer still becomes a case"), unit="d", lowest=1
)
LEAST_SECONDS = number_rule(
    "surveys.least_seconds", 3, _("Seconds below which nobody but a robot answers"), unit="s"
)
LOW_RECOMMENDATION = number_rule(
    "surveys.low_recommendation", 6, _("Recommendation at which an answer counts as low"), highest=10
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
