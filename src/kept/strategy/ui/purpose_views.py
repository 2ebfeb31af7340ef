"""The three questions of service management on one page: explicit, affordable, balanced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.money import Money, to_minor
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import percent
from kept.kernel.web.doors import needs
from kept.scorecards.queries.relations import Relation, Side
from kept.scorecards.ui import words
from kept.scorecards.ui.files import as_file
from kept.scorecards.ui.relation_views import cost_words, type_words

from ..enums import Answered
from ..queries.purposes import Balance, Cost, Explicit, Purposes
from ..queries.purposes import purposes as purposes_of

TONES = {Answered.YES: "kept", Answered.PARTLY: "soon", Answered.NO: "broken", Answered.UNKNOWN: "quiet"}
SHOWN = 5


@dataclass(frozen=True)
class Fact:
    """A line behind an answer; `url` leads to its records."""

    what: str
    told: str
    url: str = ""


@dataclass(frozen=True)
class Question:
    title: str
    answer: Answered
    facts: Sequence[Fact]
    todo: str
    todo_url: str

    @property
    def tone(self) -> str:
        return TONES[self.answer]


@require_GET
@needs("strategy.view")
def purposes(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    found = purposes_of(actor, now())
    questions = [_explicit(found.explicit), _cost(found, actor), _balance(found.balance)]
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        head = (
            pgettext("purpose", "Question"),
            pgettext("purpose", "Answer"),
            _("What"),
            pgettext("purpose", "Found"),
        )
        lines = ((q.title, q.answer.label, fact.what, fact.told) for q in questions for fact in q.facts)
        return as_file(kind, "purposes", _("Three questions"), head, lines)
    return answer(
        request,
        "strategy/purposes.html",
        questions=questions,
        query="",
        span=words.span_words(found.span.first, found.span.last) if found.span else "",
        span_before=words.span_words(found.before.first, found.before.last) if found.before else "",
        without=found.explicit.without,
        without_more=max(0, found.explicit.customers - found.explicit.agreed - len(found.explicit.without)),
        risen=[
            (one.name, cost_words(one.change), _level_url(one, found))
            for one in found.cost.risen[:SHOWN]
            if one.change
        ],
        risen_more=max(0, len(found.cost.risen) - SHOWN),
    )


def _explicit(found: Explicit) -> Question:
    of = _("%(count)d of %(all)d")
    return Question(
        _("Are the requirements of service explicit?"),
        found.answer,
        [
            Fact(
                _("Active customers with an agreed service level"),
                of % {"count": found.agreed, "all": found.customers},
                reverse("contracts:agreements"),
            ),
            Fact(
                _("Active customers whose needs are written down"),
                of % {"count": found.needs_known, "all": found.customers},
                reverse("inspections:needs"),
            ),
            Fact(
                _("Kinds of promise with a policy in force"),
                of % {"count": found.kinds_promised, "all": found.kinds},
                reverse("promises:policies"),
            ),
            Fact(
                _("Components of the service level with a set level"),
                of % {"count": found.components_set, "all": found.components},
                reverse("scorecards:targets"),
            ),
        ],
        _("Agree levels with customers"),
        reverse("contracts:new_agreement"),
    )


def _cost(found: Purposes, actor: Actor) -> Question:
    cost = found.cost
    return Question(
        _("Is the cost of service under control?"),
        cost.answer,
        list(_cost_facts(cost, actor)),
        _("How service and cost moved together"),
        reverse("scorecards:relations") if actor.may("scorecards.costs") else "",
    )


def _cost_facts(cost: Cost, actor: Actor) -> Iterator[Fact]:
    what = _("Cost per delivery")
    if not actor.may("scorecards.costs"):
        yield Fact(what, _("your roles do not show costs"))
        return
    if cost.whole is None or cost.whole.change is None:
        yield Fact(what, _("no data: %s") % (cost.whole.reason if cost.whole else _("no figures yet")))
        return
    after, before = cost.whole.after, cost.whole.before
    yield Fact(what, _each(after), reverse("scorecards:relations"))
    yield Fact(_("Before"), _each(before))
    yield Fact(_("Change, up to %s counts as none") % percent(cost.tolerance), cost_words(cost.whole.change))
    yield Fact(_("Customers whose cost per delivery rose"), str(len(cost.risen)))


def _each(side: Side) -> str:
    """`¥512.30`."""
    return str(Money(to_minor(side.per_delivery or 0, side.currency), side.currency))


def _balance(found: Balance) -> Question:
    what = _("Service level reached")
    url = reverse("scorecards:service_level")
    level = found.level
    facts: list[Fact] = []
    if level is None or level.achieved is None:
        facts.append(Fact(what, _("no data"), url))
    else:
        facts.append(Fact(what, percent(level.achieved, digits=2), url))
    if level is not None:
        facts.append(Fact(_("Set level, %s") % level.set_by.source, percent(level.set_by.value, digits=2)))
    change = found.change
    if change is None:
        facts.append(Fact(_("How service and cost moved"), _("no data")))
    else:
        facts.append(
            Fact(_("How service and cost moved"), type_words(change), reverse("scorecards:relations"))
        )
    todo = reverse("scorecards:level_and_profit") if change is not None else reverse("strategy:gaps")
    words_todo = _("Which level pays best") if change is not None else _("Where we fall short")
    return Question(_("Are service level and cost in balance?"), found.answer, facts, words_todo, todo)


def _level_url(relation: Relation, found: Purposes) -> str:
    assert found.span is not None
    months = {"first": f"{found.span.first:%Y-%m}", "last": f"{found.span.last:%Y-%m}"}
    return f"{reverse('scorecards:service_level')}?{urlencode({**months, **relation.whose.query()})}"
