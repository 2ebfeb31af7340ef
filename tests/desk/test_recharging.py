"""What subcontractors bear of what a case cost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.billing.actions.recharging import contest_recharge, decide_contest, settle_recharges
from kept.billing.models import Recharge
from kept.billing.rules import FourEyes, ReasonMissing
from kept.comms.models import Notice
from kept.desk.actions.liability import ShareDraft, decide_liability
from kept.desk.actions.recharging import recharge_case
from kept.desk.actions.redressing import decide_compensation, note_reaction, propose_compensation
from kept.desk.models import Case, Compensation
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.money import Money
from kept.kernel.outbox import deliver_due
from kept.parties.models import Partner
from kept.people.actions.persons import make_key
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, a_partner, actor, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def liable(case: Case, *partners: tuple[Partner, str], at: Any = NOON) -> None:
    left = 100 - sum(Decimal(share) for _, share in partners)
    shares = [ShareDraft(tier="subcontractor", share=Decimal(s), partner=p) for p, s in partners]
    shares += [ShareDraft(tier="us", share=left)] if left else []
    decide_liability(case=case, shares=shares, why="装车前破损", cause="handling", by=HOUSE, at=at)


def granted(case: Case, fen: int = 15000, **details: Any) -> Compensation:
    given = {"kind": "money", "why": "货损", "by": HOUSE, "at": NOON, **details}
    return propose_compensation(case=case, money=Money(fen), **given)


def lines() -> list[tuple[int, str]]:
    return list(Recharge.objects.order_by("pk").values_list("amount", "state"))


@pytest.mark.parametrize("first", ["liability", "compensation"])
def test_the_share_of_a_granted_compensation_goes_to_the_liable_subcontractor_once(first: str) -> None:
    goods, partner = a_shipment(), a_partner()
    case = a_case(shipments=[goods], customer=goods.customer, branch=a_branch())
    for step in ("liability", "compensation") if first == "liability" else ("compensation", "liability"):
        liable(case, (partner, "70")) if step == "liability" else granted(case, 15001)

    recharge_case(case=case, by=HOUSE, at=NOON + HOUR)

    line = Recharge.objects.get()
    assert (line.partner, line.amount, line.whole, line.share) == (partner, 10501, 15001, 70)
    assert (line.matter, line.loss, line.branch, line.state) == (
        case.number,
        Compensation.objects.get().number,
        case.branch,
        "open",
    )


def test_shares_of_several_are_rounded_together() -> None:
    case = a_case()
    liable(case, (a_partner(), "50"), (a_partner(), "50"))

    granted(case, 101)

    assert sorted(amount for amount, _ in lines()) == [50, 51]


def test_nothing_is_recharged_while_undecided_or_when_we_are_liable_ourselves() -> None:
    case = a_case()
    liable(case, (a_partner(), "60"))
    waiting = propose_compensation(
        case=case, kind="money", money=Money(30000), why="货损", by=actor("clerk"), at=NOON
    )
    assert lines() == []

    decide_compensation(compensation=waiting, approve=True, by=HOUSE, at=NOON + HOUR)
    granted(a_case())

    assert lines() == [(18000, "open")]


def test_a_declined_compensation_is_borne_by_nobody() -> None:
    case = a_case()
    liable(case, (a_partner(), "60"))
    offered = granted(case)

    note_reaction(compensation=offered, accepts=False, by=HOUSE, at=NOON + HOUR)

    assert lines() == [(9000, "withdrawn")]


def test_a_revision_replaces_what_is_open_and_balances_what_is_settled() -> None:
    case, settled_by, other = a_case(), a_partner(), a_partner()
    liable(case, (settled_by, "60"), (other, "40"))
    granted(case, 10000)
    settle_recharges(recharges=Recharge.objects.filter(partner=settled_by), by=HOUSE, at=NOON)

    liable(case, (settled_by, "50"), (other, "50"), at=NOON + HOUR)

    assert list(Recharge.objects.order_by("pk").values_list("partner", "amount", "state")) == [
        (settled_by.pk, 6000, "settled"),
        (other.pk, 4000, "withdrawn"),
        (settled_by.pk, -1000, "open"),
        (other.pk, 5000, "open"),
    ]


def test_a_contest_says_why_is_decided_by_another_and_comes_back_only_by_a_new_decision() -> None:
    case, partner = a_case(), a_partner()
    liable(case, (partner, "100"))
    granted(case)
    liable(case, (partner, "100"), at=NOON + HOUR)
    line, theirs = Recharge.objects.get(), actor("finance")
    with pytest.raises(ReasonMissing):
        contest_recharge(recharge=line, why=" ", by=theirs, at=NOON)
    contest_recharge(recharge=line, why="签收无异常", by=theirs, at=NOON)

    with pytest.raises(IllegalMove):
        settle_recharges(recharges=[line], by=HOUSE, at=NOON)
    with pytest.raises(FourEyes):
        decide_contest(recharge=line, upheld=True, note="有照片", by=theirs, at=NOON)
    decide_contest(recharge=line, upheld=False, note="照片不清", by=HOUSE, at=NOON)
    recharge_case(case=case, by=HOUSE, at=NOON)
    assert lines() == [(15000, "withdrawn")]

    liable(case, (partner, "40"), at=NOON + 2 * HOUR)
    assert lines() == [(15000, "withdrawn"), (6000, "open")]


def test_a_subcontractor_sees_their_own_in_the_portal_and_contests_it(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case, partner, other = a_case(at=now()), a_partner(), a_partner()
    liable(case, (partner, "60"), (other, "40"))
    granted(case)
    mine, theirs = (Recharge.objects.get(partner=each) for each in (partner, other))
    manager = staff("branch_manager")
    client.force_login(staff("subcontractor", partner=partner))

    page = client.get(reverse("portal:carrier_recharges")).content.decode()
    foreign = client.get(reverse("portal:carrier_recharge", args=[theirs.number]))
    empty = client.post(reverse("portal:carrier_recharge", args=[mine.number]), {"why": ""})
    said = client.post(reverse("portal:carrier_recharge", args=[mine.number]), {"why": "签收无异常"})
    shown = client.get(said["Location"]).content.decode()
    deliver_due()

    assert (mine.number in page, theirs.number in page, foreign.status_code) == (True, False, 404)
    assert (empty.status_code, said.status_code, "签收无异常" in shown) == (422, 302, True)
    mine.refresh_from_db()
    assert (mine.state, mine.contest) == ("contested", "签收无异常")
    assert Notice.objects.get(name="billing.recharge_contested").person == manager


def test_finance_sees_lists_decides_and_settles_on_the_pages(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case, partner = a_case(at=now()), a_partner()
    liable(case, (partner, "60"))
    granted(case)
    line = Recharge.objects.get()
    client.force_login(staff("finance"))

    listed = client.get(reverse("billing:recharges"), {"partner": partner.number}).content.decode()
    exported = client.get(reverse("billing:recharges"), {"export": "csv"})
    panels = [
        client.get(reverse("kernel:panel", args=[name, kind, pk])).content.decode()
        for name, kind, pk in (
            ("desk.recharges_of_case", "desk.case", case.pk),
            ("billing.recharges_of_partner", "parties.partner", partner.pk),
        )
    ]
    contest_recharge(recharge=line, why="不认可", by=HOUSE, at=now())
    wrong = client.post(reverse("billing:recharge_decision", args=[line.number]), {"upheld": "yes"})
    client.post(reverse("billing:recharge_decision", args=[line.number]), {"upheld": "yes", "note": "有照片"})
    page = client.get(line.get_absolute_url()).content.decode()
    client.post(reverse("billing:recharge_settlement"), {"pk": line.pk})

    line.refresh_from_db()
    assert line.number in listed and all(line.number in panel for panel in panels)
    assert exported.status_code == 200
    assert (wrong.status_code, "Upheld" in page, line.state) == (422, True, "settled")


def test_programs_read_and_contest_recharges_of_their_own() -> None:
    case, partner, other = a_case(), a_partner(), a_partner()
    liable(case, (partner, "60"), (other, "40"))
    granted(case)
    mine, theirs = (Recharge.objects.get(partner=each) for each in (partner, other))
    carrier, finance = program("subcontractor", partner=partner), program("finance")

    seen = carrier.get("/api/v1/billing/recharges").json()
    foreign = post(carrier, f"billing/recharges/{theirs.number}/contest", why="不认可")
    told = post(carrier, f"billing/recharges/{mine.number}/contest", why="签收无异常")
    shut = post(carrier, f"billing/recharges/{mine.number}/decision", upheld=False, note="x")
    decided = post(finance, f"billing/recharges/{mine.number}/decision", upheld=False, note="照片不清")

    assert [(row["number"], row["amount"]) for row in seen["items"]] == [(mine.number, 9000)]
    assert (foreign.status_code, told.json()["state"], shut.status_code) == (404, "contested", 403)
    assert decided.json()["state"] == "withdrawn"


def test_programs_decide_liability_and_walk_a_compensation_to_its_end() -> None:
    case, partner = a_case(), a_partner()
    manager, finance, clerk = program("service_manager"), program("finance"), program("clerk")
    path = f"desk/cases/{case.number}"
    share = {"tier": "subcontractor", "share": "100", "partner": partner.number}

    wrong = post(manager, f"{path}/liability", shares=[{**share, "share": "90"}], why="货损")
    made = post(manager, f"{path}/liability", shares=[share], why="货损", cause="handling")
    shut = post(clerk, f"{path}/liability", shares=[share], why="货损")
    offer = post(clerk, f"{path}/compensations", kind="credit", amount=60000, why="货损").json()
    one = f"desk/compensations/{offer['number']}"
    own = post(clerk, f"{one}/decision", approve=True)
    approved = post(manager, f"{one}/decision", approve=True).json()
    accepted = post(clerk, f"{one}/reaction", accepts=True, words="可以").json()
    unpaid = post(clerk, f"{one}/completion")
    done = post(finance, f"{one}/completion", proof="流水 1").json()
    listed = clerk.get(f"/api/v1/desk/compensations?case={case.number}").json()["items"]

    assert (wrong.status_code, wrong.json()["field"], shut.status_code) == (409, "share", 403)
    assert made.json()["shares"] == [
        {"tier": "subcontractor", "share": "100.00", "partner": partner.number, "branch": "", "person": ""}
    ]
    assert (offer["state"], own.status_code, approved["state"]) == ("proposed", 403, "approved")
    assert (accepted["reaction"], unpaid.status_code, done["state"]) == ("可以", 403, "made_good")
    assert listed == [done] and done["charge"]
    assert [row["cause"] for row in clerk.get(f"/api/v1/{path}/liability").json()] == ["handling"]


def program(role: str, **where: Any) -> Client:
    _key, secret = make_key(person=staff(role, **where), name="ERP", by=HOUSE, at=now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(f"/api/v1/{path}", data, content_type="application/json")
