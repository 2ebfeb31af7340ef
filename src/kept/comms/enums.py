from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountKind(TextChoices):
    MAIL = "mail", _("Mail account")
    HOOK = "hook", _("Signed webhook")
    NOTIFICATION = "notification", _("SMS or group chat")


class Security(TextChoices):
    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    PLAIN = "plain", _("Unencrypted (inside one's own network)")


class Medium(TextChoices):
    """What a message came or goes by; the codes are those of the desk's channels."""

    MAIL = "email", _("Mail")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    QQ = "qq", _("QQ")
    CHAT = "chat", _("Online chat")
    SOCIAL = "social", _("Social media")


class IncomingState(TextChoices):
    RECEIVED = "received", pgettext_lazy("state of a message", "Received")
    READ = "read", pgettext_lazy("state of a message", "Read")
    APPLIED = "applied", pgettext_lazy("state of a message", "Taken in")
    NOTED = "noted", pgettext_lazy("state of a message", "Noted only")
    ASIDE = "aside", pgettext_lazy("state of a message", "Put aside")
    UNREADABLE = "unreadable", pgettext_lazy("state of a message", "Not readable")


class Sort(TextChoices):
    """What kind of message it is: only those of people start clocks."""

    PERSONAL = "personal", _("from a person")
    AUTO_REPLY = "auto_reply", _("automatic reply")
    BULK = "bulk", _("mailing or machine")
    BOUNCE = "bounce", _("could not be delivered")
    LOOP = "loop", _("our own mail come back")


class Unreadable(TextChoices):
    """Why a message could not be read. The labels are sentences for people."""

    NO_SENDER = "no_sender", _("It names no sender.")
    BROKEN = "broken", _("It is damaged or not a mail at all.")
    TOO_LARGE = "too_large", _("It is larger than the limit; the whole of it is still in the mailbox.")
    NOT_JSON = "not_json", _("It is not JSON.")
    FIELD_MISSING = "field_missing", _("A field is missing or of the wrong kind: channel, id, from or text.")


class FileRefusal(TextChoices):
    """Why an attachment was not kept."""

    EXECUTABLE = "executable", _("is a program")
    TOO_LARGE = "too_large", _("is too large")
    UNKNOWN = "unknown", _("is of a kind that is not taken")
    EMPTY = "empty", _("is empty")
    TOO_MANY = "too_many", _("is one file too many")


class MessageState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Count(TextChoices):
    """What is counted per channel and day."""

    RECEIVED = "in", _("in")
    SENT = "out", _("out")
    REFUSED = "refused", _("refused")


class HookRefusal(TextChoices):
    """Why a call of a webhook was turned away."""

    SIGNATURE = "signature", _("wrong signature")
    STAMP = "stamp", _("time stamp outside the window")
    REPLAY = "replay", _("sent a second time")
    TOO_LARGE = "too_large", _("too large")
    CLOSED = "closed", _("channel switched off")
