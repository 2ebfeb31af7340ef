"""A case from opening to closing: its clocks, its levels, its end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from kept.comms.models import Message, Notice
from kept.comms.queries import notices_of
from kept.desk.actions.answering import AnswerEmpty, answer_case
from kept.desk.actions.assigning import assign_case, give_contact
from kept.desk.actions.escalating import escalate_case
from kept.desk.actions.intake import complain
from kept.desk.actions.opening import NewToTheWork, WhoMissing, open_case
from kept.desk.actions.opinions import AlreadyGiven, take_opinion
from kept.desk.actions.resting import snooze_case
from kept.desk.actions.solving import close_case, reopen_case, solve_case
from kept.desk.actions.tending import NothingToPause, change_case, pause_case, resume_case
from kept.desk.enums import CaseState
from kept.desk.models import Case, CaseIsClosed, Contact
from kept.desk.models.cases import ClosingIncomplete, NotAnswered, TopReached
from kept.desk.queries.story import story_of
from kept.desk.queries.threads import case_mark
from kept.kernel.actor import Actor
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.people.actions.rule_numbers import set_rule
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.desk.test_hand_over import Hands, a_hand_over
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FAULT = {"cause": "handling", "liable_tier": "us", "measure": "换新箱", "prevention": "加固包装"}


def clock_of(record: Case, kind: str) -> Promise:
    return Promise.objects.about(record).of_kind(kind).get()


def answered(case: Case, *, after: timedelta = MINUTE) -> Case:
    answer_case(case=case, channel="phone", text="正在处理", by=HOUSE, at=NOON + after)
    return Case.objects.get(pk=case.pk)


@pytest.mark.spec("R276")
def test_a_complaint_is_owed_an_answer_within_an_hour_and_keeps_who_called() -> None:
    case = a_case(contact=a_call(), customer=None)

    assert (case.caller_name, case.phone, case.number) == ("王女士", "13800001111", "CS-2603-0001")
    assert clock_of(case, "complaint_answer").due_at == NOON + HOUR


@pytest.mark.spec("R276")
def test_an_answer_within_the_hour_keeps_the_promise() -> None:
    case = answered(a_case(), after=59 * MINUTE)

    assert (case.state, case.answered_at) == ("answered", NOON + 59 * MINUTE)
    assert clock_of(case, "complaint_answer").state == "kept"


@pytest.mark.spec("R277")
def test_the_time_to_solve_a_complaint_is_measured() -> None:
    case = answered(a_case())

    solve_case(case=case, result="已补发", by=HOUSE, at=NOON + 5 * HOUR)

    promise = clock_of(case, "complaint_resolution")
    assert (promise.state, promise.met_at - promise.started_at) == ("kept", 5 * HOUR)  # type: ignore[operator]


def test_the_clock_begins_when_the_matter_came_in_not_when_it_was_typed() -> None:
    call = a_call()

    case = open_case(kind="complaint", contact=call, by=HOUSE, at=NOON + 20 * MINUTE)

    assert clock_of(case, "complaint_answer").due_at == NOON + HOUR


@pytest.mark.spec("R302")
@pytest.mark.parametrize(
    ("kind", "clocks"),
    [
        ("question", ["question_answer"]),
        ("cargo_query", ["question_answer"]),
        ("complaint", ["complaint_answer", "complaint_resolution"]),
        ("dispute", ["complaint_answer", "complaint_resolution"]),
        ("claim", ["complaint_answer", "complaint_resolution"]),
        ("exception", ["exception_notice"]),
        ("internal", ["internal_call_answer"]),
        ("suggestion", []),
    ],
)
def test_each_kind_of_case_starts_its_clocks(kind: str, clocks: list[str]) -> None:
    case = a_case(kind)

    assert sorted(promise.kind for promise in case.promises) == clocks


MOVES = {
    ("open", "answered"),
    ("open", "solved"),
    *((state, "merged") for state in ("open", "answered", "reopened")),
    ("answered", "solved"),
    ("reopened", "answered"),
    ("reopened", "solved"),
    ("solved", "closed"),
    ("solved", "reopened"),
    ("closed", "reopened"),
}


@pytest.mark.parametrize("was", CaseState.values)
@pytest.mark.parametrize("then", CaseState.values)
def test_a_case_moves_only_as_the_table_of_its_kind_says(was: str, then: str) -> None:
    may = (was, then) in MOVES

    assert Case(kind="suggestion", state=was).may_move_to(then) == may
    assert Case(kind="complaint", state=was).may_move_to(then) == (may and (was, then) != ("open", "solved"))


def test_a_case_is_not_solved_before_the_customer_was_answered() -> None:
    with pytest.raises(NotAnswered):
        solve_case(case=a_case(), result="好了", by=HOUSE, at=NOON + MINUTE)


def test_an_answer_without_words_is_none() -> None:
    with pytest.raises(AnswerEmpty):
        answer_case(case=a_case(), channel="phone", text=" ", by=HOUSE, at=NOON)


@pytest.mark.spec("R288")
def test_a_complaint_closes_only_with_cause_liable_tier_measure_and_prevention() -> None:
    case = answered(a_case())

    with pytest.raises(ClosingIncomplete) as refused:
        close_case(case=case, result="赔付", **{**FAULT, "prevention": " "}, by=HOUSE, at=NOON + HOUR)
    closed = close_case(
        case=case, result="赔付", **FAULT, responsible=staff("warehouse"), by=HOUSE, at=NOON + HOUR
    )

    assert refused.value.field == "prevention"
    assert (closed.state, closed.cause, closed.liable_tier, closed.closed_at) == (
        "closed",
        "handling",
        "us",
        NOON + HOUR,
    )


def test_a_question_closes_in_one_step() -> None:
    case = answered(a_case("question"))

    closed = close_case(case=case, result="已告知", by=HOUSE, at=NOON + HOUR)

    assert (closed.state, closed.solved_at) == ("closed", NOON + HOUR)


def test_a_solved_case_goes_on_within_fourteen_days() -> None:
    case = answered(a_case())
    solve_case(case=case, result="已补发", by=HOUSE, at=NOON + DAY)

    again = reopen_case(case=case, why="又坏了", by=HOUSE, at=NOON + 14 * DAY)

    promise = clock_of(case, "complaint_resolution")
    assert (again.pk, again.state) == (case.pk, "reopened")
    assert (promise.state, promise.due_at) == ("running", NOON + 16 * DAY)
    assert clock_of(case, "complaint_answer").state == "kept"


def test_later_a_new_case_follows_the_old_one() -> None:
    case = answered(a_case())
    solve_case(case=case, result="已补发", by=HOUSE, at=NOON + DAY)

    again = reopen_case(case=case, why="又坏了", by=HOUSE, at=NOON + 16 * DAY)

    assert (again.follows, again.customer, again.state) == (case, case.customer, "open")
    assert clock_of(again, "complaint_answer").due_at == NOON + 16 * DAY + HOUR


def test_an_open_case_cannot_be_reopened() -> None:
    with pytest.raises(IllegalMove):
        reopen_case(case=a_case(), why="？", by=HOUSE, at=NOON)


@pytest.mark.spec("R278")
def test_a_case_rises_from_employee_to_manager_to_headquarters_with_moments() -> None:
    case = a_case()

    escalate_case(case=case, why="超出权限", by=HOUSE, at=NOON + MINUTE)
    risen = escalate_case(case=case, why="客户要求总部", by=HOUSE, at=NOON + HOUR)

    assert risen.level == "headquarters"
    assert list(case.escalations.values_list("level", "at")) == [
        ("manager", NOON + MINUTE),
        ("headquarters", NOON + HOUR),
    ]
    with pytest.raises(TopReached):
        escalate_case(case=case, why="还要高", by=HOUSE, at=NOON + HOUR)


@pytest.mark.spec("R278")
def test_the_next_level_is_notified() -> None:
    branch = a_branch()
    manager, general = staff("branch_manager", branch=branch), staff("general_manager")
    case = a_case("question", branch=branch)
    deliver_due()

    escalate_case(case=case, why="超出权限", by=HOUSE, at=NOON + MINUTE)
    deliver_due()
    escalate_case(case=case, why="客户要求总部", by=HOUSE, at=NOON + HOUR)
    deliver_due()

    told = Notice.objects.filter(name="desk.case_escalated").order_by("id")
    assert [notice.person for notice in told] == [manager, general]


@pytest.mark.spec("R285")
def test_the_branch_manager_hears_of_a_complaint() -> None:
    branch = a_branch()
    manager, elsewhere = staff("branch_manager", branch=branch), staff("branch_manager", branch=a_branch())

    a_case(branch=branch)
    deliver_due()

    assert [notice.person for notice in Notice.objects.all()] == [manager]
    assert elsewhere.notices.count() == 0


@pytest.mark.spec("R279")
def test_a_business_case_cannot_be_given_to_somebody_new_to_the_work() -> None:
    new = staff("clerk", is_new=True)

    with pytest.raises(NewToTheWork):
        assign_case(case=a_case(), owner=new, by=HOUSE, at=NOON)
    with pytest.raises(NewToTheWork):
        a_case(owner=new)
    assert a_case("internal", owner=new).owner == new


@pytest.mark.spec("R279")
def test_a_case_opened_by_somebody_new_waits_for_another_owner() -> None:
    assert a_case(by=actor("clerk", is_new=True)).owner is None


def test_who_is_given_a_case_or_a_contact_reads_who_gave_it() -> None:
    giver, owner, deputy, watcher = (staff("clerk") for _ in range(4))
    by = actor_of(giver, NOON)
    case, contact = a_case(), a_call()
    case.watchers.add(watcher)
    assign_case(case=case, owner=owner, deputy=deputy, by=by, at=NOON)
    give_contact(contact=contact, person=owner, by=by, at=NOON)
    deliver_due()

    told = {
        person: {str(line.title) for line in notices_of(actor_of(person, NOON))}
        for person in (owner, deputy, watcher)
    }

    assert told == {
        owner: {f"{giver.name} gave you this case", f"{giver.name} gave you this contact"},
        deputy: {"You are the deputy of this case"},
        watcher: {"Owner changed"},
    }


def test_what_the_house_gives_out_is_yours_without_a_name() -> None:
    owner = staff("clerk")
    assign_case(case=a_case(), owner=owner, by=HOUSE, at=NOON)
    deliver_due()

    [line] = notices_of(actor_of(owner, NOON))

    assert line.title == "This case is yours now"


def test_the_story_says_until_when_a_case_was_snoozed() -> None:
    case = a_case()
    snooze_case(case=case, until=NOON + HOUR, by=HOUSE, at=NOON)

    [step] = [item for item in story_of(case) if item.title == "Snoozed"]

    assert step.said == f"until {date_format(localtime(NOON + HOUR), 'SHORT_DATETIME_FORMAT')}"


def test_an_owner_takes_over_the_running_promises() -> None:
    case, owner = a_case(), staff("clerk")

    assign_case(case=case, owner=owner, deputy=staff("clerk"), by=HOUSE, at=NOON + MINUTE)

    assert {promise.person for promise in Promise.objects.about(case)} == {owner}


def test_each_time_that_a_case_goes_to_somebody_else_is_counted() -> None:
    case, first, second = a_case(owner=None), staff("clerk"), staff("clerk")

    for owner in (first, first, second):
        assign_case(case=case, owner=owner, by=HOUSE, at=NOON + MINUTE)
    case.refresh_from_db()
    a_hand_over(second, first, Hands(cases=[case]), at=NOON + HOUR)

    case.refresh_from_db()
    assert (case.owner, case.passed_on) == (first, 2)


def test_waiting_for_the_customer_stops_the_clock_until_they_answer() -> None:
    case = a_case()
    pause_case(case=case, reason="waiting_customer", by=HOUSE, at=NOON + 30 * MINUTE)

    resume_case(case=case, by=HOUSE, at=NOON + 5 * HOUR)

    assert clock_of(case, "complaint_answer").due_at == NOON + 5 * HOUR + 30 * MINUTE


def test_a_notice_of_an_exception_cannot_wait_for_the_customer() -> None:
    case = a_case("exception", shipments=[a_shipment()], trouble="delay")

    with pytest.raises(NothingToPause):
        pause_case(case=case, reason="waiting_customer", by=HOUSE, at=NOON + MINUTE)


def test_severity_follows_impact_and_urgency_and_key_customers_count_one_higher() -> None:
    plain, key = a_case(), a_case(customer=a_customer(segment="core"))

    change_case(case=plain, changes={"impact": 2, "urgency": 3}, by=HOUSE, at=NOON)
    change_case(case=key, changes={"impact": 2, "urgency": 3}, by=HOUSE, at=NOON)

    assert list(Case.objects.order_by("pk").values_list("severity", flat=True)) == [2, 1]


@pytest.mark.spec("R284")
def test_a_complaint_keeps_reason_demand_handling_result_and_opinion() -> None:
    case = complain(reason="外箱破损", demand="赔付 300 元", customer=a_customer(), by=HOUSE, at=NOON)
    change_case(case=case, changes={"process": "核对照片"}, by=HOUSE, at=NOON + MINUTE)
    case = answered(case)
    case = close_case(case=case, result="赔付 300 元", **FAULT, by=HOUSE, at=NOON + HOUR)
    take_opinion(opinion=case.opinion, rating=5, text="满意", by=Actor.link("opinion"), at=NOON + DAY)

    kept = Case.objects.get(pk=case.pk)
    assert (kept.reason, kept.demand, kept.process, kept.result, kept.customer_opinion) == (
        "外箱破损",
        "赔付 300 元",
        "核对照片",
        "赔付 300 元",
        "满意",
    )


@pytest.mark.spec("R290")
def test_the_customer_is_asked_for_an_opinion_once_after_closing() -> None:
    case = answered(a_case(customer=a_customer(email="wang@example.com")))
    site = "https://kept.example.com"
    case = close_case(case=case, result="赔付", **FAULT, site=site, by=HOUSE, at=NOON + HOUR)
    first = case.opinion

    case = reopen_case(case=case, why="又坏了", by=HOUSE, at=NOON + DAY)
    close_case(case=case, result="再赔", site=site, by=HOUSE, at=NOON + 2 * DAY)
    take_opinion(opinion=first, rating=4, is_solved=True, by=Actor.link("opinion"), at=NOON + 3 * DAY)

    mails = Message.objects.filter(key__startswith="desk.opinion")
    assert [(mail.to, first.get_absolute_url() in mail.body) for mail in mails] == [
        ("wang@example.com", True)
    ]
    with pytest.raises(AlreadyGiven):
        take_opinion(opinion=first, rating=1, by=Actor.link("opinion"), at=NOON + 4 * DAY)


def test_the_opinion_is_asked_in_the_customers_language_whoever_closes() -> None:
    case = answered(a_case(customer=a_customer(email="wang@example.com", language="zh-hans")))
    with override("en"):
        close_case(case=case, result="赔付", **FAULT, site="https://kept.example", by=HOUSE, at=NOON + HOUR)

    mail = Message.objects.get(key__startswith="desk.opinion")
    assert case.number in mail.subject
    assert "How did we handle" not in mail.subject and "We closed" not in mail.body


def test_a_case_needs_somebody_to_answer() -> None:
    with pytest.raises(WhoMissing):
        open_case(kind="complaint", reason="？", by=HOUSE, at=NOON)


def test_nothing_is_answered_in_a_closed_case() -> None:
    case = close_case(case=answered(a_case("question")), result="好", by=HOUSE, at=NOON + HOUR)

    with pytest.raises(CaseIsClosed):
        answer_case(case=case, channel="phone", text="再说一次", by=HOUSE, at=NOON + HOUR)


def test_an_answer_by_mail_is_sent_to_the_customer() -> None:
    case = a_case("question", customer=a_customer(email="wang@example.com"), title="货到哪里了")

    answer_case(case=case, channel="email", text="明早到", by=HOUSE, at=NOON + MINUTE)

    mail = Message.objects.get()
    assert (mail.to, mail.subject, mail.body) == (
        "wang@example.com",
        f"{case_mark(case)} 货到哪里了",
        "明早到",
    )


def test_a_suggestion_is_solved_without_an_answer() -> None:
    assert solve_case(case=a_case("suggestion"), result="采纳", by=HOUSE, at=NOON).state == "solved"


def test_what_happened_to_a_case_carries_no_personal_data() -> None:
    case = answered(a_case(contact=a_call(), customer=None))

    told = " ".join(str(row.data) for row in EventRecord.objects.all())
    assert case.caller_name not in told and case.phone not in told
    assert Contact.objects.count() == 2


@pytest.mark.spec("R114")
def test_a_dispute_keeps_what_was_agreed_with_the_customer() -> None:
    case = answered(a_case("dispute", reason="合同未写明上楼费"))

    solved = solve_case(case=case, result="双方各付一半", by=HOUSE, at=NOON + HOUR)

    assert (solved.contacts.get().direction, solved.result) == ("out", "双方各付一半")


@pytest.mark.spec("R291")
def test_complaints_and_suggestions_come_in_by_one_entry_in_one_step() -> None:
    customer = a_customer()

    cases = [
        complain(kind=kind, reason="希望周末也送货", customer=customer, by=HOUSE, at=NOON)
        for kind in ("complaint", "suggestion")
    ]

    assert [(case.kind, case.contacts.get().channel) for case in cases] == [
        ("complaint", "portal"),
        ("suggestion", "portal"),
    ]


@pytest.mark.spec("R283")
def test_the_service_centre_sees_the_complaints_of_every_branch() -> None:
    cases = [a_case(branch=a_branch()) for _ in range(2)]
    centre, one_branch = actor("service_manager"), actor("service_manager", branch=cases[0].branch)

    assert set(Case.objects.permitted(centre, "desk.close")) == set(cases)
    assert set(Case.objects.permitted(one_branch, "desk.close")) == {cases[0]}


def test_how_long_a_solved_case_may_go_on_is_a_rule_that_managers_change() -> None:
    case = answered(a_case())
    solve_case(case=case, result="已补发", by=HOUSE, at=NOON + DAY)
    set_rule(key="desk.reopen_days", value=Decimal(3), why="新规定", by=HOUSE, at=NOON + DAY)

    assert reopen_case(case=case, why="又坏了", by=HOUSE, at=NOON + 5 * DAY).follows == case
