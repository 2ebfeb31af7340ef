"""The ways out: a mail server, or a service that apprise knows."""

from __future__ import annotations

import logging
from email.utils import formataddr
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ..enums import AccountKind, Security
from ..models import Account, Message
from ..rules.sealing import derived
from ..rules.sorting import MARK

TIMEOUT = 20
SMTP = "django.core.mail.backends.smtp.EmailBackend"
logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it writes addresses with their secrets


class NotTaken(Exception):
    """The service did not take the message."""


class Carrier(Protocol):
    def carry(self, message: Message) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def carrier_of(account: Account | None) -> Carrier:
    """A connection that is open. Raises OSError while the channel is down."""
    if account is not None and account.kind == AccountKind.NOTIFICATION:
        return ServiceCarrier(account)
    return MailCarrier(account)


def installation() -> str:
    """How our own mail knows itself when it comes back."""
    return derived("kept.comms.installation", "mail")


class MailCarrier:
    def __init__(self, account: Account | None) -> None:
        self.account = account
        self.connection: BaseEmailBackend = get_connection() if account is None else _smtp(account)
        self.connection.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def carry(self, message: Message) -> None:
        mail = EmailMessage(
            message.subject,
            message.body,
            from_email=_from(self.account),
            to=message.recipients,
            cc=message.copies,
            reply_to=[message.reply_to] if message.reply_to else None,
            headers=_headers(message),
            connection=self.connection,
        )
        for document in message.documents.all():
            with document.file.open("rb") as file:
                mail.attach(document.name, file.read(), document.content_type.split(";")[0])
        mail.send()


class ServiceCarrier:
    """An SMS gateway, WeChat Work, DingTalk, Feishu...: whatever apprise has an address for."""

    def __init__(self, account: Account) -> None:
        self.url = account.secret

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def carry(self, message: Message) -> None:
        from apprise import Apprise  # takes a fifth of a second: only where it is used

        service = Apprise()
        to = quote(message.to.lstrip("+"), safe="")
        if not service.add(self.url.replace("{to}", to)):
            raise NotTaken("the address of the service is not understood")
        if not service.notify(body=message.body, title=message.subject):
            raise ConnectionError("the service did not take it")


def _smtp(account: Account) -> BaseEmailBackend:
    return get_connection(
        SMTP,
        host=account.smtp_host,
        port=account.smtp_port,
        username=account.login,
        password=account.secret if account.login else "",
        use_ssl=account.smtp_security == Security.TLS,
        use_tls=account.smtp_security == Security.STARTTLS,
        timeout=TIMEOUT,
    )


def _from(account: Account | None) -> str:
    if account is None:
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((account.sender_name, account.address)) if account.sender_name else account.address


def _headers(message: Message) -> dict[str, str]:
    headers = {MARK: installation()}
    if message.message_id:
        headers["Message-ID"] = message.message_id
    if message.references:
        headers["In-Reply-To"], headers["References"] = message.references[-1], " ".join(message.references)
    if message.is_automatic:
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return headers
