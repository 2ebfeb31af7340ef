"""Numbers that are rules of channels. Limits of promises live in policies, not here."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

FLOOD_MESSAGES = number_rule(
    "comms.flood_messages", 20, _("Messages of one sender after which the rest is put aside"), lowest=1
)
FLOOD_MINUTES = number_rule(
    "comms.flood_minutes", 10, _("Minutes in which those messages come"), unit="min", lowest=1
)
FLOOD_TOGETHER = number_rule(
    "comms.flood_together",
    300,
    _("Messages of one channel in those minutes after which unknown senders are put aside"),
    lowest=1,
)
LARGEST_MAIL = number_rule(
    "comms.largest_mail", 60, _("Largest message that is taken in"), unit="MB", lowest=1
)
LARGEST_FILE = number_rule(
    "comms.largest_file", 20, _("Largest attachment that is kept"), unit="MB", lowest=1, highest=20
)
MOST_FILES = number_rule("comms.most_files", 30, _("Attachments kept of one message"), lowest=0)
STAMP_MINUTES = number_rule(
    "comms.stamp_minutes",
    5,
    _("Minutes by which the time stamp of a webhook may be off"),
    unit="min",
    lowest=1,
    highest=60,
)
SEND_ATTEMPTS = number_rule(
    "comms.send_attempts", 6, _("Attempts after which a message has failed"), lowest=1, highest=20
)

RETRY_MINUTES = (1, 5, 30, 120, 720)
"""How long a message rests after each failed attempt; the shape of a backoff, not a rule of the business."""

TEXT_LIMIT = 100_000
"""Characters of a text that are kept beside the raw message, which has all of them."""
