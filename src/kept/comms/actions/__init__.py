"""Telling people: notices inside, messages outside."""

from .notifying import notify, read_notice, read_notices
from .outbox import queue_message, queue_notification
from .sending import send_waiting

__all__ = ["notify", "queue_message", "queue_notification", "read_notice", "read_notices", "send_waiting"]
