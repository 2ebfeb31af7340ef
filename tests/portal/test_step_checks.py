"""A subcontractor checks the steps of their own shipments, and only what is asked of whoever carries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from kept.inspections.actions.stepping import Found, add_requirement, check_step
from kept.inspections.models import Requirement, StepAnswer
from tests.factories import HOUSE, NOON

from .conftest import Scene, signed_in


def a_requirement(**details: Any) -> Requirement:
    given = {"step": "delivery", "text": "先核对后卸货", "by": HOUSE, "at": NOON, **details}
    return add_requirement(**given)


@pytest.mark.spec("R028")
def test_a_subcontractor_checks_their_own_shipment_alone(ours: Scene, theirs: Scene) -> None:
    driver = signed_in(ours.driver)
    asked = a_requirement(responsible="subcontractor")
    a_requirement(text="客服回访", responsible="clerk")
    a_requirement(text="先进先出", step="storage")
    said = {f"check-{asked.pk}-verdict": "not_kept", f"check-{asked.pk}-remark": "无人核对"}
    act = [reverse("portal:carrier_check", args=[s.shipment.number, "delivery"]) for s in (ours, theirs)]

    page = driver.get(reverse("portal:carrier_checks", args=[ours.shipment.number])).content.decode()
    lacking = driver.post(act[0], {f"check-{asked.pk}-verdict": "not_kept"})
    done, foreign = (driver.post(address, said) for address in act)

    assert "先核对后卸货" in page and "客服回访" not in page and "先进先出" not in page
    assert (lacking.status_code, done.status_code, foreign.status_code) == (422, 302, 404)
    answer = StepAnswer.objects.get()
    assert (answer.shipment, answer.answered_by, answer.remark) == (ours.shipment, ours.driver, "无人核对")
    assert driver.get(act[0].replace("checks/delivery/", "")).status_code == 200


@pytest.mark.spec("R028")
def test_what_we_answered_is_seen_and_not_changed_by_a_subcontractor(ours: Scene) -> None:
    driver, asked = signed_in(ours.driver), a_requirement()
    found = {asked.pk: Found(verdict="not_kept", remark="内部说明")}
    check_step(subject=ours.shipment, step="delivery", found=found, by=HOUSE, at=NOON)

    page = driver.get(reverse("portal:carrier_checks", args=[ours.shipment.number])).content.decode()
    tried = driver.post(
        reverse("portal:carrier_check", args=[ours.shipment.number, "delivery"]),
        {f"check-{asked.pk}-verdict": "kept"},
    )

    assert "Not kept" in page and "内部说明" not in page
    assert tried.status_code == 422
    assert StepAnswer.objects.get().verdict == "not_kept"


def test_a_photo_that_is_demanded_is_not_called_optional(ours: Scene) -> None:
    a_requirement(wants_photo=True)

    page = (
        signed_in(ours.driver)
        .get(reverse("portal:carrier_checks", args=[ours.shipment.number]))
        .content.decode()
    )

    assert re.search(r">Photo <span class=.optional.>a photo is demanded here</span>", page)
