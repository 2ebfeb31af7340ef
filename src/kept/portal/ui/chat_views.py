"""The visitor's side of a chat: signed-in clients and anybody else, by an unguessable address."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.desk.actions import chatting
from kept.desk.enums import ChatSide
from kept.desk.models import Chat, ChatLine
from kept.desk.queries.chats import (
    answer_promise,
    closed_now,
    is_resting,
    lines_of,
    place_in_line,
    was_told_closed,
)
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import public
from kept.kernel.web.htmx import wants_part
from kept.people.models import Person

from ..permissions import CLIENT
from ..queries.chats import chat_of_link
from .chat_forms import StartForm, VisitorLineForm


@public
@require_http_methods(["GET", "POST"])
def chat_start(request: HttpRequest) -> HttpResponse:
    """Who it is, once, and the first question. A signed-in client is known."""
    actor = Actor.of(request)
    form = StartForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            begun = chatting.begin_chat(
                **form.matter(),
                visitor=Person.objects.filter(pk=actor.person_id).first() if actor.may(CLIENT) else None,
                origin="" if actor.may(CLIENT) else _origin(request),
                by=_visitor(actor),
                at=now(),
            )
            return back(request, "portal:chat", begun.token)
    return answer(request, "portal/chat_start.html", form=form, status=422 if form.errors else 200)


@public
@require_GET
def chat(request: HttpRequest, token: str) -> HttpResponse:
    """The conversation; for a script its lines alone."""
    return _page(request, _found(token))


@public
@require_POST
def chat_lines(request: HttpRequest, token: str) -> HttpResponseBase:
    found, form = _found(token), VisitorLineForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    by = _visitor(Actor.of(request))
    chatting.say_in_chat(chat=found, side=ChatSide.VISITOR, **form.cleaned_data, by=by, at=now())
    return _page(request, _found(token)) if wants_part(request) else back(request, "portal:chat", token)


@public
@require_POST
def chat_typing(request: HttpRequest, token: str) -> HttpResponse:
    chatting.note_typing(chat=_found(token), side=ChatSide.VISITOR, at=now())
    return HttpResponse(status=204)


@public
@require_POST
def chat_end(request: HttpRequest, token: str) -> HttpResponse:
    chatting.end_chat(chat=_found(token), by=_visitor(Actor.of(request)), at=now())
    return back(request, "portal:chat", token)


@public
@require_GET
def chat_file(request: HttpRequest, token: str, pk: int) -> FileResponse:
    """A file of this chat and of no other."""
    rows = ChatLine.objects.select_related("document").filter(document__isnull=False)
    line = get_object_or_404(rows, pk=pk, chat__token=token)
    kept = line.document
    assert kept is not None
    inline = kept.is_image or kept.content_type == "application/pdf"
    response = FileResponse(
        kept.file.open("rb"), as_attachment=not inline, filename=kept.name, content_type=kept.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _found(token: str) -> Chat:
    chat = chat_of_link(token)
    if chat is None:
        raise Http404
    return chat


def _page(
    request: HttpRequest, found: Chat, *, form: VisitorLineForm | None = None, status: int = 200
) -> HttpResponse:
    promise, at = answer_promise(found), now()
    response = answer(
        request,
        "portal/chat.html",
        part="conversation" if status == 200 else "",
        status=status,
        chat=found,
        lines=lines_of(found),
        promise=promise,
        is_resting=is_resting(promise, at),
        closed=closed_now(found, at),
        was_told_closed=was_told_closed(found, at),
        place=place_in_line(found),
        form=form or VisitorLineForm(),
        token=found.token,
        listen=f"{reverse('kernel:live')}?token={found.token}",
    )
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response


def _visitor(actor: Actor) -> Actor:
    """A client is themselves; anybody else is the bearer of the chat's address."""
    return actor if actor.may(CLIENT) else Actor.link("chat")


def _origin(request: HttpRequest) -> str:
    """What stands for the sender's address; the address itself is not kept."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("kept.chat.origin", address, secret=settings.SECRET_KEY).hexdigest()[:32]
