"""Cases that are one, two, or have to do with each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import OtherCustomer
from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.merging import NothingToSplit, NotOfThisCase, merge_cases, split_case
from kept.desk.actions.relating import RelatedAlready, ToItself, change_kind, relate_cases
from kept.desk.actions.solving import solve_case
from kept.desk.actions.tending import note_case
from kept.desk.models import Case, CaseIsClosed
from kept.desk.queries.relations import relations_of
from kept.desk.queries.story import story_of
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def clocks(case: Case) -> dict[str, str]:
    return {promise.kind: promise.state for promise in Promise.objects.about(case)}


def test_a_duplicate_goes_into_the_other_with_all_it_has() -> None:
    customer, watcher = a_customer(), staff("clerk")
    shipment, other = a_shipment(customer), a_shipment(customer)
    call = a_call(customer=customer)
    survivor = a_case("question", shipments=[shipment])
    duplicate = a_case("complaint", contact=call, shipments=[shipment, other])
    note_case(case=duplicate, text="已联系仓库", by=HOUSE, at=NOON)
    duplicate.watchers.add(watcher)

    merge_cases(survivor=survivor, others=[duplicate], why="同一件事", by=HOUSE, at=NOON + MINUTE)

    duplicate.refresh_from_db()
    assert (duplicate.state, duplicate.merged_into) == ("merged", survivor)
    assert list(survivor.contacts.all()) == [call]
    assert [note.text for note in survivor.notes.all()] == ["已联系仓库"]
    assert {link.shipment for link in survivor.shipments.all()} == {shipment, other}
    assert list(survivor.watchers.all()) == [watcher]
    assert clocks(duplicate) == {"complaint_answer": "waived", "complaint_resolution": "waived"}
    assert clocks(survivor) == {"question_answer": "running"}


def test_what_was_late_before_merging_stays_broken_and_is_met_with_the_answer() -> None:
    customer = a_customer()
    duplicate, survivor = (a_case("question", customer=customer) for _ in range(2))
    late = NOON + HOUR

    merge_cases(survivor=survivor, others=[duplicate], why="", by=HOUSE, at=late)
    answer_case(case=survivor, channel="phone", text="已到", by=HOUSE, at=late)

    promise = Promise.objects.about(duplicate).get()
    assert (promise.state, promise.met_at) == ("broken", late)


def test_told_customers_stay_told_when_two_exceptions_become_one() -> None:
    told, untold = a_shipment(), a_shipment()
    one = open_exception(trouble="weather", shipments=[a_shipment()], by=HOUSE, at=NOON)
    two = open_exception(trouble="delay", shipments=[told, untold], by=HOUSE, at=NOON)
    answer_case(case=two, channel="phone", text="晚点", customer=told.customer, by=HOUSE, at=NOON + MINUTE)
    Case.objects.filter(pk=one.pk).update(customer=None)

    merge_cases(survivor=one, others=[two], why="", by=HOUSE, at=NOON + 2 * MINUTE)

    links = {link.shipment_id: link.told_at for link in one.shipments.all()}
    assert (links[told.pk], links[untold.pk]) == (NOON + MINUTE, None)
    owed = Promise.objects.about(one).filter(state="running").values_list("customer", "started_at")
    assert (untold.customer_id, NOON) in set(owed) and told.customer_id not in {pk for pk, _ in owed}


def test_cases_of_two_customers_are_never_one() -> None:
    with pytest.raises(OtherCustomer):
        merge_cases(survivor=a_case(), others=[a_case()], why="", by=HOUSE, at=NOON)


def test_what_is_over_is_not_merged_and_nothing_is_half_done() -> None:
    customer = a_customer()
    survivor, fine, over = (a_case("suggestion", customer=customer) for _ in range(3))
    solve_case(case=over, result="采纳", by=HOUSE, at=NOON)

    with pytest.raises(CaseIsClosed):
        merge_cases(survivor=survivor, others=[fine, over], why="", by=HOUSE, at=NOON)

    assert set(Case.objects.values_list("state", flat=True)) == {"open", "solved"}


def test_the_number_of_a_merged_case_leads_to_where_it_went(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    survivor, duplicate = (a_case(customer=customer, at=now()) for _ in range(2))

    page = client.get(reverse("desk:merge", args=[survivor.number])).content.decode()
    client.post(reverse("desk:merge", args=[survivor.number]), {"chosen": [duplicate.pk], "why": "重复"})

    assert duplicate.number in page
    assert client.get(duplicate.get_absolute_url())["Location"] == survivor.get_absolute_url()
    assert duplicate.number in client.get(survivor.get_absolute_url()).content.decode()


def test_a_merge_by_a_wrong_number_says_which(client: Client) -> None:
    client.force_login(staff("clerk"))
    case = a_case(at=now())

    answer = client.post(reverse("desk:merge", args=[case.number]), {"numbers": "CS-0"})

    assert answer.status_code == 422 and "CS-0" in answer.content.decode()


def test_a_second_matter_is_split_off_with_its_contact_and_goods(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    stays, goes = a_shipment(customer), a_shipment(customer)
    case = a_case("question", shipments=[stays, goes], at=now() - HOUR, opened_at=now() - HOUR)
    call = a_call(customer=customer, case=case, summary="还要投诉司机", at=now() - MINUTE)
    given = {"contacts": [call.pk], "shipments": [goes.pk], "kind": "complaint", "title": "司机态度"}

    answer = client.post(reverse("desk:split", args=[case.number]), given)

    fresh = Case.objects.exclude(pk=case.pk).get()
    assert answer["Location"] == fresh.get_absolute_url()
    assert (fresh.kind, fresh.title, fresh.opened_at) == ("complaint", "司机态度", call.at)
    assert (list(fresh.contacts.all()), [link.shipment for link in fresh.shipments.all()]) == ([call], [goes])
    assert [link.shipment for link in case.shipments.all()] == [stays]
    assert set(clocks(fresh)) == {"complaint_answer", "complaint_resolution"}
    assert [(relation.link.sort, relation.other) for relation in relations_of(fresh) if relation.link] == [
        ("split", case)
    ]


def test_a_case_without_parts_says_so_instead_of_asking(client: Client) -> None:
    client.force_login(staff("clerk"))

    page = client.get(reverse("desk:split", args=[a_case(at=NOON).number])).content.decode()

    assert "neither contacts nor shipments" in page
    assert 'name="title"' not in page


def test_nothing_and_what_belongs_elsewhere_is_not_split_off() -> None:
    case, elsewhere = a_case(), a_call()

    with pytest.raises(NothingToSplit):
        split_case(case=case, by=HOUSE, at=NOON)
    with pytest.raises(NotOfThisCase):
        split_case(case=case, contacts=[elsewhere], by=HOUSE, at=NOON)


def test_two_cases_are_linked_once_and_seen_from_both_sides(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("clerk"))
    cause, effect = a_case("exception", at=now()), a_case(at=now())

    client.post(reverse("desk:links", args=[cause.number]), {"sort": "causes", "other": effect.number})
    with pytest.raises(RelatedAlready):
        relate_cases(case=effect, other=cause, sort="related", by=HOUSE, at=NOON)
    with pytest.raises(ToItself):
        relate_cases(case=effect, other=effect, sort="related", by=HOUSE, at=NOON)
    seen = client.get(effect.get_absolute_url()).content.decode()
    link = cause.links.get()
    client.post(reverse("desk:link_removal", args=[effect.number, link.pk]))

    assert "Caused by" in seen and cause.number in seen
    assert relations_of(cause) == []


def test_a_question_that_is_a_complaint_gets_the_clocks_of_one_from_when_it_came() -> None:
    case = a_case("question", details={})
    answer_case(case=case, channel="phone", text="在查", by=HOUSE, at=NOON + MINUTE)

    change_kind(case=case, kind="complaint", by=HOUSE, at=NOON + HOUR)

    found = {p.kind: (p.state, p.started_at, p.met_at) for p in Promise.objects.about(case)}
    assert found == {
        "question_answer": ("kept", NOON, NOON + MINUTE),
        "complaint_answer": ("kept", NOON, NOON + MINUTE),
        "complaint_resolution": ("running", NOON, None),
    }


def test_what_another_kind_said_is_kept_when_the_kind_changes() -> None:
    case = a_case("cargo_query", details={"item_number": "88-12"})

    change_kind(case=case, kind="complaint", by=HOUSE, at=NOON)
    change_kind(case=case, kind="cargo_query", by=HOUSE, at=NOON)

    assert Case.objects.get().told[0][1] == "88-12"


def test_whoever_is_named_in_a_note_is_told_and_longer_names_count_first() -> None:
    wang, wangming, mei = (staff("clerk", name=name) for name in ("王伟", "王伟明", "陈梅"))
    case = a_case()

    note_case(case=case, text=f"@王伟明 请查仓库，@{mei.login} 知悉，邮箱 a@b", by=HOUSE, at=NOON)
    deliver_due()

    told = set(Notice.objects.values_list("person", "name"))
    assert told == {(person.pk, "desk.case_mentioned") for person in (wangming, mei)} and wang.pk not in told


def test_who_watches_and_is_named_hears_of_the_naming_alone() -> None:
    wang, mei = staff("clerk", name="王伟"), staff("clerk", name="陈梅")
    case = a_case()
    case.watchers.add(wang, mei)

    note_case(case=case, text="@王伟 请查仓库", by=HOUSE, at=NOON)
    deliver_due()

    told = set(Notice.objects.values_list("person", "name"))
    assert told == {(wang.pk, "desk.case_mentioned"), (mei.pk, "desk.case_noted")}
    assert [item.title for item in story_of(case) if item.sort == "event"] == ["In a queue", "Case opened"]


def test_only_who_may_merges_and_splits(client: Client) -> None:
    client.force_login(staff("warehouse"))
    case: Any = a_case(at=now())

    for name in ("merge", "split", "links"):
        assert client.get(reverse(f"desk:{name}", args=[case.number])).status_code == 403
