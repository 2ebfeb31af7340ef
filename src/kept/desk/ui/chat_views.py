"""Chats at the desk: who waits, the conversation, and the customer's card beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part

from ..actions import chatting
from ..enums import ChatSide
from ..models import CannedReply, Chat
from ..queries.callers import card_of
from ..queries.chats import answer_promise, desk_of, lines_of
from ..queries.replies import canned_line
from .chat_forms import ChatCaseForm, ChatPassForm, LineForm


@require_GET
@needs("desk.work")
def chats(request: HttpRequest) -> HttpResponse:
    """The workspace with nothing chosen; for a script the list alone, in which one may be `chosen`."""
    desk, chosen = desk_of(Actor.of(request)), request.GET.get("chosen", "")
    return answer(request, "desk/chats.html", part="left", desk=desk, chosen=chosen, page_keys=_keys())


@require_GET
@needs("desk.work")
def chat(request: HttpRequest, number: str) -> HttpResponse:
    """One chat; for a script the conversation alone. `canned` puts a canned reply into the line."""
    found = _found(request, number)
    chosen = _canned(Actor.of(request)).filter(pk=_pk(request.GET.get("canned", ""))).first()
    if chosen is None:
        return _page(request, found)
    language = get_language() or settings.LANGUAGE_CODE
    text = canned_line(chosen, found, clerk=Actor.of(request).name, language=language)
    return _page(request, found, form=LineForm(initial={"text": text}))


@require_POST
@needs("desk.work")
def chat_lines(request: HttpRequest, number: str) -> HttpResponseBase:
    found, form = _found(request, number), LineForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    said = form.cleaned_data
    chatting.say_in_chat(chat=found, side=ChatSide.CLERK, **said, by=Actor.of(request), at=now())
    return _page(request, _found(request, number)) if wants_part(request) else back(request, found)


@require_POST
@needs("desk.work")
def chat_taking(request: HttpRequest, number: str) -> HttpResponse:
    found = chatting.take_chat(chat=_found(request, number), by=Actor.of(request), at=now())
    return back(request, found)


@require_POST
@needs("desk.work")
def chat_passing(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number), ChatPassForm(request.POST)
    if not form.is_valid():
        return _page(request, found, pass_form=form, status=422)
    chatting.pass_chat(chat=found, to=form.cleaned_data["to"], by=Actor.of(request), at=now())
    return back(request, "desk:chats", message=_("Chat passed on."))


@require_POST
@needs("desk.work")
def chat_end(request: HttpRequest, number: str) -> HttpResponse:
    found = chatting.end_chat(chat=_found(request, number), by=Actor.of(request), at=now())
    return back(request, found, message=_("Chat ended; what was said is in the contact."))


@require_POST
@needs("desk.work")
def chat_case(request: HttpRequest, number: str) -> HttpResponse:
    """A case in one click."""
    found, form = _found(request, number), ChatCaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, case_form=form, status=422)
    kind = form.cleaned_data["kind"]
    chatting.open_case_of_chat(chat=found, kind=kind, by=Actor.of(request), at=now())
    return back(request, found, message=_("Case opened."))


@require_POST
@needs("desk.work")
def chat_typing(request: HttpRequest, number: str) -> HttpResponse:
    chatting.note_typing(chat=_found(request, number), side=ChatSide.CLERK, at=now())
    return HttpResponse(status=204)


def _canned(actor: Actor) -> Any:
    """Canned replies that this clerk is offered."""
    return CannedReply.objects.permitted(actor, "desk.work").offered_to(actor.person_id)


def _pk(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 16 else 0


def _found(request: HttpRequest, number: str) -> Chat:
    """Of the actor's reach; a chat that was passed to the actor from elsewhere, too."""
    actor = Actor.of(request)
    rows = Chat.objects.select_related("customer", "person", "contact__case", "visitor")
    own = rows.filter(number=number, person=actor.person_id).first()
    return own or get_object_or_404(
        Chat.objects.permitted(actor, "desk.work").select_related(
            "customer", "person", "contact__case", "visitor"
        ),
        number=number,
    )


def _page(request: HttpRequest, found: Chat, *, status: int = 200, **forms: Any) -> HttpResponse:
    actor = Actor.of(request)
    conversation: dict[str, Any] = {"chat": found, "lines": lines_of(found), "promise": answer_promise(found)}
    if wants_part(request) and status == 200:
        return answer(request, "desk/chat.html", part="conversation", **conversation)
    return answer(
        request,
        "desk/chat.html",
        status=status,
        desk=desk_of(actor),
        chosen=found.number,
        card=card_of(actor, {"customer": found.customer_id}) if found.customer_id else None,
        is_mine=found.person_id == actor.person_id,
        canned=[] if found.is_over or found.person_id != actor.person_id else list(_canned(actor)),
        page_keys=_keys(),
        **conversation,
        **dict[str, Any](form=LineForm(), pass_form=ChatPassForm(), case_form=ChatCaseForm()) | forms,
    )


def _keys() -> list[tuple[str, str]]:
    return [("Enter", pgettext("chat", "Send")), ("Shift Enter", _("A new line")), ("t", _("Take the chat"))]
