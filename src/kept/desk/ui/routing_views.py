"""Pages of queues: how they stand, what they take and why, and the next matter of a clerk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.people.models import Person

from ..actions import queues as shaping
from ..actions import routing
from ..models import Case, Contact, Queue, QueueEntry, QueueRule
from ..queries import routing as reading
from ..queries.clerks import clerks_at, need_of
from . import routing_forms as forms
from .tables import PlaceTable

MOST = 20


@needs("desk.view")
def queues(request: HttpRequest) -> HttpResponse:
    """How each queue stands, and which of them would take a made-up matter."""
    actor, at = Actor.of(request), now()
    sample = forms.SampleForm(request.GET if "kind" in request.GET else None)
    placed = reading.queue_for(sample.facts()) if sample.is_bound and sample.is_valid() else None
    clerks = clerks_at(at)
    rows = reading.standing(actor, at)
    for row in rows:
        row["working"] = _working(row["queue"], clerks)
    return answer(
        request,
        "desk/work_queues.html",
        rows=rows,
        rules=_rules(QueueRule.objects.select_related("queue", "branch", "service")),
        sample=sample,
        placed=placed,
        reason=reading.reason_words(placed.matched) if placed else "",
    )


@needs("desk.view")
def work_queue(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _found(request, code, "desk.view"))


@needs("desk.route")
def new_work_queue(request: HttpRequest) -> HttpResponse:
    return _edit(request, Queue(), _("New queue"))


@needs("desk.route")
def work_queue_form(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(request, code, "desk.route")
    return _edit(request, found, str(found))


@needs("desk.route")
@require_POST
def rules(request: HttpRequest, code: str) -> HttpResponse:
    found, form = _found(request, code, "desk.route"), forms.RuleForm(request.POST)
    if form.is_valid():
        with refusals(form):
            shaping.add_rule(rule=form.read(found), by=Actor.of(request), at=now())
            return back(request, found, message=_("Rule added behind all others."))
    return _page(request, found, form=form, status=422)


@needs("desk.route")
def queue_rule(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _found(request, code, "desk.route")
    rule = get_object_or_404(found.rules, pk=pk)
    form = forms.RuleForm(request.POST or None, initial=forms.said_by(rule))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            shaping.change_rule(rule=form.read(found, rule), by=Actor.of(request), at=now())
            return back(request, found, message=_("Rule changed. It counts for what comes in from now on."))
    title = _("Rule of %(queue)s") % {"queue": found}
    status = 422 if request.method == "POST" else 200
    return answer(
        request,
        "desk/queue_rule.html",
        form=form,
        form_title=title,
        cancel=found.get_absolute_url(),
        status=status,
    )


@needs("desk.route")
@require_POST
def rule_rise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    rule = get_object_or_404(_found(request, code, "desk.route").rules, pk=pk)
    shaping.raise_rule(rule=rule, by=Actor.of(request), at=now())
    return back(request, "desk:work_queues", message=_("The rule is asked sooner now."))


@needs("desk.route")
@require_POST
def rule_removal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _found(request, code, "desk.route")
    shaping.drop_rule(rule=get_object_or_404(found.rules, pk=pk), by=Actor.of(request), at=now())
    return back(request, found, message=_("Rule taken away."))


@needs("desk.work")
@require_POST
def next_matter(request: HttpRequest) -> HttpResponse:
    """What breaks first in my queues is mine now."""
    actor = Actor.of(request)
    try:
        me = get_object_or_404(Person, pk=actor.person_id)
        taken = routing.take_next(person=me, by=actor, at=now())
    except Refused as no:
        return back(request, "desk:queue", message=str(no))
    return back(request, taken, message=_("This is yours now."))


@needs("desk.view")
def places(request: HttpRequest) -> HttpResponseBase:
    rows = QueueEntry.objects.permitted(Actor.of(request), "desk.view")
    related = ("queue", "case", "contact__customer", "contact__closed_notice", "person", "branch")
    return list_page(request, PlaceTable, rows.select_related(*related), filters=forms.PlaceFilter)


@needs("desk.work")
@require_POST
def case_queue(request: HttpRequest, number: str) -> HttpResponse:
    return _move(request, Case, number)


@needs("desk.work")
@require_POST
def contact_queue(request: HttpRequest, number: str) -> HttpResponse:
    return _move(request, Contact, number)


def _move(request: HttpRequest, kind: type[Case] | type[Contact], number: str) -> HttpResponse:
    actor = Actor.of(request)
    rows: Any = kind.objects.permitted(actor, "desk.work")
    found = get_object_or_404(rows, number=number)
    form = forms.MoveForm(request.POST)
    if form.is_valid():
        with refusals(form):
            routing.move_to_queue(matter=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Moved to another queue."))
    title = _("Move to another queue")
    return answer(request, "desk/queue_move.html", status=422, form=form, act_title=title, matter=found)


def _found(request: HttpRequest, code: str, permission: str) -> Queue:
    rows = Queue.objects.permitted(Actor.of(request), permission).select_related("team", "calendar")
    return get_object_or_404(rows.prefetch_related("skills__skill"), code=code)


def _edit(request: HttpRequest, queue: Queue, title: str) -> HttpResponse:
    form = forms.QueueForm(request.POST or None, instance=queue)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            read, skills = form.read()
            saved = shaping.save_queue(queue=read, skills=skills, by=Actor.of(request), at=now())
            return back(request, saved, message=_("Queue saved."))
    status = 422 if request.method == "POST" else 200
    cancel = queue.get_absolute_url() if queue.pk else reverse("desk:work_queues")
    given: dict[str, Any] = {"form": form, "form_title": title, "cancel": cancel}
    return answer(request, "desk/work_queue_form.html", status=status, **given)


def _page(
    request: HttpRequest, found: Queue, *, form: forms.RuleForm | None = None, status: int = 200
) -> HttpResponse:
    actor, at = Actor.of(request), now()
    waiting = QueueEntry.objects.permitted(actor, "desk.view").waiting().filter(queue=found)
    related = ("case__customer", "contact__customer", "contact__case", "case__owner")
    need = need_of(found, is_business=True, branch_id=None)
    clerks = [clerk for clerk in clerks_at(at) if clerk.serves(need)]
    return answer(
        request,
        "desk/work_queue.html",
        status=status,
        queue=found,
        rules=_rules(found.rules.select_related("queue", "branch", "service")),
        waiting=list(waiting.select_related(*related).soonest()[: MOST + 1]),
        most=MOST,
        clerks=sorted(clerks, key=lambda clerk: (not clerk.is_working, clerk.load)),
        hours=reading.hours_of(found, at),
        form=(form or forms.RuleForm()) if actor.may("desk.route") else None,
    )


def _rules(rows: Any) -> list[tuple[QueueRule, str]]:
    return [(rule, reading.rule_words(rule)) for rule in rows]


def _working(queue: Queue, clerks: Any) -> int:
    need = need_of(queue, is_business=False, branch_id=None)
    return sum(clerk.is_working and not clerk.is_absent and clerk.serves(need) for clerk in clerks)
