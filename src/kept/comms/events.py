"""What happened on the channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """What all events of a channel carry."""

    kind: str
    branch_id: int | None
    team_id: int | None

    @classmethod
    def of(cls, account: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject(account._meta.label_lower, account.pk, account.name),
            occurred_at=at,
            kind=account.kind,
            branch_id=account.branch_id,
            team_id=account.team_id,
            **more,
        )


@event("comms.channel_added")
@dataclass(frozen=True, kw_only=True)
class ChannelAdded(AccountEvent):
    title = _("Channel added")


@event("comms.channel_changed")
@dataclass(frozen=True, kw_only=True)
class ChannelChanged(AccountEvent):
    title = _("Channel changed")
    fields: tuple[str, ...]


@event("comms.channel_down")
@dataclass(frozen=True, kw_only=True)
class ChannelDown(AccountEvent):
    """Messages wait until it works again."""

    title = _("Channel does not work")
    way: str


@event("comms.channel_up")
@dataclass(frozen=True, kw_only=True)
class ChannelUp(AccountEvent):
    title = _("Channel works again")
    way: str


@event("comms.message_read")
@dataclass(frozen=True, kw_only=True)
class MessageRead(Event):
    """A message of a person was read; a later room takes it in."""

    title = _("Message received")
    account_id: int
    medium: str


@event("comms.message_replayed")
@dataclass(frozen=True, kw_only=True)
class MessageReplayed(Event):
    title = _("Message read once more")
    account_id: int
    as_person: bool


@event("comms.message_failed")
@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """An outgoing message will not arrive: refused for good, tried too often, or sent back."""

    title = _("Message did not arrive")
    message_id: int
    is_bounce: bool
