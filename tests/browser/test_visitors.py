"""Return visits beside the queue and visitors at the reception, usable wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import now
from playwright.sync_api import Page

from kept.desk.actions.following import plan_follow_up
from kept.desk.actions.welcoming import receive_visitor
from kept.desk.models import Reception
from kept.people.queries import actor_of
from tests.factories import HOUSE, NOON, a_customer, staff


def test_return_visits_and_visitors_are_usable_in_every_light(
    page: Page,
    transactional_db: None,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    clerk, customer = staff("clerk", name="王敏"), a_customer(phone="021-5555")
    by, at = actor_of(clerk, NOON), now()
    visit = plan_follow_up(
        what="回访宏达：上月投诉处理得如何？",
        due_at=at + timedelta(days=2),
        customer=customer,
        sort="return_visit",
        by=by,
        at=at,
    )
    came = receive_visitor(
        visitor="赵总",
        company="宏达电子",
        purpose="谈明年的合同",
        customer=customer,
        received_by=clerk,
        by=HOUSE,
        at=at - timedelta(minutes=20),
    )
    sign_in(clerk)

    places = (visit.get_absolute_url(), "/follow-ups/", came.get_absolute_url(), "/visits/", "/visits/new/")
    for address in places:
        page.goto(address)
        in_every_light(everybody_can_use)
    page.goto("/desk/")
    page.keyboard.press("j")
    page.get_by_role("heading", name="回访结果").wait_for()
    in_every_light(everybody_can_use)


def test_a_visitor_is_received_and_seen_off(
    page: Page, transactional_db: None, sign_in: Callable[..., None]
) -> None:
    sign_in(staff("clerk"), language="en")
    page.goto("/visits/new/")

    page.get_by_label("Visitor").fill("Li")
    page.get_by_label("What they came for").fill("Pick up goods")
    page.get_by_role("button", name="Receive", exact=True).click()
    page.get_by_role("link", name="Li", exact=True).click()
    page.get_by_label("What was agreed").fill("Comes again on Friday")
    page.get_by_role("button", name="See off").click()

    page.get_by_text("Seen off.").wait_for()
    assert Reception.objects.get().agreed == "Comes again on Friday"
