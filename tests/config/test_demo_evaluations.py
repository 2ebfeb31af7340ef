"""The demo company's evaluations can be told, also before there are any figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from kept.config.demo import company, evaluations
from kept.evaluations.models import Evaluation, EvaluationModel

pytestmark = pytest.mark.django_db


def test_three_judges_weigh_the_carriers_and_shanghai_is_seen_from_two_sides() -> None:
    today = now()
    firm = company.found(today - timedelta(days=365))

    evaluations.judge(firm, today)

    model = EvaluationModel.objects.get(code="carriers")
    assert set(model.criteria.filter(parent=None).values_list("origin", flat=True)) == {"pairs"}
    assert list(Evaluation.objects.order_by("pk").values_list("state", "kind")) == [
        ("closed", "daily"),
        ("worked_out", "daily"),
        ("worked_out", "special"),
    ]
    shanghai = Evaluation.objects.get(kind="special").rows.get()
    assert shanghai.figures.exclude(own_score=None).exclude(others_score=None).count() == 3
