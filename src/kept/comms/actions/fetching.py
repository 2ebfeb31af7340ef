"""Asking mailboxes for new mail. Nothing in the mailbox is changed: others may read it as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from imaplib import IMAP4

from django.db import transaction
from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from kept.kernel.numbers import rule

from ..enums import IncomingState, Security, Unreadable
from ..models import Account
from ..rules import LARGEST_MAIL
from ..rules.letters import message_id_of
from ..rules.sealing import SecretLost
from .keeping import keep_raw
from .tallying import note_down, note_up

TIMEOUT = 15
MOST_AT_ONCE = 200
BOXES: dict[str, Callable[..., BaseMailBox]] = {
    Security.TLS: MailBox,
    Security.STARTTLS: MailBoxStartTls,
    Security.PLAIN: MailBoxUnencrypted,
}
ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unexpected(Exception):
    """The mail server answered something that makes no sense."""


def fetch_mail(*, at: datetime) -> int:
    """New mail of all accounts. One that does not answer says so and holds up no other."""
    return sum(fetch_account(account=account, at=at) for account in Account.objects.polled().order_by("pk"))


def fetch_account(*, account: Account, at: datetime) -> int:
    try:
        with mailbox(account) as box:
            fresh = _take(account, box, at)
    except (OSError, IMAP4.error, ImapToolsError, Unexpected, SecretLost) as down:
        note_down(account=account, way="in", why=type(down).__name__, at=at)
        return 0
    note_up(account=account, way="in", at=at)
    return fresh


@contextmanager
def mailbox(account: Account) -> Iterator[BaseMailBox]:
    """The account's folder, signed in. Raises OSError, IMAP4.error or ImapToolsError."""
    box = BOXES[account.imap_security](account.imap_host, account.imap_port, timeout=TIMEOUT)
    try:
        box.login(account.login or account.address, account.secret, initial_folder=account.imap_folder)
        yield box
    finally:
        try:
            box.logout()
        except (OSError, IMAP4.error, ImapToolsError):
            box.client.shutdown()


def _take(account: Account, box: BaseMailBox, at: datetime) -> int:
    """Everything above the last number taken; a mailbox that numbers anew is read from the last visit on."""
    validity = box.folder.status(account.imap_folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    known = account.last_uid if validity == account.uid_validity else 0
    since = None if known else (account.polled_at or account.added_at)
    wanted = (
        f"UID {known + 1}:*" if known else f"SINCE {since - timedelta(days=1):%d-%b-%Y}" if since else "ALL"
    )
    uids = sorted(int(uid) for uid in box.uids(wanted) if int(uid) > known)
    fresh = 0
    for uid in uids[:MOST_AT_ONCE]:
        fresh += _take_one(account, box, uid, since, at)
        Account.objects.filter(pk=account.pk).update(uid_validity=validity, last_uid=uid)
    if not uids and not known:
        Account.objects.filter(pk=account.pk).update(uid_validity=validity)
    Account.objects.filter(pk=account.pk).update(polled_at=at)
    return fresh


def _take_one(account: Account, box: BaseMailBox, uid: int, since: datetime | None, at: datetime) -> bool:
    facts = _fetched(box, uid, "(RFC822.SIZE INTERNALDATE)")[0]
    arrived = _moment(ARRIVED.search(facts)) or at
    if since is not None and arrived < since - timedelta(minutes=1):
        return False
    size = SIZE.search(facts)
    too_large = size is not None and int(size[1]) > int(rule(LARGEST_MAIL, at=at)) * 1024 * 1024
    raw = _fetched(box, uid, "(BODY.PEEK[HEADER])" if too_large else "(BODY.PEEK[])")[1]
    with transaction.atomic():
        message, is_new = keep_raw(
            account=account, raw=raw, control=message_id_of(raw), received_at=arrived, at=at
        )
        if too_large and is_new:
            message.move_to(IncomingState.UNREADABLE)
            message.why = Unreadable.TOO_LARGE
            message.save(update_fields=["state", "why"])
    return is_new


def _fetched(box: BaseMailBox, uid: int, what: str) -> tuple[bytes, bytes]:
    """The facts and the literal of one FETCH."""
    status, data = box.client.uid("FETCH", str(uid), what)
    lines = [part if isinstance(part, tuple) else (part, b"") for part in data if part]
    if status != "OK" or not lines:
        raise Unexpected
    facts = b" ".join(bytes(line) for line, _ in lines)
    return facts, bytes(lines[0][1])


def _moment(found: re.Match[bytes] | None) -> datetime | None:
    """The moment at which the mail server took the mail: since then somebody waits."""
    if found is None:
        return None
    try:
        return datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
