"""Help for programs: what a text is about, and what helped before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..queries.suggestions import Talk, help_for

router = Router(tags=["desk"])


class GuessOut(Schema):
    target: str
    value: str
    confidence: float
    why: list[str]


class LookAlikeOut(Schema):
    number: str
    share: float
    same_shipment: bool


class SolvedOut(Schema):
    number: str
    result: str


class HelpOut(Schema):
    guesses: list[GuessOut]
    articles: list[str]
    solved: list[SolvedOut]
    look_alikes: list[LookAlikeOut]


@router.get("assistance", response=HelpOut)
def assistance(request: HttpRequest, text: str, kind: str = "", customer: int | None = None) -> Any:
    """Suggested kind and urgency, articles, settled cases and look-alikes. Nothing is done."""
    actor = Actor.of(request)
    if not actor.may("desk.work"):
        raise HttpError(403, "needs desk.work")
    found = help_for(actor, Talk(text=text, kind=kind, customer_id=customer), at=now())
    return {
        "guesses": [
            {"target": g.target, "value": g.value, "confidence": round(g.confidence, 4), "why": list(g.why)}
            for g in found.guesses
        ],
        "articles": [offered.article.number for offered in found.articles],
        "solved": [{"number": case.number, "result": case.result} for case in found.cases],
        "look_alikes": [
            {
                "number": like.case.number,
                "share": round(like.share, 4),
                "same_shipment": like.same_shipment,
            }
            for like in found.look_alikes
        ],
    }
