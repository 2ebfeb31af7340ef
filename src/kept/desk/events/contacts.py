"""What happened to contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class ContactEvent(Event):
    """What all events of a contact carry."""

    channel: str
    direction: str
    is_internal: bool
    customer_id: int | None
    case_id: int | None
    person_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, contact: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(contact),
            occurred_at=at,
            channel=contact.channel,
            direction=contact.direction,
            is_internal=contact.is_internal,
            customer_id=contact.customer_id,
            case_id=contact.case_id,
            person_id=contact.person_id,
            branch_id=contact.branch_id,
            **more,
        )


@event("desk.contact_logged")
@dataclass(frozen=True, kw_only=True)
class ContactLogged(ContactEvent):
    title = _("Contact logged")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{_label('channel', data['channel'])} · {_label('direction', data['direction'])}"


@event("desk.contact_answered")
@dataclass(frozen=True, kw_only=True)
class ContactAnswered(ContactEvent):
    """An outgoing contact answered this incoming one."""

    title = _("Contact answered")
    answer_id: int


@event("desk.contact_written_up")
@dataclass(frozen=True, kw_only=True)
class ContactWrittenUp(ContactEvent):
    title = _("Contact written up")
    fields: tuple[str, ...]


@event("desk.contact_given")
@dataclass(frozen=True, kw_only=True)
class ContactGiven(ContactEvent):
    title = _("Owner changed")
    was_person_id: int | None

    @classmethod
    def told_to(cls, data: Mapping[str, Any], *, person_id: int, by: str) -> Any:
        if person_id != data["person_id"]:
            return cls.title
        return say("%(who)s gave you this contact") % {"who": by} if by else say("This contact is yours now")


@event("desk.contact_let_go")
@dataclass(frozen=True, kw_only=True)
class ContactLetGo(ContactEvent):
    title = _("No answer needed")
    why: str


@event("desk.callback_promised")
@dataclass(frozen=True, kw_only=True)
class CallbackPromised(ContactEvent):
    title = _("Call-back promised")


@event("desk.came_closed")
@dataclass(frozen=True, kw_only=True)
class CameClosed(ContactEvent):
    """Outside the service hours of its queue, which has a notice for that."""

    title = _("Came outside the service hours")
    queue_id: int


@event("desk.told_closed")
@dataclass(frozen=True, kw_only=True)
class ToldClosed(ContactEvent):
    title = _("Told that we are closed")
    notice_id: int


@event("desk.contacts_taken_in")
@dataclass(frozen=True, kw_only=True)
class ContactsTakenIn(Event):
    """One batch of an import. `months` are the first days of the months it touched."""

    title = _("Contacts taken in")
    run_id: int
    months: tuple[str, ...]
    contacts: int
    promises: int


def _label(field: str, value: str) -> str:
    """A value in the reader's words; looked up by name of the model, which stands above the events."""
    choices: Any = apps.get_model("desk", "Contact")._meta.get_field(field)
    return str(dict(choices.flatchoices).get(value, value))
