"""Numbers that are rules of imports."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

BATCH_ROWS = number_rule(
    "exchange.batch_rows", 1000, _("Rows of a file taken in by one act"), unit="rows", lowest=1
)
TURN_SECONDS = number_rule(
    "exchange.turn_seconds", 20, _("Seconds for which the worker stays with one import"), unit="s", lowest=1
)
