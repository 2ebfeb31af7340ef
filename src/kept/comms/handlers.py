"""Whom the channels tell when one of them does not work."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person, Role

from .actions import notify
from .events import ChannelDown, ChannelUp


@after(ChannelDown, ChannelUp)
def tell_who_sets_up(record: EventRecord) -> None:
    """Those who set channels up, in the channel's branch or the whole company."""
    roles = [role.pk for role in Role.objects.all() if "comms.channels" in role.permissions]
    reach = Q(grants__scope_kind="company") | Q(
        grants__scope_kind="branch", grants__scope_id=record.data["branch_id"]
    )
    people = Person.objects.staff().filter(reach, grants__role__in=roles).distinct().order_by("pk")
    notify(
        people=list(people),
        event=record,
        tone="broken" if record.name == ChannelDown.name else "info",
        url=reverse("comms:channel", args=[record.subject_id]),
        at=record.recorded_at,
    )
