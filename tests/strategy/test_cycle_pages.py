"""Doors of strategy cycles: the workspace of five steps, its parts, the paper, the simulator, rights, API."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.catalog.models import Service
from kept.desk.actions.preventing import plan_prevention
from kept.inspections.actions.comparing import observe_competitor
from kept.people.models import Person, Role
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.models import Score
from kept.strategy.actions import planning
from kept.strategy.actions.cycling import close_cycle
from kept.strategy.actions.enforcing import put_in_force
from kept.strategy.actions.finding import find_gaps
from kept.strategy.models import Action, Cycle
from kept.strategy.models.plans import CRITERIA
from kept.strategy.queries.paper import paper_of
from kept.surveys.actions.published import enter_published_case
from kept.transport.models import Shipment
from tests.desk.scenes import a_shipment
from tests.factories import HOUSE, NOON, a_customer, actor, staff

from .cycle_scenes import a_cycle, charged, solved
from .scenes import DAY, a_gap, calls, deliveries

pytestmark = pytest.mark.django_db
TERMS = ("time", "quantity", "quality", "documents")


def _as(role: str = "service_manager", **where: Any) -> tuple[Client, Person]:
    person, client = staff(role, **where), Client()
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client, person


def _text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


def _step(response: Any, name: str, until: str) -> str:
    html = response.content.decode()
    cut = html[html.index(f'id="{name}"') : html.index(f'id="{until}"')]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cut))


def _with_goal(**details: Any) -> Cycle:
    cycle = a_cycle(**details)
    planning.set_goal(cycle=cycle, gap=a_gap(), wanted=Decimal("0.9"), by=HOUSE, at=NOON)
    return cycle


def test_a_cycle_is_opened_by_a_page_and_stands_in_the_list() -> None:
    client, person = _as()

    page = client.post(
        reverse("strategy:new_cycle"),
        {"title": "Faster answers", "segment": "core", "starts_on": "2026-03-02"},
    )

    cycle = Cycle.objects.get()
    assert (page.url, cycle.segment, cycle.opened_by) == (cycle.get_absolute_url(), "core", person)
    text = _text(client.get(reverse("strategy:cycles")))
    assert "Faster answers" in text and "Core customer" in text and "Drafted" in text


def test_a_segment_and_a_customer_at_once_are_refused_beside_the_field() -> None:
    client, _ = _as()
    told = {"title": "X", "segment": "core", "customer": a_customer().number, "starts_on": "2026-03-02"}

    page = client.post(reverse("strategy:new_cycle"), told)

    assert page.status_code == 422 and "Choose a segment or a customer, not both." in _text(page)


@pytest.mark.spec("R022", "R763", "R765", "R777", "R785")
def test_needs_fill_themselves_from_surveys_the_most_important_first() -> None:
    enter_published_case(title="联合公司", by=HOUSE, at=now() - 2 * DAY)
    client, _ = _as()

    step = _step(client.get(a_cycle().get_absolute_url()), "needs", "levels")

    order = ["Price", "Completeness of assortment", "Urgent delivery"]
    assert sorted(order, key=step.index) == order
    assert "Core customer" not in step[: step.index("Too few answers")]
    assert "Too few answers for a figure of their own: Core customer, Potential customer" in step


@pytest.mark.spec("R767", "R768")
def test_own_level_stands_beside_the_set_and_the_promised_one() -> None:
    deliveries(dict.fromkeys(TERMS, (95, 5)), n=100, at=now() - 2 * DAY)
    calls(60, 40, at=now() - 2 * DAY)
    refresh_scores(at=now())
    client, _ = _as("general_manager")

    step = _step(client.get(a_cycle().get_absolute_url()), "levels", "targets")

    assert "Service level" in step and "81.5 %" in step
    assert "60.0 %" in step and "5 minutes" in step


@pytest.mark.spec("R771", "R774")
def test_gaps_stand_by_importance_gap_and_value_with_cost_benefit_and_risk() -> None:
    dear, cheap = a_customer(segment="core"), a_customer(segment="core")
    charged(dear, 3000, at=now() - 20 * DAY)
    charged(cheap, 1000, at=now() - 20 * DAY)
    calls(60, 40, customer=cheap, at=now() - 3 * DAY)
    calls(70, 30, customer=dear, at=now() - 3 * DAY)
    find_gaps(by=HOUSE, at=now())
    cycle, (client, owner) = a_cycle(segment="core"), _as("general_manager")
    gap = dear.gaps.get()
    told = {
        "title": "More clerks",
        "owner": owner.pk,
        "due_on": (localdate() + 30 * DAY).isoformat(),
        "expected_to": "90",
        "cost": "8000",
        "benefit": "20000",
        "failure_chance": "20",
        "next": f"{cycle.get_absolute_url()}#gaps",
    }
    sent = client.post(reverse("strategy:new_action", args=[gap.number]), told)

    step = _step(client.get(cycle.get_absolute_url()), "gaps", "packages")

    assert sent.url == f"{cycle.get_absolute_url()}#gaps"
    assert step.index(str(dear)) < step.index(str(cheap))
    assert "50 × 25 × 75 %" in step and "50 × 35 × 25 %" in step
    assert Action.objects.get().expected_gain is not None
    assert "gain CNY 8,000.00" in step or "gain ¥8,000.00" in step


def test_without_a_right_to_see_charges_value_is_no_data() -> None:
    role = Role.objects.get(code="service_manager")
    role.permissions = [code for code in role.permissions if code != "billing.view"]
    role.save()
    customer = a_customer(segment="core")
    charged(customer, 3000, at=now() - 20 * DAY)
    calls(60, 40, customer=customer, at=now() - 3 * DAY)
    find_gaps(by=HOUSE, at=now())
    client, _ = _as()

    step = _step(client.get(a_cycle().get_absolute_url()), "gaps", "packages")

    assert "value: no data" in step


@pytest.mark.spec("R764", "R766", "R770", "R781", "R782", "R783")
def test_what_people_know_is_written_into_the_workspace() -> None:
    client, _ = _as()
    cycle = a_cycle()
    address = reverse("strategy:part", args=[cycle.number, "findings"])
    for told in (
        {"kind": "business", "text": "Cold chain"},
        {"kind": "need", "text": "Know delays early", "importance": "6"},
        {"kind": "talk", "text": "They pay for punctuality", "held_on": "2026-03-01"},
        {"kind": "their_strength", "text": "Dense network", "competitor": "Swift"},
        {"kind": "understood", "text": "Four surveys", "is_met": "yes"},
    ):
        assert client.post(address, told).status_code == 302

    text = _text(client.get(cycle.get_absolute_url()))
    for words in ("Cold chain", "importance 6 of 7", "They pay for punctuality", "Swift", "Four surveys"):
        assert words in text


def test_a_finding_that_lacks_something_keeps_what_was_typed() -> None:
    client, _ = _as()
    cycle = a_cycle()

    page = client.post(
        reverse("strategy:part", args=[cycle.number, "findings"]), {"kind": "need", "text": "Early news"}
    )

    assert page.status_code == 422
    assert "Early news" in page.content.decode() and 'id="need_importance_error"' in page.content.decode()


@pytest.mark.spec("R772", "R775", "R780")
def test_levels_end_with_this_month_and_not_with_what_is_due_next_year() -> None:
    client, _ = _as()
    deliveries({term: (9, 1) for term in TERMS}, n=10)
    refresh_scores(at=NOON)
    later = localdate().replace(day=1) + timedelta(days=400)
    Score.objects.create(
        indicator="receipts",
        slice="all",
        month=later.replace(day=1),
        numerator=0,
        denominator=1,
        value=0,
        as_of=NOON,
    )

    step = _step(client.get(a_cycle().get_absolute_url()), "levels", "targets")

    assert f"{later:%Y-%m}" not in step
    assert "90.0 %" in step


@pytest.mark.spec("R769", "R777", "R779", "R784")
def test_the_second_step_lays_the_levels_of_competitors_beside_ours() -> None:
    client, _ = _as()
    deliveries({term: (9, 1) for term in TERMS}, n=10)
    refresh_scores(at=now())
    cycle, day = a_cycle(), localdate()
    empty = _step(client.get(cycle.get_absolute_url()), "competitors", "targets")
    for name, level in (("快达", "0.95"), ("迅捷", "0.6")):
        observe_competitor(
            competitor=name,
            dimension="reliability",
            indicator="on_time_rate",
            level=Decimal(level),
            seen_on=day,
            source="trial",
            by=HOUSE,
            at=now(),
        )
    observe_competitor(
        competitor="快达",
        dimension="price",
        price=Decimal("4.3"),
        price_per="kg",
        seen_on=day,
        source="trial",
        by=HOUSE,
        at=now(),
    )

    step = _step(client.get(cycle.get_absolute_url()), "competitors", "targets")

    assert "No competitor was observed in the last 365 days." in empty
    assert "90.0 %" in step and "95 % they are better" in step and "60 % we are better" in step
    assert "CNY 4.3 / kg" in step
    assert step.index("95 %") < step.index("CNY 4.3")
    assert "In 1 comparison somebody does better: there is something to gain." in step


@pytest.mark.spec("R023")
def test_a_package_is_made_of_services_for_a_segment_or_a_customer() -> None:
    client, _ = _as()
    cycle, customer = a_cycle(), a_customer(name="Huadong")
    storage, packing = Service.objects.get(code="storage"), Service.objects.get(code="packaging")
    marks = dict.fromkeys(CRITERIA, "4")
    told = {"content": "Boxes and shelves", "services": [storage.pk, packing.pk], **marks}
    address = reverse("strategy:part", args=[cycle.number, "packages"])

    refused = client.post(address, {**told, "name": "Wrong", "services": ["999999"]})
    client.post(address, {**told, "name": "For the best", "segment": "core"})
    client.post(address, {**told, "name": "For one", "customer": customer.number})

    assert refused.status_code == 422 and "999999" in _text(refused)
    assert {
        one.name: (set(one.services.all()), one.segment, one.customer) for one in cycle.packages.all()
    } == {
        "For the best": ({storage, packing}, "core", None),
        "For one": ({storage, packing}, "", customer),
    }
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert page.count(f'<span class="tag">{storage}</span>') == 2
    paper = paper_of(cycle)["packages"]
    assert [one["services"] for one in paper] == [[str(storage), str(packing)]] * 2


def test_goals_levels_and_packages_are_planned_and_taken_out_again() -> None:
    client, _ = _as()
    cycle, gap = a_cycle(), a_gap()
    marks = dict.fromkeys(
        ("fulfilment_cost", "customer_importance", "acceptable_cost", "need_importance", "competitors"), "4"
    )
    for part, told in (
        ("goals", {"gap": gap.number, "wanted": "90", "direction": "Faster"}),
        ("targets", {"indicator": "on_time_rate", "value": "97"}),
        ("packages", {"name": "Night line", "content": "Pick-up at night", "price": "3000", **marks}),
    ):
        assert client.post(reverse("strategy:part", args=[cycle.number, part]), told).status_code == 302

    text = _text(client.get(cycle.get_absolute_url()))
    assert "Goal 90.0 %" in text and "97.0 %" in text and "Night line" in text and "Raised service" in text
    for part in ("goals", "targets", "packages"):
        rows: Any = getattr(cycle, part)
        client.post(reverse("strategy:removal", args=[cycle.number, part, rows.get().pk]))
        assert not rows.exists()


def test_a_stage_and_an_expectation_are_set_by_pages() -> None:
    client, person = _as()
    cycle = a_cycle()

    days = {"starts_on": "2026-04-01", "due_on": "2026-05-01", "owner": person.pk}
    client.post(reverse("strategy:stage", args=[cycle.number, "data"]), days)
    client.post(reverse("strategy:stage_done", args=[cycle.number, "data"]))
    client.post(reverse("strategy:effect", args=[cycle.number, "complaints"]), {"expected": "150"})

    stage = cycle.stages.get(code="data")
    assert (stage.owner, stage.done_by) == (person, person)
    assert cycle.effects.get(kind="complaints").expected == Decimal("0.015")
    wrong = client.post(
        reverse("strategy:stage", args=[cycle.number, "team"]), {**days, "due_on": "2026-03-01"}
    )
    assert wrong.status_code == 422 and "A stage is due after it begins." in _text(wrong)


def test_a_strategy_is_put_in_force_by_somebody_else_closed_and_begun_anew() -> None:
    drafter, _ = _as()
    decider, _ = _as("general_manager")
    cycle, gap = a_cycle(), a_gap()
    drafter.post(reverse("strategy:part", args=[cycle.number, "goals"]), {"gap": gap.number, "wanted": "90"})
    own = _text(drafter.get(cycle.get_absolute_url()))
    assert "somebody else puts it in force" in own

    assert drafter.post(reverse("strategy:force", args=[cycle.number])).status_code == 409
    assert decider.post(reverse("strategy:force", args=[cycle.number])).status_code == 302
    empty = decider.post(reverse("strategy:closing", args=[cycle.number]), {"evaluation": ""})
    decider.post(reverse("strategy:closing", args=[cycle.number]), {"evaluation": "Answers come sooner"})
    decider.post(
        reverse("strategy:next_round", args=[cycle.number]),
        {"title": "Second round", "starts_on": "2026-06-01"},
    )

    assert empty.status_code == 422
    assert Cycle.objects.get(previous=cycle).title == "Second round"


@pytest.mark.spec("R787")
def test_a_strategy_says_what_it_lacks_before_and_when_it_goes_in_force() -> None:
    cycle, (client, person) = a_cycle(), _as("general_manager")
    planning.plan_promise(
        cycle=cycle, kind="complaint_answer", limit=timedelta(minutes=40), by=HOUSE, at=NOON
    )

    before = _text(client.get(cycle.get_absolute_url()))
    after = _text(client.post(reverse("strategy:force", args=[cycle.number]), follow=True))

    lacks = "Still missing: aim and direction, goals, the owners of 8 stages, expected effects."
    assert f"{lacks} It can go in force without" in before
    assert f"Version 1 is in force. {lacks}" in after

    cycle.stages.update(owner=person)
    cycle.effects.filter(kind="quality").update(expected=Decimal("0.95"))
    Cycle.objects.filter(pk=cycle.pk).update(aim="Answer sooner")
    planning.set_goal(cycle=cycle, gap=a_gap(), wanted=Decimal("0.9"), by=HOUSE, at=NOON)
    assert "Still missing: an action for 1 goal." in _text(client.get(cycle.get_absolute_url()))


def test_a_target_of_a_fraction_of_a_percent_is_asked_back() -> None:
    cycle, (client, _) = a_cycle(), _as()
    address = reverse("strategy:part", args=[cycle.number, "targets"])

    fraction = client.post(address, {"indicator": "on_time_rate", "value": "0.95"})
    client.post(address, {"indicator": "on_time_rate", "value": "95"})

    assert "This would be 0.95 %. Write 95 for 95 %." in _text(fraction)
    assert cycle.targets.get().value == Decimal("0.95")


@pytest.mark.spec("R788")
def test_the_cost_of_a_kilogram_stands_in_the_currency_of_the_freight() -> None:
    cycle, (client, _) = a_cycle(), _as()
    charged(a_customer(), 100, currency="USD")
    shipment = a_shipment()
    Shipment.objects.filter(pk=shipment.pk).update(freight_cost=12_000, currency="EUR")
    cycle.effects.filter(kind="cost").update(before=Decimal("1.254"))

    page = _text(client.get(cycle.get_absolute_url()))
    paper = _text(client.get(reverse("strategy:paper", args=[cycle.number])))
    form = _text(client.get(reverse("strategy:effect", args=[cycle.number, "cost"])))

    assert "1.25 EUR per kg" in page and "1.25 EUR per kg" in paper
    assert "money per kg, EUR" in form


@pytest.mark.spec("R788")
def test_revenue_a_week_stands_in_the_currency_of_the_charges_and_a_goal_says_its_unit() -> None:
    cycle, (client, _) = a_cycle(), _as()
    charged(a_customer(), 100, currency="USD")
    cycle.effects.filter(kind="contribution").update(before=Decimal("10740.5"))

    page = _text(client.get(cycle.get_absolute_url()))
    paper = _text(client.get(reverse("strategy:paper", args=[cycle.number])))
    form = _text(client.get(reverse("strategy:effect", args=[cycle.number, "complaints"])))

    assert "$10,740.50 a week" in page and "$10,740.50 a week" in paper
    assert "per 10,000 deliveries" in form


@pytest.mark.spec("R787", "R788")
def test_the_paper_shows_each_version_as_it_was_and_goes_into_a_file() -> None:
    cycle = _with_goal()
    planning.plan_promise(
        cycle=cycle, kind="complaint_answer", limit=timedelta(minutes=40), by=HOUSE, at=NOON
    )
    put_in_force(cycle=cycle, by=HOUSE, at=NOON)
    goal = cycle.goals.get()
    planning.set_goal(cycle=cycle, gap=goal.gap, wanted=Decimal("0.95"), by=HOUSE, at=NOON)
    client, _ = _as()
    address = reverse("strategy:paper", args=[cycle.number])

    first, now_ = _text(client.get(f"{address}?version=1")), _text(client.get(address))
    file = client.get(f"{address}?version=1&export=csv").content.decode("utf-8-sig")

    assert "90.0 %" in first and "95.0 %" not in first and "40 minutes" in first
    assert "95.0 %" in now_ and "draft with changes since the version in force" in now_
    for words in (
        "Goals,Answer a contact",
        "Policies,Answer a complaint",
        "Months 4–6",
        "Expected effects,Brand",
    ):
        assert words in file
    assert client.get(f"{address}?export=xlsx").content.startswith(b"PK")
    assert client.get(f"{address}?version=7").status_code == 404


def test_the_simulator_answers_in_a_sentence_and_drafts_into_a_cycle() -> None:
    solved([10] * 60 + [30] * 40, at=now() - 30 * DAY)
    cycle, (client, _) = a_cycle(), _as()
    address = reverse("strategy:simulator")
    query = f"?kind=complaint_resolution&hours=24&cycle={cycle.number}"

    text = _text(client.get(address + query))
    sent = client.post(address + query, {"cycle": cycle.number, "valid_from": ""})

    assert "With 24 hours, 60.0 % would have been kept" in text and "more broken a month" in text
    assert "no consequence was agreed in one currency" in text
    assert sent.status_code == 302
    planned = cycle.promises.get()
    assert (planned.kind, planned.limit) == ("complaint_resolution", timedelta(hours=24))
    assert planned.expected["judged"] == 100 and planned.expected["kept"][0] == 0.6


def test_the_simulator_says_when_the_past_is_too_short() -> None:
    solved([10] * 20, at=now() - 30 * DAY)
    client, _ = _as()

    text = _text(client.get(reverse("strategy:simulator") + "?kind=complaint_resolution&hours=24"))

    assert "The past is too short: 20 promises of this kind were found, 50 decided ones are needed." in text
    assert "would have been kept" not in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=delivery&hours=0", "greater than or equal to 0.01"),
        ("kind=delivery&hours=24&earliest=30", "A window opens before it closes."),
        ("kind=delivery&hours=24&customer=nobody", "Nobody has this number or name."),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(query: str, words: str) -> None:
    client, _ = _as()

    page = client.get(f"{reverse('strategy:simulator')}?{query}")

    assert page.status_code == 422 and words in _text(page)


def test_a_window_is_tried_out_but_not_drafted() -> None:
    solved([10] * 60, at=now() - 30 * DAY)
    cycle, (client, _) = a_cycle(), _as()
    query = "?kind=complaint_resolution&hours=24&earliest=12"

    page = client.post(reverse("strategy:simulator") + query, {"cycle": cycle.number})

    assert page.status_code == 422 and "Too early 60" in _text(page) and not cycle.promises.exists()


def test_an_action_names_the_preventive_action_it_grew_from() -> None:
    client, owner = _as("general_manager")
    prevention = plan_prevention(
        what="Two people at night",
        cause="capacity",
        owner=owner,
        due_on=localdate() + 9 * DAY,
        by=HOUSE,
        at=now(),
    )
    gap = a_gap()
    told = {"title": "Night shift", "owner": owner.pk, "due_on": (localdate() + DAY).isoformat()}

    client.post(
        reverse("strategy:new_action", args=[gap.number]),
        {**told, "expected_to": "90", "prevention": prevention.pk},
    )

    action = Action.objects.get()
    assert action.prevention == prevention
    assert prevention.number in _text(client.get(action.get_absolute_url()))


def test_clerks_see_no_strategy_and_branch_managers_decide_none() -> None:
    cycle = _with_goal()
    clerk, _ = _as("clerk")
    manager, _ = _as("branch_manager")

    assert clerk.get(cycle.get_absolute_url()).status_code == 403
    assert clerk.get(reverse("strategy:simulator")).status_code == 403
    assert manager.get(cycle.get_absolute_url()).status_code == 200
    assert manager.post(reverse("strategy:force", args=[cycle.number])).status_code == 403


def test_a_closed_cycle_offers_no_form() -> None:
    cycle = _with_goal()
    close_cycle(cycle=cycle, evaluation="Done", by=HOUSE, at=NOON)
    client, _ = _as("general_manager")

    html = client.get(cycle.get_absolute_url()).content.decode()

    assert reverse("strategy:part", args=[cycle.number, "findings"]) not in html
    assert "Begin the next round" in html


def test_a_customer_shows_the_cycles_that_speak_of_it() -> None:
    customer = a_customer(segment="core")
    a_cycle(title="For all")
    a_cycle(title="For core", segment="core")
    a_cycle(title="For another", customer=a_customer())

    told = Cycle.objects.of_customer(customer)

    assert sorted(cycle.title for cycle in told) == ["For all", "For core"]


def test_programs_read_strategies_and_ask_the_simulator() -> None:
    solved([10] * 60 + [30] * 40, at=now() - 30 * DAY)
    cycle = _with_goal()
    put_in_force(cycle=cycle, by=HOUSE, at=NOON)
    client, _ = _as()

    listed = client.get("/api/v1/strategy/cycles").json()
    told = client.get(f"/api/v1/strategy/cycles/{cycle.number}").json()
    asked = client.get("/api/v1/strategy/simulation?kind=complaint_resolution&hours=24").json()
    unknown = client.get("/api/v1/strategy/simulation?kind=nothing&hours=24")

    assert [row["number"] for row in listed] == [cycle.number]
    assert (told["version"], told["paper"]["goals"][0]["wanted"], len(told["effects"])) == (1, "0.9", 6)
    assert (asked["judged"], asked["kept"][0], asked["penalty"]) == (100, 0.6, None)
    assert unknown.status_code == 409


def test_the_workspace_asks_as_much_of_a_full_cycle_as_of_a_small_one() -> None:
    cycle, by = a_cycle(), actor("general_manager")
    client, _ = _as("general_manager")
    gap = a_gap()

    def fill(n: int) -> None:
        for place in range(n):
            planning.write_finding(cycle=cycle, kind="talk", text=f"T{place}", by=by, at=NOON)
            planning.plan_target(
                cycle=cycle,
                indicator="on_time_rate",
                value=Decimal("0.9"),
                customer=a_customer(),
                by=by,
                at=NOON,
            )
        planning.set_goal(cycle=cycle, gap=gap, wanted=Decimal("0.9"), by=by, at=NOON)

    fill(1)
    client.get(cycle.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(cycle.get_absolute_url())
    fill(3)
    with CaptureQueriesContext(connection) as three:
        client.get(cycle.get_absolute_url())

    assert len(three) == len(one) <= 70
