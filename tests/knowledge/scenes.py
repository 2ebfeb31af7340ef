"""What the tests of articles begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kept.knowledge.actions.publishing import publish_article, submit_article
from kept.knowledge.actions.writing import write_article
from kept.knowledge.models import Article
from tests.factories import HOUSE, NOON

HOUR = timedelta(hours=1)


def a_draft(title: str = "外箱破损的处理", body: str = "先拍照，再签收。", **details: Any) -> Article:
    return write_article(
        **{"language": "zh-hans", "title": title, "body": body, "by": HOUSE, "at": NOON, **details}
    )


def an_article(title: str = "外箱破损的处理", body: str = "先拍照，再签收。", **details: Any) -> Article:
    """Written, looked through and published."""
    return published(a_draft(title, body, **details))


def published(article: Article) -> Article:
    submit_article(article=article, by=HOUSE, at=NOON)
    return publish_article(article=article, by=HOUSE, at=NOON + HOUR)
