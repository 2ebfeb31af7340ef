"""The page behind the link: one task, one screen, no login."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, refusals
from kept.kernel.web.doors import public
from kept.kernel.words import say

from ..actions.answering import AlreadyAnswered, Ended, NotYet, answer_survey
from ..enums import Channel
from ..models import Invitation
from .answer_forms import AnswerForm
from .robots import TooFast, begun, check_begun

ROWS = "survey__questionnaire", "customer"
WAYS = {"qr": Channel.QR, "portal": Channel.PORTAL}
"""How the page was come by, as its address says in `by`."""


@never_cache
@require_http_methods(["GET", "POST"])
@public
def answering(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, or thanks once answered; in the invitation's language unless another is chosen."""
    invitation = get_object_or_404(Invitation.objects.select_related(*ROWS), token=token)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return _answering(request, invitation)
    with override(invitation.language):
        return _answering(request, invitation)


def _answering(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "GET":
        return _page(request, invitation, AnswerForm(invitation.survey.questionnaire))
    form = AnswerForm(invitation.survey.questionnaire, request.POST)
    if form.is_valid():
        if form.cleaned_data["website"]:
            form.add_error(None, _("This looks like a robot. Leave the hidden field empty."))
            return _page(request, invitation, form, status=422)
        with refusals(form):
            try:
                check_begun(request.POST.get("begun", ""), invitation.token, at=now())
                answer_survey(
                    invitation=invitation,
                    marks=form.marks(),
                    channel=WAYS.get(request.GET.get("by", ""), Channel.LINK),
                    by=Actor.link("survey"),
                    at=now(),
                )
            except TooFast as no:
                form.add_error(None, str(no.message))
                return _page(request, invitation, form, status=422)
            except (AlreadyAnswered, Ended, NotYet) as no:
                return _page(request, invitation, form, status=409, refused=str(no.message))
            return redirect(invitation.address)
    return _page(request, invitation, form, status=422)


def _page(
    request: HttpRequest, invitation: Invitation, form: AnswerForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    survey = invitation.survey
    is_open = survey.takes_answers(now())
    template = "surveys/answering.html" if is_open and not invitation.answered_at else "surveys/thanks.html"
    return answer(
        request,
        template,
        invitation=invitation,
        survey=survey,
        form=form,
        begun=request.POST.get("begun") or begun(invitation.token, at=now()),
        action=request.get_full_path(),
        refused=refused,
        has_ended=survey.has_ended(now()),
        intro=say(survey.questionnaire.intro),
        status=status,
    )
