"""Each matter has a queue and a reason; from there it goes to whoever may, can and is at work."""

from __future__ import annotations

import threading
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.comms.models import Notice
from kept.desk.actions.assigning import assign_case
from kept.desk.actions.queues import add_rule, save_queue
from kept.desk.actions.routing import (
    HandsFull,
    NothingWaits,
    WhyMissing,
    enter_queue,
    give_out,
    move_to_queue,
    take_next,
)
from kept.desk.actions.solving import solve_case
from kept.desk.models import Case, Queue, QueueEntry, QueueRule
from kept.desk.queries.routing import reason_words
from kept.desk.rules import Clerk, Need, least_loaded
from kept.kernel.outbox import deliver_due
from kept.people.models import Absence, Duty, Person, PersonSkill, Skill, Team
from kept.people.queries import actor_of
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db


def on_duty(person: Person, **changes: Any) -> Duty:
    duty = Duty(person=person, day=NOON.date(), begins=time(8), ends=time(18), **changes)
    duty.place()
    duty.save()
    return duty


def a_queue(code: str = "own", **details: Any) -> Queue:
    given = {"words": {"en": code}, "mode": "push", **details}
    skills = given.pop("skills", {})
    return save_queue(queue=Queue(code=code, **given), skills=skills, by=HOUSE, at=NOON)


def all_given_out() -> None:
    Queue.objects.update(mode="push")


def place_of(matter: Any) -> QueueEntry:
    return matter.queue_entries.select_related("queue").latest("pk")


@pytest.mark.parametrize(
    ("kind", "queue", "why"),
    [
        ("complaint", "complaints", "Complaint"),
        ("exception", "exceptions", "Exception"),
        ("internal", "internal", "Internal request"),
        ("question", "general", "No rule took it; this queue takes the rest."),
    ],
)
def test_each_new_case_has_a_queue_and_a_reason(kind: str, queue: str, why: str) -> None:
    entry = place_of(a_case(kind))

    assert (entry.queue.code, reason_words(entry.matched)) == (queue, why)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"channels": ["phone"], "languages": ["en"]}, True),
        ({"texts": ["customs", "cargo"]}, True),
        ({"segments": ["core"]}, True),
        ({"segments": ["core"], "channels": ["email"]}, False),
        ({"languages": ["zh"]}, False),
        ({"value_classes": ["A"]}, True),
        ({"value_classes": ["B"]}, False),
        ({"kinds": ["complaint"]}, False),
    ],
)
def test_all_filled_conditions_of_a_rule_must_hold(conditions: dict[str, Any], fits: bool) -> None:
    own = a_queue()
    rule = add_rule(rule=QueueRule(queue=own, **conditions), by=HOUSE, at=NOON)

    call = a_call(
        summary="Where is my Cargo?", customer=a_customer(segment="core", value_class="A"), channel="phone"
    )

    assert rule.place > 0
    assert place_of(call).queue.code == ("own" if fits else "general")


def test_the_first_rule_in_order_wins_and_a_branch_has_its_own() -> None:
    branch = a_branch()
    first, second = a_queue("first"), a_queue("second")
    for queue in (first, second):
        add_rule(rule=QueueRule(queue=queue, branch=branch), by=HOUSE, at=NOON)

    here = a_call(branch=branch)
    elsewhere = a_call(branch=a_branch())

    assert [place_of(here).queue.code, place_of(elsewhere).queue.code] == ["first", "general"]


def test_what_is_in_hands_already_keeps_its_queue_as_a_note() -> None:
    clerk = staff("clerk")

    entry = place_of(a_case("question", by=actor_of(clerk, NOON)))

    assert (entry.person, entry.taking, entry.left_at) == (clerk, "opened", NOON)


def test_it_is_given_to_whoever_is_on_duty_and_has_least() -> None:
    all_given_out()
    busy, free, home = staff("clerk"), staff("clerk"), staff("clerk")
    for person in (busy, free):
        on_duty(person)
    a_case(owner=busy)
    case = a_case()

    given_out = give_out(by=HOUSE, at=NOON)

    case.refresh_from_db()
    entry = place_of(case)
    assert (given_out, case.owner, entry.taking) == (1, free, "push")
    assert {who for who, _load, _open in entry.weighed} == {busy.pk, free.pk}
    assert home.pk not in {who for who, _load, _open in entry.weighed}


def test_a_severe_matter_weighs_more_than_two_light_ones() -> None:
    all_given_out()
    heavy, light = staff("clerk"), staff("clerk")
    for person in (heavy, light):
        on_duty(person)
    a_case(owner=heavy, impact=3, urgency=3)
    a_case(owner=light, kind="suggestion", urgency=1)
    a_case(owner=light, kind="suggestion", urgency=1)
    case = a_case()

    give_out(by=HOUSE, at=NOON)

    case.refresh_from_db()
    assert case.owner == light


def test_the_customers_own_clerk_comes_first_then_the_deputy() -> None:
    all_given_out()
    own, deputy, other = staff("clerk"), staff("clerk"), staff("clerk")
    for person in (own, deputy, other):
        on_duty(person)
    customer = a_customer(account_manager=own)
    a_case(owner=own)
    first = a_case(customer=customer)
    give_out(by=HOUSE, at=NOON)
    Absence.objects.create(
        person=own, deputy=deputy, starts_at=NOON, ends_at=NOON + timedelta(hours=8), kind="sick"
    )
    second = a_case(customer=customer)
    give_out(by=HOUSE, at=NOON)

    found = [(place_of(case).person, place_of(case).taking) for case in (first, second)]
    assert found == [(own, "clerk"), (deputy, "deputy")]


def test_nobody_on_duty_leaves_it_in_the_queue_and_tells_those_in_charge_once() -> None:
    all_given_out()
    chief = staff("service_manager")
    case = a_case("question")

    for minutes in (0, 1):
        assert give_out(by=HOUSE, at=NOON + timedelta(minutes=minutes)) == 0
    deliver_due()

    entry = place_of(case)
    assert (entry.left_at, entry.missed_at) == (None, NOON)
    assert Notice.objects.filter(person=chief, name="desk.queue_unserved").count() == 1


@pytest.mark.spec("R279")
def test_new_staff_are_given_internal_matters_alone() -> None:
    all_given_out()
    new = staff("clerk", is_new=True)
    on_duty(new)
    business, internal = a_case("question"), a_case("internal")

    give_out(by=HOUSE, at=NOON)

    business.refresh_from_db()
    internal.refresh_from_db()
    assert (business.owner, internal.owner) == (None, new)


@pytest.mark.spec("R279")
def test_new_staff_who_ask_for_the_next_get_internal_matters_alone() -> None:
    new = staff("clerk", is_new=True)
    a_case("complaint")
    internal = a_case("internal")

    taken = take_next(person=new, by=actor_of(new, NOON), at=NOON)

    assert taken == internal
    with pytest.raises(NothingWaits):
        take_next(person=new, by=actor_of(new, NOON), at=NOON)


def test_skills_and_team_of_a_queue_must_fit() -> None:
    team = Team.objects.create(branch=a_branch(), name="涉外")
    english = Skill.objects.create(code="en", kind="language", words={"en": "English"})
    queue = a_queue(team=team, skills={english.pk: 2})
    add_rule(rule=QueueRule(queue=queue, languages=["en"]), by=HOUSE, at=NOON)
    beginner, fluent, outside = staff("clerk"), staff("clerk"), staff("clerk")
    for person, level in ((beginner, 1), (fluent, 3), (outside, 3)):
        on_duty(person)
        PersonSkill.objects.create(person=person, skill=english, level=level)
    for person in (beginner, fluent):
        person.teams.add(team)
    call = a_call(summary="Where are my goods?")

    give_out(by=HOUSE, at=NOON)

    call.refresh_from_db()
    assert call.person == fluent


def test_the_next_is_what_breaks_first() -> None:
    clerk = staff("clerk")
    later = a_case("complaint", at=NOON)
    sooner = a_call(at=NOON)

    taken = [take_next(person=clerk, by=actor_of(clerk, NOON), at=NOON) for _ in range(2)]

    assert taken == [sooner, later]


def test_a_call_goes_with_its_case() -> None:
    clerk = staff("clerk")
    call = a_call()
    case = a_case("complaint", contact=call, customer=a_customer())

    taken = take_next(person=clerk, by=actor_of(clerk, NOON), at=NOON)

    call.refresh_from_db()
    assert (taken, call.person) == (case, clerk)
    with pytest.raises(NothingWaits):
        take_next(person=clerk, by=actor_of(clerk, NOON), at=NOON)


def test_nobody_takes_more_than_their_hands_hold() -> None:
    clerk = staff("clerk", capacity=1)
    a_case(), a_case()
    take_next(person=clerk, by=actor_of(clerk, NOON), at=NOON)

    with pytest.raises(HandsFull):
        take_next(person=clerk, by=actor_of(clerk, NOON), at=NOON)


def test_what_is_done_or_given_by_hand_waits_no_longer() -> None:
    clerk = staff("clerk")
    by_hand, done = a_case("suggestion"), a_case("suggestion")

    assign_case(case=by_hand, owner=clerk, by=HOUSE, at=NOON)
    solve_case(case=done, result="已处理", by=HOUSE, at=NOON)

    assert [place_of(case).taking for case in (by_hand, done)] == ["hand", "done"]
    assert not QueueEntry.objects.waiting().exists()


def test_a_matter_moved_by_hand_says_why_and_keeps_its_age() -> None:
    case = a_case("question")
    goal = Queue.objects.get(code="complaints")

    with pytest.raises(WhyMissing):
        move_to_queue(matter=case, queue=goal, why=" ", by=HOUSE, at=NOON)
    later = NOON + timedelta(hours=1)
    entry = move_to_queue(matter=case, queue=goal, why="其实是投诉", by=HOUSE, at=later)

    assert (entry.queue, entry.entered_at, entry.matched) == (goal, NOON, [("by_hand", "其实是投诉")])
    assert case.queue_entries.filter(left_at=later, taking="moved").count() == 1


clerks = st.builds(
    Clerk,
    person_id=st.integers(1, 50),
    name=st.just(""),
    is_new=st.booleans(),
    is_working=st.booleans(),
    is_absent=st.booleans(),
    capacity=st.integers(0, 5),
    skills=st.dictionaries(st.integers(1, 3), st.integers(1, 3)),
    teams=st.frozensets(st.integers(1, 3)),
    branches=st.none() | st.frozensets(st.integers(1, 3)),
    open=st.integers(0, 6),
    load=st.floats(0, 50),
)
needs = st.builds(
    Need,
    is_business=st.booleans(),
    branch_id=st.none() | st.integers(1, 3),
    team_id=st.none() | st.integers(1, 3),
    skills=st.dictionaries(st.integers(1, 3), st.integers(1, 3), max_size=2),
)


@given(st.lists(clerks, max_size=8), needs)
def test_the_chosen_one_is_never_new_away_off_duty_full_or_unfit(floor: list[Clerk], need: Need) -> None:
    chosen = least_loaded(floor, need)

    fit = [
        c
        for c in floor
        if c.is_working
        and not c.is_absent
        and not (c.is_new and need.is_business)
        and c.open < c.capacity
        and (need.team_id is None or need.team_id in c.teams)
        and (c.branches is None or need.branch_id in c.branches)
        and all(c.skills.get(skill, 0) >= level for skill, level in need.skills.items())
    ]
    assert (chosen in fit and chosen.load == min(c.load for c in fit)) if fit else chosen is None


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=3
    ),
    kinds=st.lists(st.sampled_from(["question", "internal", "complaint"]), min_size=1, max_size=4),
)
def test_no_record_is_given_to_somebody_new_off_duty_away_or_full(
    people: list[tuple[bool, bool, bool, int]], kinds: list[str]
) -> None:
    all_given_out()
    QueueEntry.objects.all().delete()
    Duty.objects.all().delete()
    for is_new, works, is_away, capacity in people:
        person = staff("clerk", is_new=is_new, capacity=capacity)
        if works:
            on_duty(person)
        if is_away:
            Absence.objects.create(person=person, starts_at=NOON, ends_at=NOON + timedelta(days=1))
    cases = [a_case(kind) for kind in kinds]

    give_out(by=HOUSE, at=NOON)

    for case in Case.objects.filter(pk__in=[case.pk for case in cases], owner__isnull=False):
        owner = case.owner
        assert owner is not None
        assert not (owner.is_new and case.kind != "internal")
        assert Duty.objects.at(NOON).filter(person=owner).exists()
        assert not Absence.objects.at(NOON).filter(person=owner).exists()
        assert Case.objects.unfinished().filter(owner=owner).count() <= owner.capacity


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_two_matters() -> None:
    from kept.people.actions.roles import keep_built_in_roles

    keep_built_in_roles()
    people = [staff("clerk") for _ in range(4)]
    for _ in range(4):
        enter_queue(matter=a_case(), by=HOUSE, at=NOON) if not Queue.objects.exists() else a_case()
    start = threading.Barrier(len(people))
    taken: list[int] = []

    def ask(person: Person) -> None:
        start.wait()
        taken.append(take_next(person=person, by=actor_of(person, NOON), at=NOON).pk)
        connection.close()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(taken)) == 4
    assert set(Case.objects.values_list("owner", flat=True)) == {person.pk for person in people}
