"""Nothing the demo company tells of its mystery checks was planned on a day to come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from kept.config.demo import company, inspecting
from kept.inspections.models import MysteryVisit
from kept.kernel.models import EventRecord

pytestmark = pytest.mark.django_db


def test_mystery_checks_were_planned_before_today_also_the_one_to_come() -> None:
    today = now()
    firm = company.found(today - timedelta(days=365))

    inspecting.ask_around(firm, today)

    planned = EventRecord.objects.filter(subject_type="inspections.mysteryvisit").order_by("occurred_at")
    assert planned.exists() and planned.last().occurred_at < today  # type: ignore[union-attr]
    assert MysteryVisit.objects.filter(planned_on__gt=today.date()).exists()
