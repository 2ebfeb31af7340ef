"""Customer instructions: the open list, one taken down, what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.acting import DEEDS, act_upon, deeds_for
from ..actions.carrying_out import add_acts, carry_out_instruction
from ..actions.instructing import give_instruction, refuse_instruction, withdraw_instruction
from ..enums import InstructionState
from ..models import Instruction
from ..queries.instructions import acts_for
from . import instruction_forms as forms
from .instruction_tables import InstructionTable, state_shown


@needs("fulfillment.instructions")
def instructions(request: HttpRequest) -> HttpResponseBase:
    rows = Instruction.objects.permitted(Actor.of(request), "fulfillment.instructions").for_list()
    return list_page(request, InstructionTable, rows, filters=forms.InstructionFilter)


@needs("fulfillment.instruct")
@require_http_methods(["GET", "POST"])
def new_instruction(request: HttpRequest) -> HttpResponse:
    """From an order or a shipment its number comes along in the address."""
    actor = Actor.of(request)
    record = forms.record_called(actor, request.GET.get("about", "").strip())
    known = {name: request.GET[name] for name in ("channel", "given_by", "given_at") if name in request.GET}
    form = forms.InstructionForm(request.POST or None, actor=actor, record=record, initial=known)
    if form.is_valid():
        with refusals(form):
            given = give_instruction(**form.said(), by=actor, at=now())
            return back(request, given, message=_("Instruction taken down."))
    return answer(
        request,
        "fulfillment/instruction_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        record=record,
        cancel=record.get_absolute_url() if record else reverse("fulfillment:instructions"),
    )


@needs("fulfillment.instructions")
def instruction(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "fulfillment.instructions"))


@needs("fulfillment.carry_out")
@require_POST
def execution(request: HttpRequest, number: str) -> HttpResponse:
    """Recorded acts are chosen, or one is told; an instruction that was carried out gets further acts."""
    found = _found(request, number, "fulfillment.carry_out")
    form = forms.ActsForm(request.POST, acts=acts_for(found))
    if form.is_valid():
        with refusals(form):
            again = found.state == InstructionState.CARRIED_OUT
            verb = add_acts if again else carry_out_instruction
            verb(instruction=found, **form.said(), by=Actor.of(request), at=now())
            return back(request, found, message=_("Acts added.") if again else _("Carried out."))
    return _page(request, found, status=422, acting=form)


@needs("fulfillment.carry_out")
@require_POST
def deed(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do it and tick it off."""
    found = _found(request, number, "fulfillment.carry_out")
    actor = Actor.of(request)
    form = forms.deed_form(name if name in forms.DEED_FORMS else "release", found, request.POST)
    if form.is_valid():
        with refusals(form):
            act_upon(instruction=found, deed=name, details=form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Done, and ticked off."))
    return _page(request, found, status=422, failed=(name, form))


@needs("fulfillment.carry_out")
@require_POST
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "fulfillment.carry_out")
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        with refusals(form):
            refuse_instruction(instruction=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Refused. Tell the customer why."))
    return _page(request, found, status=422, refusing=form)


@needs("fulfillment.instruct")
@require_POST
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "fulfillment.instruct")
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        with refusals(form):
            withdraw_instruction(instruction=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Withdrawn."))
    return _page(request, found, status=422, withdrawing=form)


def _found(request: HttpRequest, number: str, permission: str) -> Instruction:
    rows = Instruction.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.for_list(), number=number)


def _page(
    request: HttpRequest,
    found: Instruction,
    *,
    status: int = 200,
    acting: Any = None,
    failed: tuple[str, Any] | None = None,
    refusing: Any = None,
    withdrawing: Any = None,
) -> HttpResponse:
    actor, at = Actor.of(request), now()
    carries_out = actor.may("fulfillment.carry_out")
    acts = found.is_open or found.state == InstructionState.CARRIED_OUT
    if carries_out and acts and acting is None:
        acting = forms.ActsForm(acts=acts_for(found))
    names = deeds_for(found, actor) if carries_out else []
    return answer(
        request,
        "fulfillment/instruction.html",
        status=status,
        instruction=found,
        state=state_shown(found, at),
        is_overdue=found.is_overdue(at),
        acting=acting if carries_out and acts else None,
        deeds=[_deed(name, found, failed) for name in names],
        refused=[error for form in (failed and failed[1],) if form for error in form.non_field_errors()],
        refusing=(refusing or forms.ReasonForm(auto_id="id_refusing_%s"))
        if carries_out and found.is_open
        else None,
        withdrawing=(withdrawing or forms.ReasonForm(auto_id="id_withdrawing_%s"))
        if found.is_open and actor.may("fulfillment.instruct")
        else None,
    )


def _deed(name: str, found: Instruction, failed: tuple[str, Any] | None) -> dict[str, Any]:
    form = failed[1] if failed and failed[0] == name else forms.deed_form(name, found)
    is_asked = found.kind in DEEDS[name].kinds
    return {
        "name": name,
        "words": forms.DEED_FORMS[name][0],
        "form": form,
        "is_open": is_asked or form.is_bound,
    }
