"""The models that a new installation starts from. What a manager changed stays."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor

from ..enums import Missing, Objects, Source, VetoSource
from ..models import Criterion, EvaluationModel
from .designing import add_criterion, add_veto_rule, make_model, put_in_use

BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
Words = tuple[str, str, str]


def _words(words: Words) -> dict[str, str]:
    return dict(zip(("zh-hans", "zh-hant", "en"), words, strict=True))


def _judged(code: str, weight: str, words: Words) -> dict[str, Any]:
    return {"code": code, "weight": Decimal(weight), "words": _words(words), "source": Source.JUDGED}


def _recorded(code: str, weight: str, indicator: str, worst: str, best: str) -> dict[str, Any]:
    ends = {"worst": Decimal(worst), "best": Decimal(best)}
    return {
        "code": code,
        "weight": Decimal(weight),
        "source": Source.RECORDED,
        "indicator": indicator,
        **ends,
    }


def _group(code: str, weight: str, words: Words, *below: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "weight": Decimal(weight), "words": _words(words), "below": below}


SERVICE_QUALITY = (
    _group(
        "reliability",
        "0.4",
        ("可靠性", "可靠性", "Reliability"),
        _recorded("on_time", "0.4", "on_time_rate", "0.8", "1"),
        _recorded("complete", "0.2", "quantity_rate", "0.9", "1"),
        _recorded("sound", "0.2", "quality_rate", "0.9", "1"),
        _recorded("papers", "0.2", "documents_rate", "0.9", "1"),
    ),
    _group(
        "response",
        "0.3",
        ("响应", "回應", "Response"),
        _recorded("complaint_rate", "0.5", "complaint_rate", "300", "0"),
        _recorded("first_attempt", "0.5", "first_attempt_rate", "0.8", "1"),
    ),
    _group(
        "contact",
        "0.3",
        ("沟通与服务态度", "溝通與服務態度", "Contact and manners"),
        _judged("courtesy", "0.4", ("服务态度", "服務態度", "Courtesy")),
        _judged("information", "0.3", ("信息及时准确", "資訊及時準確", "Timely and right information")),
        _judged("flexibility", "0.3", ("灵活应变", "靈活應變", "Flexibility")),
    ),
)
SERVICE_PLAN = (
    _group(
        "fit",
        "0.4",
        ("切合客户需求", "切合客戶需求", "Fit to what customers need"),
        _judged("needs", "0.5", ("需求覆盖", "需求涵蓋", "Needs covered")),
        _judged("levels", "0.3", ("服务水平明确可量", "服務水準明確可量", "Levels named and measurable")),
        _judged("segments", "0.2", ("差异化", "差異化", "Differentiation by segment")),
    ),
    _group(
        "feasible",
        "0.3",
        ("可行性", "可行性", "Feasibility"),
        _judged("people", "0.4", ("人员与培训", "人員與訓練", "People and training")),
        _judged("process", "0.3", ("流程与技术支持", "流程與技術支援", "Process and technical support")),
        _judged("cost", "0.3", ("成本与收益", "成本與效益", "Cost and return")),
    ),
    _group(
        "effect",
        "0.3",
        ("实施效果", "實施成效", "Effect so far"),
        _recorded("kept", "0.6", "promises_kept_rate", "0.8", "1"),
        _judged("customers_say", "0.4", ("客户反映", "客戶反映", "What customers say")),
    ),
)
NODES = (
    _recorded("kept", "0.6", "promises_kept_rate", "0.8", "1"),
    _judged("joint", "0.4", ("与前后环节的衔接", "與前後環節的銜接", "Joints with the other nodes")),
)
THREE_SOURCES = (
    _recorded("client", "0.4", "client_satisfaction", "40", "90"),
    _recorded("clients_customers", "0.3", "receiver_satisfaction", "40", "90"),
    _recorded("subcontractors", "0.3", "subcontractor_on_time_rate", "0.85", "0.98"),
)
READY: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]], ...] = (
    (
        {
            "code": "service_quality",
            "words": _words(("服务质量评价", "服務品質評價", "Service quality")),
            "element_words": _words(
                (
                    "准时、完整、完好、单证，客户投诉与服务态度",
                    "準時、完整、完好、單證，客戶投訴與服務態度",
                    "Time, completeness, condition, papers, complaints and manners",
                )
            ),
            "purpose_words": _words(
                (
                    "以客户为中心，看清服务质量差在哪里并改进",
                    "以客戶為中心，看清服務品質差在哪裡並改進",
                    "From the customer's side: see where quality falls short, and improve it",
                )
            ),
            "objects_kind": Objects.BRANCH,
            "missing": Missing.SHARE_OUT,
        },
        SERVICE_QUALITY,
        (
            {
                "source": VetoSource.INDICATOR,
                "indicator": "quality_rate",
                "limit": Decimal("0.9"),
                "why": "",
            },
            {"source": VetoSource.COMPLAINT, "limit": Decimal(1), "why": ""},
        ),
    ),
    (
        {
            "code": "service_plan",
            "words": _words(("客户服务方案评估", "客戶服務方案評估", "Customer-service plan")),
            "element_words": _words(
                (
                    "方案的切合度、可行性与效果",
                    "方案的切合度、可行性與成效",
                    "Fit, feasibility and effect of the plan",
                )
            ),
            "purpose_words": _words(
                (
                    "决定采用、修改还是停止一个客户服务方案",
                    "決定採用、修改還是停止一個客戶服務方案",
                    "Decide whether to adopt, change or end a customer-service plan",
                )
            ),
            "objects_kind": Objects.PLAN,
            "missing": Missing.SHARE_OUT,
        },
        SERVICE_PLAN,
        (),
    ),
    (
        {
            "code": "whole_activity",
            "words": _words(("全过程各环节评价", "全過程各環節評價", "Nodes of the whole activity")),
            "element_words": _words(
                (
                    "各环节承诺兑现与衔接",
                    "各環節承諾兌現與銜接",
                    "Promises kept at each node, and the joints between nodes",
                )
            ),
            "purpose_words": _words(
                (
                    "把每个环节放在物流全过程中看，找出最薄弱的一环",
                    "把每個環節放在物流全過程中看，找出最薄弱的一環",
                    "See each node within the whole activity, and find the weakest",
                )
            ),
            "objects_kind": Objects.NODE,
            "missing": Missing.SHARE_OUT,
        },
        NODES,
        (),
    ),
    (
        {
            "code": "three_sources",
            "words": _words(("三方评价服务水平", "三方評價服務水準", "Service level by three sources")),
            "element_words": _words(
                (
                    "客户企业、客户企业的客户的评价，以及对分包商的评价",
                    "客戶企業、客戶企業的客戶的評價，以及對分包商的評價",
                    "Evaluations by the client, by its customers, and of the subcontractors",
                )
            ),
            "purpose_words": _words(
                (
                    "把三方的评价合成对每个客户的一个服务水平判断",
                    "把三方的評價合成對每個客戶的一個服務水準判斷",
                    "Make of three evaluations one judgement on the service level of each customer",
                )
            ),
            "objects_kind": Objects.CUSTOMER,
            "missing": Missing.NO_RESULT,
        },
        THREE_SOURCES,
        (),
    ),
)


@transaction.atomic
def stock_models() -> None:
    """The ready models, for codes that have none yet."""
    known = set(EvaluationModel.objects.values_list("code", flat=True))
    for head, criteria, vetoes in READY:
        if head["code"] not in known:
            _stock(head, criteria, vetoes)


def _stock(head: dict[str, Any], criteria: Any, vetoes: Any) -> None:
    who: dict[str, Any] = {"by": Actor.system("start"), "at": BEGINNING}
    model = make_model(**head, **who)
    for each in criteria:
        _plant(model, None, each, who)
    for rule in vetoes:
        add_veto_rule(model=model, **rule, **who)
    put_in_use(model=model, **who)


def _plant(model: EvaluationModel, parent: Criterion | None, told: dict[str, Any], who: Any) -> None:
    fields = {name: value for name, value in told.items() if name != "below"}
    criterion = add_criterion(model=model, parent=parent, **fields, **who)
    for each in told.get("below", ()):
        _plant(model, criterion, each, who)
