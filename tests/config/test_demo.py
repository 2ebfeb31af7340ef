"""The demo company fills the pages of the desk, and says nothing that it cannot fill in."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils.timezone import now

from kept.config import demo
from kept.config.demo import hotline
from kept.desk.models import Campaign, Case, HandOver, Reception, UpwardReport
from kept.desk.rules import unknown_placeholders
from kept.fulfillment.models import Instruction
from kept.inspections.models import Requirement, StepAnswer
from kept.transport.models import Connection, PickupNotice


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [2, 17])
def test_a_few_days_of_the_company_leave_something_on_every_page_of_the_desk(hour: int) -> None:
    """In the morning, and after midnight here, where it is still the day before in UTC."""
    with time_machine.travel(datetime(2026, 11, 24, hour, 40, tzinfo=UTC)):
        demo.load(days=4)
        _look_at_the_desk()


def _look_at_the_desk() -> None:
    moments = sorted(Reception.objects.values_list("left_at", flat=True), key=bool)
    assert [moment is None for moment in moments] == [True, False]
    assert Case.objects.filter(campaign=Campaign.objects.get()).count() == 2
    assert [report.seen_at is None for report in UpwardReport.objects.order_by("pk")] == [False, True]
    offers = HandOver.objects.order_by("pk")
    assert [(offer.offered, offer.taken, offer.settled_at is None) for offer in offers] == [
        (1, 1, False),
        (1, 0, True),
    ]
    assert sorted(Connection.objects.values_list("state", flat=True)) == ["met", "planned"]
    answers = StepAnswer.objects.current()
    assert {"kept", "not_kept"} <= set(answers.values_list("verdict", flat=True))
    assert Requirement.objects.filter(pk__in=answers.values("requirement")).count() > 3
    steered = Instruction.objects.values_list("state", flat=True)
    assert {"carried_out", "given"} <= set(steered)
    assert Instruction.objects.overdue(now()).count() == 1
    assert sorted(PickupNotice.objects.values_list("last_result", flat=True)) == ["", "no_answer", "told"]


def test_what_the_demo_company_answers_with_leaves_no_gap_open() -> None:
    texts = [text for _name, text in hotline.REPLIES]

    assert [gap for text in texts for gap in unknown_placeholders(text)] == []
    assert [text for text in texts if re.search(r"(?<!{){\w", text)] == []
