"""The tabs of the queue are counted by statements prepared once; they say what each view shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from kept.desk.actions.assigning import assign_case, give_contact
from kept.desk.actions.resting import snooze_case, watch_case
from kept.desk.queries.matters import SORTS, VIEWS, counts, in_view
from kept.kernel.actor import Actor
from kept.people.actions.absences import tell_absence
from kept.people.queries import actor_of
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, staff

pytestmark = pytest.mark.django_db


def shown(actor: Actor) -> dict[str, int]:
    """How many matters each view would list."""
    return {
        view: sum(
            sort.rows(actor).filter(in_view(view, sort, actor, now())).count() for sort in SORTS.values()
        )
        for view in VIEWS
    }


def test_every_tab_counts_what_its_view_shows_now_and_a_day_later() -> None:
    person = staff("clerk")
    actor, later = actor_of(person, now()), now() + timedelta(days=1)
    a_call(at=now())
    mine, resting, watched = (a_case("complaint", at=now()) for _ in range(3))
    assign_case(case=mine, owner=person, deputy=None, by=HOUSE, at=now())
    snooze_case(case=resting, until=later, by=actor, at=now())
    watch_case(case=watched, by=actor, at=now())

    told, tomorrow = counts(actor, now()), counts(actor, later + timedelta(days=1))

    assert told == shown(actor)
    assert (told[""], told["mine"], told["watched"], told["snoozed"]) == (3, 1, 1, 1)
    assert (tomorrow[""], tomorrow["snoozed"], tomorrow["breached"]) == (4, 0, 4)


def test_what_a_deputy_stands_in_for_is_theirs_while_the_other_is_away() -> None:
    away, deputy = staff("clerk"), staff("clerk")
    actor, leaves, back = actor_of(deputy, now()), now() - timedelta(hours=1), now() + timedelta(days=1)
    tell_absence(person=away, starts_at=leaves, ends_at=back, deputy=deputy, by=HOUSE, at=leaves)
    case, contact = a_case("complaint", at=now()), a_call(at=now())
    assign_case(case=case, owner=away, deputy=None, by=HOUSE, at=now())
    give_contact(contact=contact, person=away, by=HOUSE, at=now())

    told, afterwards = counts(actor, now()), counts(actor, back)

    assert (told["mine"], afterwards["mine"]) == (2, 0)
    assert told == shown(actor)


def test_a_queue_with_nothing_in_it_counts_nothing() -> None:
    assert counts(actor_of(staff("clerk"), now()), now()) == dict.fromkeys(VIEWS, 0)


def test_all_tabs_are_counted_in_one_statement(django_assert_num_queries: Any) -> None:
    actor = actor_of(staff("clerk"), now())
    counts(actor, now())

    with django_assert_num_queries(1):
        counts(actor, now())
