"""Surveys as they are run: the published case, and small ones of our own."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.parties.actions.belongings import add_contact_person
from kept.parties.models import ContactPerson, Customer
from kept.surveys.actions.inviting import invite
from kept.surveys.actions.published import FIVE_STORES, enter_published_case
from kept.surveys.actions.surveying import start_survey
from kept.surveys.models import Invitation, Questionnaire, Survey
from kept.surveys.rules.marks import Mark
from kept.surveys.rules.rating_files import read_ratings
from kept.surveys.ui.robots import begun
from tests.factories import HOUSE, NOON, a_customer

CASE = FIVE_STORES
LINK = Actor.link("survey")


def read_mark(invitation: Invitation) -> dict[str, str]:
    """What a page of the link carries that was read long enough."""
    return {"begun": begun(invitation.token, at=now() - timedelta(seconds=30))}


ITEMS = (
    "price",
    "quality",
    "assortment",
    "correctness",
    "scheduled_date",
    "order_completeness",
    "stockout_notice",
    "urgent_delivery",
)


def a_survey(code: str = "eight_items", **details: Any) -> Survey:
    given = {"title": "春季满意度", "by": HOUSE, "at": NOON, **details}
    return start_survey(questionnaire=Questionnaire.objects.current().get(code=code), **given)


def a_contact(customer: Customer | None = None, **details: Any) -> ContactPerson:
    given = {"name": "张三", "email": "zhang@example.com", **details}
    return add_contact_person(party=customer or a_customer(), by=HOUSE, at=NOON, **given)


def an_invitation(survey: Survey | None = None, **details: Any) -> Invitation:
    person = details.pop("contact_person", None) or a_contact()
    return invite(
        survey=survey or a_survey(), contact_person=person, by=HOUSE, at=details.pop("at", NOON), **details
    )


def all_marks(importance: int = 6, performance: int = 5, **other: tuple[int, int]) -> dict[str, Mark]:
    """Eight items marked alike, but for those named."""
    pairs = {code: other.get(code, (importance, performance)) for code in ITEMS}
    return {code: Mark(importance=one, performance=two) for code, (one, two) in pairs.items()}


@cache
def case_marks() -> dict[str, dict[str, Mark]]:
    """Store to item to mark, as shipped."""
    stores: dict[str, dict[str, Mark]] = {}
    for rating in read_ratings(CASE.read_bytes(), scale=(1, 7)):  # type: ignore[arg-type]
        one = rating.answer
        mark = Mark(importance=int(one.importance), performance=int(one.performance))
        stores.setdefault(one.respondent, {})[one.item] = mark
    return stores


def the_case() -> Survey:
    """The published survey of five stores, entered from its file."""
    return enter_published_case(title="联合公司", by=HOUSE, at=NOON)
