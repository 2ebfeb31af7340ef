"""What the demo company has written down: articles that a 3PL desk opens every day."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from importlib import resources

from kept.knowledge.actions.planning import activate_plan, end_plan, write_plan
from kept.knowledge.actions.publishing import publish_article, submit_article
from kept.knowledge.actions.using import use_article
from kept.knowledge.actions.wishing import wish_for
from kept.knowledge.actions.writing import write_article
from kept.knowledge.enums import UseKind
from kept.people.actions.company import name_company

from .company import Firm
from .people import HOUSE

NAMES = {"zh-hans": "久久物流", "zh-hant": "久久物流", "en": "Jiujiu Logistics"}

PLANS = (
    ("台风停运", "weather", "一、列出在途票。\n二、通知客户新的到达时间。\n三、改走内陆线路。", 365),
    ("系统中断", "breakdown", "一、改用纸质登记表。\n二、恢复后一小时内补录。\n三、告知客户。", 180),
    ("运力不足", "capacity", "一、先保证重点客户。\n二、联系备用承运商。\n三、与客户商定改期。", 365),
)


def write_down(firm: Firm, at: datetime) -> None:
    """A dozen and a half of articles, most of them published, one waiting for review, one draft."""
    name_company(names=NAMES, by=HOUSE, at=at)
    told = tomllib.loads(resources.files(__package__).joinpath("knowledge.toml").read_text("utf-8"))
    for place, row in enumerate(told["articles"]):
        moment = at + timedelta(hours=place)
        article = write_article(
            language="zh-hans",
            title=row["title"],
            body=row["body"],
            audience=row.get("audience", "staff"),
            category=row["subject"],
            tags=row["tags"],
            kinds=row.get("kinds", []),
            owner=firm.crew.persons["clerk"],
            by=firm.crew.actor("clerk", moment),
            at=moment,
        )
        state = row.get("state", "published")
        if state == "draft":
            continue
        submit_article(article=article, by=HOUSE, at=moment)
        if state == "published":
            publish_article(article=article, by=HOUSE, at=moment)
            for n in range(row.get("helped", 0)):
                use_article(article=article, kind=UseKind.HELPED, by=HOUSE, at=moment + timedelta(days=n + 1))
    _plan_ahead(firm, at)
    for words in ("上楼费谁出", "上楼费谁出", "危险品能不能发"):
        wish_for(words=words, by=HOUSE, at=at + timedelta(days=3))


def _plan_ahead(firm: Firm, at: datetime) -> None:
    """Three contingency plans; the one for a typhoon has been needed once."""
    clerk, day = firm.crew.actor("clerk", at), at.date()
    plans = [
        write_plan(
            name=name,
            kind=kind,
            steps=steps,
            calls="客服经理；调度值班",
            responsible=firm.crew.persons["clerk"],
            reviewed_on=day,
            review_due=day + timedelta(days=days),
            by=HOUSE,
            at=at,
        )
        for name, kind, steps, days in PLANS
    ]
    start = at + timedelta(days=2)
    activate_plan(plan=plans[0], reason="台风登陆，沿海线路停运", by=clerk, at=start)
    outcome = "改走内陆线路，两天后恢复。以后提前一天通知客户。"
    end_plan(plan=plans[0], outcome=outcome, by=clerk, at=start + timedelta(days=2))
