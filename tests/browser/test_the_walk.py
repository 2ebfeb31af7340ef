"""The whole walk in a browser, in Chinese and in English: from the inquiry to the measured improvement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import walk_desk, walk_improving, walk_order, walk_portal, walk_road
from tests.browser.conftest import SignIn
from tests.browser.scene import set_scene
from tests.browser.walking import Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.spec("R001", "R082", "R083", "R084", "R085", "R086", "R087")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_loop_is_walked_in_a_browser(page: Page, sign_in: SignIn, language: str) -> None:
    scene, walker = set_scene(), Walker(page, sign_in, language)

    order = walk_order.from_inquiry_to_release(walker, scene)
    waybill = walk_road.onto_the_road(walker, scene, order)
    complaint = walk_desk.call_and_complaint(walker, scene, waybill)
    walk_road.to_the_door(walker, scene, waybill)
    walk_road.charged_by_a_clause(walker, scene, order)
    walk_desk.closed_with_what_was_learned(walker, scene, complaint)
    walk_portal.the_client_looks_in(walker, scene, order, waybill)
    walk_improving.from_answers_to_figures(walker, scene)
    walk_improving.from_a_gap_to_a_policy(walker)
