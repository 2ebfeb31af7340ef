"""What the demo company weighs and judges: its subcontractors over half a year, and one branch by itself and others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.evaluations.actions.comparing import compare_pairs, weigh_by_pairs
from kept.evaluations.actions.designing import (
    add_criterion,
    add_veto_rule,
    make_model,
    put_in_use,
    set_weights,
)
from kept.evaluations.actions.running import close_evaluation, give_marks, open_evaluation
from kept.evaluations.actions.working_out import work_out_evaluation
from kept.evaluations.models import Evaluation, EvaluationModel

from .company import Firm

JUDGES = {
    # which of two matters more, in steps: time, safety, papers, cooperation
    "gm": (0, 3, 2, 4, 3, -1),
    "quality": (-1, 2, 2, 4, 4, 0),
    "dispatcher": (1, 4, 2, 3, 1, -1),
}
TREE = (
    # code, below, simplified, traditional, english, indicator, worst, best
    ("time", "", "准时", "準時", "Time", "on_time_rate", "0.7", "1"),
    ("safety", "", "货物安全", "貨物安全", "Safety of goods", "", "", ""),
    ("papers", "", "单证", "單證", "Papers", "documents_rate", "0.9", "1"),
    ("cooperation", "", "配合程度", "配合程度", "Cooperation", "", "", ""),
    ("complete", "safety", "完整", "完整", "Completeness", "quantity_rate", "0.9", "1"),
    ("sound", "safety", "完好", "完好", "Condition", "quality_rate", "0.9", "1"),
    ("answers", "cooperation", "异常回复", "異常回覆", "Answers to exceptions", "", "", ""),
    ("flexibility", "cooperation", "临时加车", "臨時加車", "Extra vehicles", "", "", ""),
)
MARKS = {
    # by quality and by the dispatcher: answers, flexibility
    "quality": {
        "顺达运输有限公司": (5, 4),
        "远通货运有限公司": (2, 4),
        "飞驰快运有限公司": (4, 3),
        "华运物流有限公司": (4, 4),
    },
    "dispatcher": {
        "顺达运输有限公司": (4, 4),
        "远通货运有限公司": (3, 5),
        "飞驰快运有限公司": (4, 4),
        "华运物流有限公司": (3, 3),
    },
}
COURTESY = ("courtesy", "information", "flexibility")


def judge(firm: Firm, now: datetime) -> None:
    """Half a year of the subcontractors, closed for the half before; and Shanghai seen by itself and by others."""
    model = _weighed(firm, now - timedelta(days=200))
    this = now.date().replace(day=1)
    before = _carriers(
        firm, model, _months_ago(this, 12), _months_ago(this, 7), None, now - timedelta(days=150)
    )
    manager = firm.crew.actor("gm", now)
    close_evaluation(
        evaluation=before,
        conclusion="远通西部线路限期整改，半年后复评；其余续签。",
        by=manager,
        at=now - timedelta(days=149),
    )
    _carriers(firm, model, _months_ago(this, 6), _months_ago(this, 1), before, now - timedelta(days=2))
    _shanghai(firm, _months_ago(this, 3), _months_ago(this, 1), now - timedelta(days=1))


def _weighed(firm: Firm, at: datetime) -> EvaluationModel:
    """A model whose first weights three judges compared in pairs."""
    who: dict[str, Any] = {"by": firm.crew.actor("quality", at), "at": at}
    model = make_model(
        code="carriers",
        words=_words("分包商评价", "分包商評價", "Subcontractors"),
        element_words=_words(
            "准时、货物安全、单证、配合",
            "準時、貨物安全、單證、配合",
            "Time, safety of goods, papers, cooperation",
        ),
        purpose_words=_words(
            "决定续签、整改或更换分包商",
            "決定續簽、整改或更換分包商",
            "Decide whom to renew, correct or replace",
        ),
        objects_kind="subcontractor",
        missing="share_out",
        **who,
    )
    for code, below, simplified, traditional, english, indicator, worst, best in TREE:
        scale: dict[str, Any] = {"worst": Decimal(worst), "best": Decimal(best)} if indicator else {}
        judged = "judged" if below == "cooperation" else ""
        add_criterion(
            model=model, code=code, parent=model.criteria.filter(code=below).first(), weight=Decimal("0.5") if below else Decimal(0),
            words=_words(simplified, traditional, english), source="recorded" if indicator else judged, indicator=indicator,
            **scale, **who,
        )  # fmt: skip
    top = list(model.criteria.filter(parent=None))
    pairs = [(top[i].pk, top[j].pk) for i in range(4) for j in range(i + 1, 4)]
    for login, steps in JUDGES.items():
        said = dict(zip(pairs, steps, strict=True))
        compare_pairs(model=model, group="top", steps=said, by=firm.crew.actor(login, at), at=at)
    weigh_by_pairs(model=model, group="top", **who)
    complete, sound = model.criteria.get(code="complete"), model.criteria.get(code="sound")
    shares = {complete.pk: Decimal("0.4"), sound.pk: Decimal("0.6")}
    set_weights(model=model, group="safety", weights=shares, **who)
    add_veto_rule(
        model=model,
        source="indicator",
        indicator="quality_rate",
        limit=Decimal("0.97"),
        why="货损超过百分之三一票否决",
        **who,
    )
    add_veto_rule(model=model, source="complaint", limit=Decimal(1), why="重大质量投诉", **who)
    return put_in_use(model=model, **who)


def _carriers(
    firm: Firm, model: EvaluationModel, first: date, last: date, follows: Evaluation | None, at: datetime
) -> Evaluation:
    evaluation = open_evaluation(
        model=model,
        title=f"{first:%Y}年{first.month}月至{last:%Y}年{last.month}月 分包商评价",
        first=first,
        last=last,
        objects=list(firm.partners.values()),
        collected="运单与签收记录由系统取数；配合程度由质量部与调度打分。",
        analysed="指标按百分制折算，三人两两比较定权，加权求和；另以 TOPSIS 与模糊评价复核。",
        follows=follows,
        assessors=[firm.crew.persons[login] for login in MARKS],
        by=firm.crew.actor("quality", at),
        at=at,
    )
    criteria = [model.criteria.get(code=code).pk for code in ("answers", "flexibility")]
    rows = {row.partner.name: row.pk for row in evaluation.rows.all() if row.partner}
    for login, told in MARKS.items():
        marks = {
            (rows[name], pk): grade
            for name, said in told.items()
            for pk, grade in zip(criteria, said, strict=True)
        }
        give_marks(evaluation=evaluation, marks=marks, side="others", by=firm.crew.actor(login, at), at=at)
    return work_out_evaluation(evaluation=evaluation, by=firm.crew.actor("quality", at), at=at)


def _shanghai(firm: Firm, first: date, last: date, at: datetime) -> None:
    """The branch marks itself higher than its customers do."""
    model = EvaluationModel.objects.current().get(code="service_quality")
    evaluation = open_evaluation(
        model=model,
        title="上海分公司服务质量：自评与他评",
        kind="special",
        first=first,
        last=last,
        objects=[firm.crew.branches["SH"]],
        collected="送货与投诉由系统取数；分公司自评，质量部与客户代表他评。",
        analysed="加权指标树；自评与他评逐项求差。",
        assessors=[firm.crew.persons["manager"]],
        by=firm.crew.actor("quality", at),
        at=at,
    )
    row = evaluation.rows.get().pk
    criteria = [model.criteria.get(code=code).pk for code in COURTESY]
    for login, named, side, grades in (
        ("manager", "", "own", (5, 4, 5)),
        ("quality", "", "others", (4, 3, 4)),
        ("quality", "华东冷链 周洁", "others", (4, 2, 3)),
    ):
        marks = {(row, pk): grade for pk, grade in zip(criteria, grades, strict=True)}
        by = firm.crew.actor(login, at)
        give_marks(evaluation=evaluation, marks=marks, side=side, named=named, by=by, at=at)
    work_out_evaluation(evaluation=evaluation, by=firm.crew.actor("quality", at), at=at)


def _words(simplified: str, traditional: str, english: str) -> dict[str, str]:
    return {"zh-hans": simplified, "zh-hant": traditional, "en": english}


def _months_ago(month: date, count: int) -> date:
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)
