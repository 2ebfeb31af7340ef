"""Before, during or after the transaction: the phase of each contact and case (R003)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.desk.actions.contacting import answer_contact, note_service
from kept.desk.actions.linking import link_shipments
from kept.desk.actions.tending import change_case
from kept.desk.enums import CaseKind
from kept.desk.models import Case, Contact
from kept.desk.queries.phases import OF_KIND
from kept.kernel.models import EventRecord
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R003")]


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(staff("clerk", language="en"))
    return client


def test_what_a_contact_is_about_tells_how_far_its_goods_were() -> None:
    on_the_way, delivered = a_shipment(), a_shipment()
    delivered.state, delivered.delivered_at = "delivered", NOON
    delivered.save()
    hour = timedelta(hours=1)

    phases = [
        a_call(shipment=on_the_way).phase,
        a_call(shipment=delivered, at=NOON + hour, happened_at=NOON + hour).phase,
        a_call(shipment=delivered, at=NOON + hour, happened_at=NOON - hour).phase,
        a_call(phone="13700009999").phase,
        a_call(shipment=on_the_way, is_internal=True).phase,
    ]

    assert phases == ["during", "after", "during", "", ""]


def test_a_kind_tells_its_phase_where_there_are_no_goods_and_the_others_stay_unknown() -> None:
    kinds = [
        CaseKind.CONSULTATION,
        CaseKind.CARGO_QUERY,
        CaseKind.CLAIM,
        CaseKind.COMPLAINT,
        CaseKind.INTERNAL,
    ]

    phases = [a_case(kind).phase for kind in kinds]

    assert phases == ["before", "during", "after", "", ""]
    assert set(OF_KIND) < set(CaseKind)


def test_a_claim_is_about_what_was_done_though_goods_are_on_the_way() -> None:
    goods = a_shipment()

    assert a_case("claim", shipment=goods, customer=goods.customer).phase == "after"
    assert a_case("complaint", shipment=goods, customer=goods.customer).phase == "during"


def test_answer_and_case_belong_where_the_question_did() -> None:
    call = a_call(customer=a_customer(), phase="before")

    answered = answer_contact(contact=call, text="明天报价", by=HOUSE, at=NOON)
    case = a_case("question", customer=None, contact=call)

    assert [call.phase, answered.phase, case.phase] == ["before", "before", "before"]


def test_a_case_learns_its_phase_from_goods_that_are_linked_later() -> None:
    goods = a_shipment()
    case = a_case("complaint", customer=goods.customer)

    link_shipments(case=case, shipments=[goods], by=HOUSE, at=NOON)

    assert Case.objects.get(pk=case.pk).phase == "during"


def test_what_the_clerk_says_later_holds_and_is_told() -> None:
    call, case = a_call(phone="13700009999"), a_case("complaint")
    internal = a_case("internal")

    note_service(contact=call, changes={"phase": "before"}, by=HOUSE, at=NOON)
    change_case(case=case, changes={"phase": "after"}, by=HOUSE, at=NOON)
    change_case(case=internal, changes={"phase": "after"}, by=HOUSE, at=NOON)

    told = EventRecord.objects.filter(name__in=("desk.contact_written_up", "desk.case_changed"))
    assert Contact.objects.get(pk=call.pk).phase == "before"
    assert [Case.objects.get(pk=one.pk).phase for one in (case, internal)] == ["after", ""]
    assert [one.data["fields"] for one in told.order_by("id")] == [["phase"], ["phase"]]


@pytest.mark.parametrize("name", ["contacts", "cases"])
def test_lists_are_narrowed_and_exported_by_phase(clerk: Client, name: str) -> None:
    customer = a_customer()
    for phase in ("before", "during", ""):
        a_case("question", customer=None, contact=a_call(customer=customer, phase=phase))

    def listed(phase: str) -> list[str]:
        wanted = {"phase": phase, "export": "csv", "columns": "phase"}
        answer: Any = clerk.get(reverse(f"desk:{name}"), wanted)
        return answer.getvalue().decode("utf-8-sig").splitlines()[1:]

    assert len(listed("before")) == len(listed("during")) == len(listed("unknown")) == 1
    assert "Before the transaction" in listed("before")[0]


def test_a_clerk_reads_and_mends_the_phase_on_the_page(clerk: Client) -> None:
    call = a_call(shipment=a_shipment())

    page = clerk.get(call.get_absolute_url()).content.decode()
    wrong = clerk.post(reverse("desk:contact_service", args=[call.number]), {"phase": "ghost"})
    right = clerk.post(reverse("desk:contact_service", args=[call.number]), {"phase": "after"})

    call.refresh_from_db()
    assert "<dt>Phase</dt><dd>During the transaction</dd>" in page
    assert [wrong.status_code, right.status_code, call.phase] == [422, 302, "after"]


def test_programs_say_read_and_ask_for_the_phase(clerk: Client) -> None:
    number = a_customer().number

    def send(path: str, **data: str) -> Any:
        return clerk.post(f"/api/v1/desk/{path}", json.dumps(data), content_type="application/json").json()

    contact = send("contacts", customer=number, phone="13700009999", summary="?", phase="before")
    case = send("cases", kind="question", customer=number, reason="?", phase="after")
    read = clerk.get("/api/v1/desk/cases", {"phase": "after"}).json()

    assert [contact["phase"], case["phase"]] == ["before", "after"]
    assert [one["number"] for one in read] == [case["number"]]
    assert clerk.get("/api/v1/desk/cases", {"phase": "before"}).json() == []
