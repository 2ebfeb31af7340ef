"""A trial message, so that whoever sets a channel up sees that it works."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..enums import AccountKind
from ..models import Account, Message
from .outbox import queue_message, queue_notification


class NoRecipient(Refused):
    default = _("This is no mail address.")


@transaction.atomic
def try_account(*, account: Account, to: str, key: str, by: Actor, at: datetime) -> Message:
    """Queue a trial by this channel; one that was down is asked at once."""
    Account.objects.filter(pk=account.pk).update(out_retry_at=None)
    body = gettext("This is a trial of the channel '%(name)s'. It works.") % {"name": account.name}
    if account.kind == AccountKind.NOTIFICATION:
        return queue_notification(key=key, account=account, to=to, body=body, at=at)
    try:
        validate_email(to)
    except ValidationError:
        raise NoRecipient(field="to") from None
    return queue_message(key=key, account=account, to=to, subject=gettext("Trial"), body=body, at=at)
