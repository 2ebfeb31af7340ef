"""The desk for programs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.desk.models import Case, Contact
from kept.people.actions.persons import make_key
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
API = "/api/v1/desk"


def program(role: str = "clerk", **where: object) -> Client:
    _key, secret = make_key(person=staff(role, **where), name="PBX", by=HOUSE, at=now())  # type: ignore[arg-type]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, **data: object):  # type: ignore[no-untyped-def]
    return client.post(f"{API}/{path}", data, content_type="application/json")


@pytest.mark.spec("R273")
def test_a_telephone_system_logs_a_call_with_its_rings() -> None:
    customer = a_customer()

    answer = post(program(), "contacts", phone="13800001111", ring_count=3, customer=customer.number)

    contact = Contact.objects.get()
    assert answer.status_code == 201
    assert (contact.ring_count, contact.customer, answer.json()["number"]) == (3, customer, contact.number)
    assert {p["kind"]: p["state"] for p in answer.json()["promises"]} == {
        "ring_answer": "kept",
        "call_answer": "running",
    }


def test_a_case_is_opened_read_and_answered() -> None:
    client, shipment = program(), a_shipment()

    opened = post(client, "cases", kind="complaint", shipments=[shipment.number], reason="外箱破损")
    number = opened.json()["number"]
    told = post(client, f"cases/{number}/answer", channel="phone", text="今天补发", to="王女士")
    read = client.get(f"{API}/cases/{number}").json()

    assert (opened.status_code, told.status_code) == (201, 201)
    assert (read["state"], read["customer"]) == ("answered", shipment.customer.number)
    assert {p["kind"]: p["state"] for p in read["promises"]} == {
        "complaint_answer": "kept",
        "complaint_resolution": "running",
    }


def test_a_program_that_names_the_last_answer_hears_of_a_later_one() -> None:
    mine, colleague, case = program(), program(), a_case("question", at=now())
    there = f"cases/{case.number}/answer"

    def seen(client: Client) -> str:
        return str(client.get(f"{API}/cases/{case.number}").json()["last_answer"])

    unread = seen(mine)
    first = post(colleague, there, channel="phone", text="明早送到", last_answer="").json()["number"]
    refused = post(mine, there, channel="phone", text="我去查", last_answer=unread)
    stranger = post(mine, there, channel="phone", text="我去查", last_answer="CO-0")
    read = post(mine, there, channel="phone", text="已改派", last_answer=seen(mine))
    unasked = post(colleague, there, channel="phone", text="再说一次")

    assert (unread, refused.status_code, refused.json()["field"]) == ("", 409, "last_answer")
    assert "明早送到" in refused.json()["reason"]
    assert [stranger.status_code, read.status_code, unasked.status_code] == [404, 201, 201]
    assert first != seen(mine)


def test_cases_are_listed_newest_first_and_narrowed() -> None:
    first, second = a_case("question", at=now()), a_case("complaint", at=now())
    client = program()

    everything = [case["number"] for case in client.get(f"{API}/cases").json()]
    older = [case["number"] for case in client.get(f"{API}/cases", {"below": second.number}).json()]
    complaints = [case["number"] for case in client.get(f"{API}/cases", {"kind": "complaint"}).json()]

    assert (everything, older, complaints) == (
        [second.number, first.number],
        [first.number],
        [second.number],
    )


def test_an_outgoing_contact_answers_an_incoming_one() -> None:
    call = a_call(at=now())

    post(program(), "contacts", direction="out", summary="明早到", answers=call.number)

    assert Promise.objects.about(call).get().state == "kept"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nonsense", "phone": "1"},
        {"kind": "complaint", "impact": 9},
        {"kind": "complaint", "title": "x" * 200},
    ],
)
def test_wrong_input_is_named(wrong: dict[str, object]) -> None:
    answer = post(program(), "cases", **wrong)

    assert answer.status_code == 422 and answer.json()["detail"]
    assert not Case.objects.exists()


def test_a_rule_that_says_no_answers_with_its_reason() -> None:
    answer = post(program(), "cases", kind="complaint", reason="？")

    assert (answer.status_code, answer.json()["field"]) == (409, "customer")


def test_a_moment_without_a_zone_is_refused_and_so_is_the_future() -> None:
    client = program()

    naive = post(client, "contacts", phone="138", happened_at="2026-03-02T12:00:00")
    future = post(client, "contacts", phone="138", happened_at=(now() + timedelta(days=1)).isoformat())

    assert (naive.status_code, future.status_code) == (422, 409)


def test_what_is_not_ones_own_is_not_there() -> None:
    here, there = a_branch(), a_branch()
    theirs = a_case(branch=there, at=now())
    client = program(branch=here)

    assert client.get(f"{API}/cases/{theirs.number}").status_code == 404
    assert post(client, f"cases/{theirs.number}/answer", channel="phone", text="好").status_code == 404


def test_without_a_key_nothing_and_without_the_right_nothing_either() -> None:
    assert post(Client(), "contacts", phone="138").status_code == 401
    assert post(program("finance"), "contacts", phone="138").status_code == 403


def test_programs_note_snooze_relabel_and_link_a_case() -> None:
    client, case, other = program(), a_case("question", at=now()), a_case(at=now())
    until = (now() + timedelta(days=1)).isoformat()

    noted = post(client, f"cases/{case.number}/notes", text="已查")
    rested = post(client, f"cases/{case.number}/snooze", until=until, why="等仓库").json()
    woken = post(client, f"cases/{case.number}/snooze").json()
    kind = post(client, f"cases/{case.number}/kind", kind="complaint").json()
    linked = post(client, f"cases/{case.number}/links", other=other.number, sort="related")

    assert (noted.status_code, linked.status_code) == (201, 201)
    assert rested["snoozed_until"] and not woken["snoozed_until"] and kind["kind"] == "complaint"


def test_programs_merge_and_split_cases() -> None:
    client, customer = program(), a_customer()
    one, two = (a_case(customer=customer, at=now()) for _ in range(2))
    call = a_call(customer=customer, case=one, at=now())

    merged = post(client, f"cases/{one.number}/merge", others=[two.number])
    apart = post(client, f"cases/{one.number}/split", contacts=[call.number], kind="question")
    missing = post(client, f"cases/{one.number}/merge", others=["CS-0"])

    two.refresh_from_db()
    assert (merged.status_code, apart.status_code, missing.status_code) == (200, 201, 404)
    assert (two.state, apart.json()["kind"]) == ("merged", "question")


def test_programs_put_a_case_to_a_branch_and_return_the_result() -> None:
    branch, case = a_branch(), a_case(at=now())
    client = program("service_manager")

    asked = post(client, f"cases/{case.number}/referrals", branch=branch.code, ask="查明").json()
    done = post(client, f"cases/{case.number}/referrals/{asked['id']}/result", result="已补发").json()
    told = post(client, f"cases/{case.number}/reports", sort="fact", text="客户换了负责人")
    read = client.get(f"{API}/cases/{case.number}/referrals").json()

    assert (asked["returned_at"], done["result"], told.status_code) == (None, "已补发", 201)
    assert [row["branch"] for row in read] == [branch.code]
