"""Doors of the strategy: gaps ranked, actions on a board, the loop from gap to result, rights."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.people.models import Person
from kept.strategy.actions.finding import find_gaps
from kept.strategy.actions.remeasuring import remeasure
from kept.strategy.enums import ActionState, GapSource
from kept.strategy.models import Action, Gap
from kept.strategy.ui.forms import ActionForm
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.surveys.scenes import the_case

from .scenes import DAY, a_gap, a_running_action, an_action, calls, deliveries

pytestmark = pytest.mark.django_db


def _as(role: str = "service_manager", **where: Any) -> tuple[Client, Person]:
    person, client = staff(role, **where), Client()
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client, person


def _text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


@pytest.mark.spec("R771", "R778", "R785")
def test_gaps_are_listed_by_importance_times_gap() -> None:
    the_case()
    find_gaps(by=HOUSE, at=NOON + DAY)
    client, _ = _as()

    text = _text(client.get(reverse("strategy:gaps")))
    listed = text[text.index("Columns") :]

    order = ["Price", "Urgent delivery", "Completeness of assortment", "Scheduled delivery date"]
    assert sorted(order, key=listed.index) == order


def test_gaps_are_found_by_a_button() -> None:
    client, _ = _as()
    calls(60, 40, at=now() - DAY)

    client.post(reverse("strategy:search"))

    assert Gap.objects.get().promise_kind == "call_answer"


def test_a_gap_shows_wanted_got_missing_and_how_it_is_ranked() -> None:
    client, _ = _as()

    text = _text(client.get(a_gap().get_absolute_url()))

    told = ("95.0 %", "60.0 %", "35.0 points", "importance 50.0 × gap 35.0 / 100", "60 / 100")
    assert [words for words in told if words not in text] == []


def test_a_gap_leads_to_the_records_behind_it() -> None:
    client, _ = _as()
    customer = a_customer(segment="core")
    gap = a_gap(customer=customer)

    html = client.get(gap.get_absolute_url()).content.decode()

    span = f"due_from={gap.since:%Y-%m-%d}&amp;due_to={gap.until:%Y-%m-%d}"
    query = f"?kind=call_answer&amp;state=broken&amp;{span}&amp;customer={customer.pk}"
    assert f"{reverse('promises:promises')}{query}" in html


@pytest.mark.spec("R500")
def test_the_gap_of_the_service_level_is_a_waterfall_of_its_parts() -> None:
    deliveries(dict.fromkeys(("time", "quantity", "quality", "documents"), (95, 5)), n=100)
    find_gaps(by=HOUSE, at=NOON)
    client, _ = _as()

    text = _text(client.get(Gap.objects.get(source=GapSource.SERVICE_LEVEL).get_absolute_url()))

    assert "What the service level lost where" in text
    assert "81.5 %" in text and "13.5 points" in text


@pytest.mark.spec("R773", "R774")
def test_an_action_is_opened_agreed_begun_and_done_by_pages() -> None:
    client, owner = _as()
    gap = a_gap()
    given = {
        "title": "One more clerk",
        "owner": owner.pk,
        "due_on": (localdate() + 30 * DAY).isoformat(),
        "expected_to": "90",
        "cost": "8000",
        "risk": "Nobody applies",
    }

    client.post(reverse("strategy:new_action", args=[gap.number]), given)
    action = Action.objects.get()
    for step in ("agreement", "beginning", "completion"):
        assert client.post(reverse(f"strategy:{step}", args=[action.number])).status_code == 302

    action.refresh_from_db()
    assert (action.expected_to, action.cost, action.state) == (Decimal("0.9"), 800_000, ActionState.DONE)
    assert action.agreed_by == owner


def test_a_proposal_begins_at_the_wanted_mark_as_the_gap_shows_it() -> None:
    gap = Gap(source=GapSource.SURVEY_ITEM, wanted=Decimal("5.625"), got=Decimal("3.125"))

    form = ActionForm(gap)

    assert str(form.initial["expected_to"]) == "5.63"
    assert "now 3.13" in str(form.fields["expected_to"].help_text)


def test_a_poor_proposal_is_refused_beside_its_field() -> None:
    client, owner = _as()
    given = {"title": "X", "owner": owner.pk, "due_on": localdate().isoformat(), "expected_to": "50"}

    page = client.post(reverse("strategy:new_action", args=[a_gap().number]), given)

    assert page.status_code == 422
    assert "must be better than the present one" in _text(page)


def test_every_wrong_value_of_a_proposal_is_told_at_its_field_at_once() -> None:
    client, owner = _as()
    yesterday = (localdate() - DAY).isoformat()
    given = {"title": "X", "owner": owner.pk, "due_on": yesterday, "expected_to": "50"}

    page = client.post(reverse("strategy:new_action", args=[a_gap().number]), given)

    assert {name: len(errors) for name, errors in page.context["form"].errors.items()} == {
        "due_on": 1,
        "expected_to": 1,
    }
    assert f'value="{yesterday}"' in page.content.decode()


@pytest.mark.spec("R351")
def test_a_policy_version_is_made_from_the_action_by_its_page() -> None:
    client, _ = _as()
    action = a_running_action()
    address = reverse("strategy:policy", args=[action.number])

    shown = client.get(address)
    client.post(address, {"policy": "", "amount": "4", "unit": "minutes"})

    action.refresh_from_db()
    assert "the one of whole company" in _text(shown)
    assert action.policy_version is not None
    assert action.policy_version.limit == timedelta(minutes=4)
    assert f"v{action.policy_version.number}" in _text(client.get(action.get_absolute_url()))


@pytest.mark.spec("R776", "R788")
def test_the_action_shows_before_and_after_with_the_interval() -> None:
    client, _ = _as()
    action = a_running_action()
    calls(98, 2, at=NOON + 5 * DAY)
    remeasure(action=action, by=HOUSE, at=NOON + 20 * DAY)

    text = _text(client.get(action.get_absolute_url()))

    assert "Better by +38.0 points (95 %: +27.7 points to +47.9 points, p &lt; 0.001)." in text
    assert "n = 100" in text


def test_too_little_data_is_said_in_words() -> None:
    client, _ = _as()
    action = a_running_action()

    client.post(reverse("strategy:measurement", args=[action.number]))

    text = _text(client.get(action.get_absolute_url()))
    assert "Not enough data for a verdict" in text
    assert "0 after it, 30 are needed on each side" in text


def test_the_loop_is_a_chain_of_links() -> None:
    client, _ = _as()
    action = a_running_action()
    calls(98, 2, at=NOON + 5 * DAY)
    remeasure(action=action, by=HOUSE, at=NOON + 20 * DAY)

    html = client.get(action.gap.get_absolute_url()).content.decode()

    chain = html[html.index('class="chain"') : html.index("</ol>", html.index('class="chain"'))]
    assert re.findall(r'href="([^"]+)"', chain) == [
        action.gap.get_absolute_url(),
        action.get_absolute_url(),
        f"{action.get_absolute_url()}#result",
    ]


@pytest.mark.spec("R350")
def test_what_is_felt_stands_beside_what_was_done() -> None:
    the_case()
    deliveries(dict.fromkeys(("time", "quantity", "quality", "documents"), (50, 50)), n=100)
    find_gaps(by=HOUSE, at=NOON + DAY)
    client, _ = _as()

    text = _text(client.get(Gap.objects.get(item__code="scheduled_date", segment="").get_absolute_url()))

    beside = text[text.index("The same, seen otherwise") :]
    assert "Done: service level" in beside and "Done: promises kept" in beside


def test_an_action_is_dropped_with_a_reason() -> None:
    client, _ = _as()
    action = an_action()
    address = reverse("strategy:end", args=[action.number])

    assert client.post(address, {"why": ""}).status_code == 422
    client.post(address, {"why": "Too dear"})

    action.refresh_from_db()
    assert (action.state, action.why_dropped) == (ActionState.DROPPED, "Too dear")


def test_a_card_on_the_board_moves_one_step_and_says_why_when_it_may_not() -> None:
    client, _ = _as()
    action = an_action()
    address = reverse("strategy:place", args=[action.number])
    script = {"HTTP_HX_REQUEST": "true"}

    refused = client.post(address, {"to": "done"}, **script)
    moved = client.post(address, {"to": "agreed"}, **script)

    action.refresh_from_db()
    assert (refused.status_code, "moves one step to the right" in _text(refused)) == (409, True)
    assert (moved.status_code, action.state) == (200, ActionState.AGREED)
    assert moved.content.decode().startswith('<div class="board"')


# Rights


@pytest.mark.parametrize("name", ["gaps", "board", "actions"])
@pytest.mark.parametrize(("role", "status"), [("branch_manager", 200), ("clerk", 403), ("finance", 403)])
def test_the_strategy_is_for_managers(name: str, role: str, status: int) -> None:
    client, _ = _as(role)

    assert client.get(reverse(f"strategy:{name}")).status_code == status


def test_a_branch_manager_sees_the_gaps_and_actions_of_the_own_branch_alone() -> None:
    own, other = a_branch(), a_branch()
    client, _ = _as("branch_manager", branch=own)
    calls(20, 30, branch=own)
    calls(20, 30, branch=other)
    find_gaps(by=HOUSE, at=NOON)
    foreign = an_action(Gap.objects.get(branch=other))

    text = _text(client.get(reverse("strategy:gaps")))

    assert own.name in text
    assert other.name not in text[text.index("Columns") :].replace("Branch", "")
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.post(reverse("strategy:agreement", args=[foreign.number])).status_code == 404


# Statements


def test_gap_and_action_pages_cost_at_most_twelve_statements(django_assert_max_num_queries: Any) -> None:
    client, _ = _as()
    action = a_running_action()
    for _n in range(3):
        remeasure(action=action, by=HOUSE, at=NOON + 20 * DAY)

    with django_assert_max_num_queries(12):
        assert client.get(action.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(action.gap.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["gaps", "board", "actions"])
def test_lists_cost_the_same_for_one_row_and_for_three(name: str, django_assert_max_num_queries: Any) -> None:
    client, _ = _as()
    for _n in range(3):
        an_action(a_gap(customer=a_customer(segment="core")))

    with django_assert_max_num_queries(10):
        assert client.get(reverse(f"strategy:{name}")).status_code == 200


def test_panels_show_actions_to_the_customer_and_gaps_to_the_survey(
    django_assert_max_num_queries: Any,
) -> None:
    client, _ = _as()
    customer, survey = a_customer(segment="core"), the_case()
    action = an_action(a_gap(customer=customer))
    find_gaps(by=HOUSE, at=NOON + DAY)

    with django_assert_max_num_queries(7):
        own = client.get(
            reverse("kernel:panel", args=["strategy.for_customer", "parties.customer", customer.pk])
        )
    with django_assert_max_num_queries(8):
        felt = client.get(reverse("kernel:panel", args=["strategy.from_survey", "surveys.survey", survey.pk]))

    assert action.title in _text(own)
    assert "Urgent delivery" in _text(felt) and "Open an action" in _text(felt)


# The API


def test_programs_read_gaps_and_actions() -> None:
    client, _ = _as()
    action = an_action()

    gaps = client.get("/api/v1/strategy/gaps").json()
    one = client.get(f"/api/v1/strategy/actions/{action.number}").json()

    assert [(gap["number"], gap["got"], gap["scope"]) for gap in gaps] == [
        (action.gap.number, "0.600000", "whole company")
    ]
    assert (one["gap"], one["state"], one["expected_to"]) == (action.gap.number, "proposed", "0.900000")
    assert Client().get("/api/v1/strategy/gaps").status_code == 401
    assert _as("clerk")[0].get("/api/v1/strategy/gaps").json() == []


def test_a_gap_with_older_figures_says_why() -> None:
    client, _ = _as()
    calls(20, 20, branch=a_branch(), at=now() - timedelta(days=121))
    find_gaps(by=HOUSE, at=now() - timedelta(days=120))
    calls(60, 40, at=now() - DAY)

    told = client.post(reverse("strategy:search"), follow=True)
    old = Gap.objects.get(branch__isnull=False)
    page, whole = (client.get(gap.get_absolute_url()) for gap in (old, Gap.objects.get(branch=None)))

    assert "1 keeps older figures: there is too little to measure it again." in _text(told)
    assert _text(told).count("not measured again") == 1
    why = "Fewer than 30 records in the last 90 days: not measured again. These figures stay."
    assert why in _text(page) and why not in _text(whole)
