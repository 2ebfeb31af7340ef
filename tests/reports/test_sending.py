"""Reports go out by themselves: each period once to each receiver, with what that receiver may read."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from kept.comms.actions import send_waiting
from kept.comms.models import Message, Notice
from kept.kernel.clock import run_due
from kept.kernel.outbox import deliver_due
from kept.parties.models import ContactPerson, Customer
from kept.people.queries import actor_of
from kept.reports.actions import sending as act
from kept.reports.actions.scheduling import (
    AddressMissing,
    MayNotRead,
    NotRegular,
    NotTheirs,
    ReceiverMissing,
    change_schedule,
    make_schedule,
)
from kept.reports.enums import SendingState
from kept.reports.models import Schedule, Sending
from kept.reports.rules import Period
from tests.comms.servers import a_mail_account, a_post_office
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.surveys.scenes import a_contact

from .scenes import DAY, shipped

pytestmark = pytest.mark.django_db
APRIL = NOON.replace(month=4, day=1, hour=8)
"""When the report of March is due."""


def a_schedule(customer: Customer | None = None, **details: Any) -> Schedule:
    given: dict[str, Any] = {"kind": "daily_volume", "span": "month", "form": "xlsx", "by": HOUSE, "at": NOON}
    if customer is not None:
        given |= {"kind": "customer_month", "customer": customer}
    return make_schedule(**{**given, **details})


def a_reader(**details: Any) -> Any:
    return staff("general_manager", email="gm@kept.example", language="en", **details)


@pytest.mark.spec("R356", "R792")
def test_a_report_is_mailed_once_with_its_files_to_colleagues_and_to_the_customer_s_own_people() -> None:
    acme = a_customer(language="zh-hant")
    shipped(acme, 3)
    shipped(a_customer(), 9)
    contact = a_contact(acme, email="li@acme.example")
    with a_post_office() as (post, port):
        a_mail_account(smtp_port=port)
        schedule = a_schedule(acme, form="both", persons=[a_reader()], contacts=[contact])

        early = act.send_due(at=APRIL - timedelta(minutes=1))
        sent = [act.send_due(at=APRIL), act.send_due(at=APRIL + timedelta(minutes=1))]
        send_waiting(at=APRIL)

    assert (early, sent) == (0, [2, 0])
    mails = {mail["To"]: mail for mail in post.mails}
    assert set(mails) == {"gm@kept.example", "li@acme.example"}
    for mail in mails.values():
        parts = {
            part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()
        }
        assert {name.rpartition(".")[2] for name in parts} == {"pdf", "xlsx"}
        assert any(content.startswith(b"%PDF-") for content in parts.values())
    assert "We picked up 3 shipments" in _body(mails["gm@kept.example"])
    assert "共提貨 3 票" in _body(mails["li@acme.example"])
    states = Sending.objects.order_by("pk").values_list("period", "receiver", "state")
    assert [(period, state) for period, _, state in states] == [("2026-03", "queued")] * 2
    own = Sending.objects.get(contact=contact)
    assert {file.customer_id for file in own.files.all()} == {acme.pk}
    schedule.refresh_from_db()
    assert (schedule.next_period, schedule.next_at) == ("2026-04", APRIL.replace(month=5))


def test_each_receiver_gets_what_their_own_grants_open() -> None:
    acme, own = a_customer(), a_branch()
    shipped(acme, 3, branch=own)
    shipped(acme, 5, branch=a_branch())
    manager = staff("branch_manager", branch=own, email="b@kept.example", language="en")
    a_schedule(persons=[manager], branch=own)

    act.send_due(at=APRIL)

    assert "3 shipments were picked up" in Message.objects.get().body


@pytest.mark.spec("R789")
def test_the_clock_sends_what_is_due_and_missed_periods_one_after_the_other() -> None:
    schedule = a_schedule(kind="daily_work", span="day", hour=18, days_after=0, persons=[a_reader()])

    for _ in range(3):
        act.send_due(at=NOON + 2 * DAY)
    assert "kept.reports.tasks.send_reports" in run_due(NOON + 2 * DAY)

    periods = Sending.objects.order_by("pk").values_list("period", flat=True)
    assert list(periods) == ["2026-03-02", "2026-03-03"]
    schedule.refresh_from_db()
    assert schedule.next_period == "2026-03-04"


def test_what_fails_is_tried_again_and_shown_and_its_maker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = a_reader()
    a_schedule(persons=[manager], by=actor_of(manager, NOON))
    monkeypatch.setattr(act, "workbook", _broken)

    for hours in range(0, 60, 12):
        act.send_due(at=APRIL + timedelta(hours=hours))
    deliver_due()

    row = Sending.objects.get()
    assert (row.state, row.tries, row.why) == (SendingState.FAILED, 5, "OSError: disk full")
    assert Notice.objects.get().person == manager
    monkeypatch.undo()
    act.try_again(sending=row, by=HOUSE, at=APRIL + 4 * DAY)
    assert act.send_due(at=APRIL + 4 * DAY) == 1


def test_a_mail_that_did_not_arrive_is_a_report_that_failed() -> None:
    with a_post_office() as (post, port):
        post.refuses = {"gm@kept.example": "550 no such user"}
        a_mail_account(smtp_port=port)
        a_schedule(persons=[a_reader()])
        act.send_due(at=APRIL)

        send_waiting(at=APRIL)
        deliver_due()

    row = Sending.objects.get()
    assert (row.state, row.why) == (SendingState.FAILED, "gm@kept.example: 550 no such user")


def test_a_colleague_whose_grants_are_gone_gets_nothing() -> None:
    person = a_reader()
    a_schedule(persons=[person])
    person.grants.all().delete()

    act.send_due(at=APRIL)

    assert Sending.objects.get().state == SendingState.FAILED
    assert not Message.objects.exists()


def test_a_contact_person_who_moved_to_another_company_gets_nothing() -> None:
    acme = a_customer()
    contact = a_contact(acme)
    a_schedule(acme, contacts=[contact])
    ContactPerson.objects.filter(pk=contact.pk).update(customer=a_customer())

    act.send_due(at=APRIL)

    assert Sending.objects.get().state == SendingState.FAILED
    assert not Message.objects.exists()


def test_who_may_not_read_or_has_no_address_cannot_be_a_receiver() -> None:
    acme = a_customer()
    refused = (
        (MayNotRead, {"customer": acme, "persons": [staff("clerk", branch=a_branch(), email="c@x.example")]}),
        (NotTheirs, {"customer": acme, "contacts": [a_contact(a_customer())]}),
        (NotTheirs, {"contacts": [a_contact(acme)]}),
        (AddressMissing, {"persons": [staff("general_manager", email="")]}),
        (AddressMissing, {"customer": acme, "contacts": [a_contact(acme, email="")]}),
        (ReceiverMissing, {}),
        (NotRegular, {"kind": "complaint_form"}),
        (NotRegular, {"span": "year", "persons": [a_reader()]}),
        (
            MayNotRead,
            {"by": actor_of(staff("warehouse", branch=a_branch()), NOON), "persons": [a_reader(login="x1")]},
        ),
    )

    for why, details in refused:
        with pytest.raises(why):
            a_schedule(**details)  # type: ignore[arg-type]
    assert not Schedule.objects.exists()


def test_a_stopped_schedule_sends_nothing_and_a_resumed_one_only_what_is_to_come() -> None:
    schedule = a_schedule(persons=[a_reader()])
    change_schedule(schedule=schedule, is_active=False, by=HOUSE, at=NOON)
    act.send_due(at=APRIL)

    resumed = change_schedule(schedule=schedule, is_active=True, by=HOUSE, at=APRIL + DAY)

    assert not Sending.objects.exists()
    assert resumed.next_period == "2026-04"


def test_a_period_can_be_sent_by_hand_to_whoever_has_not_got_it() -> None:
    schedule = a_schedule(persons=[a_reader()])

    first = act.send_now(schedule=schedule, period=Period.read("2026-02"), by=HOUSE, at=NOON)
    again = act.send_now(schedule=schedule, period=Period.read("2026-02"), by=HOUSE, at=NOON)

    assert (len(first), again) == (1, [])
    assert act.send_due(at=NOON) == 1
    with Sending.objects.get().files.get().file.open("rb") as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    assert book.sheet_names[0] == "Report"


def _broken(*_: object) -> bytes:
    raise OSError("disk full")


def _body(mail: Any) -> str:
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return str(text.get_payload(decode=True).decode())


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "发送"), ("zh-hant", "寄送"), ("en", "Send")])
def test_the_button_that_sends_a_period_says_so(client: Client, language: str, words: str) -> None:
    client.force_login(staff("general_manager", language=language))
    client.cookies["django_language"] = language

    page = client.get(a_schedule(persons=[a_reader()]).get_absolute_url()).content.decode()

    assert f">{words}</button>" in page
