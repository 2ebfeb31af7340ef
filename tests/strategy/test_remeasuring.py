"""Measured again before and after, honest about what is not known."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.kernel.models import EventRecord
from kept.strategy.actions.acting import finish_action
from kept.strategy.actions.finding import find_gaps
from kept.strategy.actions.promising import make_policy_version_from_action
from kept.strategy.actions.remeasuring import NotBegun, NotInForce, remeasure
from kept.strategy.enums import GapState, Verdict
from kept.strategy.models import Action, Gap
from kept.surveys.actions.answering import Sheet, enter_paper_answers
from tests.factories import HOUSE, NOON, a_customer
from tests.surveys.scenes import a_survey, all_marks

from .scenes import DAY, a_running_action, an_action, calls, deliveries

pytestmark = pytest.mark.django_db
LATER = NOON + 20 * DAY


@pytest.mark.spec("R776", "R788")
def test_a_clear_rise_is_called_better_with_its_interval() -> None:
    action = a_running_action()
    calls(98, 2, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert (result.before_n, result.before, result.after_n, result.after) == (
        100,
        Decimal("0.6"),
        100,
        Decimal("0.98"),
    )
    assert result.verdict == Verdict.BETTER
    assert result.difference == Decimal("0.38")
    assert (result.low, result.high) == (Decimal("0.276514"), Decimal("0.479064"))
    assert result.p_value is not None and result.p_value < Decimal("0.000001")
    action.refresh_from_db()
    assert (action.measured_before, action.measured_after) == (Decimal("0.6"), Decimal("0.98"))
    assert (action.verdict, action.re_measured_at) == (Verdict.BETTER, LATER)


def test_a_gap_that_is_filled_closes() -> None:
    action = a_running_action()
    calls(98, 2, at=NOON + 5 * DAY)

    remeasure(action=action, by=HOUSE, at=LATER)

    assert Gap.objects.get(pk=action.gap_id).state == GapState.CLOSED
    assert EventRecord.objects.filter(name="strategy.gap_closed").count() == 1


def test_a_small_difference_proves_nothing() -> None:
    action = a_running_action()
    calls(63, 37, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert result.verdict == Verdict.UNPROVEN
    assert result.low is not None and result.high is not None and result.low < 0 < result.high


def test_a_fall_is_called_worse_and_a_done_action_leaves_the_gap_open() -> None:
    action = finish_action(action=a_running_action(), by=HOUSE, at=NOON + DAY)
    calls(20, 80, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert result.verdict == Verdict.WORSE
    assert Gap.objects.get(pk=action.gap_id).state == GapState.OPEN


def test_too_little_data_gives_no_verdict_no_interval_and_no_p() -> None:
    action = a_running_action()
    calls(29, 0, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert result.verdict == Verdict.TOO_LITTLE
    assert (result.after_n, result.least) == (29, 30)
    assert (result.difference, result.low, result.high, result.p_value) == (None, None, None, None)
    assert Gap.objects.get(pk=action.gap_id).state == GapState.ACTED


def test_no_data_at_all_after_the_change_is_not_nought() -> None:
    result = remeasure(action=a_running_action(), by=HOUSE, at=LATER)

    assert (result.after_n, result.after, result.verdict) == (0, None, Verdict.TOO_LITTLE)


def test_what_has_not_begun_cannot_be_measured() -> None:
    with pytest.raises(NotBegun):
        remeasure(action=an_action(), by=HOUSE, at=LATER)


def test_a_change_is_measured_from_the_first_day_of_its_policy_version() -> None:
    action = a_running_action()
    calls(0, 50, at=NOON + 5 * DAY)
    calls(50, 0, at=NOON + 12 * DAY)
    make_policy_version_from_action(
        action=action, limit=timedelta(minutes=4), valid_from=NOON + 10 * DAY, by=HOUSE, at=NOON
    )

    with pytest.raises(NotInForce):
        remeasure(action=action, by=HOUSE, at=NOON + 9 * DAY)
    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert (result.before_n, result.before, result.after_n, result.after) == (
        150,
        Decimal("0.4"),
        50,
        Decimal(1),
    )


def test_only_the_gaps_own_customer_is_measured() -> None:
    customer = a_customer(segment="core")
    calls(60, 40, customer=customer)
    find_gaps(by=HOUSE, at=NOON)
    action = a_running_action(Gap.objects.get(customer=customer))
    calls(50, 0, at=NOON + 5 * DAY, customer=customer)
    calls(0, 500, at=NOON + 5 * DAY, customer=a_customer())

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert (result.after_n, result.after) == (50, Decimal(1))


def test_the_windows_are_equally_long_at_most() -> None:
    action = a_running_action()

    result = remeasure(action=action, by=HOUSE, at=NOON + 200 * DAY, days=30)

    assert result.before_until - result.before_from == 30 * DAY
    assert result.after_until - result.after_from == 30 * DAY
    assert result.before_until == result.after_from


def test_the_chart_cuts_both_sides_into_parts_that_add_up() -> None:
    action = a_running_action()
    calls(40, 10, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert sum(part["n"] for part in result.series if not part["is_after"]) == result.before_n
    assert sum(part["n"] for part in result.series if part["is_after"]) == result.after_n


def test_a_part_of_the_service_level_is_measured_by_its_own_rate() -> None:
    deliveries(dict.fromkeys(("time", "quantity", "quality", "documents"), (60, 40)), n=100)
    find_gaps(by=HOUSE, at=NOON)
    action = a_running_action(Gap.objects.get(component="quality"))
    after = dict.fromkeys(("time", "quantity", "documents"), (60, 40)) | {"quality": (99, 1)}
    deliveries(after, n=100, at=NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert (result.method, result.before, result.after) == ("quality_rate", Decimal("0.6"), Decimal("0.99"))


def test_a_survey_item_is_measured_by_the_marks_given_since() -> None:
    _answered([3, 3, 4, 3, 4], NOON)
    find_gaps(by=HOUSE, at=NOON + DAY)
    action = _running(Gap.objects.get(item__code="price", segment=""), NOON + DAY)
    _answered([5, 4, 5, 5, 4], NOON + 5 * DAY)

    result = remeasure(action=action, by=HOUSE, at=LATER)

    assert (result.method, result.before, result.after) == ("mean_mark", Decimal("3.4"), Decimal("4.6"))
    assert (result.difference, result.verdict) == (Decimal("1.2"), Verdict.BETTER)
    assert (result.low, result.high) == (Decimal("0.401177"), Decimal("1.998823"))


def test_four_answers_are_too_few_to_judge_a_survey_item() -> None:
    _answered([3, 3, 4, 3, 4], NOON)
    find_gaps(by=HOUSE, at=NOON + DAY)
    action = _running(Gap.objects.get(item__code="price", segment=""), NOON + DAY)
    _answered([7, 7, 7, 7], NOON + 5 * DAY)

    assert remeasure(action=action, by=HOUSE, at=LATER).verdict == Verdict.TOO_LITTLE


def _answered(prices: list[int], at: object) -> None:
    survey = a_survey(title=f"{at}", at=at)
    sheets = [Sheet(respondent=f"R{n}", marks=all_marks(price=(6, mark))) for n, mark in enumerate(prices)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=at)  # type: ignore[arg-type]


def _running(gap: Gap, at: object) -> Action:
    from kept.strategy.actions.acting import agree_action, begin_action

    action = agree_action(action=an_action(gap, expected_to=Decimal(5)), by=HOUSE, at=at)  # type: ignore[arg-type]
    return begin_action(action=action, by=HOUSE, at=at)  # type: ignore[arg-type]
