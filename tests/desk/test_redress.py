"""Who is liable, what is made good, and within whose authority."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.billing.actions.charging import charge_again
from kept.billing.models import Charge
from kept.billing.rules import NotByRateCard
from kept.comms.models import Notice
from kept.desk.actions.authority import AboveOwnAuthority, set_authority
from kept.desk.actions.liability import ShareDraft, SharesNotWhole, WhoMissing, WrongTier, decide_liability
from kept.desk.actions.redressing import (
    AmountMissing,
    BeyondAuthority,
    FourEyes,
    NobodyToCompensate,
    decide_compensation,
    make_good,
    note_reaction,
    propose_compensation,
)
from kept.desk.models import AuthorityLimit, Case, Compensation, LiabilityDecision
from kept.desk.models.redress import ReasonMissing
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.events import Subject
from kept.kernel.models import EventRecord
from kept.kernel.money import Money
from kept.kernel.outbox import deliver_due
from kept.people.models import Role
from kept.promises.actions import PromiseRequest, start_promise
from kept.promises.models import Promise
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner, actor, staff

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def ours(share: int = 100, **who: Any) -> ShareDraft:
    return ShareDraft(tier="us", share=Decimal(share), **who)


def decided(case: Case, *shares: ShareDraft, **details: Any) -> LiabilityDecision:
    given = {"why": "照片显示装车前已破损", "cause": "handling", "by": HOUSE, "at": NOON + HOUR, **details}
    return decide_liability(case=case, shares=shares or (ours(),), **given)


def proposed(by: Actor, yuan: int = 100, **details: Any) -> Compensation:
    case = details.pop("case", None) or a_case()
    given = {"kind": "money", "why": "货损", "at": NOON, **details}
    return propose_compensation(case=case, money=Money(yuan * 100), by=by, **given)


# Liability


def test_liability_is_shared_and_its_largest_share_goes_to_the_case() -> None:
    case, partner, person = a_case(), a_partner(), staff("warehouse")

    decision = decided(
        case, ours(30, person=person), ShareDraft(tier="subcontractor", share=Decimal(70), partner=partner)
    )

    case.refresh_from_db()
    assert [(share.tier, share.share, share.who) for share in decision.shares.all()] == [
        ("subcontractor", Decimal(70), partner),
        ("us", Decimal(30), person),
    ]
    assert (case.cause, case.liable_tier, case.responsible) == ("handling", "subcontractor", None)
    assert decision.share_of(partner.pk) == 70


@pytest.mark.spec("R288")
def test_the_person_responsible_is_named_by_the_decision() -> None:
    case, person = a_case(), staff("warehouse")

    decided(case, ours(person=person))

    case.refresh_from_db()
    assert case.responsible == person


@pytest.mark.parametrize("shares", [(60, 30), (60, 41), (99,)])
def test_shares_that_are_no_whole_are_refused_with_their_sum(shares: tuple[int, ...]) -> None:
    with pytest.raises(SharesNotWhole) as refused:
        decided(a_case(), *(ours(share) for share in shares))

    assert (str(sum(shares)) in str(refused.value), refused.value.field) == (True, "share")


def test_a_liable_subcontractor_has_a_name_and_a_person_is_ours() -> None:
    with pytest.raises(WhoMissing):
        decided(a_case(), ShareDraft(tier="subcontractor", share=Decimal(100)))
    with pytest.raises(WrongTier):
        decided(a_case(), ShareDraft(tier="client", share=Decimal(100), person=staff("clerk")))


def test_a_revision_keeps_what_was_decided_before() -> None:
    case = a_case()
    first = decided(case)

    second = decided(case, ShareDraft(tier="client", share=Decimal(100)), at=NOON + DAY)

    first.refresh_from_db()
    assert (first.replaced_at, second.replaced_at) == (NOON + DAY, None)
    assert list(case.liability_decisions.in_force()) == [second]
    told = EventRecord.objects.filter(name="desk.liability_decided").order_by("pk")
    assert [record.data["replaces_id"] for record in told] == [None, first.pk]


def test_what_broke_about_the_goods_takes_over_cause_and_tier() -> None:
    goods = a_shipment()
    broken, later = (
        start_promise(
            request=PromiseRequest(
                kind="delivery", subject=Subject.of(goods), started_at=NOON - 9 * DAY, due_at=NOON + wait
            ),
            by=HOUSE,
            at=NOON - 9 * DAY,
        )
        for wait in (-DAY, DAY)
    )
    case = a_case(shipments=[goods], customer=goods.customer)

    decided(case)

    told = Promise.objects.filter(pk__in=(broken.pk, later.pk)).order_by("pk")
    assert list(told.values_list("cause", "liable_tier", "cause_note")) == [
        ("handling", "us", case.number),
        ("", "", ""),
    ]


def test_evidence_is_kept_with_the_decision() -> None:
    decision = decided(a_case(), evidence=[SimpleUploadedFile("p.png", PNG)])

    assert Document.objects.about(decision).get().kind == "evidence"


# Authority


@pytest.mark.spec("R306")
def test_a_clerk_makes_good_alone_up_to_the_limit_and_a_cent_above_it_goes_up() -> None:
    clerk = actor("clerk")
    case = a_case()

    within = proposed(clerk, 200)
    above = propose_compensation(case=case, kind="money", money=Money(20001), why="货损", by=clerk, at=NOON)

    case.refresh_from_db()
    assert (within.state, within.decided_by_id, within.promises) == ("approved", clerk.person_id, [])
    assert (above.state, above.level, case.level) == ("proposed", "manager", "manager")
    assert [promise.kind for promise in above.promises] == ["compensation_decision"]


@pytest.mark.spec("R306")
def test_a_sum_above_the_limit_goes_up_in_parts_too() -> None:
    clerk, case = actor("clerk"), a_case()

    first, second, other = proposed(clerk, 150, case=case), proposed(clerk, 51, case=case), proposed(clerk)
    declined = note_reaction(compensation=first, accepts=False, by=clerk, at=NOON)

    assert (first.state, second.state, other.state) == ("approved", "proposed", "approved")
    assert declined.state == "declined" and proposed(clerk, 150, case=case).state == "approved"


@pytest.mark.spec("R306")
def test_what_no_manager_may_decide_goes_to_headquarters_at_once() -> None:
    case = a_case()

    above = proposed(actor("clerk"), 5001, case=case)

    case.refresh_from_db()
    assert (above.level, case.level) == ("headquarters", "headquarters")


@pytest.mark.spec("R306")
def test_limits_are_data_with_history_and_count_from_now_on() -> None:
    clerk = actor("clerk")

    set_authority(role=Role.objects.get(code="clerk"), kind="money", amount=5000, by=HOUSE, at=NOON + HOUR)

    assert proposed(clerk, 100, at=NOON).state == "approved"
    assert proposed(clerk, 100, at=NOON + HOUR).state == "proposed"
    assert AuthorityLimit.objects.filter(role__code="clerk", kind="money").count() == 2


def test_an_authority_in_a_branch_ends_at_its_border() -> None:
    here, there = a_branch(), a_branch()
    clerk = actor("clerk", branch=here)

    assert proposed(clerk, case=a_case(branch=here)).state == "approved"
    assert proposed(clerk, case=a_case(branch=there)).state == "proposed"


def test_a_currency_without_a_limit_is_decided_above() -> None:
    offered = propose_compensation(
        case=a_case(), kind="money", money=Money(100, "USD"), why="货损", by=actor("clerk"), at=NOON
    )

    assert (offered.state, offered.level) == ("proposed", "headquarters")


def test_nobody_gives_more_authority_than_their_own() -> None:
    with pytest.raises(AboveOwnAuthority):
        set_authority(
            role=Role.objects.get(code="clerk"),
            kind="money",
            amount=500001,
            by=actor("service_manager"),
            at=NOON,
        )


# Deciding


def test_nobody_approves_what_they_proposed_nor_what_is_above_their_limit() -> None:
    manager = actor("branch_manager")
    own = proposed(manager, 6000)

    with pytest.raises(FourEyes):
        decide_compensation(compensation=own, approve=True, by=manager, at=NOON)
    with pytest.raises(BeyondAuthority):
        decide_compensation(compensation=own, approve=True, by=actor("service_manager"), at=NOON)

    approved = decide_compensation(compensation=own, approve=True, by=actor("general_manager"), at=NOON)
    assert approved.state == "approved"


def test_a_decision_keeps_its_promise_and_a_refusal_has_a_reason() -> None:
    offered = proposed(actor("clerk"), 300)

    with pytest.raises(ReasonMissing):
        decide_compensation(compensation=offered, approve=False, by=HOUSE, at=NOON + HOUR)
    refused = decide_compensation(
        compensation=offered, approve=False, note="保价不足", by=HOUSE, at=NOON + HOUR
    )

    assert (refused.state, refused.promises[0].state) == ("refused", "kept")


def test_those_who_decide_and_those_who_asked_are_told() -> None:
    branch = a_branch()
    manager = staff("branch_manager", branch=branch)
    clerk = actor("clerk")
    offered = proposed(clerk, 300, case=a_case(branch=branch))
    deliver_due()
    decide_compensation(compensation=offered, approve=True, by=HOUSE, at=NOON)
    deliver_due()

    told = Notice.objects.filter(name__startswith="desk.compensation").order_by("pk")
    assert [(notice.name, notice.person_id) for notice in told] == [
        ("desk.compensation_proposed", manager.pk),
        ("desk.compensation_approved", clerk.person_id),
    ]


@pytest.mark.parametrize(("kind", "yuan", "why", "no"), [("money", 0, "货损", AmountMissing)])
def test_money_needs_an_amount(kind: str, yuan: int, why: str, no: type[Exception]) -> None:
    with pytest.raises(no):
        proposed(HOUSE, yuan, kind=kind, why=why)


def test_a_letter_of_apology_costs_nothing_and_a_case_without_customer_gets_nothing() -> None:
    assert proposed(actor("clerk"), 0, kind="apology").state == "approved"
    with pytest.raises(NobodyToCompensate):
        proposed(HOUSE, case=a_case(customer=None, caller_name="王女士"))


# Making good


@pytest.mark.spec("R292")
def test_the_measure_and_the_reaction_of_the_customer_stay_with_the_case() -> None:
    case = a_case()
    gift = proposed(actor("clerk"), 50, kind="gift", case=case)

    note_reaction(compensation=gift, accepts=True, words="谢谢", by=HOUSE, at=NOON + HOUR)
    made_good = make_good(compensation=gift, proof="快递 77", by=HOUSE, at=NOON + DAY)

    assert (made_good.state, made_good.reaction, made_good.proof, made_good.charge) == (
        "made_good",
        "谢谢",
        "快递 77",
        None,
    )
    told = EventRecord.objects.filter(subject_type="desk.case", subject_id=case.pk).order_by("pk")
    assert [
        name for name in told.order_by("pk").values_list("name", flat=True) if "compensation" in name
    ] == [
        "desk.compensation_approved",
        "desk.compensation_accepted",
        "desk.compensation_made_good",
    ]


@pytest.mark.parametrize(("kind", "state"), [("credit", "open"), ("money", "settled")])
def test_money_becomes_a_negative_charge_line_with_the_case_behind_it(kind: str, state: str) -> None:
    case = a_case()
    offered = proposed(actor("clerk"), 150, kind=kind, case=case)
    note_reaction(compensation=offered, accepts=True, by=HOUSE, at=NOON)

    made_good = make_good(compensation=offered, by=actor("finance"), at=NOON + DAY)

    line = Charge.objects.get()
    assert (made_good.charge, line.amount, line.state, line.customer) == (line, -15000, state, case.customer)
    assert (line.clause["matter"], line.clause["number"]) == (case.number, offered.number)
    with pytest.raises(NotByRateCard):
        charge_again(charge=line, by=HOUSE, at=NOON)


def test_who_approved_money_does_not_pay_it() -> None:
    general = actor("general_manager")
    offered = proposed(actor("clerk"), 300)
    decide_compensation(compensation=offered, approve=True, by=general, at=NOON)
    note_reaction(compensation=offered, accepts=True, by=HOUSE, at=NOON)

    with pytest.raises(FourEyes):
        make_good(compensation=offered, by=general, at=NOON)
    assert Charge.objects.count() == 0


# Pages


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_a_manager_decides_on_the_page_and_a_wrong_sum_is_said(client: Client) -> None:
    case = a_case(at=now())
    client.force_login(staff("service_manager"))
    address = reverse("desk:liability", args=[case.number])
    said = {"cause": "handling", "why": "装卸", "form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3}

    wrong = client.post(address, {**said, "form-0-tier": "us", "form-0-share": "90"})
    right = client.post(
        address,
        {
            **said,
            "form-0-tier": "us",
            "form-0-share": "90",
            "form-1-tier": "client",
            "form-1-share": "10",
            "evidence": SimpleUploadedFile("p.png", PNG),
        },
    )

    assert (wrong.status_code, "add up to 90 %" in wrong.content.decode()) == (422, True)
    assert right["Location"] == case.get_absolute_url()
    assert [share.share for share in case.liability_decisions.get().shares.all()] == [90, 10]


def test_who_may_not_grant_so_much_is_offered_to_refuse_alone(client: Client) -> None:
    made = proposed(actor("clerk"), 6000)
    offered = {}

    for role in ("branch_manager", "general_manager"):
        client.force_login(staff(role))
        seen = client.get(made.get_absolute_url())
        choices = [value for value, _words in seen.context["form"].fields["approve"].choices]
        offered[role] = (choices, "above your authority" in seen.content.decode())

    assert offered == {"branch_manager": (["no"], True), "general_manager": (["yes", "no"], False)}


def test_a_clerk_offers_and_finance_pays_by_the_pages(client: Client) -> None:
    case = a_case(at=now())
    clerk, finance = staff("clerk"), staff("finance")
    client.force_login(clerk)

    client.post(
        reverse("desk:new_compensation", args=[case.number]),
        {"kind": "credit", "amount": "120", "currency": "CNY", "why": "货损"},
    )
    offered = Compensation.objects.get()
    client.post(reverse("desk:compensation_reaction", args=[offered.number]), {"accepts": "yes"})
    shut = client.post(reverse("desk:compensation_completion", args=[offered.number]))
    client.force_login(finance)
    client.post(reverse("desk:compensation_completion", args=[offered.number]), {"proof": "流水 1"})

    offered.refresh_from_db()
    assert (shut.status_code, offered.state, offered.charge and offered.charge.amount) == (
        404,
        "made_good",
        -12000,
    )


def test_the_panels_of_a_case_say_what_was_decided_and_offered(client: Client) -> None:
    case = a_case(at=now())
    decided(case)
    offered = proposed(HOUSE, case=case)
    client.force_login(staff("clerk"))

    for name, word in (("liability_of_case", "100 %"), ("compensations_of_case", offered.number)):
        page = client.get(reverse("kernel:panel", args=[f"desk.{name}", "desk.case", case.pk]))
        assert word in page.content.decode()
    assert offered.number in client.get(offered.get_absolute_url()).content.decode()


def test_the_list_of_compensations_asks_no_more_for_more_rows(client: Client) -> None:
    client.force_login(staff("clerk"))
    counts = []
    for wanted in (1, 3):
        while Compensation.objects.count() < wanted:
            proposed(actor("clerk"), 300)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(reverse("desk:compensations"))
        counts.append(len(asked))
        assert page.status_code == 200

    assert counts[0] == counts[1]
    export = client.get(reverse("desk:compensations"), {"export": "csv"})
    assert "300.00" in b"".join(export.streaming_content).decode()


def test_a_manager_changes_a_limit_on_the_page(client: Client) -> None:
    client.force_login(staff("general_manager"))
    role = Role.objects.get(code="clerk")

    client.post(
        reverse("desk:authority"), {"role": role.pk, "kind": "gift", "amount": "80", "currency": "CNY"}
    )

    page = client.get(reverse("desk:authority")).content.decode()
    assert AuthorityLimit.objects.filter(role=role, kind="gift").first().amount == 8000  # type: ignore[union-attr]
    assert "¥80.00" in page


def test_a_limit_left_empty_is_none_only_when_that_is_said(client: Client) -> None:
    client.force_login(staff("general_manager"))
    role = Role.objects.get(code="clerk")
    address, said = reverse("desk:authority"), {"role": role.pk, "kind": "gift", "currency": "CNY"}
    mine = AuthorityLimit.objects.filter(role=role, kind="gift", currency="CNY").exclude(set_by=None)

    forgotten = client.post(address, said)
    both = client.post(address, {**said, "amount": "80", "unlimited": "on"})
    assert (forgotten.status_code, both.status_code, mine.count()) == (422, 422, 0)

    client.post(address, {**said, "unlimited": "on"})
    assert [row.amount for row in mine] == [None]


def test_an_offer_elsewhere_is_not_there(client: Client) -> None:
    offered = proposed(HOUSE, case=a_case(branch=a_branch(), customer=a_customer()))
    client.force_login(staff("clerk", branch=a_branch()))

    assert client.get(offered.get_absolute_url()).status_code == 404


def test_a_proposal_that_waits_goes_on_to_who_may_decide_it_once_the_case_is_granted_more() -> None:
    case, clerk, manager = a_case(), actor("clerk"), actor("service_manager")
    first, second = proposed(clerk, 4000, case=case), proposed(clerk, 4000, case=case)
    before = (first.level, second.level)

    decide_compensation(compensation=first, approve=True, by=manager, at=NOON + HOUR)

    second.refresh_from_db()
    case.refresh_from_db()
    assert before == ("manager", "manager")
    assert (second.level, second.state, case.level) == ("headquarters", "proposed", "headquarters")
    told = EventRecord.objects.filter(name="desk.compensation_passed_on")
    assert [row.data["waits_for"] for row in told] == ["headquarters"]


def test_a_proposal_that_waits_goes_on_once_nobody_of_its_level_may_decide_it_any_more() -> None:
    waits, small = proposed(actor("clerk"), 4000), proposed(actor("clerk"), 1000)

    for code in ("branch_manager", "service_manager"):
        role = Role.objects.get(code=code)
        set_authority(role=role, kind="money", amount=300000, by=HOUSE, at=NOON + HOUR)

    for one in (waits, small):
        one.refresh_from_db()
    assert (waits.level, small.level) == ("headquarters", "manager")
    assert waits.case.level == "headquarters"
    assert EventRecord.objects.filter(name="desk.compensation_passed_on").count() == 1
