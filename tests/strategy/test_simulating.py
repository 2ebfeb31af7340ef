"""'What if this promise became 24 hours': what the past says, and when it says nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.kernel.events import Subject
from kept.kernel.money import Money
from kept.methods.what_if import Terms
from kept.promises.actions import (
    PromiseRequest,
    keep_promise,
    pause_promise,
    resume_promise,
    start_promise,
)
from kept.promises.actions.policies import make_policy
from kept.promises.models import Promise
from kept.strategy.queries.past import Asked, history_of
from kept.strategy.queries.simulating import simulate
from kept.strategy.ui.simulated_words import in_words
from tests.factories import HOUSE, NOON, a_customer

from .cycle_scenes import charged, solved
from .scenes import DAY, a_running_action

pytestmark = pytest.mark.django_db
SOLVING = Asked("complaint_resolution")
A_DAY = Terms(24)


def test_each_promise_of_the_past_is_judged_again_by_the_new_time() -> None:
    solved([10] * 60 + [30] * 30 + [80] * 10)

    found = simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON)

    assert found.replayed is not None
    assert (found.replayed.kept_before.estimate, found.replayed.kept_then.estimate) == (0.9, 0.6)
    assert (found.replayed.newly_broken, found.replayed.newly_kept, found.replayed.judged) == (30, 0, 100)
    assert found.more_a_month is not None
    estimate, low, high = found.more_a_month
    assert estimate == pytest.approx(30 / (30 / 30.4375)) and low < estimate < high
    assert found.now is not None and found.now.limit == timedelta(days=3)


def test_a_past_that_is_too_short_says_nothing() -> None:
    solved([10] * 49)

    found = simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON)

    assert (found.is_enough, found.replayed, found.curve, found.at_risk) == (False, None, (), None)
    assert (len(found.history.past), found.least, found.kept()) == (49, 50, {})


def test_only_the_promises_of_those_asked_about_count() -> None:
    core, other = a_customer(segment="core"), a_customer()
    solved([10] * 3, customer=core)
    solved([10] * 5, customer=other)
    solved([10] * 7)

    def read(**whose: object) -> int:
        asked = Asked("complaint_resolution", **whose)  # type: ignore[arg-type]
        return len(history_of(asked, Promise.objects.all(), NOON).past)

    assert (read(), read(segment="core"), read(customer=other)) == (15, 3, 5)
    assert read(lane_origin="上海") == 0


def test_the_penalty_is_the_agreed_consequence_of_the_newly_broken() -> None:
    customer = a_customer()
    terms = {"limit": timedelta(days=3), "price": 20_000, "valid_from": NOON - 200 * DAY}
    make_policy(kind="complaint_resolution", scope={"customer": customer}, **terms, by=HOUSE, at=NOON)
    solved([10] * 40 + [30] * 20, customer=customer)

    found = simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON)

    assert found.penalty == Money(round(20 * 20_000 / (30 / 30.4375)))


def test_without_an_agreed_consequence_there_is_no_penalty_to_tell() -> None:
    solved([10] * 60)

    assert simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON).penalty is None


def test_revenue_at_risk_is_each_customers_share_that_newly_breaks() -> None:
    customer, other = a_customer(), a_customer()
    charged(customer, 36_500)
    charged(other, 99_000)
    solved([10] * 30 + [30] * 10, customer=customer)
    solved([10] * 20, customer=other)

    found = simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON)

    assert found.at_risk == Money(round(Decimal(3_650_000) / 365 * Decimal("30.4375") / 4))


def test_revenue_in_two_currencies_is_not_added() -> None:
    customer = a_customer()
    charged(customer, 100)
    charged(customer, 100, currency="USD")
    solved([30] * 60, customer=customer)

    assert simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON).at_risk is None


def test_the_cost_comes_from_the_action() -> None:
    solved([10] * 60)

    found = simulate(SOLVING, A_DAY, actor=HOUSE, actions=[a_running_action()], at=NOON)

    assert found.cost == Money(800_000)


def test_time_of_a_pause_does_not_count() -> None:
    begun = NOON - 5 * DAY
    request = PromiseRequest(kind="complaint_resolution", subject=Subject("desk.case", 1), started_at=begun)
    promise = start_promise(request=request, by=HOUSE, at=begun)
    pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=begun + timedelta(hours=2))
    resume_promise(promise=promise, by=HOUSE, at=begun + timedelta(hours=40))
    solved_at = begun + timedelta(hours=50)
    keep_promise(promise=promise, met_at=solved_at, by=HOUSE, at=solved_at)

    past = history_of(SOLVING, Promise.objects.all(), NOON).past

    assert [(one.used, one.is_met, one.was_kept) for one in past] == [(12.0, True, True)]


def test_the_kept_share_by_limit_rises_to_one() -> None:
    solved([float(hour) for hour in range(1, 61)])

    curve = simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON).curve

    shares = [told.estimate for _limit, told in curve if told]
    assert shares == sorted(shares) and (24.0 in [limit for limit, _told in curve])


@pytest.mark.parametrize(
    ("asked", "used", "axis"),
    [
        (Terms(24), [80], [8, 16, 24, 32, 40, 48, 56, 64, 72, 80]),
        (Terms(25), [80], [12.5, 25, 37.5, 50, 62.5, 75, 87.5]),
        (Terms(24), [10], [3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36]),
        (Terms(1), [500], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (Terms(0.5), [0.4], [minutes / 60 for minutes in range(5, 50, 5)]),
        (Terms(24, 12), [40], [16, 20, 24, 28, 32, 36, 40]),
    ],
)
def test_the_axis_has_even_round_steps_that_meet_what_is_asked(
    asked: Terms, used: list[float], axis: list[float]
) -> None:
    solved(used * 50)

    curve = simulate(SOLVING, asked, actor=HOUSE, at=NOON).curve

    assert [limit for limit, _told in curve] == pytest.approx(axis)
    assert asked.latest in [limit for limit, _told in curve]


def test_the_point_of_what_is_asked_tells_the_share_of_the_answer() -> None:
    solved([10] * 30 + [20] * 30)

    found = simulate(SOLVING, Terms(24, 12), actor=HOUSE, at=NOON)

    assert found.replayed is not None
    assert dict(found.curve)[24] == found.replayed.kept_then


def test_what_is_asked_stands_in_the_chart_as_a_line_at_its_time_not_across_the_shares() -> None:
    solved([10] * 60 + [30] * 30 + [80] * 10)

    chart = in_words(simulate(SOLVING, A_DAY, actor=HOUSE, at=NOON))["chart"]

    assert (chart.target, chart.stressed_label) == (None, "as asked, 24 h: 60.0 %")
    assert chart.series[0].points[chart.stressed].label == "24 h"


def test_the_past_is_read_by_one_statement(django_assert_num_queries: object) -> None:
    solved([10] * 5, customer=a_customer())

    with django_assert_num_queries(2):  # type: ignore[operator]
        history_of(SOLVING, Promise.objects.all(), NOON)
    solved([10] * 10, customer=a_customer())
    with django_assert_num_queries(2):  # type: ignore[operator]
        history_of(SOLVING, Promise.objects.all(), NOON)
