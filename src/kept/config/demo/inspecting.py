"""What the demo company holds itself to: standards, a design, checks at the branches, and what was mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.catalog.models import Service
from kept.inspections.actions.caring import change_need, customise, hear_need, tell_silences
from kept.inspections.actions.comparing import observe_competitor
from kept.inspections.actions.designing import bring_into_force, finish_plan_step, keep_design, keep_line
from kept.inspections.actions.finding import settle_finding
from kept.inspections.actions.improving import finish_improvement, measure_effect, open_improvement
from kept.inspections.actions.inspecting import Seen, carry_out
from kept.inspections.actions.planning import plan_inspections, put_up_due
from kept.inspections.actions.standardising import ItemDraft, StandardDraft, write_standard
from kept.inspections.actions.supervising import answer_finding, appoint_supervisor, file_finding
from kept.inspections.actions.surrounding import green_service, keep_influence, keep_regulation
from kept.inspections.actions.visiting import (
    AskDraft,
    Heard,
    plan_visit,
    record_visit,
    release_visit,
    write_scenario,
)
from kept.inspections.models import Design, Finding, Inspection, PlanStep, Step, TeamRole
from kept.people.queries import actor_of

from .company import Firm
from .people import HOUSE, PASSWORD

STEPS = (
    # stage, step, who, promise, minutes, what is done
    ("response", "接听来电", "客服员", "call_answer", None, "三声之内接起，报公司与姓名。"),
    ("response", "确认需求", "客服员", "", 5, "复述货物、时间、地点，当场确认。"),
    ("response", "报价与说明", "客服员", "inquiry_answer", None, "价格、时限、赔付规则一次说清。"),
    ("processing", "下单与调度", "调度员", "", 30, "内部委单交调度，车辆与司机回填。"),
    ("processing", "在途跟踪", "客服员", "exception_notice", None, "异常先于客户来问。"),
    ("processing", "送达与签收", "承运人", "delivery", None, "按时、足量、完好、单证齐全。"),
    ("evaluation", "回单返还", "单证员", "receipt_return", None, "签收单当月交还客户。"),
    ("evaluation", "满意度调查与改进", "客服主管", "", None, "问卷、回访，差距立项改进。"),
)
TEAM = (("客服员", 6, 60, "普通话、英语，熟悉运价"), ("调度员", 3, 45, "熟悉线路与车辆"), ("客服主管", 1, None, "能裁断、能带队"))  # fmt: skip
PLAN = (
    ("呼叫中心与跟踪系统上线", "信息员两名", "话机十部、服务器", "项目组，总经理牵头", "值班制度"),
    ("全员服务标准培训", "讲师一名，客服全员", "教室、录音样本", "客服部", "考核合格上岗"),
)
STANDARDS: tuple[dict[str, Any], ...] = (
    {
        "title": "电话接听",
        "step": "接听来电",
        "purpose": "让来电者马上找到人。",
        "content": "二十秒内接起，报公司与姓名；接不起的半小时内回拨。",
        "limit": (("at_most"), Decimal(20), "秒"),
        "every": 60,
        "items": (
            ItemDraft(question="铃响至接听", limit_sort="at_most", limit=Decimal(20), unit="秒", weight=Decimal(3)),
            ItemDraft(question="报出公司与姓名"),
            ItemDraft(question="复述并确认需求", weight=Decimal(2)),
            ItemDraft(question="说明何时、由谁答复", is_critical=True),
        ),
    },
    {
        "title": "回单返还",
        "step": "回单返还",
        "purpose": "客户按时对账结算。",
        "content": "送达后三十天内交还签收单，逐票可查。",
        "limit": ("at_most", Decimal(30), "天"),
        "every": 90,
        "items": (
            ItemDraft(question="抽查十票，三十天内返还的票数", limit_sort="at_least", limit=Decimal(9), unit="票"),
            ItemDraft(question="回单按月归档，能在五分钟内找到"),
        ),
    },
    {
        "title": "交付现场",
        "step": "送达与签收",
        "purpose": "货物完好，收货人当面点清。",
        "content": "司机着装整洁，先核对后卸货，签收时拍照。",
        "limit": ("yes_no", None, ""),
        "every": 90,
        "items": (
            ItemDraft(question="车辆清洁、篷布完好"),
            ItemDraft(question="当面清点并签收", weight=Decimal(3), is_critical=True),
            ItemDraft(question="异常当场拍照并上报", weight=Decimal(2)),
        ),
    },
)  # fmt: skip

ASKS = (
    AskDraft(text="货到哪里了？几点能到？", good_answer="两分钟内给出位置与时间"),
    AskDraft(
        text="外箱破了，你们怎么赔？", sort="complaint", good_answer="致歉，说明流程与时限", weight=Decimal(2)
    ),
    AskDraft(text="能不能换车今天补送？", good_answer="给出可行办法或转主管"),
)
VISITS: tuple[tuple[str, str, int, tuple[tuple[int, str], ...]], ...] = (
    ("SH", "clerk3", 40, ((5, "一分钟内报出位置"), (4, "致歉并说明两日内答复"), (3, "答应转告调度"))),
    ("BJ", "clerk", 25, ((3, "让稍后再打"), (2, "只说去找保险"), (4, "当天补送"))),
    ("GZ", "clerk", 4, ((4, "报出位置"), (4, "致歉，说明流程"), (4, "转主管"))),
    ("SH", "clerk4", -5, ()),
)
SEEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("迅捷物流", {"dimension": "reliability", "indicator": "on_time_rate", "level": Decimal("0.94"), "source": "trial", "source_note": "试寄五十票"}),
    ("远大速运", {"dimension": "reliability", "indicator": "on_time_rate", "level": Decimal("0.81"), "source": "press"}),
    ("迅捷物流", {"dimension": "price", "price": Decimal("4.30"), "price_per": "kg", "source": "offer", "source_note": "上海至成都零担"}),
    ("顺捷速运", {"dimension": "coverage", "words": "自有干线密，次日达城市多。", "source": "press"}),
    ("远大速运", {"dimension": "information", "words": "可在小程序实时看车辆位置。", "source": "website"}),
)  # fmt: skip

NEEDS = (
    ("time", "次日达", 4),
    ("information", "到货前一小时短信", 3),
    ("safety", "冷链全程测温", 5),
    ("cost", "月结，五日前出对账单", 3),
    ("flexibility", "旺季可夜间提货", 4),
    ("value_added", "代贴标签与换箱", 2),
    ("care", "固定客服对接", 3),
)
MADE = (
    ("item", "专用温控标签"),
    ("higher", "投诉二十分钟内答复"),
    ("item", "对账单按门店拆分"),
    ("higher", "回单十五天内返还"),
    ("item", "夜间提货窗口"),
)
INFLUENCES = (
    ("staff", "hinders", 4, "旺季司机不足，等候变长。", "提前签约临时运力"),
    ("technology", "helps", 4, "电子签收使回单当天可见。", "推广到全部承运人"),
    ("market", "hinders", 3, "同城急送竞争，时效预期提高。", "试行当日达"),
    ("law", "hinders", 2, "市区限行时段收紧。", "增加新能源车"),
)
LAWS = (
    ("law", "快递暂行条例", "国务院", "投诉须在七日内处理并答复。"),
    ("policy", "城市货运车辆限行通告", "市交管局", "七时至九时、十七时至十九时燃油货车禁行。"),
    ("norm", "冷链物流分类与基本要求", "国家标准委", "冷藏运输全程温度可追溯。"),
)


def write_down(firm: Firm, at: datetime) -> None:
    """At the beginning: the design of transport, and the standards at its steps."""
    quality = firm.crew.actor("quality", at)
    design = keep_design(
        title="公路运输客户服务设计",
        service=Service.objects.get(code="transport"),
        purpose="从第一通电话到回单交还，每一步有人、有时限、有标准。",
        channels=["phone", "email", "wechat", "portal"],
        channels_why="老客户多用电话与微信；电商客户从门户自助查询。",
        technical_means="呼叫中心、货物跟踪、客户门户、电子签收。",
        by=quality,
        at=at,
    )
    steps = _lines(firm, design, at)
    bring_into_force(design=design, on=at.date(), by=quality, at=at)
    for told in STANDARDS:
        sort, limit, unit = told["limit"]
        standard = write_standard(
            title=told["title"],
            service=design.service,
            step=steps[told["step"]],
            draft=StandardDraft(
                purpose=told["purpose"],
                content=told["content"],
                implementation="写进岗位说明，月会通报。",
                limit_sort=sort,
                limit=limit,
                unit=unit,
                watch_purpose="知道各分公司是否守住标准。",
                watch_method="现场抽查与录音抽听。",
                handling="低于八成立项改进，关键项不符合当天整改。",
                every_days=told["every"],
                valid_from=at.date(),
                items=told["items"],
            ),
            by=quality,
            at=at,
        )
        for code in ("SH", "BJ"):
            inspector = firm.crew.persons["quality" if code == "SH" else "managerbj"]
            plan_inspections(
                standard=standard,
                branch=firm.crew.branches[code],
                inspector=inspector,
                first_on=(at + timedelta(days=20)).date(),
                by=quality,
                at=at,
            )


def check(firm: Firm, start: datetime, now: datetime) -> None:
    """Every month what is due is carried out, but for the last weeks; the findings are acted on."""
    at = start + timedelta(days=30)
    while at < now:
        put_up_due(by=firm.crew.actor("quality", at), at=at)
        for n, due in enumerate(Inspection.objects.due().filter(due_on__lt=(at - timedelta(days=6)).date())):
            if at < now - timedelta(days=40) or n:
                _carry_out(firm, due, at)
        at += timedelta(days=14)
    put_up_due(by=firm.crew.actor("quality", now), at=now)
    _mend(firm, now)


def ask_around(firm: Firm, now: datetime) -> None:
    """Mystery checks in two branches, a supervisor from outside, and what competitors offer."""
    quality, day = firm.crew.actor("quality", now), timedelta(days=1)
    scenario = write_scenario(
        title="急件破损来电", channel="phone", situation="自称门店店长，急件外箱破损，客户在等。", asks=ASKS
    )
    for code, visitor, ago, marks in VISITS:
        visit = plan_visit(
            scenario=scenario, branch=firm.crew.branches[code], visitor=firm.crew.persons[visitor],
            planned_on=(now - ago * day).date(), posed_as="门店店长", by=quality, at=now - max(ago + 3, 1) * day,
        )  # fmt: skip
        if not marks:
            continue
        asked = scenario.asks.values_list("pk", flat=True)
        heard = {pk: Heard(mark=mark, heard=said) for pk, (mark, said) in zip(asked, marks, strict=True)}
        record_visit(visit=visit, heard=heard, visited_at=now - ago * day, by=quality, at=now - ago * day)
        if ago > 10:
            release_visit(visit=visit, by=quality, at=now - (ago - 2) * day)
    supervisor = appoint_supervisor(
        login="supervisor", name="方老师", password=PASSWORD, background="市消费者协会", until=(now + 300 * day).date(),
        branch=firm.crew.branches["SH"], by=firm.crew.actor("gm", now), at=now - 60 * day,
    )  # fmt: skip
    watching = actor_of(supervisor.person, now)
    first = file_finding(
        what="提货窗口午间无人，三位司机等候二十分钟。", severity="major", by=watching, at=now - 30 * day
    )
    answer_finding(
        finding=first,
        answer="午间已安排轮值，窗口贴出值班表。",
        by=firm.crew.actor("clerk", now),
        at=now - 29 * day,
    )
    file_finding(what="送货员未核对单号就卸货。", severity="minor", by=watching, at=now - day / 4)
    for competitor, said in SEEN:
        observe_competitor(
            competitor=competitor, seen_on=(now - 20 * day).date(), by=firm.crew.actor("clerk", now), at=now - 20 * day, **said
        )  # fmt: skip


def care(firm: Firm, now: datetime) -> None:
    """What customers need and get, what acts on service, and who has not been spoken with."""
    clerk, quality, day = firm.crew.actor("clerk", now), firm.crew.actor("quality", now), timedelta(days=1)
    customers = list(firm.customers.values())
    for n, (group, words, importance) in enumerate(NEEDS):
        need = hear_need(
            customer=customers[n // 2 % len(customers)], group=group, words=words, importance=importance,
            heard_in="季度回访", since=(now - 90 * day).date(), by=clerk, at=now - 90 * day,
        )  # fmt: skip
        if n == 0:
            change_need(
                need=need, words="当日达，晚于十八点须先电话", importance=5, why="新开直营门店", by=clerk, at=now - 6 * day
            )  # fmt: skip
    for n, (sort, what) in enumerate(MADE):
        customise(
            customer=customers[n % 4], sort=sort, what=what, since=(now - 200 * day).date(), by=clerk, at=now - 200 * day
        )  # fmt: skip
    owner = firm.crew.persons["quality"]
    for n, (factor, pull, strength, what, measure) in enumerate(INFLUENCES):
        keep_influence(
            factor=factor, pull=pull, strength=strength, what=what, measure=measure, owner=owner,
            review_on=(now + (n * 20 - 5) * day).date(), by=quality, at=now - 60 * day,
        )  # fmt: skip
    for sort, title, issuer, demands in LAWS:
        keep_regulation(
            sort=sort, title=title, issuer=issuer, demands=demands, owner=owner,
            review_on=(now + 120 * day).date(), by=quality, at=now - 60 * day,
        )  # fmt: skip
    green_service(
        service=Service.objects.get(code="packaging"), is_green=True, disposes_green=True,
        why="循环周转箱，回收率按月统计", by=quality, at=now - 40 * day,
    )  # fmt: skip
    tell_silences(by=HOUSE, at=now)


def _carry_out(firm: Firm, due: Inspection, at: datetime) -> None:
    """Where telephones are answered slowly it shows; Beijing had its receipts in a drawer."""
    seen = {}
    for item in due.version.items.all():
        bad = (due.pk + item.position) % 5 == 0 and not item.is_critical
        value = None
        if item.limit is not None:
            better = Decimal(-4 if item.limit_sort == "at_most" else 1)
            value = item.limit - better if bad else item.limit + better
        note = "午休时只有一人在岗，未能做到" if bad else ""
        seen[item.pk] = Seen(verdict="missed" if bad else "met", value=value, note=note)
    carry_out(inspection=due, seen=seen, by=firm.crew.actor("quality", at), at=at)


def _mend(firm: Firm, now: datetime) -> None:
    quality = firm.crew.actor("quality", now)
    found = list(Finding.objects.unsettled().order_by("pk"))
    for finding in found[:-4]:
        settle_finding(finding=finding, result="当月整改，复查符合。", by=quality, at=now)
    done_on = (now - timedelta(days=120)).date()
    first = open_improvement(
        title="午休错峰排班", flaw="午休时段只有一人接听，来电等候过长。", problem="efficiency", field="service",
        owner=firm.crew.persons["quality"], due_on=done_on, measure="午休分两批。",
        indicators={"efficiency": "answer_time_mean", "accuracy": "first_contact_rate"}, by=quality, at=now - timedelta(days=150),
    )  # fmt: skip
    finish_improvement(
        improvement=first, change="午休分两批，话务最少两人在岗。", on=done_on,
        next_round=(now + timedelta(days=60)).date(), by=quality, at=now - timedelta(days=119),
    )  # fmt: skip
    measure_effect(improvement=first, by=quality, at=now)
    if found:
        open_improvement(
            finding=found[-1], title="司机当场拍照上传回单", flaw="回单月底才随车带回，信息传递不畅。",
            problem="information", field="between", owner=firm.crew.persons["dispatcher"],
            due_on=(now + timedelta(days=20)).date(), measure="交付时用门户拍照。",
            indicators={"efficiency": "documents_rate"}, by=quality, at=now - timedelta(days=3),
        )  # fmt: skip


def _lines(firm: Firm, design: Design, at: datetime) -> dict[str, Step]:
    by = firm.crew.actor("quality", at)
    steps = {}
    for place, (stage, name, role, promise, minutes, content) in enumerate(STEPS, start=1):
        said: dict[str, Any] = {
            "stage": stage,
            "name": name,
            "role": role,
            "content": content,
            "minutes": minutes,
        }
        steps[name] = keep_line(
            design=design, kind=Step, position=place, promise_kind=promise, by=by, at=at, **said
        )
    for place, (role, people, a_day, skills) in enumerate(TEAM, start=1):
        keep_line(
            design=design, kind=TeamRole, position=place, role=role, people=people, a_day=a_day,
            skills=skills, by=by, at=at,
        )  # fmt: skip
    for place, (what, hands, material, organisation, rules) in enumerate(PLAN, start=1):
        kept = keep_line(
            design=design, kind=PlanStep, position=place, what=what, people=hands, material=material,
            organisation=organisation, rules=rules, owner=firm.crew.persons["quality"],
            due_on=(at + timedelta(days=30 * place)).date(), by=by, at=at,
        )  # fmt: skip
        finish_plan_step(step=kept, by=by, at=at + timedelta(days=28 * place))
    return steps
