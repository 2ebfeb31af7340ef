"""What the desk did is counted as it stands in the rows, whatever happened in between."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kept.billing.actions.recharging import contest_recharge, decide_contest, settle_recharges
from kept.billing.models import Recharge
from kept.desk.actions.escalating import escalate_case
from kept.desk.actions.following import drop_follow_up, finish_follow_up, plan_follow_up
from kept.desk.actions.handing_over import Hands
from kept.desk.actions.liability import ShareDraft, decide_liability
from kept.desk.actions.merging import merge_cases
from kept.desk.actions.redressing import decide_compensation, propose_compensation
from kept.desk.actions.telephoning import Heard, hear_signal
from kept.desk.actions.welcoming import receive_visitor, see_off
from kept.desk.models import Case, Compensation, FollowUp, Reception
from kept.kernel.facts import FACTS
from kept.kernel.money import Money
from kept.parties.models import Partner
from kept.people.queries import actor_of
from kept.scorecards.actions.facts import rebuild_facts, refresh_facts
from kept.scorecards.queries import parquet
from kept.scorecards.queries.checking import compare_facts
from tests.desk.scenes import a_case
from tests.desk.test_hand_over import a_hand_over
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TABLES = (
    *("phone_calls", "escalations", "follow_ups", "receptions", "compensations", "contacts"),
    "recharges",
)


def contents() -> dict[str, list[dict[str, Any]]]:
    found = {}
    with parquet.engine() as base:
        for name in TABLES:
            rows = base.execute(f"SELECT * FROM {parquet.source(FACTS[name], NOON)} ORDER BY ALL")
            names = [column[0] for column in rows.description]
            found[name] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return found


def hear(key: str, kind: str, at: datetime, *, told_at: datetime | None = None, **said: Any) -> None:
    heard = Heard(call=key, kind=kind, happened_at=at, **{"phone": "13800001111", **said})
    hear_signal(heard=heard, by=HOUSE, at=told_at or at)


def a_compensation(case: Case, at: datetime, amount: int = 90_000_00) -> Compensation:
    return propose_compensation(
        case=case,
        kind="money",
        money=Money(amount, "CNY"),
        why="破损",
        by=actor_of(staff("clerk", branch=case.branch), at),
        at=at,
    )


def share_loss(case: Case, partner: Partner, *, percent: int, at: datetime) -> None:
    shares = [
        ShareDraft(tier="subcontractor", share=Decimal(percent), partner=partner),
        ShareDraft(tier="us", share=Decimal(100 - percent)),
    ]
    decide_liability(case=case, shares=shares, why="卸车破损", cause="handling", by=HOUSE, at=at)


@pytest.mark.parametrize("seed", range(3))
def test_facts_of_the_desk_agree_with_the_rows_after_random_acts(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kept.scorecards.actions.facts.UNSETTLED", timedelta(days=-10_000))
    chance, at = random.Random(seed), NOON
    branch, boss = a_branch(), staff("general_manager")
    first, second = staff("clerk", branch=branch), staff("clerk", branch=branch)
    hauler = a_partner()
    case = a_case("complaint", at=at, branch=branch, customer=a_customer(branch=branch))
    propose_compensation(case=case, kind="money", money=Money(10_000), why="破损", by=HOUSE, at=at)
    share_loss(case, hauler, percent=70, at=at)
    for step in range(60):
        at += timedelta(hours=chance.randrange(1, 40))
        by = actor_of(first, at)
        case.refresh_from_db()
        act = chance.choice(
            "call late open rise plan finish drop pass visit leave pay decide share contest rule settle "
            "merge look".split()
        )
        if act == "call":
            hear(f"{seed}-{step}", "ringing", at)
            if chance.random() < 0.6:
                hear(f"{seed}-{step}", "answered", at + MINUTE / 6)
            hear(f"{seed}-{step}", "ended", at + 2 * MINUTE)
        elif act == "late":  # the beginning is told last, and lies in another month
            hear(f"{seed}-{step}", "ended", at)
            refresh_facts(at=at)
            hear(f"{seed}-{step}", "ringing", at - timedelta(days=40), told_at=at)
        elif act == "open":
            case = a_case("complaint", at=at, branch=branch, customer=case.customer)
        elif act == "rise" and case.level == "employee" and case.is_unfinished:
            escalate_case(case=case, why="催", by=by, at=at)
        elif act == "plan":
            plan_follow_up(what="看", about=case, owner=first, due_at=at + 9 * MINUTE, by=by, at=at)
        elif act in ("finish", "drop", "pass") and (
            open_ := FollowUp.objects.open().filter(owner=first).first()
        ):
            if act == "finish":
                finish_follow_up(follow_up=open_, result="好", by=by, at=at)
            elif act == "drop":
                drop_follow_up(follow_up=open_, why="不用了", by=by, at=at)
            else:
                a_hand_over(first, second, Hands(follow_ups=[open_]), at=at)
        elif act == "visit":
            receive_visitor(visitor="赵总", purpose="谈合同", by=by, at=at)
        elif act == "leave" and (inside := Reception.objects.in_the_house().first()):
            see_off(reception=inside, agreed="", by=by, at=at)
        elif act == "pay" and case.is_unfinished:
            a_compensation(case, at)
        elif act == "decide" and (waiting := Compensation.objects.undecided().first()):
            decide_compensation(compensation=waiting, approve=True, note="同意", by=actor_of(boss, at), at=at)
        elif act == "share" and case.is_unfinished:
            share_loss(case, hauler, percent=chance.randrange(10, 90), at=at)
        elif act == "contest" and (line := Recharge.objects.filter(state="open").first()):
            contest_recharge(recharge=line, why="不是我们", by=by, at=at)
        elif act == "rule" and (line := Recharge.objects.filter(state="contested").first()):
            decide_contest(recharge=line, upheld=chance.random() < 0.5, note="已核实", by=HOUSE, at=at)
        elif act == "settle":
            settle_recharges(recharges=Recharge.objects.filter(state="upheld"), by=HOUSE, at=at)
        elif act == "merge" and (
            other := Case.objects.unfinished().exclude(pk=case.pk).order_by("-pk").first()
        ):
            merge_cases(survivor=other, others=[case], why="同一件事", by=by, at=at)
            case = other
        else:
            refresh_facts(at=at)

    refresh_facts(at=at)

    assert [(c.table, c.figure) for c in compare_facts() if not c.agrees] == []
    incremental = contents()
    rebuild_facts(at=at)
    assert contents() == incremental
    assert all(incremental.values())


def test_a_call_is_one_fact_with_how_long_it_rang_and_who_gave_up() -> None:
    customer = a_customer(phone="13800001111", segment="key")
    hear("one", "ringing", NOON, queue="客服")
    hear("one", "answered", NOON + timedelta(seconds=8))
    hear("one", "ended", NOON + timedelta(seconds=188))
    hear("two", "ringing", NOON, phone="13700000001")
    hear("two", "ended", NOON + timedelta(seconds=25), phone="13700000001")
    hear("three", "ringing", NOON, phone="13700000002")
    refresh_facts(at=NOON)

    one, two = sorted(contents()["phone_calls"], key=lambda row: row["state"])

    told = ("state", "queue", "customer_id", "segment", "seconds_waited", "seconds_talked", "abandoned")
    assert [one[name] for name in told] == ["ended", "客服", customer.pk, "key", 8.0, 180.0, False]
    assert [two[name] for name in told] == ["missed", "", None, None, 25.0, None, True]


def test_a_compensation_is_one_fact_in_units_of_its_currency() -> None:
    case = a_case("complaint", branch=a_branch())
    a_compensation(case, NOON, amount=12_345_67)
    refresh_facts(at=NOON)

    [fact] = contents()["compensations"]

    assert (fact["case_id"], str(fact["amount"]), fact["currency"]) == (case.pk, "12345.6700", "CNY")


def test_what_a_subcontractor_bears_is_one_fact_with_its_share_and_how_it_went_on() -> None:
    case, hauler = a_case("complaint", branch=a_branch()), a_partner()
    a_compensation(case, NOON, amount=100_00)
    share_loss(case, hauler, percent=70, at=NOON)
    line = Recharge.objects.get()
    refresh_facts(at=NOON)
    contest_recharge(recharge=line, why="不是我们", by=HOUSE, at=NOON + MINUTE)
    refresh_facts(at=NOON + MINUTE)

    [fact] = contents()["recharges"]

    told = ("partner_id", "branch_id", "matter", "state", "currency")
    assert [fact[name] for name in told] == [hauler.pk, case.branch_id, case.number, "contested", "CNY"]
    assert [str(fact[name]) for name in ("share", "whole", "amount")] == ["70.0000", "100.0000", "70.0000"]
    assert fact["contested_at"] - fact["recharged_at"] == MINUTE
    assert fact["settled_at"] is None
