"""A client review: figures of today while a draft, remarks with history, frozen once handed over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kept.documents.models import Document
from kept.kernel.models import EventRecord
from kept.people.actions.company import name_company
from kept.people.queries import actor_of
from kept.reports.actions.reviewing import (
    AlreadyBegun,
    NoSuchSection,
    NotOver,
    OutOfReach,
    begin_review,
    hand_over_review,
    write_remark,
)
from kept.reports.models import Remark, Review, ReviewIsHanded, TakerMissing
from kept.reports.queries.reviewing import SECTIONS, paper_of
from kept.reports.rules import Period
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.strategy.scenes import a_running_action

from .scenes import LATER, section, shipped, words

pytestmark = pytest.mark.django_db
Q1 = Period.read("2026-Q1")


def a_review(**details: Any) -> Review:
    given = {"customer": None, "period": Q1, "by": HOUSE, "at": LATER, **details}
    return begin_review(**{**given, "customer": given["customer"] or a_customer()})


@pytest.mark.spec("R356", "R793")
def test_the_pack_tells_promises_results_causes_complaints_satisfaction_actions_and_next_steps() -> None:
    acme = a_customer()
    shipped(acme, 2)
    case = a_case(customer=acme)
    action = a_running_action()
    review = a_review(customer=acme)

    with translation.override("en"):
        paper = paper_of(review, HOUSE, LATER)

    assert [each.code for each in paper.sections] == list(SECTIONS)
    assert paper.answer.startswith("We picked up 2 shipments, 20 kg.")
    assert [row[0] for row in words(section(paper, "complaints").grids[0])] == [case.number]
    assert words(section(paper, "actions").grids[0])[0][0] == f"{action.number} {action.title}"
    assert words(section(paper, "next").grids[0])[0][0] == action.title
    assert "No data" in section(paper, "felt").answer


def test_remarks_stand_at_their_section_and_keep_what_they_said_before() -> None:
    review = a_review()

    for text in ("First", "First", "Second"):
        write_remark(review=review, section="causes", text=text, by=HOUSE, at=LATER)

    assert section(paper_of(review, HOUSE, LATER), "causes").remark == "Second"
    kept = Remark.objects.order_by("version").values_list("version", "text")
    assert list(kept) == [(1, "First"), (2, "Second")]
    with pytest.raises(NoSuchSection):
        write_remark(review=review, section="weather", text="x", by=HOUSE, at=LATER)


def test_once_handed_over_it_stays_as_it_was_in_three_languages_with_its_files() -> None:
    acme = a_customer()
    shipped(acme, 2)
    review = a_review(customer=acme)
    write_remark(review=review, section="summary", text="谢谢", by=HOUSE, at=LATER)

    name_company(names={"zh-hant": "久久物流", "en": "Jiujiu Logistics"}, by=HOUSE, at=LATER)
    review = hand_over_review(review=review, to="王总", language="en", by=HOUSE, at=LATER)
    shipped(acme, 5)

    with translation.override("en"):
        english = paper_of(review, HOUSE, LATER)
    with translation.override("zh-hant"):
        traditional = paper_of(review, HOUSE, LATER)
    assert english.answer.startswith("We picked up 2 shipments")
    assert section(english, "summary").remark == "谢谢"
    assert (english.house, traditional.title, traditional.house) == (
        "Jiujiu Logistics",
        "客戶回顧",
        "久久物流",
    )
    assert review.pdf and review.pdf.file.read(5) == b"%PDF-"
    kept = Document.objects.about(review).values_list("content_type", "customer_id")
    assert {customer for _, customer in kept} == {acme.pk} and len(kept) == 2
    assert EventRecord.objects.filter(name="reports.review_handed_over").count() == 1
    with pytest.raises(ReviewIsHanded):
        write_remark(review=review, section="summary", text="anders", by=HOUSE, at=LATER)
    with pytest.raises(ReviewIsHanded):
        hand_over_review(review=review, to="王总", language="en", by=HOUSE, at=LATER)


def test_a_handed_over_quarter_gets_a_new_version_with_the_remarks_it_had() -> None:
    review = a_review()
    write_remark(review=review, section="summary", text="谢谢", by=HOUSE, at=LATER)
    with pytest.raises(AlreadyBegun):
        a_review(customer=review.customer)
    hand_over_review(review=review, to="王总", language="zh-hans", by=HOUSE, at=LATER)

    second = a_review(customer=review.customer)

    assert second.version == 2
    assert section(paper_of(second, HOUSE, LATER), "summary").remark == "谢谢"


def test_nothing_is_handed_over_to_nobody_and_nothing_is_reviewed_before_it_begins() -> None:
    with pytest.raises(TakerMissing):
        hand_over_review(review=a_review(), to=" ", language="en", by=HOUSE, at=LATER)
    with pytest.raises(NotOver):
        a_review(period=Period.read("2027-Q1"))


def test_a_manager_of_one_branch_reviews_no_customer_as_a_whole() -> None:
    manager = actor_of(staff("branch_manager", branch=a_branch()), NOON)

    with pytest.raises(OutOfReach):
        a_review(by=manager)


@pytest.mark.spec("R356")
def test_a_manager_begins_remarks_downloads_and_hands_over_in_the_browser() -> None:
    acme, client = a_customer(), Client()
    manager = staff("general_manager", language="en")
    client.force_login(manager, backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"

    client.post(reverse("reports:new_review"), {"customer": acme.number, "period": _last_quarter()})
    review = Review.objects.get()
    empty = client.post(reverse("reports:handover", args=[review.number]), {"to": "", "language": "en"})
    client.post(
        reverse("reports:remark", args=[review.number]), {"section": "next", "text": "Call on Monday"}
    )
    page = client.get(review.get_absolute_url()).content.decode()
    book = client.get(review.get_absolute_url(), {"export": "xlsx", "language": "zh-hant"})
    client.post(reverse("reports:handover", args=[review.number]), {"to": "Mr Wang", "language": "en"})
    after = client.get(review.get_absolute_url()).content.decode()
    listed = client.get(reverse("reports:reviews")).content.decode()

    assert empty.status_code == 422
    assert '<section class="not-printed" id="handover">' in page
    assert "Call on Monday" in page and "Hand over and freeze" in page
    assert book.content.startswith(b"PK")
    assert "Mr Wang" in after and "Hand over and freeze" not in after and "Write a remark" not in after
    assert review.number in listed


def _last_quarter() -> str:
    from django.utils.timezone import now

    from kept.reports.rules import period_over

    return period_over("quarter", now()).token
