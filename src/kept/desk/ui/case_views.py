"""Cases: the list, one case as a record, and its printed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.chrome import LANGUAGE_NAMES
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.transport.models import Shipment

from ..enums import CaseKind, CaseState, Channel, Direction
from ..models import CannedReply, Case, Contact, Macro, Referral
from ..models.cases import CaseQuerySet
from ..queries.norms import guideline_of
from ..queries.queue import cases_in
from ..queries.relations import is_related, relations_of
from ..queries.replies import reply_text, with_trouble
from ..queries.story import story_of
from .case_forms import AnswerForm, CaseFilter, NoteForm
from .tables import CaseTable

SHIPMENTS_SHOWN = 12
MAIN = ("notices", "case_mail", "solution", "closing")
PAGES = (
    *("case_mail", "case_sms", "shipments", "case_form", "merge", "split", "notices"),
    *("liability", "new_compensation"),
)
AT_ONCE = ("resumption", "waking", "watching")
KNOWN = (
    "customer__account_manager",
    "contact_person",
    "order",
    "shipment__carrier",
    "shipment__customer",
    "branch",
    "owner",
    "deputy",
    "responsible",
    "follows",
    "merged_into",
    "campaign",
    "opinion",
)


@needs("desk.view")
def cases(request: HttpRequest) -> HttpResponseBase:
    """All cases, finished or not."""
    actor = Actor.of(request)
    return list_page(
        request, CaseTable, cases_in(actor), filters=lambda query: CaseFilter(query, actor=actor)
    )


@needs("desk.view")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case; the number of a merged one leads to where it went."""
    found = found_case(request, number, "desk.view")
    if found.merged_into is not None:
        words = _("%(number)s was merged into this case.") % {"number": found.number}
        return back(request, found.merged_into, message=words)
    return case_page(request, found)


@needs("desk.view")
def case_form(request: HttpRequest, number: str) -> HttpResponse:
    """The form on paper: reason, demand, handling, result, the customer's opinion."""
    found = found_case(request, number, "desk.view")
    return answer(
        request,
        "desk/case_form.html",
        case=found,
        contacts=found.contacts.select_related("person").order_by("at"),
        escalations=found.escalations.select_related("by", "to", "step", "promise"),
        referrals=found.referrals.select_related("branch", "returned_by"),
        copies=(_("Copy of the branch"), _("Copy of the operations service department")),
    )


@dataclass(frozen=True)
class Act:
    """A legal next step of a case: a page of its own, or an act by one press."""

    name: str
    words: str
    icon: str
    address: str
    key: str = ""
    at_once: bool = False
    main: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it has a page of its own rather than a form inside the case."""
        return self.name in PAGES


def found_case(request: HttpRequest, number: str, permission: str) -> Case:
    actor = Actor.of(request)
    rows: CaseQuerySet = Case.objects.permitted(actor, permission).select_related(*KNOWN)
    rows = rows.annotate(
        is_watched=Exists(
            rows.model.watchers.through.objects.filter(case=OuterRef("pk"), person=actor.person_id)
        ),
        came_by=Subquery(
            Contact.objects.filter(case=OuterRef("pk"), direction=Direction.IN)
            .order_by("-at", "-pk")
            .values("channel")[:1]
        ),
        last_answer_id=Subquery(
            Contact.objects.filter(case=OuterRef("pk"), is_answer=True).order_by("-pk").values("pk")[:1]
        ),
        is_related=is_related(),
        is_referred=Exists(Referral.objects.filter(case=OuterRef("pk"))),
    )
    found: Case = get_object_or_404(with_trouble(rows), number=number)
    return found


def case_page(
    request: HttpRequest,
    found: Case,
    *,
    status: int = 200,
    answer_form: Form | None = None,
    note_form: Form | None = None,
) -> HttpResponse:
    """One case, whatever its history: a fixed number of statements."""
    actor = Actor.of(request)
    works = actor.may("desk.work")
    acts = acts_of(found, actor)
    links = list(found.shipments.select_related("shipment__customer")[: SHIPMENTS_SHOWN + 1])
    language = get_language() or settings.LANGUAGE_CODE
    shipment = found.shipment or (links[0].shipment if links else None)
    text = ready_reply(found, shipment, language)
    several = found.kind == CaseKind.EXCEPTION and found.customer_id is None
    answers = works and found.is_unfinished and not several
    return answer(
        request,
        "desk/case.html",
        status=status,
        case=found,
        shipment=shipment,
        links=links[:SHIPMENTS_SHOWN],
        has_more_links=len(links) > SHIPMENTS_SHOWN,
        story=story_of(found),
        acts=acts,
        more_acts=more_acts_of(found, actor),
        answer_form=answer_form or (answer_form_for(found, text) if answers else None),
        note_form=(note_form or NoteForm(prefix="note")) if works else None,
        reply="" if several else text,
        languages=languages(),
        language=language,
        page_keys=[(act.key, act.words) for act in acts if act.key],
        opinion=getattr(found, "opinion", None),
        relations=relations_of(found) if getattr(found, "is_related", True) else [],
        referrals=list(found.referrals.select_related("branch", "asked_by", "returned_by"))
        if getattr(found, "is_referred", True)
        else [],
        guideline=guideline_of(found.kind),
        canned=list(CannedReply.objects.offered_to(actor.person_id)) if answers else [],
        macros=_macros(found, actor) if works and found.is_unfinished else [],
        opinion_link=_opinion_link(request, found),
    )


def ready_reply(found: Case, shipment: Shipment | None, language: str) -> str:
    trouble = getattr(found, "shipment_trouble", None) or ""
    return reply_text(found, shipment, language=language, trouble=trouble)


def answer_form_for(found: Case, text: str) -> AnswerForm:
    channel = Channel.EMAIL if found.email and not found.phone else Channel.PHONE
    seen = getattr(found, "last_answer_id", None) or 0
    initial = {"text": text, "to": found.caller_name, "channel": channel, "seen": seen}
    return AnswerForm(initial=initial)


def languages() -> list[tuple[str, str]]:
    return [(code, LANGUAGE_NAMES.get(code, code)) for code, _name in settings.LANGUAGES]


def acts_of(found: Case, actor: Actor) -> list[Act]:
    """The next legal steps for this actor; what is not possible now is absent."""
    paused = any(promise.state == "paused" for promise in found.promises)
    works, closes = actor.may("desk.work"), actor.may("desk.close")
    unfinished = found.is_unfinished
    rises = unfinished and found.next_level is not None and actor.may("desk.escalate")
    answered = found.answered_at is not None or found.kind == CaseKind.SUGGESTION
    exception = found.kind == CaseKind.EXCEPTION
    offered = [
        (works and unfinished and exception, "notices", _("Tell the customers"), "message", "t"),
        (closes and unfinished and answered, "solution", _("Solve"), "check", "s"),
        (works and unfinished and _wrote_by_mail(found), "case_mail", _("Answer by mail"), "mail", "m"),
        (closes and found.state == CaseState.SOLVED, "closing", pgettext("a case", "Close"), "check", "l"),
        (
            closes and found.state in (CaseState.SOLVED, CaseState.CLOSED),
            "reopening",
            _("Re-open"),
            "undo",
            "r",
        ),
        (rises, "escalation", _("Pass up"), "up", "e"),
        (unfinished and actor.may("desk.assign"), "owner", _("Owner"), "user", "o"),
        (works and unfinished and not paused and _may_wait(found), "pause", _("Wait"), "pause", "w"),
        (works and unfinished and paused, "resumption", _("Go on"), "play", "w"),
        (works and unfinished and not found.snoozed_until, "snooze", _("Snooze"), "clock", "z"),
        (works and unfinished and found.snoozed_until, "waking", _("Back into the queue"), "undo", "z"),
    ]
    wanted = [act for is_wanted, *act in offered if is_wanted]
    main = next((name for name, *_rest in wanted if name in MAIN), "")
    return [_act(found, *act, main=act[0] == main) for act in wanted]


def more_acts_of(found: Case, actor: Actor) -> list[Act]:
    works = actor.may("desk.work") and found.is_unfinished
    joins = actor.may("desk.merge") and found.is_unfinished
    watched = getattr(found, "is_watched", False)
    offered = [
        (works, "details", _("Change details"), "edit", ""),
        (works and found.kind != CaseKind.EXCEPTION, "kind", _("Change the kind"), "tag", ""),
        (works and not _wrote_by_mail(found), "case_mail", _("Answer by mail"), "mail", "m"),
        (works and found.is_textable, "case_sms", _("Answer by SMS"), "message", ""),
        (works, "chaser", _("Customer asked again"), "phone", ""),
        (works, "shipments", _("Shipments"), "truck", ""),
        (works and found.kind != CaseKind.INTERNAL, "support", _("Ask the second line"), "user", ""),
        (rises_to_branch(found, actor), "referral", _("Put to a branch"), "branch", ""),
        (works, "upward", _("Report to the head"), "flag", ""),
        (works and found.kind == CaseKind.SUGGESTION, "collection", _("Collection"), "lightbulb", ""),
        (actor.may("desk.merge"), "links", _("Link with a case"), "link", ""),
        (joins, "merge", _("Merge others into it"), "layers", ""),
        (joins, "split", _("Split"), "branch", ""),
        (True, "watching", _("Stop watching") if watched else _("Watch"), "eye", "v"),
        (
            actor.may("desk.close") and found.is_unfinished and found.answered_at,
            "closing",
            pgettext("a case", "Close"),
            "check",
            "",
        ),
        (actor.may("desk.decide_liability"), "liability", _("Who is liable"), "scale", ""),
        (
            actor.may("desk.compensate") and found.customer_id is not None,
            "new_compensation",
            pgettext("verb", "Make good"),
            "handshake",
            "",
        ),
        (True, "case_form", _("Print the form"), "print", ""),
    ]
    return [_act(found, *rest) for wanted, *rest in offered if wanted]


def rises_to_branch(found: Case, actor: Actor) -> bool:
    return found.is_unfinished and actor.may("desk.escalate")


def _act(found: Case, name: Any, words: Any, icon: Any, key: Any, *, main: bool = False) -> Act:
    address = reverse(f"desk:{name}", args=[found.number])
    return Act(name, words, icon, address, key, at_once=name in AT_ONCE, main=main)


def _wrote_by_mail(found: Case) -> bool:
    """Whether the customer came last by mail, as `found_case` has looked it up."""
    return getattr(found, "came_by", "") == Channel.EMAIL


def _may_wait(found: Case) -> bool:
    return any(
        p.state == "running" and p.met_at is None and p.declared and p.declared.pauses for p in found.promises
    )


def _macros(found: Case, actor: Actor) -> list[Macro]:
    """Those that can run now: a case that may not wait takes none that lets it wait as it is."""
    offered = Macro.objects.offered_to(actor.person_id)
    return [macro for macro in offered if _may_wait(found) or not macro.only_waits]


def _opinion_link(request: HttpRequest, found: Case) -> str:
    opinion = getattr(found, "opinion", None)
    return request.build_absolute_uri(opinion.get_absolute_url()) if opinion else ""
