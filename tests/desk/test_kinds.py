"""What each kind of case asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.tending import change_case
from kept.desk.enums import CaseKind
from kept.desk.kinds import KIND_FIELDS, DetailUnknown, DetailWrong, read_details
from kept.desk.models import Case
from kept.desk.ui.kind_forms import KindForm
from kept.kernel.models import EventRecord
from kept.promises.models import Promise
from tests.desk.scenes import a_case
from tests.factories import HOUSE, a_customer, staff

pytestmark = pytest.mark.django_db
CARGO = {
    "shipping_date": "2026-11-20",
    "item_number": "88-12",
    "origin": "上海",
    "destination": "成都",
    "package": "木箱",
    "features": "红色标签",
    "shortage": "2",
}


@pytest.mark.spec("R280")
def test_a_cargo_query_is_taken_in_with_all_that_finds_the_goods(client: Client) -> None:
    client.force_login(staff("clerk"))
    given = {"channel": "phone", "direction": "in", "summary": "货没到", "kind": "cargo_query"}
    asked = {f"cargo_query-{code}": value for code, value in CARGO.items()}

    client.post(reverse("desk:new_contact"), {**given, **asked, "customer": a_customer().pk})

    case = Case.objects.get()
    page = client.get(case.get_absolute_url()).content.decode()
    assert case.details == {**CARGO, "shortage": 2}
    assert all(f"<dd>{value}</dd>" in page for value in CARGO.values())
    assert Promise.objects.about(case).get().kind == "question_answer"


@pytest.mark.spec("R302")
def test_a_consultation_is_a_kind_with_an_answer_owed() -> None:
    case = a_case("consultation", details={"topic": "冷链报价"})

    assert (case.details, Promise.objects.about(case).get().kind) == (
        {"topic": "冷链报价"},
        "question_answer",
    )


@pytest.mark.parametrize("kind", KIND_FIELDS)
def test_the_form_of_a_kind_asks_what_its_table_says(kind: str) -> None:
    assert list(KindForm(kind=kind).fields) == [field.code for field in KIND_FIELDS[kind]]


@pytest.mark.parametrize(
    ("code", "value"),
    [("shortage", "-1"), ("shortage", "two"), ("shipping_date", "20.11."), ("origin", "上" * 2001)],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(code: str, value: str) -> None:
    with pytest.raises(DetailWrong) as no:
        read_details(CaseKind.CARGO_QUERY, {code: value})

    assert no.value.field == code


def test_a_field_of_another_kind_is_refused() -> None:
    with pytest.raises(DetailUnknown):
        a_case("question", details={"shortage": 1})


def test_nothing_said_is_nothing_kept() -> None:
    assert read_details(CaseKind.CLAIM, {"amount": "12.50", "goods": " ", "proof": ""}) == {"amount": "12.50"}


def test_a_wrong_value_of_the_chosen_kind_stops_the_intake_with_its_words(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("clerk"))
    given = {"channel": "phone", "direction": "in", "summary": "少件", "kind": "cargo_query"}

    answer = client.post(
        reverse("desk:new_contact"), {**given, "caller_name": "王", "cargo_query-shortage": "-3"}
    )

    assert answer.status_code == 422 and not Case.objects.exists()
    assert "greater than or equal to 0" in answer.content.decode()


def test_what_a_kind_asks_is_changed_with_the_details(client: Client) -> None:
    client.force_login(staff("clerk"))
    case = a_case("claim", details={"amount": "100"})
    given: dict[str, Any] = {
        "title": "索赔",
        "impact": 1,
        "urgency": 2,
        "amount": "250.50",
        "currency": "CNY",
    }

    client.post(reverse("desk:details", args=[case.number]), given)

    case.refresh_from_db()
    assert case.details == {"amount": "250.50", "currency": "CNY"}


def test_details_that_stay_the_same_are_no_change() -> None:
    case = a_case("claim", details={"amount": "100"})

    change_case(case=case, changes={"details": {"amount": "100"}}, by=HOUSE, at=now())

    assert not EventRecord.objects.filter(name="desk.case_changed").exists()
