"""Recharges, claims, disputes, prevention and fines: usable by everybody, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import Page

from kept.billing.actions.holding import hold_charges
from kept.billing.actions.recharging import contest_recharge
from kept.billing.models import ChargeHold, Recharge
from kept.conduct.models import Fine
from kept.desk.actions.claiming import ClaimDraft, file_claim
from kept.desk.actions.liability import ShareDraft, decide_liability
from kept.desk.actions.preventing import keep_cause, name_cause, plan_prevention
from kept.desk.actions.redressing import propose_compensation
from kept.desk.models import Case, Claim, PreventiveAction
from kept.kernel.money import Money
from kept.parties.models import Partner
from tests.conduct.test_fining import closed
from tests.desk.scenes import a_case
from tests.desk.test_claims import a_charge
from tests.factories import HOUSE, a_partner, staff

pytestmark = pytest.mark.slow
LONG = "外箱破损、内装显示器三台屏幕开裂，卸车前已拍照，司机当场签字确认，客户要求按发票金额全额赔付"


def a_claim() -> tuple[Case, Partner]:
    """A claim that costs money, borne by a subcontractor who contests it, with a cause and a plan."""
    case, partner = a_case("claim", at=now()), a_partner()
    share = ShareDraft(tier="subcontractor", share=Decimal(100), partner=partner)
    decide_liability(case=case, shares=[share], why=LONG, cause="handling", by=HOUSE, at=now())
    propose_compensation(case=case, kind="money", money=Money(123456), why=LONG, by=HOUSE, at=now())
    contest_recharge(recharge=Recharge.objects.get(), why=LONG, by=HOUSE, at=now())
    draft = ClaimDraft(side="us", money=Money(9999900), grounds=LONG, product="显示器 27 英寸")
    file_claim(case=case, draft=draft, by=HOUSE, at=now())
    words = {"zh-hans": "叉车碰撞", "zh-hant": "堆高機碰撞", "en": "Forklift"}
    code = keep_cause(code="forklift", words=words, cause="handling", by=HOUSE, at=now())
    name_cause(case=case, code=code, by=HOUSE, at=now())
    plan_prevention(
        what=LONG,
        owner=staff("warehouse"),
        due_on=localdate() + timedelta(days=9),
        cause="handling",
        cause_code=code,
        case=case,
        by=HOUSE,
        at=now(),
    )
    return case, partner


@pytest.mark.django_db(transaction=True)
def test_a_manager_can_use_every_page_of_redress(
    page: Page,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    case, _partner = a_claim()
    dispute = a_case("dispute", at=now())
    hold_charges(charges=[a_charge(dispute)], matter=dispute.number, why=LONG, by=HOUSE, at=now())
    a_charge(dispute)
    complaint = closed(staff("warehouse"), at=now())
    sign_in(staff("general_manager"))

    for address in (
        "/recharges/",
        Recharge.objects.get().get_absolute_url(),
        "/claims/",
        "/claims/costs/",
        Claim.objects.get().get_absolute_url(),
        f"/claims/{Claim.objects.get().number}/form/",
        f"/cases/{case.number}/claim/",
        f"/cases/{dispute.number}/disputed-charges/",
        "/disputed-charges/",
        ChargeHold.objects.get().get_absolute_url(),
        "/causes/",
        "/causes/new/",
        f"/cases/{case.number}/cause/",
        "/preventive-actions/",
        f"/preventive-actions/new/?case={case.number}",
        PreventiveAction.objects.get().get_absolute_url(),
        "/desk-figures/causes/",
        "/fines/",
        "/fines/own/",
        "/fines/table/",
        Fine.objects.get().get_absolute_url(),
        f"/cases/{complaint.number}/ignored/",
        case.get_absolute_url(),
    ):
        shown = page.goto(address)
        assert shown is not None and shown.ok, address
        page.wait_for_load_state("networkidle")
        in_every_light(everybody_can_use)


@pytest.mark.django_db(transaction=True)
def test_a_subcontractor_can_use_the_pages_of_recharges(
    page: Page,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    _case, partner = a_claim()
    sign_in(staff("subcontractor", partner=partner))

    for address in ("/carrier/recharges/", f"/carrier/recharges/{Recharge.objects.get().number}/"):
        shown = page.goto(address)
        assert shown is not None and shown.ok, address
        in_every_light(everybody_can_use)
