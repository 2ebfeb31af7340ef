"""Help while a matter is typed: articles, scripts, settled cases, and complaints that look the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.solving import close_case, reopen_case
from kept.desk.models import Case
from kept.desk.queries.suggestions import Talk, help_for, look_alikes, settled_cases, talk_of
from kept.kernel.outbox import deliver_due
from kept.knowledge.models import Article
from kept.people.queries import actor_of
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.knowledge.scenes import an_article

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAULT = {"cause": "handling", "liable_tier": "us", "measure": "换新箱", "prevention": "加固包装"}


def a_settled_case(reason: str, result: str, **details: Any) -> Case:
    case = a_case(reason=reason, **details)
    answer_case(case=case, channel="phone", text="已记录", to="王女士", by=HOUSE, at=NOON + HOUR)
    closed = close_case(case=case, result=result, **FAULT, by=HOUSE, at=NOON + DAY)
    deliver_due()
    return closed


@pytest.mark.spec("R308")
def test_articles_scripts_and_settled_cases_are_offered_for_what_is_typed() -> None:
    clerk = actor_of(staff("clerk"), NOON)
    article = an_article("外箱破损的处理", audience="customers")
    an_article("发票怎么开", "抬头和税号")
    settled = a_settled_case("两箱外箱压坏", "按声明价值赔偿")

    found = help_for(clerk, Talk(text="客户说外箱压坏破损", kind="complaint"), at=NOON)

    assert [(offered.article, offered.words) for offered in found.articles] == [(article, "先拍照，再签收。")]
    assert [(case, case.result) for case in found.cases] == [(settled, "按声明价值赔偿")]
    assert [said.stage for said in found.scripts][:1] == ["greeting"]


def test_words_for_staff_alone_are_not_put_into_an_answer() -> None:
    an_article("外箱破损的处理")

    found = help_for(actor_of(staff("clerk"), NOON), Talk(text="破损"), at=NOON)

    assert [offered.words for offered in found.articles] == [""]


def test_a_case_that_is_taken_up_again_is_no_example() -> None:
    clerk = actor_of(staff("clerk"), NOON)
    settled = a_settled_case("两箱外箱压坏", "赔偿")
    assert settled_cases(clerk, Talk(text="外箱压坏")) == [settled]

    reopen_case(case=settled, why="客户不认可", by=HOUSE, at=NOON + 2 * DAY)
    deliver_due()

    assert settled_cases(clerk, Talk(text="外箱压坏")) == []


def test_cases_of_other_branches_are_not_shown() -> None:
    a_settled_case("两箱外箱压坏", "赔偿", branch=a_branch())
    other = actor_of(staff("clerk", branch=a_branch()), NOON)

    assert settled_cases(other, Talk(text="外箱压坏")) == []


def test_a_complaint_of_the_same_customer_in_nearly_the_same_words_looks_the_same() -> None:
    clerk = actor_of(staff("clerk"), NOON)
    customer = a_customer()
    first = a_case(customer=customer, reason="昨天送到的两箱外箱压坏了")
    a_case(customer=customer, reason="司机态度不好，不肯搬上楼")
    a_case(reason="昨天送到的两箱外箱压坏了")  # somebody else's
    again = a_case(customer=customer, reason="昨天送到的两箱货外箱压坏了")

    found = look_alikes(clerk, talk_of(again), at=NOON + HOUR)

    assert [(like.case, like.same_shipment) for like in found] == [(first, False)]
    assert 0.6 <= found[0].share < 1


def test_the_same_shipment_counts_and_old_complaints_do_not() -> None:
    clerk = actor_of(staff("clerk"), NOON)
    shipment = a_shipment()
    first = a_case(shipment=shipment, reason="外箱压坏")
    talk = Talk(text="外箱压坏", shipment_id=shipment.pk)

    assert [(like.case, like.same_shipment) for like in look_alikes(clerk, talk, at=NOON)] == [(first, True)]
    assert look_alikes(clerk, talk, at=NOON + 15 * DAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_help_asks_the_same_number_of_questions(count: int) -> None:
    clerk = actor_of(staff("clerk"), NOON)
    customer = a_customer()
    for _ in range(count):
        an_article("外箱破损的处理")
        a_settled_case("两箱外箱压坏", "赔偿", customer=customer)

    with CaptureQueriesContext(connection) as asked:
        help_for(clerk, Talk(text="外箱 压坏 破损", customer_id=customer.pk), at=NOON + DAY)

    assert len(asked) == 18


def test_the_form_is_helped_while_it_is_typed_and_without_script(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("clerk"))
    an_article("外箱破损的处理", audience="customers")
    given = {"summary": "外箱破损", "channel": "phone", "direction": "in", "caller_name": "王女士"}

    assert "Good day, this is" in client.get(reverse("desk:new_contact")).content.decode()
    part = client.post(reverse("desk:assistance"), given, headers={"HX-Request": "true"}).content.decode()
    page = client.post(reverse("desk:assistance"), given).content.decode()

    assert "外箱" in part and "<html" not in part
    assert "<html" in page and "外箱破损的处理" in page and "王女士" in page


def test_a_case_shows_what_looks_the_same(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("clerk"))
    customer = a_customer()
    first = a_case(customer=customer, reason="昨天两箱外箱压坏", at=now() - HOUR)
    again = a_case(customer=customer, reason="昨天两箱外箱压坏", at=now())

    panel = client.get(
        reverse("kernel:panel", args=["desk.assistance", "desk.case", again.pk])
    ).content.decode()

    assert f"Looks like {first.number}" in panel and "same customer" in panel


def test_what_looks_the_same_is_merged_from_there(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("service_manager"))
    customer = a_customer()
    first = a_case(customer=customer, reason="昨天两箱外箱压坏", at=now() - HOUR)
    again = a_case(customer=customer, reason="昨天两箱外箱压坏", at=now())
    address = f"{reverse('desk:merge', args=[again.number])}?others={first.number}"

    panel = client.get(reverse("kernel:panel", args=["desk.assistance", "desk.case", again.pk]))
    form = client.get(address).content.decode()
    client.post(address, {"chosen": [first.pk]})
    client.force_login(staff("dispatcher"))
    other = client.get(reverse("kernel:panel", args=["desk.assistance", "desk.case", again.pk]))

    assert address in panel.content.decode()
    assert other.status_code == 200 and address not in other.content.decode()
    assert f'value="{first.pk}" checked' in form
    first.refresh_from_db()
    assert (first.state, first.merged_into) == ("merged", again)


def test_an_article_put_into_an_answer_is_counted(client: Client) -> None:
    client.force_login(staff("clerk"))
    article = an_article("外箱破损的处理", audience="customers")

    client.post(reverse("knowledge:linking", args=[article.number]), {"about": "CS-2603-0001"})

    assert list(article.uses.values_list("kind", "about")) == [("linked", "CS-2603-0001")]
    assert Article.objects.get().linked == 1
