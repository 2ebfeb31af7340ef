"""What is looked after later, and who came to the house."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("desk.follow_up_made")
@dataclass(frozen=True, kw_only=True)
class FollowUpMade(Event):
    title = _("Follow-up planned")
    owner_id: int | None


@event("desk.follow_up_done")
@dataclass(frozen=True, kw_only=True)
class FollowUpFinished(Event):
    title = _("Follow-up done")
    contact_id: int | None
    satisfied: int | None = None


@event("desk.follow_up_passed_on")
@dataclass(frozen=True, kw_only=True)
class FollowUpPassedOn(Event):
    title = _("Follow-up passed on")
    was_owner_id: int | None
    owner_id: int


@event("desk.follow_up_dropped")
@dataclass(frozen=True, kw_only=True)
class FollowUpDropped(Event):
    title = _("Follow-up not needed any more")


@event("desk.visitor_received")
@dataclass(frozen=True, kw_only=True)
class VisitorReceived(Event):
    """A visitor is in the house."""

    title = _("Visitor received")
    received_by_id: int | None


@event("desk.visitor_left")
@dataclass(frozen=True, kw_only=True)
class VisitorLeft(Event):
    title = _("Visitor left")
