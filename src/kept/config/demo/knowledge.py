"""What the demo company has written down: articles that a 3PL desk opens every day."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from importlib import resources

from kept.knowledge.actions.publishing import publish_article, submit_article
from kept.knowledge.actions.scripting import name_company
from kept.knowledge.actions.using import use_article
from kept.knowledge.actions.wishing import wish_for
from kept.knowledge.actions.writing import write_article
from kept.knowledge.enums import UseKind

from .company import Firm
from .people import HOUSE

NAMES = {"zh-hans": "久久物流", "zh-hant": "久久物流", "en": "Jiujiu Logistics"}


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
    for words in ("上楼费谁出", "上楼费谁出", "危险品能不能发"):
        wish_for(words=words, by=HOUSE, at=at + timedelta(days=3))
