"""What may help while a matter is typed: articles, scripts, settled cases, and cases that look the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.knowledge.enums import Audience
from kept.knowledge.models import Article
from kept.knowledge.queries.finding import Found, find_articles
from kept.knowledge.queries.marking import plain
from kept.knowledge.queries.ranking import ranked
from kept.knowledge.queries.scripts import Said, scripts_for
from kept.methods.text.similarity import alike

from ..enums import CaseKind
from ..models import Case
from ..rules import DUPLICATE_DAYS, DUPLICATE_SHARE
from .learned import Guess, guesses

ARTICLES, CASES, LOOKED_AT = 3, 3, 30
MOST_COMPARED = 200
SHORTEST = 2
"""Letters from which on a text says something."""
TOLD_TO_CUSTOMERS = (Audience.CUSTOMERS, Audience.EVERYBODY)
COMPARED = (CaseKind.COMPLAINT, CaseKind.DISPUTE, CaseKind.CLAIM)


@dataclass(frozen=True)
class Offered:
    """An article; its words may go into an answer when customers may read it."""

    found: Found
    words: str

    @property
    def article(self) -> Article:
        return self.found.article


@dataclass(frozen=True)
class LookAlike:
    """An earlier case that may be about the same."""

    case: Case
    share: float
    same_shipment: bool


@dataclass(frozen=True)
class Talk:
    """What is known of the matter so far."""

    text: str = ""
    channel: str = ""
    kind: str = ""
    customer_id: int | None = None
    shipment_id: int | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    case_id: int | None = None
    targets: tuple[str, ...] = ("kind", "urgency")


@dataclass(frozen=True)
class Help:
    articles: list[Offered]
    cases: list[Case]
    look_alikes: list[LookAlike]
    scripts: list[Said]
    guesses: list[Guess]


def help_for(actor: Actor, talk: Talk, *, at: datetime) -> Help:
    """All of it for one matter; what the actor may not see is left out."""
    says = len(talk.text.strip()) >= SHORTEST
    return Help(
        articles=offered_articles(actor, talk) if says else [],
        cases=settled_cases(actor, talk) if says else [],
        look_alikes=look_alikes(actor, talk, at=at) if says else [],
        scripts=scripts_for(actor, channel=talk.channel, kind=talk.kind, known=talk.known),
        guesses=guesses(talk.text, *talk.targets) if says else [],
    )


def offered_articles(actor: Actor, talk: Talk) -> list[Offered]:
    rows = Article.objects.permitted(actor, "knowledge.read").published()
    found = find_articles(talk.text, rows, limit=ARTICLES, about=[talk.kind])
    return [
        Offered(hit, plain(hit.article.body) if hit.article.audience in TOLD_TO_CUSTOMERS else "")
        for hit in found
    ]


def settled_cases(actor: Actor, talk: Talk) -> list[Case]:
    """Closed cases with the most words in common, and how they were solved."""
    best = ranked(Case._meta.label_lower, talk.text, limit=LOOKED_AT, sounds=False)
    places = {hit.record_id: place for place, hit in enumerate(best) if hit.record_id != talk.case_id}
    rows: Any = Case.objects.permitted(actor, "desk.view").filter(pk__in=places).select_related("customer")
    return sorted(rows, key=lambda case: places[case.pk])[:CASES]


def look_alikes(actor: Actor, talk: Talk, *, at: datetime) -> list[LookAlike]:
    """Complaints of the same customer or shipment, within some days, whose words are nearly the same."""
    same = Q(pk__in=[])
    if talk.customer_id:
        same |= Q(customer=talk.customer_id)
    if talk.shipment_id:
        same |= Q(shipment=talk.shipment_id)
    since = at - timedelta(days=int(rule(DUPLICATE_DAYS)))
    rows: Any = (
        Case.objects.permitted(actor, "desk.view").of_kind(*COMPARED).filter(same, opened_at__gte=since)
    )
    near = list(
        rows.exclude(pk=talk.case_id).select_related("customer").order_by("-opened_at")[:MOST_COMPARED]
    )
    if not near:
        return []
    shares = alike(talk.text, [f"{case.title} {case.reason} {case.demand}" for case in near])
    least = float(rule(DUPLICATE_SHARE))
    found = [
        LookAlike(case, share, bool(talk.shipment_id) and case.shipment_id == talk.shipment_id)
        for case, share in zip(near, shares, strict=True)
        if share >= least
    ]
    return sorted(found, key=lambda like: (-like.share, -like.case.pk))[:CASES]


def talk_of(case: Case) -> Talk:
    """A case that is there already, as something to be helped with."""
    return Talk(
        text=" ".join(filter(None, (case.title, case.reason, case.demand))),
        kind=case.kind,
        customer_id=case.customer_id,
        shipment_id=case.shipment_id,
        known={
            "customer": str(case.customer or ""),
            "caller": case.caller_name,
            "phone": case.phone,
            "number": case.shipment.number if case.shipment else case.number,
        },
        case_id=case.pk,
        targets=("cause",) if case.needs_fault and not case.cause else (),
    )
