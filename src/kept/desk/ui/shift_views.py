"""The end of a shift."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.people.models import Person

from ..actions.handing_over import offer_shift, take_shift, withdraw_shift
from ..models import HandOver
from ..queries.hands import Heap, heaps_of, in_hands_of
from .shift_forms import HandOverForm, TakingForm

RECENT = 10


@needs("desk.hand_over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """What is in my hands, all chosen at first, and to whom it is offered; what is offered to me."""
    actor = Actor.of(request)
    heaps = in_hands_of(actor)
    form = HandOverForm(request.POST or None, actor=actor, initial=_everything(heaps))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            giver, said = Person.objects.get(pk=actor.person_id), form.cleaned_data
            offer_shift(
                giver=giver, taker=said["taker"], hands=form.hands(), note=said["note"], by=actor, at=now()
            )
            return back(request, "desk:hand_over", message=_("Offered. It is yours until it is taken over."))
    mine = HandOver.objects.permitted(actor, "desk.hand_over").between(actor.person_id).shown()
    return answer(
        request,
        "desk/hand_over.html",
        status=422 if form.errors else 200,
        form=form,
        heaps=heaps,
        open=list(mine.open()),
        recent=list(mine.exclude(settled_at=None)[:RECENT]),
        me=actor.person_id,
    )


@needs("desk.hand_over")
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague offers me, all chosen at first; the rest stays with the colleague."""
    actor = Actor.of(request)
    offered = get_object_or_404(_open(actor), pk=pk, taker=actor.person_id)
    heaps = heaps_of(offered)
    form = TakingForm(request.POST or None, offered=offered, initial=_everything(heaps))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            reply = form.cleaned_data["reply"]
            taken = take_shift(offered=offered, hands=form.hands(), reply=reply, by=actor, at=now())
            words = _("Taken over: %(taken)d of %(offered)d.")
            told = words % {"taken": taken.taken, "offered": taken.offered}
            return back(request, "desk:hand_over", message=told)
    status = 422 if form.errors else 200
    return answer(request, "desk/taking.html", status=status, form=form, heaps=heaps, offered=offered)


@needs("desk.hand_over")
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    offered = get_object_or_404(_open(actor), pk=pk, giver=actor.person_id)
    withdraw_shift(offered=offered, by=actor, at=now())
    return back(request, "desk:hand_over", message=_("Withdrawn. It stays in your hands."))


def _open(actor: Actor) -> QuerySet[HandOver]:
    return HandOver.objects.permitted(actor, "desk.hand_over").open().select_related("giver", "taker")


def _everything(heaps: list[Heap]) -> dict[str, list[int]]:
    chosen: dict[str, list[int]] = {}
    for heap in heaps:
        chosen.setdefault(heap.name, []).extend(record.pk for record in heap.records)
    return chosen
