"""Adding and changing channels. A secret is taken in and never given out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit

from ..enums import AccountKind
from ..events import ChannelAdded, ChannelChanged
from ..models import Account

FORBIDDEN = ("file:", "syslog:", "dbus:", "qt:", "glib:", "kde:", "gnome:", "windows:", "macosx:", "mailto:")
"""Ways of apprise that write to the machine itself, or that have a kind of channel of their own."""
READ_ANEW = ("imap_host", "imap_folder", "address", "login")


class NameTaken(Refused):
    default = _("Another channel has this name or address already.")


class ServiceUnknown(Refused):
    default = _("This is no address of a service. See the how-to page of channels for examples.")


@transaction.atomic
def add_account(*, details: Mapping[str, Any], secret: str = "", by: Actor, at: datetime) -> Account:
    """Add a channel."""
    account = Account(**details, added_at=at)
    _check(account, secret)
    account.keep_secret(secret)
    account.save()
    emit(ChannelAdded.of(account, at=at), by=by)
    return account


@transaction.atomic
def change_account(
    *, account: Account, details: Mapping[str, Any], secret: str = "", by: Actor, at: datetime
) -> Account:
    """Change a channel; an empty secret keeps the one that is there."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    changed = [name for name, value in details.items() if getattr(account, name) != value]
    for name in changed:
        setattr(account, name, details[name])
    _check(account, secret)
    if any(name in changed for name in READ_ANEW):
        account.uid_validity = account.last_uid = 0
    if secret:
        account.keep_secret(secret)
        changed.append("secret")
    account.out_retry_at = None
    account.save()
    if changed:
        emit(ChannelChanged.of(account, at=at, fields=tuple(changed)), by=by)
    return account


@transaction.atomic
def make_key(*, account: Account, by: Actor, at: datetime) -> Account:
    """A new address and key for the webhook; the old ones are worth nothing from now on."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    account.make_key(at=at)
    account.save(update_fields=["token", "key_made_at"])
    emit(ChannelChanged.of(account, at=at, fields=("key",)), by=by)
    return account


def _check(account: Account, secret: str) -> None:
    others = Account.objects.exclude(pk=account.pk)
    if others.filter(name=account.name).exists():
        raise NameTaken(field="name")
    account.address = account.address.lower()
    if account.address and others.filter(address=account.address).exists():
        raise NameTaken(field="address")
    if account.kind == AccountKind.NOTIFICATION and secret:
        _check_service(secret)


def _check_service(url: str) -> None:
    from apprise import Apprise  # takes a fifth of a second: only where it is used

    if url.strip().lower().startswith(FORBIDDEN) or not Apprise().add(url.replace("{to}", "13800000000")):
        raise ServiceUnknown(field="secret")
