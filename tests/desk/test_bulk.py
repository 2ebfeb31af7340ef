"""Acts on many cases at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact
from kept.desk.models import Case, CaseNote, Contact
from kept.kernel.outbox import deliver_due
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> Any:
    client.cookies["django_language"] = "en"
    person = staff("clerk")
    client.force_login(person)
    return person


def ask(client: Client, act: str, cases: Sequence[Case | Contact], **said: Any) -> str:
    given = {"pk": [case.row_key for case in cases], "go": "1", **said}
    return client.post(reverse("desk:bulk", args=[act]), given).content.decode()


def test_an_act_first_asks_what_it_needs_and_keeps_what_was_chosen(client: Client, clerk: Any) -> None:
    cases = [a_case(at=now()) for _ in range(2)]

    page = client.post(
        reverse("desk:bulk", args=["note"]), {"pk": [case.row_key for case in cases]}
    ).content.decode()

    assert all(f'name="pk" value="{case.row_key}"' in page for case in cases)
    assert "2 cases are chosen" in page and not CaseNote.objects.exists()


def test_many_are_given_to_a_colleague_and_each_refusal_stands_beside_its_case(
    client: Client, clerk: Any
) -> None:
    fresh = staff("clerk", is_new=True)
    business, internal = a_case(at=now()), a_case("internal", at=now())

    page = ask(client, "assign", [business, internal], owner=fresh.pk)

    assert "1 done" in page and "1 refused" in page and "is new to the work" in page
    assert dict(Case.objects.values_list("kind", "owner")) == {"complaint": None, "internal": fresh.pk}


@pytest.mark.parametrize(
    ("act", "said", "field", "value"),
    [
        ("kind", {"kind": "complaint"}, "kind", "complaint"),
        ("note", {"text": "等仓库"}, "notes__text", "等仓库"),
    ],
)
def test_many_are_changed_alike(
    client: Client, clerk: Any, act: str, said: dict[str, str], field: str, value: str
) -> None:
    cases = [a_case("question", at=now()) for _ in range(3)]

    ask(client, act, cases, **said)

    assert set(Case.objects.values_list(field, flat=True)) == {value}


def test_many_are_snoozed_until_a_moment(client: Client, clerk: Any) -> None:
    cases = [a_case(at=now()) for _ in range(2)]

    ask(client, "snooze", cases, until=f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}")

    assert Case.objects.snoozed(now()).count() == 2


def test_only_what_a_talk_settles_is_closed_as_answered(client: Client, clerk: Any) -> None:
    told, untold, complaint = (a_case(kind, at=now()) for kind in ("question", "question", "complaint"))
    for case in (told, complaint):
        answer_case(case=case, channel="phone", text="明早到", by=HOUSE, at=now())

    page = client.post(
        reverse("desk:bulk", args=["closing"]),
        {"pk": [case.row_key for case in (told, untold, complaint)]},
    ).content.decode()

    told.refresh_from_db()
    assert (told.state, told.result) == ("closed", "明早到")
    assert set(Case.objects.exclude(pk=told.pk).values_list("state", flat=True)) == {"open", "answered"}
    assert "Answer the customer first" in page and "are closed as answered" in page


def test_the_chosen_become_one_and_the_clerk_says_which_stays(client: Client, clerk: Any) -> None:
    customer = a_customer()
    one, two, three = (a_case(customer=customer, at=now()) for _ in range(3))
    given = {"pk": [case.row_key for case in (one, two, three)], "go": "1", "survivor": two.pk}

    client.post(reverse("desk:bulk_merge"), given)

    assert dict(Case.objects.values_list("pk", "merged_into")) == {
        one.pk: two.pk,
        two.pk: None,
        three.pk: two.pk,
    }


def test_merging_many_is_all_or_nothing(client: Client, clerk: Any) -> None:
    one, two = a_case(at=now()), a_case(at=now())
    given = {"pk": [one.row_key, two.row_key], "go": "1", "survivor": one.pk}

    answer = client.post(reverse("desk:bulk_merge"), given)

    assert answer.status_code == 422 and "another customer" in answer.content.decode()
    assert set(Case.objects.values_list("state", flat=True)) == {"open"}


def test_contacts_among_the_chosen_are_left_to_be_answered(client: Client, clerk: Any) -> None:
    call = a_call(at=now())

    page = client.post(reverse("desk:bulk", args=["note"]), {"pk": [call.row_key]}).content.decode()

    assert "No case is chosen" in page


def test_a_case_of_another_branch_is_not_among_the_chosen(client: Client, clerk: Any) -> None:
    client.force_login(staff("clerk", branch=a_branch()))
    theirs = a_case(branch=a_branch(), at=now())

    ask(client, "note", [theirs], text="？")

    assert not CaseNote.objects.exists()


def test_who_may_not_act_on_many_is_not_offered_it(client: Client) -> None:
    client.force_login(staff("warehouse"))

    assert client.post(reverse("desk:bulk", args=["note"])).status_code == 403
    assert reverse("desk:bulk", args=["note"]) not in client.get(reverse("desk:queue")).content.decode()


def test_what_is_no_case_among_the_chosen_is_told_and_not_dropped_silently(
    client: Client, clerk: Any
) -> None:
    case, call = a_case(at=now()), a_call(at=now())
    chosen = {"pk": [case.row_key, call.row_key, f"followup-{call.pk}"]}

    asked = client.post(reverse("desk:bulk", args=["note"]), chosen).content.decode()
    done = client.post(reverse("desk:bulk", args=["closing"]), chosen).content.decode()
    taken = client.post(reverse("desk:take_over"), chosen, follow=True).content.decode()

    assert ["2 chosen rows are left out" in page for page in (asked, done)] == [True, True]
    assert "2 rows are yours now. 1 chosen row is neither a case nor a contact that you may change" in taken


def test_waiting_contacts_are_given_to_a_colleague_with_what_was_promised(client: Client, clerk: Any) -> None:
    colleague, fresh = staff("clerk"), staff("clerk", is_new=True)
    calls = [a_call(at=now()), a_call(at=now())]
    answer_contact(contact=calls[1], text="已告知", by=HOUSE, at=now())
    chosen = {"pk": [call.row_key for call in calls]}

    asked = client.post(reverse("desk:bulk", args=["assign"]), chosen).content.decode()
    refused = client.post(reverse("desk:bulk", args=["assign"]), {**chosen, "go": "1", "owner": fresh.pk})
    done = client.post(reverse("desk:bulk", args=["assign"]), {**chosen, "go": "1", "owner": colleague.pk})
    deliver_due()

    assert "2 waiting contacts are chosen." in asked and 'name="deputy"' not in asked
    assert "is new to the work" in refused.content.decode()
    assert "1 done" in done.content.decode() and "1 refused" in done.content.decode()
    call = Contact.objects.get(pk=calls[0].pk)
    assert (call.person, {promise.person for promise in call.promises}) == (colleague, {colleague})
    assert [(entry.taking, entry.person) for entry in call.queue_entries.all()] == [("hand", colleague)]
    assert [notice.url for notice in colleague.notices.all()] == [call.get_absolute_url()]


def test_a_contact_out_of_reach_is_not_given_away(client: Client, clerk: Any) -> None:
    client.force_login(staff("clerk", branch=a_branch()))
    theirs = a_call(branch=a_branch(), at=now())

    ask(client, "assign", [theirs], owner=clerk.pk)

    assert Contact.objects.get(pk=theirs.pk).person is None
