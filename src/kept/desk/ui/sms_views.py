"""Answering by SMS, from a contact or a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kept.comms.models import Account
from kept.comms.queries.carriers import sms_account
from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.methods.phones import mobile_of

from ..actions.answering import answer_case
from ..actions.contacting import answer_contact
from ..actions.texting import NoMobile
from ..enums import Channel
from ..models import Case, Contact
from ..rules import SMS_LONGEST
from .answer_forms import AnsweringForm, reading_first, seen_of
from .case_views import found_case, ready_reply
from .contact_views import found_contact


class SmsForm(AnsweringForm):
    phone = forms.CharField(label=gettext_lazy("Mobile number"), max_length=40)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("70 characters are one SMS; a longer one is sent in parts of 67."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        assert isinstance(text, forms.CharField)
        text.widget.attrs["maxlength"] = int(rule(SMS_LONGEST))

    def clean_phone(self) -> str:
        if not mobile_of(self.cleaned_data["phone"]):
            raise forms.ValidationError(NoMobile.default)
        return str(self.cleaned_data["phone"])

    def answer(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"channel": Channel.SMS, **self.cleaned_data}


@needs("desk.work")
def contact_sms(request: HttpRequest, number: str) -> HttpResponse:
    """The SMS that answers a contact; sending it stops its clock."""
    found = found_contact(request, number, "desk.work")
    form = SmsForm(request.POST or None, initial={"phone": _mobile(found), "seen": seen_of(found)})
    if request.method == "POST" and form.is_valid():
        with refusals(form), reading_first(form):
            answer_contact(contact=found, **form.answer(), by=Actor.of(request), at=now())
            return back(request, found, message=_said(found))
    return _page(request, form, found)


@needs("desk.work")
def case_sms(request: HttpRequest, number: str) -> HttpResponse:
    """The SMS that answers a case, with the answer that is ready."""
    found = found_case(request, number, "desk.work")
    link = found.shipments.select_related("shipment").first() if found.shipment is None else None
    text = ready_reply(found, link.shipment if link else found.shipment, get_language() or "")
    initial = {"phone": _mobile(found), "text": text, "seen": seen_of(found)}
    form = SmsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form), reading_first(form):
            answer_case(case=found, **form.answer(), by=Actor.of(request), at=now())
            return back(request, found, message=_said(found))
    return _page(request, form, found)


def _mobile(record: Contact | Case) -> str:
    """The first number that an SMS reaches; where there is none, what we have."""
    person, customer = record.contact_person, record.customer
    known = [record.phone, person.phone if person else "", customer.phone if customer else ""]
    numbers = [phone for phone in known if phone]
    return next((phone for phone in numbers if mobile_of(phone)), next(iter(numbers), ""))


def _account(record: Contact | Case) -> Account | None:
    return sms_account(record.branch_id)


def _said(record: Contact | Case) -> str:
    if _account(record) is None:
        return _("Answer recorded.")
    return _("The SMS waits to go out; its state stands at the answer.")


def _page(request: HttpRequest, form: SmsForm, record: Contact | Case) -> HttpResponse:
    return answer(
        request,
        "desk/sms.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        record=record,
        account=_account(record),
        cancel=record.get_absolute_url(),
    )
