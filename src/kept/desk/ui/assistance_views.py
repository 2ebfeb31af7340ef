"""Help beside the form: it is shown, and does nothing of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.methods.phones import may_be_phone

from ..queries.suggestions import Help, Talk, help_for
from .forms import ContactForm


@needs("desk.work")
@require_POST
def assistance(request: HttpRequest) -> HttpResponse:
    """For what is typed so far; without script the whole form comes back with it."""
    from .contact_views import intake_page

    if wants_part(request):
        return answer(request, "desk/new_contact.html", part="assistance", help=help_of(request))
    form = ContactForm(initial=request.POST.dict(), actor=Actor.of(request))
    return intake_page(request, form, request.POST)


def help_of(request: HttpRequest) -> Help:
    """Help for what the form, or the address that opened it, says."""
    given = request.POST or request.GET
    return help_for(Actor.of(request), _talk(given), at=now())


def _talk(given: QueryDict) -> Talk:
    return Talk(
        text=" ".join(filter(None, (given.get("summary", ""), given.get("demand", "")))),
        channel=given.get("channel", "phone"),
        kind=given.get("kind", ""),
        customer_id=_id(given, "customer"),
        shipment_id=_id(given, "shipment"),
        known={"caller": given.get("caller_name", ""), "phone": phone_in(given)},
    )


def phone_in(given: QueryDict) -> str:
    """The number that a form or an address gives; who hides it is "anonymous", and that is none."""
    phone = given.get("phone", "")
    return phone if may_be_phone(phone) else ""


def _id(given: QueryDict, name: str) -> int | None:
    value = given.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 16 else None
