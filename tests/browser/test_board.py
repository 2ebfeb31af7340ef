"""The board and the pages of escalation in a browser: usable by everybody, on a phone too, and live."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localtime, now
from playwright.sync_api import Page, expect

from kept.desk.actions.escalating import escalate_by_clock
from kept.desk.models import EscalationStep
from kept.people.models import Duty
from kept.promises.actions.clocking import record_breaches
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, a_branch, staff

pytestmark = pytest.mark.slow
PICTURES = os.environ.get("KEPT_PICTURES", "")


@pytest.mark.django_db(transaction=True)
def test_a_supervisor_watches_the_board_and_changes_a_step(
    page: Page,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    manager, branch, at = staff("service_manager", name="李芳"), a_branch(name="上海分公司"), now()
    duty = Duty(person=manager, day=localtime(at).date(), begins=time(0), ends=time(23, 59, 59))
    duty.place()
    duty.save()
    for hours in (0, 2, 9):
        a_case("complaint", branch=branch, at=at - timedelta(hours=hours))
    a_call(branch=branch, at=at)
    record_breaches(by=HOUSE, at=at)
    escalate_by_clock(by=HOUSE, at=at)
    case = a_case("complaint", branch=branch, at=at - timedelta(hours=3))
    record_breaches(by=HOUSE, at=at)
    escalate_by_clock(by=HOUSE, at=at)
    step = EscalationStep.objects.in_force()[0]
    sign_in(manager)

    for n, address in enumerate(
        (
            "/desk/board/",
            "/desk/board/chats/",
            "/escalations/",
            "/escalations/steps/",
            f"/escalations/steps/{step.pk}/",
            "/escalations/steps/new/",
            case.get_absolute_url(),
            "/desk/queues/complaints/",
        )
    ):
        page.goto(address)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"wide-{n}.png", full_page=True)
        in_every_light(everybody_can_use)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"last-{n}.png", full_page=True)

    page.goto("/desk/board/")
    waiting = page.locator("#board tbody tr.sum td.figure").first
    expect(waiting).to_have_text("5")
    a_case("complaint", branch=branch, at=now())
    page.evaluate("htmx.trigger(document.body, 'live-waiting')")
    expect(waiting).to_have_text("6")
