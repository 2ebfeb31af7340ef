"""The questionnaires that a new installation starts from. What a manager changed stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor

from ..enums import Asks
from ..models import Questionnaire
from .questionnaires import make_questionnaire

BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _words(hans: str, hant: str, english: str) -> dict[str, str]:
    return {"zh-hans": hans, "zh-hant": hant, "en": english}


def _item(code: str, words: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    return {"code": code, "words": _words(*words), **more}


EIGHT_ITEMS = (
    _item("price", ("货品价格", "貨品價格", "Price")),
    _item("quality", ("货品质量", "貨品品質", "Quality")),
    _item("assortment", ("品项完整性", "品項完整性", "Completeness of assortment")),
    _item("correctness", ("配送正确率", "配送正確率", "Delivery correctness"), promise_kind="delivery"),
    _item(
        "scheduled_date", ("预定送货日期", "預定送貨日期", "Scheduled delivery date"), promise_kind="delivery"
    ),
    _item("order_completeness", ("订单完整性", "訂單完整性", "Order completeness")),
    _item("stockout_notice", ("缺货通知", "缺貨通知", "Stock-out notice"), promise_kind="exception_notice"),
    _item("urgent_delivery", ("紧急送货", "緊急送貨", "Urgent delivery")),
)
AFTER_SERVICE = (
    _item("time", ("是否准时", "是否準時", "On time"), asks=Asks.PERFORMANCE, promise_kind="delivery"),
    _item(
        "goods",
        ("货物是否完好、数量是否正确", "貨物是否完好、數量是否正確", "Goods complete and undamaged"),
        asks=Asks.PERFORMANCE,
    ),
    _item("courtesy", ("人员是否礼貌", "人員是否禮貌", "Courtesy of the staff"), asks=Asks.PERFORMANCE),
    _item(
        "recommend",
        (
            "您向同行推荐我们的可能性有多大？",
            "您向同業推薦我們的可能性有多大？",
            "How likely are you to recommend us?",
        ),
        asks=Asks.NPS,
    ),
    _item(
        "remark",
        ("您还想告诉我们什么？", "您還想告訴我們什麼？", "What else would you tell us?"),
        asks=Asks.TEXT,
        is_required=False,
    ),
)
REASONS = (
    ("price", "价格", "價格", "Price"),
    ("late", "送货不准时", "送貨不準時", "Late deliveries"),
    ("damage", "货损货差", "貨損貨差", "Damage or shortage"),
    ("contact", "沟通与态度", "溝通與態度", "Contact and manners"),
    ("no_need", "不再需要此类服务", "不再需要此類服務", "No longer needed"),
    ("other", "其他", "其他", "Another reason"),
)
WHY_LEFT = (
    _item(
        "reason",
        (
            "您停止使用我们服务的主要原因是什么？",
            "您停止使用我們服務的主要原因是什麼？",
            "Why did you stop using our service?",
        ),
        asks=Asks.CHOICE,
        choices=[{"code": code, "words": _words(*words)} for code, *words in REASONS],
    ),
    _item(
        "remark",
        ("我们怎样才能请您回来？", "我們怎樣才能請您回來？", "What would bring you back?"),
        asks=Asks.TEXT,
        is_required=False,
    ),
)
READY: tuple[dict[str, Any], ...] = (
    {
        "code": "eight_items",
        "items": EIGHT_ITEMS,
        "words": _words(
            "八项服务重要性与绩效", "八項服務重要性與績效", "Eight items: importance and performance"
        ),
        "intro": _words(
            "请为每一项打两次分：它对您有多重要，我们做得怎么样。1 最低，7 最高。",
            "請為每一項打兩次分：它對您有多重要，我們做得如何。1 最低，7 最高。",
            "Please mark each item twice: how much it matters, and how well we do. 1 is lowest, 7 highest.",
        ),
        "importance_cuts": ["3", "5"],
        "performance_cuts": ["3", "5"],
    },
    {
        "code": "after_service",
        "items": AFTER_SERVICE,
        "words": _words("服务后回访", "服務後回訪", "After a service"),
        "intro": _words(
            "刚刚完成的这次服务，您觉得怎么样？1 很差，7 很好。",
            "剛剛完成的這次服務，您覺得如何？1 很差，7 很好。",
            "How was the service you just received? 1 is very bad, 7 very good.",
        ),
        "importance_cuts": ["3", "5"],
        "performance_cuts": ["3", "5"],
    },
    {
        "code": "why_left",
        "items": WHY_LEFT,
        "words": _words("流失客户回访", "流失客戶回訪", "Customers who left"),
        "intro": _words(
            "感谢您过去的信任。请告诉我们原因，好让我们改进。",
            "感謝您過去的信任。請告訴我們原因，好讓我們改進。",
            "Thank you for the time with us. Please tell us why you left, so that we can do better.",
        ),
    },
)


@transaction.atomic
def stock_questionnaires() -> None:
    """The ready questionnaires, for codes that have none yet."""
    known = set(Questionnaire.objects.values_list("code", flat=True))
    house = Actor.system("start")
    for ready in READY:
        if ready["code"] not in known:
            make_questionnaire(**ready, by=house, at=BEGINNING)
