"""Lists of channels and messages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Account, Incoming, Message

state_tone(
    applied="kept",
    noted="quiet",
    aside="paused",
    unreadable="broken",
    read="soon",
    received="plain",
    sending="running",
    works="kept",
    down="broken",
    bare="soon",
    off="quiet",
)


def channel_state(account: Account) -> tuple[str, Any]:
    """How a channel is: works, does not work, cannot work yet, is not in use."""
    if not account.is_active:
        return "off", _("Not in use")
    if account.down_since:
        return "down", _("Does not work")
    return ("works", _("Works")) if account.is_set_up else ("bare", _("Not set up yet"))


def _incoming_state(message: Incoming) -> tuple[str, str]:
    return message.state, str(message.get_state_display())


def _message_state(message: Message) -> tuple[str, str]:
    return message.state, str(message.get_state_display())


class ChannelTable(Table):
    name = "channels"
    title = _("Channels")
    columns = (
        Column("name", _("Name"), link="comms:channel", link_by="pk", hint="address", sort="name"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("state", _("State"), kind="state", value=channel_state),
        Column("down_since", _("Down since"), kind="moment", value="down_since"),
        Column("down_why", _("Reason"), value="down_why"),
        Column("in_today", _("In today"), kind="number", value="in_today", total=True),
        Column("out_today", _("Out today"), kind="number", value="out_today", total=True),
        Column("refused_today", _("Refused today"), kind="number", value="refused_today", total=True),
        Column("waiting", _("Waiting to go out"), kind="number", value="waiting", total=True),
        Column("branch", _("Branch"), value="branch.name"),
        Column("team", _("Team"), value="team.name"),
        Column("polled_at", _("Last asked"), kind="moment"),
    )
    default = (
        "name",
        "kind",
        "state",
        "down_since",
        "in_today",
        "out_today",
        "refused_today",
        "waiting",
        "branch",
    )
    order = ("name", "id")
    empty = _("No channel yet. Add a mail account, and customers' mail stands in the queue by itself.")
    empty_act = ("comms:new_mail_account", _("Add a mail account"), "comms.channels")
    acts = (
        ("comms:new_mail_account", _("Add a mail account"), "comms.channels"),
        ("comms:new_hook", _("Add a webhook"), "comms.channels"),
        ("comms:new_notification", _("Add SMS or a group chat"), "comms.channels"),
    )


class IncomingTable(Table):
    name = "messages_in"
    title = _("Messages in")
    columns = (
        Column("received", _("Received"), kind="moment", value="received_at", sort="-received_at"),
        Column("number", _("Message"), link="comms:incoming_message"),
        Column(
            "who",
            pgettext_lazy("mail", "From"),
            value="who",
            hint=lambda m: m.sender if m.sender_name else "",
        ),
        Column("subject", _("Subject"), value=lambda m: m.subject or m.text[:80]),
        Column("state", _("State"), kind="state", value=_incoming_state),
        Column("why", _("Reason"), value=lambda m: m.get_why_display() if m.why else ""),
        Column("sort", _("Kind"), value="get_sort_display"),
        Column("became", _("Became"), value="about_number"),
        Column("account", _("Channel"), value="account.name"),
        Column("size", _("Size"), kind="number", value=lambda m: m.size // 1024 + 1, unit="kB"),
    )
    default = ("received", "number", "who", "subject", "state", "why", "sort", "became", "account")
    order = ("-received_at", "-id")
    empty = _("No message yet. What comes by a channel stands here, whatever becomes of it.")


class OutgoingTable(Table):
    name = "messages_out"
    title = _("Messages out")
    columns = (
        Column("made", _("Written"), kind="moment", value="made_at", sort="-made_at"),
        Column("to", pgettext_lazy("mail", "To"), value="to", link=lambda m: m.get_absolute_url()),
        Column("subject", _("Subject"), value=lambda m: m.subject or m.body[:80]),
        Column("state", _("State"), kind="state", value=_message_state),
        Column("why", _("Reason"), value="why_words"),
        Column("sent", pgettext_lazy("moment", "Sent"), kind="moment", value="sent_at"),
        Column("attempts", _("Attempts"), kind="number", value="attempts"),
        Column("about", _("Belongs to"), value="about_number"),
        Column("medium", _("Goes by"), value="get_medium_display"),
        Column(
            "account", _("Channel"), value=lambda m: m.account.name if m.account else m.get_medium_display()
        ),
    )
    default = ("made", "to", "subject", "state", "why", "sent", "about", "account")
    order = ("-made_at", "-id")
    empty = _("Nothing has been sent yet.")
