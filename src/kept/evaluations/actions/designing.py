"""Models: drafted, changed while they are drafts, put in use, revised. What was used stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.words import Words
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction

from ..enums import ModelState, Objects, Source, VetoSource, WeightOrigin
from ..events import ModelChanged, ModelMade, ModelPutInUse
from ..models import Criterion, EvaluationModel, VetoRule
from ..queries.trees import NEAR, TOP, check_tree, tree_of
from ..rules.refusals import (
    CodeTaken,
    CriterionTwice,
    HasMore,
    NoDirection,
    NotAGroup,
    NotAShare,
    NotInspected,
    ScaleFlat,
    UnknownIndicator,
    WeightsOff,
)

GRADES = (
    {"zh-hans": "差", "zh-hant": "差", "en": "bad"},
    {"zh-hans": "较差", "zh-hant": "較差", "en": "poor"},
    {"zh-hans": "一般", "zh-hant": "普通", "en": "fair"},
    {"zh-hans": "良好", "zh-hant": "良好", "en": "good"},
    {"zh-hans": "优秀", "zh-hant": "優秀", "en": "excellent"},
)
"""With which a model begins, lowest first."""
INSPECTED = (Objects.BRANCH, Objects.CHAIN)
"""What inspections look at."""
COPIED = (
    "code words element_words purpose_words objects_kind method operator from_data missing grade_words"
    " pass_score"
).split()


@transaction.atomic
def make_model(*, code: str, by: Actor, at: datetime, **fields: Any) -> EvaluationModel:
    """A first version, as a draft."""
    if EvaluationModel.objects.filter(code=code).exists():
        raise CodeTaken(field="code")
    fields = {"grade_words": list(GRADES), **fields}
    model = EvaluationModel.objects.create(code=code, made_by_id=by.person_id, made_at=at, **fields)
    emit(ModelMade(subject=Subject.of(model), occurred_at=at, version_made=1), by=by)
    return model


@transaction.atomic
def change_model(*, model: EvaluationModel, by: Actor, at: datetime, **fields: Any) -> EvaluationModel:
    """Title, element, object, purpose, method of a draft."""
    found = _draft(model)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save(update_fields=list(fields))
    _tell(found, "head", by=by, at=at)
    return found


@transaction.atomic
def add_criterion(*, model: EvaluationModel, code: str, by: Actor, at: datetime, **fields: Any) -> Criterion:
    """A group, or a leaf with an indicator or with grades."""
    found = _draft(model)
    if code == TOP or found.criteria.filter(code=code).exists():
        raise CriterionTwice(field="code")
    last = found.criteria.aggregate(last=Max("position"))["last"] or 0
    criterion = Criterion(model=found, code=code, position=last + 1, **fields)
    _check_criterion(criterion)
    criterion.save()
    _tell(found, "criterion", criterion.called, by=by, at=at)
    return criterion


@transaction.atomic
def change_criterion(*, criterion: Criterion, by: Actor, at: datetime, **fields: Any) -> Criterion:
    model = _draft(criterion.model)
    found = Criterion.objects.get(pk=criterion.pk)
    if fields.get("source") and found.below.exists():
        raise HasMore(field="source")
    if fields.get("weight", found.weight) != found.weight:
        fields["origin"] = WeightOrigin.HAND
    for name, value in fields.items():
        setattr(found, name, value)
    _check_criterion(found)
    found.save()
    _tell(model, "criterion", found.called, by=by, at=at)
    return found


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Actor, at: datetime) -> None:
    """Its comparisons go with it. Raises HasMore."""
    model = _draft(criterion.model)
    if criterion.below.exists():
        raise HasMore
    criterion.delete()
    _tell(model, "removed", criterion.called, by=by, at=at)


@transaction.atomic
def set_weights(
    *,
    model: EvaluationModel,
    group: str,
    weights: Mapping[int, Decimal],
    origin: str = WeightOrigin.HAND,
    by: Actor,
    at: datetime,
) -> None:
    """The shares of all criteria of one group, by id. Raises WeightsOff by name where they do not add up."""
    found = _draft(model)
    parent = None if group == TOP else found.criteria.get(code=group)
    siblings = list(found.criteria.filter(parent=parent))
    total = sum((weights[each.pk] for each in siblings), Decimal(0))
    if abs(total - 1) >= NEAR:
        words = {"group": str(parent or found), "total": f"{(total * 100).normalize():f} %"}
        raise WeightsOff(WeightsOff.default % words)
    for each in siblings:
        each.weight, each.origin = weights[each.pk], origin
    Criterion.objects.bulk_update(siblings, ["weight", "origin"])
    what = "pairs" if origin == WeightOrigin.PAIRS else "weights"
    _tell(found, what, None if parent is None else parent.words, by=by, at=at)


@transaction.atomic
def add_veto_rule(*, model: EvaluationModel, by: Actor, at: datetime, **fields: Any) -> VetoRule:
    found = _draft(model)
    rule = VetoRule(model=found, **fields)
    if rule.indicator:
        _directed(rule.indicator)
        _within_share(rule.indicator, "limit", rule.limit)
    if rule.source == VetoSource.INSPECTION and found.objects_kind not in INSPECTED:
        raise NotInspected(field="source")
    rule.save()
    _tell(found, "veto", by=by, at=at)
    return rule


@transaction.atomic
def remove_veto_rule(*, rule: VetoRule, by: Actor, at: datetime) -> None:
    found = _draft(rule.model)
    rule.delete()
    _tell(found, "veto_removed", by=by, at=at)


@transaction.atomic
def put_in_use(*, model: EvaluationModel, by: Actor, at: datetime) -> EvaluationModel:
    """The draft becomes the version in use; evaluations by the one before stay as they are."""
    found = _draft(model)
    check_tree(tree_of(found), str(found))
    EvaluationModel.objects.filter(code=found.code, state=ModelState.CURRENT).update(
        state=ModelState.REPLACED
    )
    found.state, found.used_from = ModelState.CURRENT, at
    found.save(update_fields=["state", "used_from"])
    emit(ModelPutInUse(subject=Subject.of(found), occurred_at=at, version_used=found.version), by=by)
    return found


@transaction.atomic
def revise_model(*, model: EvaluationModel, by: Actor, at: datetime) -> EvaluationModel:
    """A new draft with all of this version but its comparisons; the draft there is, where there is one."""
    versions = EvaluationModel.objects.select_for_update().filter(code=model.code)
    if draft := versions.filter(state=ModelState.DRAFT).first():
        return draft
    last = versions.order_by("-version").values_list("version", flat=True)[0]
    fields = {name: getattr(model, name) for name in COPIED}
    made = EvaluationModel.objects.create(**fields, version=last + 1, made_by_id=by.person_id, made_at=at)
    _copy(model, made)
    emit(ModelMade(subject=Subject.of(made), occurred_at=at, version_made=made.version), by=by)
    return made


def _copy(model: EvaluationModel, made: EvaluationModel) -> None:
    new: dict[int | None, Criterion | None] = {None: None}
    for node in tree_of(model).walk():
        if (old := node.criterion) is not None:
            copy = Criterion.objects.get(pk=old.pk)
            copy.pk, copy.model, copy.parent = None, made, new[old.parent_id]
            copy._state.adding = True
            copy.save()
            new[old.pk] = copy
    rules = [
        VetoRule(model=made, source=r.source, indicator=r.indicator, limit=r.limit, why=r.why)
        for r in model.veto_rules.all()
    ]
    VetoRule.objects.bulk_create(rules)


def _check_criterion(criterion: Criterion) -> None:
    if criterion.parent and criterion.parent.source:
        raise NotAGroup(NotAGroup.default % {"criterion": criterion.parent}, field="parent")
    ends = criterion.worst, criterion.best
    if (ends[0] is None) != (ends[1] is None) or (ends[0] is not None and ends[0] == ends[1]):
        raise ScaleFlat(field="best")
    if criterion.source == Source.RECORDED and ends[0] is None:
        _directed(criterion.indicator)
    elif criterion.source == Source.RECORDED and criterion.indicator not in INDICATORS:
        raise UnknownIndicator(field="indicator")
    if criterion.source == Source.RECORDED:
        for field, end in zip(("worst", "best"), ends, strict=True):
            _within_share(criterion.indicator, field, end)


def _within_share(code: str, field: str, value: Decimal | None) -> None:
    """60 would be taken for 6,000 %. A growth may lie below nought."""
    told = INDICATORS[code]
    if value is not None and told.is_share and not -1 <= value <= 1:
        raise NotAShare(NotAShare.default % {"indicator": told.title}, field=field)


def _directed(code: str) -> None:
    if code not in INDICATORS:
        raise UnknownIndicator(field="indicator")
    if INDICATORS[code].direction == Direction.NONE:
        raise NoDirection(NoDirection.default % {"indicator": INDICATORS[code].title}, field="indicator")


def _draft(model: EvaluationModel) -> EvaluationModel:
    found = EvaluationModel.objects.select_for_update().get(pk=model.pk)
    found.must_be_draft()
    return found


def _tell(
    model: EvaluationModel, what: str, criterion: Words | None = None, *, by: Actor, at: datetime
) -> None:
    told = ModelChanged(subject=Subject.of(model), occurred_at=at, what=what, criterion=dict(criterion or {}))
    emit(told, by=by)
