"""A clerk's day in a browser: calls, a complaint to its end, bad news told before anybody asks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import day_calls, day_complaint, day_exception
from tests.browser.conftest import SignIn
from tests.browser.day import a_day
from tests.browser.walking import Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.browser]


@pytest.mark.spec("R266", "R273", "R274", "R280", "R284", "R288", "R290", "R292")
def test_the_day_of_a_clerk(page: Page, sign_in: SignIn, live_server: LiveServer) -> None:
    with a_day(Walker(page, sign_in, "zh-hans"), live_server.url) as day:
        day_calls.the_phone_rings(day)
        case = day_complaint.a_mail_complains(day)
        day_complaint.passed_up_and_made_good(day, case)
        day_complaint.who_is_liable(day, case)
        day_complaint.borne_by_the_subcontractor(day)
        day_complaint.closed_and_judged(day, case)
        day_exception.told_before_they_ask(day)
        day_calls.nobody_picks_up(day)
        day_calls.the_month_is_told(day)


def test_its_calls_and_bad_news_in_english(page: Page, sign_in: SignIn, live_server: LiveServer) -> None:
    with a_day(Walker(page, sign_in, "en"), live_server.url) as day:
        day_calls.the_phone_rings(day)
        day_exception.told_before_they_ask(day)
        day_calls.nobody_picks_up(day)
