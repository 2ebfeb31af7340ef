"""Programs read what customers were offered, tell what they chose, and plan and end follow-ups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.offering import make_offer
from kept.desk.models import Contact, FollowUp, Offer
from kept.promises.models import Promise
from tests.desk.scenes import a_case, a_shipment
from tests.desk.test_insurance import Program
from tests.factories import HOUSE, NOON, a_branch

pytestmark = pytest.mark.django_db


def offered() -> Offer:
    shipment = a_shipment()
    case = open_exception(trouble="weather", shipments=[shipment], by=HOUSE, at=NOON)
    made = make_offer(case=case, customer=shipment.customer, options=["wait", "redeliver"], by=HOUSE, at=NOON)
    assert made is not None
    return made


def test_a_program_tells_what_a_customer_chose_once_and_only_what_was_offered() -> None:
    offer, program = offered(), Program("clerk")
    (row,) = program.get("offers?state=open")[1]
    assert (row["case"], row["options"], row["choice"]) == (offer.case.number, ["wait", "redeliver"], "")
    assert offer.token not in str(row)
    address = f"cases/{offer.case.number}/offers/{offer.customer.number}/choice"

    assert program.post(address, {"choice": "return"})[0] == 409
    assert program.post(address, {"choice": "redeliver"})[0] == 409
    day = (localdate() + timedelta(days=2)).isoformat()
    status, chosen = program.post(address, {"choice": "redeliver", "wanted_day": day})

    assert (status, chosen["choice"], chosen["wanted_day"], chosen["by_link"]) == (
        200,
        "redeliver",
        day,
        False,
    )
    assert Promise.objects.of_kind("redelivery").count() == 1
    assert program.post(address, {"choice": "wait"})[0] == 409
    assert program.get("offers?state=open")[1] == []
    assert len(program.get(f"offers?state=chosen&case={offer.case.number}")[1]) == 1


def test_offers_of_another_branch_are_not_there() -> None:
    offer = offered()
    stranger = Program("clerk", branch=a_branch())

    assert stranger.get("offers")[1] == []
    address = f"cases/{offer.case.number}/offers/{offer.customer.number}/choice"
    assert stranger.post(address, {"choice": "wait"})[0] == 404


def test_a_program_plans_a_follow_up_lists_it_and_ends_it() -> None:
    case, program = a_case(), Program("clerk")
    due = (now() + timedelta(hours=3)).isoformat()

    past = {"what": "回电", "due_at": (now() - timedelta(hours=1)).isoformat()}
    assert program.post("follow-ups", past)[0] == 409
    assert program.post("follow-ups", {"what": "回电", "due_at": "2026-03-02T12:00:00"})[0] == 422
    assert program.post("follow-ups", {"what": "回电", "due_at": due, "owner": "nobody"})[0] == 404
    status, made = program.post("follow-ups", {"what": "回电", "due_at": due, "case": case.number})

    assert (status, made["about"], made["owner"]) == (201, case.number, program.person.login)
    assert [row["number"] for row in program.get("follow-ups")[1]] == [made["number"]]
    assert program.get("follow-ups?owner=nobody")[1] == []
    status, ended = program.post(f"follow-ups/{made['number']}/end", {"result": "已回电"})
    assert (status, ended["result"]) == (200, "已回电")
    assert program.get("follow-ups")[1] == []
    assert len(program.get("follow-ups?state=done")[1]) == 1
    assert program.post(f"follow-ups/{made['number']}/end", {"result": "再说"})[0] == 409


def test_a_promised_answer_ends_only_with_how_the_customer_was_told() -> None:
    case, program = a_case(), Program("clerk")
    due = (now() + timedelta(hours=3)).isoformat()
    given = {"what": "回电", "due_at": due, "case": case.number, "needs_contact": True}
    number = program.post("follow-ups", given)[1]["number"]

    assert program.post(f"follow-ups/{number}/end", {"result": "已回电"})[0] == 409
    told = {"result": "已回电", "channel": "phone", "text": "明天送达"}
    assert program.post(f"follow-ups/{number}/end", told)[0] == 200

    assert FollowUp.objects.get().contact == Contact.objects.get(direction="out")
