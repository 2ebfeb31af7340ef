"""Doors of those who run a survey: start it, ask, end it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.chrome import LANGUAGE_NAMES
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import ContactPerson, Customer
from kept.transport.models import Shipment

from ..actions.answering import Sheet, check_open, enter_paper_answers
from ..actions.inviting import invite_many, link_on_paper, public_address
from ..actions.sampling import draw_sample, plan_sample
from ..actions.surveying import close_survey, reopen_survey, start_survey
from ..enums import Channel, Trigger
from ..models import Invitation, Survey
from ..queries.sample import quotas_filled, why_nobody
from .answer_forms import AnswerForm, PhoneForm
from .codes import qr_code
from .forms import InviteForm, SampleForm, SurveyForm, named_customer
from .tables import InvitationTable
from .views import survey_at


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def new(request: HttpRequest) -> HttpResponse:
    form = SurveyForm(request.POST or None, trigger=request.GET.get("trigger", ""))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            started = start_survey(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, started, message=_begun(started))
    return answer(
        request,
        "surveys/survey_form.html",
        form=form,
        cancel=reverse("surveys:surveys"),
        status=422 if form.errors else 200,
    )


def _begun(started: Survey) -> str:
    if started.trigger == Trigger.PERSON:
        return _("Survey started. Now invite people.")
    return _("Survey started. People are invited by themselves when it is time.")


@require_POST
@needs("surveys.run")
def closure(request: HttpRequest, number: str) -> HttpResponse:
    found = survey_at(request, number, "surveys.run")
    close_survey(survey=found, by=Actor.of(request), at=now())
    undo = reverse("surveys:reopening", args=[found.number])
    return back(request, found, message=_("Survey closed. It takes no more answers."), undo=undo)


@require_POST
@needs("surveys.run")
def reopening(request: HttpRequest, number: str) -> HttpResponse:
    found = survey_at(request, number, "surveys.run")
    reopen_survey(survey=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("The survey takes answers again."))


@require_GET
@needs("surveys.run")
def invitations(request: HttpRequest, number: str) -> HttpResponseBase:
    found = survey_at(request, number, "surveys.run")
    rows = Invitation.objects.permitted(Actor.of(request), "surveys.run").filter(survey=found)
    return list_page(
        request,
        InvitationTable,
        rows.select_related("customer", "contact_person"),
        template="surveys/invitations.html",
        survey=found,
        is_open=found.takes_answers(now()),
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def invite(request: HttpRequest, number: str) -> HttpResponse:
    found, actor = survey_at(request, number, "surveys.run"), Actor.of(request)
    form = InviteForm(request.POST or None, languages=list(LANGUAGE_NAMES.items()))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            people = form.people(
                ContactPerson.objects.permitted(actor, "surveys.run"),
                Customer.objects.permitted(actor, "surveys.run"),
            )
            language = form.cleaned_data["language"]
            sent = invite_many(survey=found, contact_persons=people, language=language, by=actor, at=now())
            words = ngettext("%(count)d person invited", "%(count)d persons invited", len(sent.invitations))
            message = words % {"count": len(sent.invitations)}
            if sent.left_out:
                left = _("%(count)d left in peace, as they were asked lately or in this survey")
                message += _("; ") + left % {"count": len(sent.left_out)}
            return back(request, "surveys:invitations", found.number, message=message)
    return answer(
        request,
        "surveys/invite.html",
        form=form,
        survey=found,
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def sample(request: HttpRequest, number: str) -> HttpResponse:
    """How many of each level are to answer, and how many did."""
    found = survey_at(request, number, "surveys.run")
    form = SampleForm(request.POST or None, initial=SampleForm.of(found))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            plan_sample(survey=found, **form.shares(), by=Actor.of(request), at=now())
            return back(request, "surveys:sample", found.number, message=_("Sample planned."))
    return answer(
        request,
        "surveys/sample.html",
        form=form,
        survey=found,
        quotas=quotas_filled(found),
        is_open=found.takes_answers(now()),
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )


@require_POST
@needs("surveys.run")
def drawing(request: HttpRequest, number: str) -> HttpResponse:
    """Draw customers by lot and invite them."""
    found = survey_at(request, number, "surveys.run")
    sent = draw_sample(survey=found, seed=found.invitations.count(), by=Actor.of(request), at=now())
    words = ngettext("%(count)d person invited", "%(count)d persons invited", len(sent.invitations))
    message = words % {"count": len(sent.invitations)}
    if not sent.invitations:
        message = _("Nobody was invited. %(why)s.") % {"why": _("; ").join(why_nobody(found, now()))}
    return back(request, "surveys:sample", found.number, message=message)


@require_http_methods(["GET", "POST"])
@needs("surveys.enter")
def phone(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a customer by phone, question by question."""
    found, actor = survey_at(request, number, "surveys.enter"), Actor.of(request)
    check_open(found, now())
    data = request.POST if request.method == "POST" else None
    asked = {name: request.GET.get(name, "") for name in ("customer", "respondent")}
    form = PhoneForm(found.questionnaire, data, actor=actor, initial=asked)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            customer = named_customer(
                form.cleaned_data["customer"], Customer.objects.permitted(actor, "surveys.enter")
            )
            told = Sheet(respondent=form.cleaned_data["respondent"], marks=form.marks(), customer=customer)
            enter_paper_answers(survey=found, sheets=[told], channel=Channel.PHONE, by=actor, at=now())
            return back(request, customer or "surveys:surveys", message=_("Answers by phone kept."))
    return answer(
        request,
        "surveys/phone.html",
        form=form,
        survey=found,
        cancel=reverse("surveys:surveys"),
        status=422 if form.errors else 200,
    )


@require_GET
@needs("surveys.enter")
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The questions on paper, with a box for each mark."""
    found = survey_at(request, number, "surveys.enter")
    return answer(request, "surveys/sheet.html", survey=found, form=AnswerForm(found.questionnaire))


@require_GET
@needs("surveys.enter")
def slip(request: HttpRequest, number: str, shipment: str) -> HttpResponse:
    """A slip to go with the delivery note: the code leads whoever received the goods to the questions."""
    found, actor = survey_at(request, number, "surveys.enter"), Actor.of(request)
    rows = Shipment.objects.permitted(actor, "surveys.enter").select_related("customer")
    goods = get_object_or_404(rows, number=shipment)
    invitation = link_on_paper(survey=found, about=goods, by=actor, at=now())
    address = public_address(f"{invitation.address}?by=qr")
    return answer(
        request, "surveys/slip.html", survey=found, shipment=goods, address=address, code=qr_code(address)
    )
