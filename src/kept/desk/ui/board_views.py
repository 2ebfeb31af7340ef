"""The board of a supervisor, live, and the chats behind its figures."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, etag_of, polled
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import Column, Table, list_page
from kept.people.models import Branch

from ..enums import CaseLevel, ChatState
from ..models import Chat
from ..queries.board import Board, board_of


class ChatTable(Table):
    name = "all_chats"
    title = _("All chats")
    columns = (
        Column("began", _("Began"), kind="moment", value="began_at", sort="-began_at"),
        Column("number", _("Chat"), link="desk:chat"),
        Column("visitor", _("Visitor"), value="visitor_name"),
        Column("customer", _("Customer"), value="customer.name"),
        Column("state", _("State"), kind="state", value=lambda chat: (chat.state, chat.get_state_display())),
        Column("person", _("Clerk"), value="person.name"),
        Column("answered", pgettext_lazy("moment", "Answered"), kind="moment", value="answered_at"),
        Column("ended", pgettext_lazy("moment", "Ended"), kind="moment", value="ended_at"),
        Column("branch", _("Branch"), value="branch.name"),
    )
    order = ("-began_at", "-id")
    empty = _("Nobody has chatted yet.")


class ChatFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *ChatState.choices], required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: object) -> object:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return rows.filter(**wanted)  # type: ignore[attr-defined]


@require_GET
@needs("desk.supervise")
def board(request: HttpRequest) -> HttpResponseBase:
    """How queues and branches stand now; 304 for a page that shows just this."""
    actor, at = Actor.of(request), now()
    found = board_of(actor, at)
    seen = _fingerprint(found)

    def show() -> HttpResponse:
        return answer(
            request,
            "desk/board.html",
            part="board",
            board=found,
            levels=CaseLevel.choices,
            today=localtime(at).date(),
            etag=etag_of(seen),
        )

    return polled(request, seen, show) if wants_part(request) else show()


@needs("desk.supervise")
def board_chats(request: HttpRequest) -> HttpResponseBase:
    """Every chat, for those who supervise."""
    rows = Chat.objects.permitted(Actor.of(request), "desk.supervise")
    return list_page(
        request, ChatTable, rows.select_related("customer", "person", "branch"), filters=ChatFilter
    )


def _fingerprint(board: Board) -> str:
    """What the page shows, without the moment at which it was asked."""
    shown = (board.all, *board.branches, *board.queues, *board.clerks)
    return f"{localtime(board.at):%Y-%m-%d} {board.quiet} {shown}"
