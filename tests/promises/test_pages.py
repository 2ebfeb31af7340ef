"""The pages of promises."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from kept.kernel.events import Subject
from kept.people.models import Team
from kept.promises.actions import PromiseRequest, amend_promise, keep_promise, pause_promise, start_promise
from kept.promises.actions.clocking import record_breaches
from kept.promises.actions.policies import PolicyExists, TooEarly, make_policy, make_version
from kept.promises.models import CalendarVersion, Policy, Promise, ServiceCalendar
from kept.promises.rules import limit_words
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def promised(kind="complaint_answer", *, at=None, **more):
    customer = more.pop("about", None) or a_customer()
    at = at or now()
    request = PromiseRequest(
        kind=kind, subject=Subject.of(customer), customer_id=customer.pk, started_at=at, **more
    )
    return start_promise(request=request, by=HOUSE, at=at)


def test_due_now_lists_what_breaks_first_on_top(client):
    branch = a_branch()
    later, sooner = promised("complaint_resolution", branch_id=branch.pk), promised("call_answer")
    client.force_login(staff())

    page = client.get(reverse("promises:due_now")).content.decode()

    assert page.index(sooner.get_absolute_url()) < page.index(later.get_absolute_url())


def test_the_list_of_promises_begins_with_what_breaks_first_and_ends_with_what_was_settled_first(client):
    at = now()
    kept_before, kept_later, late, later, sooner = (
        promised("complaint_resolution", at=at + hours * HOUR) for hours in (-3, -2, -200, 4, -1)
    )
    for promise in (kept_before, kept_later):
        keep_promise(promise=promise, met_at=at, by=HOUSE, at=at)
    client.force_login(staff())
    address = reverse("promises:promises")

    page = client.get(address).content.decode()
    export = client.get(address, {"export": "csv"})

    wanted = [late, sooner, later, kept_later, kept_before]
    assert sorted(wanted, key=lambda one: page.index(one.get_absolute_url())) == wanted
    assert export.status_code == 200


def test_what_broke_and_was_never_met_stands_on_top_of_the_list_unless_it_is_past(client):
    at = now()
    running = promised("complaint_resolution", at=at)
    broken, missed = promised("call_answer", at=at - HOUR), promised("ring_answer", at=at - 2 * HOUR)
    record_breaches(by=HOUSE, at=at)
    client.force_login(staff())

    page = client.get(reverse("promises:promises")).content.decode()

    wanted = [broken, running, missed]
    assert sorted(wanted, key=lambda one: page.index(one.get_absolute_url())) == wanted


def test_due_now_is_narrowed_to_a_person_a_team_or_a_branch(client):
    branch, person = a_branch(), staff("clerk")
    team = Team.objects.create(name="客服三组", branch=branch)
    of = {"branch": branch, "team": team, "person": person}
    theirs = {name: promised("call_answer", **{f"{name}_id": record.pk}) for name, record in of.items()}
    client.force_login(staff())
    asked = {"branch": branch.code, "team": team.name, "person": person.login}

    for name, promise in theirs.items():
        page = client.get(reverse("promises:due_now"), {name: of[name].pk}).content.decode()
        listed = [other for other in theirs.values() if other.get_absolute_url() in page]
        told = client.get("/api/v1/promises/due-now", {name: asked[name]}).json()
        assert listed == [promise] and [row["id"] for row in told] == [promise.pk]
    assert client.get("/api/v1/promises/due-now", {"limit": 0}).status_code == 422


def test_what_broke_stays_due_until_it_is_met_or_a_week_has_passed(client):
    late, forgotten = promised("call_answer", at=now() - HOUR), promised("call_answer", at=now() - 200 * HOUR)
    record_breaches(by=HOUSE, at=now())
    client.force_login(staff())

    before = client.get(reverse("promises:due_now")).content.decode()
    keep_promise(promise=late, met_at=now(), by=HOUSE, at=now())
    after = client.get(reverse("promises:due_now")).content.decode()

    assert late.get_absolute_url() in before
    assert forgotten.get_absolute_url() not in before
    assert late.get_absolute_url() not in after


def test_a_branch_sees_its_own_promises_and_nobody_elses(client):
    mine, other = a_branch(), a_branch()
    seen, hidden = promised(branch_id=mine.pk), promised(branch_id=other.pk)
    client.force_login(staff("clerk", branch=mine))

    assert client.get(seen.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_page_says_why_it_is_promised(client):
    customer = a_customer(segment="core")
    make_policy(kind="complaint_answer", scope={"segment": "core"}, limit=HOUR / 2, by=HOUSE, at=NOON)
    promise = promised(about=customer)
    client.force_login(staff())

    page = client.get(promise.get_absolute_url()).content.decode()

    assert promise.due_at - promise.started_at == HOUR / 2
    assert "Core customer" in page
    assert "chosen: the most specific" in page


def test_a_clerk_pauses_resumes_and_explains_on_the_page(client):
    promise = promised()
    client.force_login(staff())

    client.post(reverse("promises:pause", args=[promise.pk]), {"reason": "waiting_customer"})
    promise.refresh_from_db()
    paused = promise.state
    client.post(reverse("promises:resumption", args=[promise.pk]))
    promise.refresh_from_db()

    assert (paused, promise.state) == ("paused", "running")
    Promise.objects.filter(pk=promise.pk).update(due_at=now() - HOUR)
    record_breaches(by=HOUSE, at=now())
    client.post(reverse("promises:cause", args=[promise.pk]), {"cause": "staffing", "liable_tier": "us"})
    promise.refresh_from_db()
    assert (promise.cause, promise.liable_tier) == ("staffing", "us")


def test_a_pause_that_is_refused_says_why_and_keeps_the_page(client):
    promise = promised(at=NOON)
    client.force_login(staff())

    answer = client.post(reverse("promises:resumption", args=[promise.pk]))

    assert answer.status_code == 409
    assert "no longer running" in answer.content.decode()


def test_only_managers_waive(client):
    promise = promised()
    client.force_login(staff("clerk"))
    assert client.post(reverse("promises:waiver", args=[promise.pk]), {"why": "x"}).status_code == 403
    client.force_login(staff("general_manager"))
    client.post(reverse("promises:waiver", args=[promise.pk]), {"why": "agreed by phone"})

    promise.refresh_from_db()

    assert promise.state == "waived"


def test_a_new_policy_version_rules_what_begins_after_it_and_touches_nothing_that_runs(client):
    running = promised()
    policy = Policy.objects.get(kind="complaint_answer", scope_key="complaint_answer||>||")
    client.force_login(staff("general_manager"))
    given = {
        "limit_kind": "working_time",
        "amount": "45",
        "unit": "minutes",
        "calendar": ServiceCalendar.objects.get(code="always").pk,
        "warn_percent": "70",
        "why": "we can do better",
    }

    answer = client.post(reverse("promises:new_version", args=[policy.pk]), given)

    assert answer.status_code == 302
    fresh = promised()
    running.refresh_from_db()
    assert running.due_at - running.started_at == HOUR
    assert fresh.due_at - fresh.started_at == timedelta(minutes=45)
    assert (fresh.policy_version.number, running.policy_version.number) == (2, 1)


def test_two_policies_of_equal_scope_are_refused():
    make_policy(kind="delivery", scope={"segment": "core"}, limit=HOUR, by=HOUSE, at=NOON)

    with pytest.raises(PolicyExists):
        make_policy(kind="delivery", scope={"segment": "core"}, limit=2 * HOUR, by=HOUSE, at=NOON)


def test_a_version_cannot_begin_before_the_one_it_follows():
    version = make_policy(kind="delivery", scope={"segment": "core"}, limit=HOUR, by=HOUSE, at=NOON)

    with pytest.raises(TooEarly):
        make_version(policy=version.policy, valid_from=NOON, limit=HOUR, by=HOUSE, at=NOON)


def test_a_version_that_changes_nothing_is_refused_at_the_form_and_not_written(client):
    version = make_policy(
        kind="delivery", scope={"segment": "core"}, limit=HOUR, warn_roles=["clerk"], by=HOUSE, at=NOON
    )
    client.force_login(staff("general_manager", language="en"))
    given = {
        "limit_kind": "working_time",
        "amount": "60",
        "unit": "minutes",
        "calendar": version.calendar_id,
        "warn_percent": "80",
        "warn_roles": "clerk",
        "why": "to be sure",
    }

    answer = client.post(reverse("promises:new_version", args=[version.policy_id]), given)

    assert answer.status_code == 422
    assert "Nothing has changed" in answer.content.decode()
    assert list(version.policy.versions.values_list("number", "valid_until")) == [(1, None)]


def test_a_calendar_in_which_nothing_changed_is_refused_at_the_form_and_not_published(client):
    client.force_login(staff("general_manager", language="en"))
    form = client.get(reverse("promises:calendar", args=["office"])).context["form"]

    answer = client.post(reverse("promises:calendar_days", args=["office"]), form.initial)

    assert answer.status_code == 422
    assert "Nothing has changed" in answer.content.decode()
    assert CalendarVersion.objects.filter(calendar__code="office").count() == 1


def test_publishing_a_calendar_moves_provisional_promises_only(client):
    far = NOON.replace(year=2027, month=12, day=30, hour=17)
    promise = promised("inquiry_answer", at=far)
    assert promise.is_provisional
    client.force_login(staff("general_manager"))
    page = client.get(reverse("promises:calendar", args=["office"]))
    lines = "2027-12-31 closed\n2028-01-03 closed"

    answer = client.post(
        reverse("promises:calendar_days", args=["office"]), {"lines": lines, "known_until": "2028-12-31"}
    )

    assert (page.status_code, answer.status_code) == (200, 302)
    promise.refresh_from_db()
    assert not promise.is_provisional
    assert promise.due_at == NOON.replace(year=2028, month=1, day=4, hour=17)
    assert CalendarVersion.objects.filter(calendar__code="office").count() == 2


def test_a_wrong_line_of_a_calendar_is_named(client):
    client.force_login(staff("general_manager"))

    answer = client.post(
        reverse("promises:calendar_days", args=["office"]), {"lines": "2027-01-01 closed\n2027-13-01 closed"}
    )

    assert answer.status_code == 422
    assert "Line 2" in answer.content.decode()


def test_the_api_tells_what_is_due(client):
    promise = promised("call_answer")
    client.force_login(staff())

    rows = client.get("/api/v1/promises/due-now").json()

    assert [(row["id"], row["state"], row["terms"]) for row in rows] == [
        (promise.pk, "running", {"time": "open"})
    ]
    assert client.get(f"/api/v1/promises/promises/{promise.pk}").status_code == 200


def test_the_list_reads_one_row_more_than_it_shows_and_no_more_statements_for_more_rows(
    client, django_assert_max_num_queries
):
    client.force_login(staff())
    for _ in range(3):
        promised()

    with django_assert_max_num_queries(12):
        assert client.get(reverse("promises:promises")).status_code == 200


def test_the_story_of_a_promise_says_from_what_to_what_and_why(client):
    promise = promised("complaint_resolution")
    amend_promise(
        promise=promise, due_at=promise.due_at + HOUR, why="wants it later", by=HOUSE, at=promise.started_at
    )
    pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=promise.started_at)
    client.force_login(staff())

    page = client.get(promise.get_absolute_url()).content.decode()

    assert "wants it later" in page
    assert '<span class="detail">waiting for the customer</span>' in page


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (timedelta(seconds=20), "20 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=8), "8 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(hours=25), "25 hours"),
    ],
)
def test_a_limit_is_told_in_its_largest_whole_unit(limit, words):
    assert limit_words(limit) == words


def test_pausing_is_told_to_nobody_outside(client):
    promise = promised()
    pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=now())
    client.force_login(staff("client", customer=promise.customer))

    assert client.get(promise.get_absolute_url()).status_code in (403, 404)
    assert not actor("client", customer=promise.customer).may("promises.view")
