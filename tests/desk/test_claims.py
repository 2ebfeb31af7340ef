"""Claims against us, a carrier or an insurer; disputes that hold charges."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.billing.actions.correcting import reverse_charges, settle_charges
from kept.billing.actions.holding import decide_hold, hold_charges
from kept.billing.models import Charge, ChargeHold
from kept.billing.rules import ChargeIsHeld, CreditTooHigh, FourEyes, HeldAlready
from kept.desk.actions.answering import answer_case
from kept.desk.actions.claiming import (
    AgainstWhom,
    AmountWrong,
    ClaimDraft,
    NotAClaim,
    PaidByCompensation,
    decide_claim,
    file_claim,
    pay_claim,
    withdraw_claim,
)
from kept.desk.actions.redressing import make_good, note_reaction
from kept.desk.actions.solving import close_case
from kept.desk.models import Case, Claim
from kept.desk.queries.claims import claim_costs
from kept.desk.rules import ChargesHeld
from kept.kernel.money import Money
from kept.people.actions.persons import make_key
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_partner, actor, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def filed(case: Case | None = None, fen: int = 50000, **details: Any) -> Claim:
    given: dict[str, Any] = {"side": "us", "grounds": "三台显示器破损", "product": "显示器", **details}
    draft = ClaimDraft(money=Money(fen), **given)
    return file_claim(case=case or a_case("claim"), draft=draft, by=HOUSE, at=NOON)


def a_charge(case: Case, net: int = 10000, **details: Any) -> Charge:
    goods = a_shipment(case.customer)
    return Charge.objects.create(
        number=f"CH-{Charge.objects.count():06}",
        kind="freight",
        customer=case.customer,
        shipment=goods,
        currency="CNY",
        amount=net,
        tax_rate=Decimal("0.09"),
        tax=net * 9 // 100,
        event_uid=f"00000000-0000-0000-0000-{Charge.objects.count():012}",
        event_name="transport.shipment_delivered",
        happened_at=NOON,
        period=date(2026, 3, 1),
        charged_at=NOON,
        **details,
    )


# Claims


def test_a_claim_owes_a_decision_and_names_whom_it_is_against() -> None:
    claim = filed(side="carrier", partner=a_partner())

    assert [(p.kind, p.state) for p in claim.promises] == [("claim_decision", "running")]
    for wrong, no in (
        ({"side": "carrier"}, AgainstWhom),
        ({"side": "insurer", "insurer": " "}, AgainstWhom),
        ({"fen": 0}, AmountWrong),
        ({"case": a_case("question")}, NotAClaim),
    ):
        with pytest.raises(no):
            filed(**wrong)


@pytest.mark.spec("R263")
def test_a_customers_claim_is_paid_through_a_compensation_and_costs_stand_per_product_and_cause() -> None:
    claim = filed(sort="warranty")
    decided = decide_claim(
        claim=claim, granted=15000, note="部分认可", pay_by=date(2026, 3, 9), by=actor("clerk"), at=NOON
    )
    assert decided.compensation is not None
    with pytest.raises(PaidByCompensation):
        pay_claim(claim=claim, proof="x", by=HOUSE, at=NOON)

    note_reaction(compensation=decided.compensation, accepts=True, by=HOUSE, at=NOON)
    make_good(compensation=decided.compensation, proof="流水 9", by=actor("finance"), at=NOON + DAY)
    Case.objects.update(cause="handling")

    claim.refresh_from_db()
    assert (claim.state, claim.proof, Charge.objects.get().amount) == ("paid", "流水 9", -15000)
    states = {p.kind: p.state for p in Claim.objects.get().promises}
    assert states == {"claim_decision": "kept", "claim_payment": "kept"}
    (cost,) = claim_costs(Claim.objects.all())
    assert (cost.product, cost.cause, cost.sort, cost.claimed, cost.granted) == (
        "显示器",
        "handling",
        "warranty",
        Money(50000),
        Money(15000),
    )


def test_a_declined_compensation_opens_the_claim_again() -> None:
    claim = filed()
    decided = decide_claim(claim=claim, granted=15000, note="部分", by=HOUSE, at=NOON)
    assert decided.compensation is not None

    note_reaction(compensation=decided.compensation, accepts=False, by=HOUSE, at=NOON + DAY)

    claim = Claim.objects.get()
    assert (claim.state, claim.granted, claim.compensation) == ("open", None, None)
    assert sorted(p.state for p in claim.promises) == ["kept", "running"]


def test_our_claim_is_paid_when_the_money_came_or_withdrawn() -> None:
    ours, other = filed(side="insurer", insurer="平安保险"), filed(side="carrier", partner=a_partner())
    with pytest.raises(AmountWrong):
        decide_claim(claim=ours, granted=50001, note="x", by=HOUSE, at=NOON)

    decide_claim(claim=ours, granted=40000, note="免赔额", by=HOUSE, at=NOON)
    pay_claim(claim=ours, proof="流水 3", by=HOUSE, at=NOON + DAY)
    withdraw_claim(claim=other, note="证据不足", by=HOUSE, at=NOON)

    assert list(Claim.objects.order_by("pk").values_list("state", flat=True)) == ["paid", "withdrawn"]
    assert [p.state for p in Claim.objects.get(pk=other.pk).promises] == ["cancelled"]


def test_a_claim_walks_through_the_pages_with_its_evidence(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case, partner = a_case("claim", at=now()), a_partner()
    client.force_login(staff("service_manager"))
    said = {"side": "carrier", "partner": partner.pk, "amount": "500", "currency": "CNY", "sort": "claim"}
    address = reverse("desk:new_claim", args=[case.number])

    wrong = client.post(address, {**said, "partner": "", "grounds": "破损"})
    paper = SimpleUploadedFile("proof.pdf", b"%PDF-1.4\n%%EOF")
    client.post(address, {**said, "grounds": "破损", "evidence": paper})
    claim = Claim.objects.get()
    (undecided,) = claim_costs(Claim.objects.all())
    assert undecided.granted is None and client.get(reverse("desk:claim_costs")).status_code == 200
    page = client.get(claim.get_absolute_url()).content.decode()
    printed = client.get(reverse("desk:claim_form", args=[claim.number])).content.decode()
    client.post(
        reverse("desk:claim_decision", args=[claim.number]),
        {"granted": "400", "note": "对方认可", "pay_by": (now() + DAY).date().isoformat()},
    )
    panel = client.get(
        reverse("kernel:panel", args=["desk.claims_against_partner", "parties.partner", partner.pk])
    )
    client.post(reverse("desk:claim_payment", args=[claim.number]), {"proof": "流水 5"})
    costs = client.get(reverse("desk:claim_costs")).content.decode()
    listed = client.get(reverse("desk:claims"), {"side": "carrier"}).content.decode()

    claim.refresh_from_db()
    assert (wrong.status_code, claim.state, claim.granted) == (422, "paid", 40000)
    assert "proof.pdf" in page and "proof.pdf" in printed
    assert claim.number in panel.content.decode() and claim.number in listed and "400.00" in costs


# Disputes


@pytest.mark.spec("R114")
def test_disputed_charges_wait_and_stand_or_are_given_back() -> None:
    case = a_case("dispute")
    kept, part, whole = (a_charge(case) for _ in range(3))
    clerk = actor("clerk")
    holds = hold_charges(charges=[kept, part, whole], matter=case.number, why="重量不符", by=clerk, at=NOON)
    with pytest.raises(HeldAlready):
        hold_charges(charges=[kept], matter=case.number, why="重量不符", by=clerk, at=NOON)
    for verb in (settle_charges, reverse_charges):
        with pytest.raises(ChargeIsHeld):
            verb(charges=[kept], by=HOUSE, at=NOON, **({"why": "x"} if verb is reverse_charges else {}))
    with pytest.raises(FourEyes):
        decide_hold(hold=holds[1], credit=2500, note="复称", by=clerk, at=NOON)
    with pytest.raises(CreditTooHigh):
        decide_hold(hold=holds[1], credit=10001, note="复称", by=HOUSE, at=NOON)

    for hold, credit in zip(holds, (0, 2500, 10000), strict=True):
        decide_hold(hold=hold, credit=credit, note="复称", by=HOUSE, at=NOON)
    settle_charges(charges=[kept], by=HOUSE, at=NOON)

    assert list(ChargeHold.objects.order_by("pk").values_list("outcome", flat=True)) == [
        *("stands", "credited", "reversed"),
    ]
    lines = Charge.objects.order_by("pk").values_list("kind", "amount", "tax", "state")
    assert list(lines) == [
        ("freight", 10000, 900, "settled"),
        ("freight", 10000, 900, "open"),
        ("freight", 10000, 900, "reversed"),
        ("dispute", -2500, -225, "open"),
    ]


def test_a_dispute_is_not_closed_while_charges_are_held() -> None:
    case = a_case("dispute")
    (hold,) = hold_charges(charges=[a_charge(case)], matter=case.number, why="重量不符", by=HOUSE, at=NOON)
    answer_case(case=case, text="复称中", channel="phone", by=HOUSE, at=NOON)
    learned = {"cause": "handling", "liable_tier": "us", "measure": "复称", "prevention": "校秤"}

    with pytest.raises(ChargesHeld):
        close_case(case=case, result="复称", **learned, by=HOUSE, at=NOON)
    decide_hold(hold=hold, credit=0, note="复称", by=HOUSE, at=NOON)

    assert close_case(case=case, result="复称", **learned, by=HOUSE, at=NOON).state == "closed"


def test_a_clerk_holds_on_the_case_and_finance_decides(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case = a_case("dispute", at=now())
    charge, other = a_charge(case), a_charge(a_case("dispute"))
    client.force_login(staff("clerk"))
    address = reverse("desk:disputed_charges", args=[case.number])

    offered = client.get(address).content.decode()
    foreign = client.post(address, {"charges": [other.pk], "why": "重量不符"})
    client.post(address, {"charges": [charge.pk], "why": "重量不符"})
    hold = ChargeHold.objects.get()
    shut = client.post(reverse("billing:hold_decision", args=[hold.pk]), {"credit": "10", "note": "复称"})
    panel = client.get(reverse("kernel:panel", args=["desk.disputed_charges_of_case", "desk.case", case.pk]))
    client.force_login(staff("finance"))
    held = client.get(reverse("billing:charges"), {"held": "on"}).content.decode()
    wrong = client.post(reverse("billing:hold_decision", args=[hold.pk]), {"credit": "101", "note": "复称"})
    client.post(reverse("billing:hold_decision", args=[hold.pk]), {"credit": "25", "note": "复称"})
    listed = client.get(reverse("billing:holds"), {"outcome": "credited"}).content.decode()

    assert charge.number in offered and other.number not in offered
    assert (foreign.status_code, shut.status_code, wrong.status_code) == (422, 403, 422)
    assert all(charge.number in page for page in (panel.content.decode(), held, listed))
    hold.refresh_from_db()
    assert (hold.outcome, hold.credited) == ("credited", 2500)


def test_programs_file_decide_and_dispute() -> None:
    case, dispute = a_case("claim"), a_case("dispute")
    charge = a_charge(dispute)
    clerk, manager = program("clerk"), program("service_manager")

    made = post(clerk, f"desk/cases/{case.number}/claims", side="us", amount=30000, grounds="破损").json()
    shut = post(clerk, f"desk/claims/{made['number']}/decision", granted=1, note="x")
    decided = post(manager, f"desk/claims/{made['number']}/decision", granted=20000, note="部分").json()
    held = post(
        clerk, f"desk/cases/{dispute.number}/disputed-charges", charges=[charge.number], why="重量不符"
    ).json()
    unknown = post(clerk, f"desk/cases/{dispute.number}/disputed-charges", charges=["CH-0"], why="x")
    given = post(manager, f"billing/holds/{held[0]['id']}/decision", credit=0, note="复称无误").json()

    assert (shut.status_code, decided["state"], bool(decided["compensation"])) == (403, "granted", True)
    assert (unknown.status_code, given["outcome"]) == (409, "stands")
    assert [row["number"] for row in clerk.get("/api/v1/desk/claims?side=us").json()["items"]] == [
        made["number"]
    ]
    assert clerk.get("/api/v1/billing/holds?undecided=true").json()["items"] == []


def program(role: str) -> Client:
    _key, secret = make_key(person=staff(role), name="ERP", by=HOUSE, at=now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(f"/api/v1/{path}", data, content_type="application/json")
