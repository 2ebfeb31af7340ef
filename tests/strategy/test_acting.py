"""An action is proposed, agreed, begun and done; what it changes is promised by a policy version."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.comms.models import Notice
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.promises.models import Policy, PolicyVersion
from kept.strategy.actions.acting import (
    DueInThePast,
    GapIsClosed,
    NegativeCost,
    NoImprovement,
    TitleMissing,
    agree_action,
    begin_action,
    drop_action,
    finish_action,
)
from kept.strategy.actions.finding import find_gaps
from kept.strategy.actions.promising import NotAgreed, make_policy_version_from_action
from kept.strategy.enums import ActionState, GapState
from kept.strategy.models import Action, EndMissing, Gap
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.surveys.scenes import the_case

from .scenes import DAY, a_gap, a_running_action, an_action

pytestmark = pytest.mark.django_db
MINUTES_4 = timedelta(minutes=4)


@pytest.mark.spec("R033", "R349", "R773")
def test_a_gap_becomes_an_owned_action_with_day_cost_and_expected_effect() -> None:
    owner = staff("service_manager")

    action = an_action(owner=owner)

    assert action.number == "AC-2603-001"
    assert (action.owner, action.due_on, action.cost) == (owner, (NOON + 30 * DAY).date(), 800_000)
    assert (action.expected_from, action.expected_to) == (Decimal("0.6"), Decimal("0.9"))
    assert action.gap.state == GapState.ACTED


@pytest.mark.parametrize(
    ("details", "refusal", "field"),
    [
        ({"title": " "}, TitleMissing, "title"),
        ({"due_on": (NOON - DAY).date()}, DueInThePast, "due_on"),
        ({"cost": -1}, NegativeCost, "cost"),
        ({"expected_to": Decimal("0.6")}, NoImprovement, "expected_to"),
        ({"expected_to": Decimal("1.01")}, Refused, "expected_to"),
    ],
)
def test_a_poor_proposal_is_refused_beside_its_field(
    details: dict[str, object], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as no:
        an_action(**details)

    assert no.value.field == field
    assert not Action.objects.exists()


def test_a_mark_cannot_be_expected_above_its_scale() -> None:
    the_case()
    find_gaps(by=HOUSE, at=NOON + DAY)
    gap = Gap.objects.get(item__code="urgent_delivery")

    with pytest.raises(Refused, match="More than 7 cannot be reached"):
        an_action(gap, expected_to=Decimal("7.5"))

    assert an_action(gap, expected_to=Decimal(5)).expected_from == Decimal("2.6")


def test_a_closed_gap_is_not_acted_on() -> None:
    gap = a_gap()
    gap.state, gap.closed_at = GapState.CLOSED, NOON
    gap.save()

    with pytest.raises(GapIsClosed):
        an_action(gap)


def test_an_action_walks_from_proposed_to_done() -> None:
    boss = actor("general_manager")
    action = an_action()

    agree_action(action=action, by=boss, at=NOON)
    begin_action(action=action, by=boss, at=NOON + DAY)
    done = finish_action(action=action, by=boss, at=NOON + 2 * DAY)

    assert (done.state, done.agreed_by_id) == (ActionState.DONE, boss.person_id)
    assert (done.agreed_at, done.started_at, done.done_at) == (NOON, NOON + DAY, NOON + 2 * DAY)
    told = EventRecord.objects.filter(name__startswith="strategy.action").order_by("pk")
    assert list(told.values_list("name", flat=True)) == [
        "strategy.action_opened",
        "strategy.action_agreed",
        "strategy.action_begun",
        "strategy.action_finished",
    ]


def test_steps_cannot_be_skipped() -> None:
    action = an_action()

    with pytest.raises(IllegalMove):
        finish_action(action=action, by=HOUSE, at=NOON)
    with pytest.raises(IllegalMove):
        begin_action(action=action, by=HOUSE, at=NOON)


def test_a_dropped_action_says_why_and_its_gap_is_open_again() -> None:
    action = an_action()

    with pytest.raises(EndMissing):
        drop_action(action=action, why=" ", by=HOUSE, at=NOON)
    dropped = drop_action(action=action, why="Too dear", by=HOUSE, at=NOON)

    assert (dropped.state, dropped.why_dropped) == (ActionState.DROPPED, "Too dear")
    assert Gap.objects.get(pk=action.gap_id).state == GapState.OPEN


def test_a_gap_with_another_action_stays_acted_on() -> None:
    gap = a_gap()
    first, _second = an_action(gap), an_action(gap)

    drop_action(action=first, why="Twice the same", by=HOUSE, at=NOON)

    assert Gap.objects.get(pk=gap.pk).state == GapState.ACTED


@pytest.mark.spec("R351", "R780")
def test_an_agreed_action_becomes_a_new_policy_version() -> None:
    action = agree_action(action=an_action(), by=HOUSE, at=NOON)
    last = PolicyVersion.objects.in_force(NOON).get(policy__kind="call_answer")

    version = make_policy_version_from_action(
        action=action, limit=MINUTES_4, valid_from=NOON + DAY, by=HOUSE, at=NOON
    )

    assert (version.policy, version.number, version.limit) == (last.policy, last.number + 1, MINUTES_4)
    assert (version.warn_share, version.calendar, version.why) == (
        last.warn_share,
        last.calendar,
        f"{action.number} {action.title}",
    )
    action.refresh_from_db()
    assert (action.state, action.policy_version, action.changed_at) == (
        ActionState.RUNNING,
        version,
        NOON + DAY,
    )
    told = EventRecord.objects.get(name="strategy.policy_version_made")
    assert told.data["policy_version_id"] == version.pk


def test_a_customers_gap_makes_a_policy_of_that_customer() -> None:
    customer = a_customer(segment="core")
    action = agree_action(action=an_action(a_gap(customer=customer)), by=HOUSE, at=NOON)

    version = make_policy_version_from_action(action=action, limit=MINUTES_4, by=HOUSE, at=NOON)

    assert (version.policy.customer, version.number) == (customer, 1)
    assert Policy.objects.filter(kind="call_answer").count() == 2


def test_a_proposal_changes_no_promise() -> None:
    with pytest.raises(NotAgreed):
        make_policy_version_from_action(action=an_action(), limit=MINUTES_4, by=HOUSE, at=NOON)


def test_a_second_version_of_a_running_action_is_linked_instead() -> None:
    action = a_running_action()
    make_policy_version_from_action(action=action, limit=MINUTES_4, by=HOUSE, at=NOON)

    second = make_policy_version_from_action(
        action=action, limit=timedelta(minutes=3), valid_from=NOON + DAY, by=HOUSE, at=NOON
    )

    action.refresh_from_db()
    assert action.policy_version == second


def test_the_branch_of_a_gap_is_the_branch_of_its_action() -> None:
    branch = a_branch()

    assert an_action(a_gap(branch=branch)).branch == branch


def test_the_owner_is_told_of_an_action_opened_by_somebody_else() -> None:
    action = an_action()

    deliver_due()

    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (action.owner, action.get_absolute_url())
