"""Articles and scripts over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime

from kept.kernel.actor import Actor
from kept.kernel.web.doors import allowed
from kept.people.models import Branch, Person

from .actions.planning import activate_plan, end_plan, write_plan
from .actions.publishing import publish_article, submit_article
from .actions.using import use_article
from .actions.wishing import answer_wish, decline_wish, wish_for
from .actions.writing import revise_article, write_article
from .enums import Audience, Emergency, UseKind
from .models import Article, ContingencyPlan, Wish
from .queries.finding import find_articles
from .queries.scripts import scripts_for

router = Router(tags=["knowledge"])
MOST = 100
WishState = Literal["open", "answered", "declined"]


class ArticleIn(Schema):
    language: str = "zh-hans"
    title: str = Field(min_length=1, max_length=160)
    body: str = Field(min_length=1)
    audience: Audience = Audience.STAFF
    category: str = Field("", max_length=120)
    tags: list[str] = []


class VersionIn(Schema):
    language: str = "zh-hans"
    title: str = Field(min_length=1, max_length=160)
    body: str = Field(min_length=1)
    why: str = Field("", max_length=200)


class ArticleOut(Schema):
    number: str
    state: str
    audience: str
    titles: dict[str, str]
    bodies: dict[str, str]
    category: str
    tags: list[str]
    opened: int
    linked: int
    helped: int
    not_helped: int


class FoundOut(Schema):
    number: str
    title: str
    excerpt: str
    score: float


class ScriptOut(Schema):
    stage: str
    title: str
    text: str


class UseIn(Schema):
    kind: UseKind
    about: str = Field("", max_length=40)
    comment: str = Field("", max_length=500)


class WishIn(Schema):
    words: str = Field(min_length=1, max_length=120)
    note: str = Field("", max_length=200)


class WishAnswerIn(Schema):
    """The article by its number."""

    article: str


class WishDecliningIn(Schema):
    reason: str = Field(max_length=200)


class WishOut(Schema):
    """`article` and `reason` are empty while nothing was said to it."""

    id: int
    words: str
    count: int
    note: str
    article: str
    reason: str
    first_at: datetime
    last_at: datetime
    settled_at: datetime | None


@router.get("articles", response=list[ArticleOut])
def articles(request: HttpRequest, after: str = "", limit: int = 50) -> Any:
    """Articles by number, drafts among them; `after` is a number to go on from."""
    rows: Any = Article.objects.permitted(allowed(request, "knowledge.read"), "knowledge.read")
    return rows.filter(number__gt=after).order_by("number")[: max(1, min(limit, MOST))]


@router.get("search", response=list[FoundOut])
def search(request: HttpRequest, q: str, limit: int = 10) -> Any:
    """The published articles that answer best: Chinese, pinyin or English."""
    rows = Article.objects.permitted(allowed(request, "knowledge.read"), "knowledge.read")
    found = find_articles(q, rows.published(), limit=max(1, min(limit, MOST)))
    return [
        {
            "number": hit.article.number,
            "title": hit.article.title,
            "excerpt": hit.plain_excerpt,
            "score": round(hit.score, 4),
        }
        for hit in found
    ]


@router.get("scripts", response=list[ScriptOut])
def scripts(request: HttpRequest, channel: str = "", kind: str = "") -> Any:
    """The scripts of a talk, in its order."""
    return scripts_for(allowed(request, "knowledge.read"), channel=channel, kind=kind)


@router.get("wishes", response=list[WishOut])
def wishes(request: HttpRequest, state: WishState | None = None, limit: int = 50, offset: int = 0) -> Any:
    """What was looked for in vain, most often first."""
    rows: Any = Wish.objects.permitted(allowed(request, "knowledge.read"), "knowledge.read")
    rows = getattr(rows, state)() if state else rows
    found = rows.select_related("article").order_by("-count", "pk")
    return [_wish(wish) for wish in found[max(0, offset) :][: max(1, min(limit, MOST))]]


@router.post("wishes", response={201: WishOut})
def add_wish(request: HttpRequest, given: WishIn) -> Any:
    """Ask for an article; the same words are counted as one wish."""
    wish = wish_for(**given.dict(), by=allowed(request, "knowledge.read"), at=now())
    if wish is None:
        raise HttpError(422, "words")
    return Status(201, _wish(wish))


@router.post("wishes/{number}/answer", response=WishOut)
def answer_with(request: HttpRequest, number: int, given: WishAnswerIn) -> Any:
    """A published article answers it; whoever asked is told."""
    actor = allowed(request, "knowledge.write")
    found = get_object_or_404(Wish.objects.permitted(actor, "knowledge.write"), pk=number)
    article = _found(request, given.article, "knowledge.read")
    return _wish(answer_wish(wish=found, article=article, by=actor, at=now()))


@router.post("wishes/{number}/declining", response=WishOut)
def decline(request: HttpRequest, number: int, given: WishDecliningIn) -> Any:
    """No article will be written, with the reason that whoever asked reads."""
    actor = allowed(request, "knowledge.write")
    found = get_object_or_404(Wish.objects.permitted(actor, "knowledge.write"), pk=number)
    return _wish(decline_wish(wish=found, reason=given.reason, by=actor, at=now()))


@router.get("articles/{number}", response=ArticleOut)
def article(request: HttpRequest, number: str) -> Article:
    return _found(request, number, "knowledge.read")


@router.post("articles", response={201: ArticleOut})
def add_article(request: HttpRequest, given: ArticleIn) -> Any:
    actor = allowed(request, "knowledge.write")
    return Status(201, write_article(**given.dict(), by=actor, at=now()))


@router.post("articles/{number}/versions", response=ArticleOut)
def add_version(request: HttpRequest, number: str, given: VersionIn) -> Article:
    found = _found(request, number, "knowledge.write")
    revise_article(article=found, **given.dict(), by=Actor.of(request), at=now())
    return _found(request, number, "knowledge.write")


@router.post("articles/{number}/submission", response=ArticleOut)
def submit(request: HttpRequest, number: str) -> Article:
    found = _found(request, number, "knowledge.write")
    return submit_article(article=found, by=Actor.of(request), at=now())


@router.post("articles/{number}/publication", response=ArticleOut)
def publish(request: HttpRequest, number: str) -> Article:
    found = _found(request, number, "knowledge.publish")
    return publish_article(article=found, by=Actor.of(request), at=now())


@router.post("articles/{number}/uses", response={204: None})
def add_use(request: HttpRequest, number: str, given: UseIn) -> Any:
    found = _found(request, number, "knowledge.read")
    use_article(article=found, **given.dict(), by=Actor.of(request), at=now())
    return Status(204, None)


def _wish(wish: Wish) -> dict[str, Any]:
    plain = ("words", "count", "note", "reason", "first_at", "last_at", "settled_at")
    told = {name: getattr(wish, name) for name in plain}
    return {**told, "id": wish.pk, "article": wish.article.number if wish.article else ""}


def _found(request: HttpRequest, number: str, permission: str) -> Article:
    rows = Article.objects.permitted(allowed(request, permission), permission)
    found: Article = get_object_or_404(rows, number=number)
    return found


class ActivationOut(Schema):
    started_at: datetime
    reason: str
    ended_at: datetime | None
    outcome: str


class PlanOut(Schema):
    """`branch` is a code, empty for the whole company; `responsible` a login."""

    number: str
    name: str
    kind: str
    branch: str
    steps: str
    calls: str
    responsible: str
    reviewed_on: date | None
    review_due: date | None
    is_retired: bool
    activations: list[ActivationOut]


class PlanIn(Schema):
    """`branch` by its code, empty for the whole company; `responsible` by login."""

    name: str = Field(min_length=1, max_length=120)
    kind: Emergency
    steps: str = Field(min_length=1, max_length=20_000)
    calls: str = Field("", max_length=4000)
    branch: str = ""
    responsible: str = ""
    reviewed_on: date | None = None
    review_due: date | None = None
    is_retired: bool = False


class PlanActivationIn(Schema):
    """Without a time it starts now."""

    reason: str = Field(min_length=1, max_length=500)
    started_at: AwareDatetime | None = None


class PlanEndIn(Schema):
    """Without a time it ends now."""

    outcome: str = Field(min_length=1, max_length=4000)
    ended_at: AwareDatetime | None = None


@router.get("plans", response=list[PlanOut])
def plans(request: HttpRequest, after: str = "", limit: int = 50) -> Any:
    """Contingency plans by number, retired ones among them; `after` is a number to go on from."""
    rows: Any = ContingencyPlan.objects.permitted(allowed(request, "knowledge.read"), "knowledge.read")
    rows = rows.select_related("branch", "responsible").prefetch_related("activations")
    return [_plan(row) for row in rows.filter(number__gt=after)[: max(1, min(limit, MOST))]]


@router.get("plans/{number}", response=PlanOut)
def plan(request: HttpRequest, number: str) -> Any:
    return _plan(_found_plan(request, number, "knowledge.read"))


@router.post("plans", response={201: PlanOut})
def add_plan(request: HttpRequest, given: PlanIn) -> Any:
    """Write a contingency plan."""
    actor = allowed(request, "knowledge.publish")
    return Status(201, _plan(write_plan(**_said(given), by=actor, at=now())))


@router.put("plans/{number}", response=PlanOut)
def change_plan(request: HttpRequest, number: str, given: PlanIn) -> Any:
    """How a plan reads from now on, as a whole."""
    found = _found_plan(request, number, "knowledge.publish")
    return _plan(write_plan(plan=found, **_said(given), by=Actor.of(request), at=now()))


@router.post("plans/{number}/activation", response=PlanOut)
def activate(request: HttpRequest, number: str, given: PlanActivationIn) -> Any:
    found = _found_plan(request, number, "knowledge.write")
    activate_plan(plan=found, **given.dict(), by=Actor.of(request), at=now())
    return _plan(found)


@router.post("plans/{number}/end", response=PlanOut)
def end(request: HttpRequest, number: str, given: PlanEndIn) -> Any:
    found = _found_plan(request, number, "knowledge.write")
    end_plan(plan=found, **given.dict(), by=Actor.of(request), at=now())
    return _plan(found)


def _plan(row: ContingencyPlan) -> dict[str, Any]:
    plain = ("number", "name", "kind", "steps", "calls", "reviewed_on", "review_due", "is_retired")
    told = {name: getattr(row, name) for name in plain}
    branch = row.branch.code if row.branch else ""
    responsible = row.responsible.login if row.responsible else ""
    return {**told, "branch": branch, "responsible": responsible, "activations": list(row.activations.all())}


def _said(given: PlanIn) -> dict[str, Any]:
    branches, staff = Branch.objects.all(), Person.objects.staff()
    return {
        **given.dict(exclude={"branch", "responsible"}),
        "branch": get_object_or_404(branches, code=given.branch) if given.branch else None,
        "responsible": get_object_or_404(staff, login=given.responsible) if given.responsible else None,
    }


def _found_plan(request: HttpRequest, number: str, permission: str) -> ContingencyPlan:
    rows = ContingencyPlan.objects.permitted(allowed(request, permission), permission)
    found: ContingencyPlan = get_object_or_404(rows.select_related("branch", "responsible"), number=number)
    return found
