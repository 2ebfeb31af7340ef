"""The end of a shift."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.people.models import Person

from ..actions.assigning import hand_over_shift
from ..models import HandOver
from ..queries.queue import in_hands_of
from .case_forms import HandOverForm

RECENT = 10


@needs("desk.hand_over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """What is in my hands, all chosen at first, and to whom it goes."""
    actor = Actor.of(request)
    cases, contacts = in_hands_of(actor)
    everything = {"cases": [case.pk for case in cases], "contacts": [contact.pk for contact in contacts]}
    form = HandOverForm(request.POST or None, initial=everything, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            giver = Person.objects.get(pk=actor.person_id)
            hand_over_shift(
                giver=giver,
                taker=said["taker"],
                cases=list(said["cases"]),
                contacts=list(said["contacts"]),
                note=said["note"],
                by=actor,
                at=now(),
            )
            return back(request, "desk:hand_over", message=_("Shift handed over."))
    chosen = form["cases"].value() or [], form["contacts"].value() or []
    return answer(
        request,
        "desk/hand_over.html",
        status=422 if form.errors else 200,
        form=form,
        cases=cases,
        contacts=contacts,
        chosen_cases={str(pk) for pk in chosen[0]},
        chosen_contacts={str(pk) for pk in chosen[1]},
        recent=_recent(actor),
    )


def _recent(actor: Actor) -> list[HandOver]:
    """The last hand-overs to or from this person, with the words that went along."""
    rows = HandOver.objects.select_related("giver", "taker").prefetch_related("cases")
    mine = rows.filter(taker=actor.person_id) | rows.filter(giver=actor.person_id)
    return list(mine.order_by("-at", "-pk")[:RECENT])
