"""Doors of those who run a survey: start it, ask, end it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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

from ..actions.inviting import invite_many
from ..actions.surveying import close_survey, reopen_survey, start_survey
from ..models import Invitation
from .forms import InviteForm, SurveyForm
from .tables import InvitationTable
from .views import survey_at


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def new(request: HttpRequest) -> HttpResponse:
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            started = start_survey(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, started, message=_("Survey started. Now invite people."))
    return answer(
        request,
        "surveys/survey_form.html",
        form=form,
        cancel=reverse("surveys:surveys"),
        status=422 if form.errors else 200,
    )


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
                left = _("%(count)d left in peace, as they were asked lately")
                message += "; " + left % {"count": len(sent.left_out)}
            return back(request, "surveys:invitations", found.number, message=message)
    return answer(
        request,
        "surveys/invite.html",
        form=form,
        survey=found,
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )
