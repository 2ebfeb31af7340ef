"""What the demo company makes of damage and complaints: insurer, causes, prevention, claim, dispute, fines."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.billing.actions.holding import hold_charges
from kept.billing.models import Charge
from kept.conduct.actions.fining import impose_fine, waive_fine
from kept.conduct.models import Fine
from kept.desk.actions.claiming import ClaimDraft, file_claim
from kept.desk.actions.insuring import close_report, file_report
from kept.desk.actions.opening import open_case
from kept.desk.actions.preventing import keep_cause, name_cause, plan_prevention
from kept.desk.actions.redressing import propose_compensation
from kept.desk.models import Case, InsuranceReport
from kept.kernel.money import Money
from kept.parties.models import Partner

from .company import INSURER, Firm

CAUSES = (
    ("wrong-lane", "分拨扫错道口", "分撥掃錯道口", "Scanned into the wrong lane", "sorting"),
    ("forklift", "叉车碰撞", "堆高機碰撞", "Hit by a forklift", "handling"),
    ("breakdown", "途中故障", "途中故障", "Broke down on the road", "vehicle"),
)
YOUNG = timedelta(days=5)
"""Fines that nobody has decided yet."""


def learn(firm: Firm, now: datetime) -> None:
    """Three causes in detail, named on what was closed lately, and a plan against the one that costs most."""
    quality, codes = firm.crew.actor("quality", now), []
    for code, simplified, traditional, english, cause in CAUSES:
        words = {"zh-hans": simplified, "zh-hant": traditional, "en": english}
        codes.append(keep_cause(code=code, words=words, cause=cause, by=quality, at=now - YOUNG))
        for case in Case.objects.filter(cause=cause, state="closed").order_by("-pk")[:12]:
            name_cause(case=case, code=codes[-1], by=quality, at=now - YOUNG)
    plan_prevention(
        what="分拨道口换成大字标识，交接双人复核",
        owner=firm.crew.persons["dispatcher"],
        due_on=(now + timedelta(days=6)).date(),
        cause=CAUSES[0][-1],
        cause_code=codes[0],
        branch=firm.crew.branches["SH"],
        by=quality,
        at=now - timedelta(hours=3),
    )


def insure(firm: Firm, at: datetime) -> None:
    """Each morning the insurer hears of yesterday's damage; after a month it has paid."""
    clerk = firm.crew.actor("clerk", at)
    for report in InsuranceReport.objects.filter(state="due", case__opened_at__lt=at).select_related(
        "shipment"
    ):
        file_report(
            report=report,
            insurer=INSURER,
            facts=f"{report.shipment.number} 交付时外箱破损，已拍照，等待查勘。",
            reported_at=at,
            spoke_with="理赔专员 沈工",
            reference=f"DH{at:%y%m%d}{report.pk:04}",
            by=clerk,
            at=at,
        )
    paid = InsuranceReport.objects.filter(state="reported", reported_at__lt=at - timedelta(days=30))
    for report in paid:
        close_report(report=report, outcome="已按保单赔付", by=clerk, at=at)


def claim(firm: Firm, now: datetime) -> None:
    """A subcontractor is to pay for the piece that is short and bears a credit; a customer disputes a charge."""
    clerk, finance = firm.crew.actor("clerk", now), firm.crew.actor("finance", now)
    case = Case.objects.filter(title="少一件").latest("pk")
    draft = ClaimDraft(
        side="carrier",
        money=Money(56000),
        grounds="装车单 12 件，卸车 11 件；封签完好，分拨漏扫。",
        partner=Partner.objects.order_by("pk").first(),
        product="纸箱装电子元件",
    )
    file_claim(case=case, draft=draft, by=clerk, at=now - timedelta(minutes=30))
    propose_compensation(
        case=case,
        kind="credit",
        money=Money(12000),
        why="减免本票运费",
        by=clerk,
        at=now - timedelta(minutes=29),
    )
    charge = Charge.objects.open().filter(amount__gt=0).select_related("customer").latest("pk")
    dispute = open_case(
        kind="dispute", customer=charge.customer, title="运费重量不符", reason="客户称实重低于计费重量",
        by=clerk, at=now - timedelta(minutes=28),
    )  # fmt: skip
    hold_charges(
        charges=[charge], matter=dispute.number, why="客户称实重低于计费重量", by=finance,
        at=now - timedelta(minutes=20),
    )  # fmt: skip


def judge(firm: Firm, now: datetime) -> None:
    """The general manager has decided what is older than some days; every fourth was let go."""
    manager = firm.crew.actor("gm", now)
    old = Fine.objects.undecided().filter(because=None, offered_at__lt=now - YOUNG).order_by("pk")
    for n, fine in enumerate(old, 1):
        at = fine.offered_at + timedelta(days=1)
        if n % 4 == 0:
            waive_fine(fine=fine, note="核查录像，责任不在本人", by=manager, at=at)
        else:
            impose_fine(fine=fine, note="已核实", by=manager, at=at)
    for joint in Fine.objects.undecided().exclude(because=None).filter(offered_at__lt=now - YOUNG):
        impose_fine(fine=joint, note="连带责任", by=manager, at=joint.offered_at + timedelta(days=1))
