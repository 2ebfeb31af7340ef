"""Who is asked, how answers come, and what a low one sets off."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.catalog.models import Service
from kept.comms.models import Message
from kept.contracts.actions.agreements import LineTerms, make_agreement
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.parties.models import Customer
from kept.people.actions.rule_numbers import set_rule
from kept.promises.models import Promise
from kept.surveys.actions.answering import AlreadyAnswered, Sheet, answer_survey, enter_paper_answers
from kept.surveys.actions.asking import ask_after_start
from kept.surveys.actions.inviting import link_on_paper, remind
from kept.surveys.actions.mending import open_case_of
from kept.surveys.actions.sampling import NoPlan, draw_sample, plan_sample
from kept.surveys.enums import Channel
from kept.surveys.models import Invitation, Response
from kept.surveys.queries.sample import quotas_filled
from kept.surveys.rules.marks import Mark
from kept.surveys.ui.robots import begun
from tests.factories import HOUSE, NOON, a_customer, staff

from .scenes import LINK, a_contact, a_survey, all_marks, an_invitation, read_mark

pytestmark = pytest.mark.django_db


def _as(role: str, **where: Any) -> Client:
    client = Client()
    client.force_login(staff(role, **where), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client


# Anonymous answers


def test_an_anonymous_answer_keeps_its_level_only_in_a_crowd_of_invited_customers() -> None:
    survey = a_survey(is_anonymous=True)
    crowd = [an_invitation(survey, contact_person=a_contact(a_customer(segment="core"))) for _ in range(5)]
    alone = an_invitation(survey, contact_person=a_contact(a_customer(segment="potential")))

    answers = [answer_survey(invitation=one, marks=all_marks(), by=LINK, at=NOON) for one in (*crowd, alone)]

    assert [answer.level for answer in answers] == ["core"] * 5 + [""]


def test_nothing_in_the_rows_leads_from_an_anonymous_answer_to_who_gave_it() -> None:
    survey = a_survey(is_anonymous=True)
    invitations = [an_invitation(survey) for _ in range(3)]
    answer_survey(invitation=invitations[1], marks=all_marks(), by=LINK, at=NOON + timedelta(days=2))

    response = Response.objects.get()
    used = Invitation.objects.get(pk=invitations[1].pk)
    told = EventRecord.objects.filter(name__startswith="surveys.", recorded_at__gte=NOON + timedelta(days=1))

    kept = {field.name: field.value_from_object(response) for field in response._meta.fields}
    assert kept == {
        "id": response.pk,
        "survey": survey.pk,
        "answered_at": response.answered_at,
        "channel": "link",
        "is_anonymous": True,
        "respondent": "",
        "segment": "",
        "level": "",
        **dict.fromkeys(("invitation", "customer", "branch", "case", "entered_by")),
    }
    assert used.answered_at == used.sent_at
    for row in told:
        assert not {used.pk, used.contact_person_id, used.customer_id} & {
            value for name, value in row.data.items() if name.endswith("_id")
        } - {survey.questionnaire_id}


# Robots


@pytest.mark.parametrize("mark", ["", "made-up", "other"])
def test_what_was_sent_without_reading_the_page_is_refused(client: Client, mark: str) -> None:
    invitation = an_invitation(a_survey("recommendation"), language="en")
    sent = {"other": begun("other", at=NOON)}.get(mark, mark)

    page = client.post(invitation.address, {"nps-recommend": "9", "begun": sent})

    assert (page.status_code, "This looks like a robot" in page.content.decode()) == (422, True)
    assert not Response.objects.exists()


def test_how_fast_a_person_reads_is_a_rule_number(client: Client) -> None:
    invitation = an_invitation(a_survey("recommendation"))
    begins = client.get(invitation.address).content.decode().split('name="begun" value="')[1].split('"')[0]
    sent = {"nps-recommend": "9", "begun": begins}

    refused = client.post(invitation.address, sent)
    set_rule(key="surveys.least_seconds", value=0, by=HOUSE, at=NOON)
    taken = client.post(invitation.address, sent)

    assert (refused.status_code, taken.status_code) == (422, 302)


# Channels


def test_a_slip_for_the_delivery_note_has_one_code_that_leads_to_the_questions(client: Client) -> None:
    from tests.transport.shipments import a_shipment

    survey, shipment = a_survey("after_service", trigger="delivery"), a_shipment()
    clerk = _as("clerk")
    address = reverse("surveys:slip", args=[survey.number, shipment.number])

    page = clerk.get(address).content.decode()
    clerk.get(address)
    invitation = Invitation.objects.get()
    marks = {f"performance-{code}": "6" for code in ("time", "goods", "courtesy")} | {"nps-recommend": "9"}
    client.post(f"{invitation.address}?by=qr", read_mark(invitation) | marks)

    assert "<svg" in page and f"{invitation.address}?by=qr" in page
    assert (invitation.about_number, invitation.customer) == (shipment.number, shipment.customer)
    assert not Message.objects.filter(key__startswith="survey:").exists()
    assert Response.objects.get().channel == "qr"


def test_a_clerk_asks_by_phone_and_follows_the_branching() -> None:
    survey, customer = a_survey("satisfaction"), a_customer()
    clerk = _as("clerk")
    address = f"{reverse('surveys:phone', args=[survey.number])}?customer={customer.number}"

    page = clerk.get(address).content.decode()
    told = {"respondent": "王先生", "customer": customer.number}
    missing = clerk.post(address, told | {"performance-overall": "2"})
    clerk.post(address, told | {"performance-overall": "2", "choice-what_wrong": ["time"]})

    assert customer.number in page
    assert missing.status_code == 422
    response = Response.objects.get()
    assert (response.channel, response.customer, response.respondent) == ("phone", customer, "王先生")


@pytest.mark.parametrize("way", ["phone", "paper"])
def test_a_wrong_customer_is_named_at_its_field_while_answers_are_entered(way: str) -> None:
    survey, customer = a_survey("satisfaction"), a_customer()
    staff, address = _as("service_manager"), reverse(f"surveys:{way}", args=[survey.number])
    told = {"respondent": "王先生", "performance-overall": "5"}

    asked = staff.get(address).content.decode()
    known = staff.get(reverse("parties:customer_choices"), {"customer": f"{customer.number} x"})
    wrong = staff.post(address, told | {"customer": "nobody"})
    kept = staff.post(address, told | {"customer": f"{customer.number} {customer.name}"})

    assert 'list="customer-choices"' in asked and 'data-unknown="No customer is found' in asked
    assert customer.number in known.content.decode()
    assert wrong.status_code == 422 and "No customer is found by this" in wrong.content.decode()
    assert kept.status_code == 302 and Response.objects.get().customer == customer


def test_the_sheet_of_paper_has_every_question_and_a_box_for_each_mark() -> None:
    survey = a_survey("satisfaction")

    page = _as("clerk").get(reverse("surveys:sheet", args=[survey.number])).content.decode()

    assert page.count('class="box"') == 5
    assert "Only if the answer to question 1 is at most 3" in page


# Triggers and reminders


@pytest.mark.spec("R330")
def test_half_a_year_after_an_agreement_began_its_customer_is_asked_once() -> None:
    survey = a_survey("five_dimensions", trigger="start")
    person = a_contact()
    service = Service.objects.get(code="transport")
    make_agreement(
        customer=person.customer,
        name="Transport",
        valid_from=NOON.date(),
        lines=[LineTerms(service, None, "")],
        by=HOUSE,
        at=NOON,
    )

    early = ask_after_start(by=HOUSE, at=NOON + timedelta(days=181))
    due = ask_after_start(by=HOUSE, at=NOON + timedelta(days=182))
    again = ask_after_start(by=HOUSE, at=NOON + timedelta(days=184))

    assert (early, again) == ([], [])
    assert [one.contact_person for sent in due for one in sent.invitations] == [person]
    assert survey.invitations.get().trigger == "start"


def test_who_has_not_answered_is_reminded_once_after_a_week() -> None:
    survey = a_survey("recommendation")
    waiting = an_invitation(survey, language="en")
    done = an_invitation(survey, contact_person=a_contact(email="li@example.com"))
    answer_survey(invitation=done, marks={"recommend": Mark(nps=9)}, by=LINK, at=NOON)

    days = [[one.pk for one in remind(by=HOUSE, at=NOON + timedelta(days=day))] for day in (6, 7, 8, 30)]

    assert days == [[], [waiting.pk], [], []]
    assert Message.objects.filter(subject="We still hope for your answer").count() == 1


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_whoever_was_asked_by_phone_meanwhile_is_not_reminded_and_answers_no_second_time(
    is_anonymous: bool,
) -> None:
    survey, person = a_survey(is_anonymous=is_anonymous), a_contact()
    invitation = an_invitation(survey, contact_person=person)
    other = an_invitation(
        survey, contact_person=a_contact(person.customer, name="李四", email="li@example.com")
    )
    sheets = [Sheet(respondent=f" {person.name} ", marks=all_marks(), customer=person.customer)]

    [response] = enter_paper_answers(survey=survey, sheets=sheets, channel=Channel.PHONE, by=HOUSE, at=NOON)

    assert remind(by=HOUSE, at=NOON + timedelta(days=8)) == [other]
    assert (response.channel, response.invitation) == ("phone", None if is_anonymous else invitation)
    with pytest.raises(AlreadyAnswered):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)


# Sample


def test_what_was_asked_by_phone_fills_the_quota_and_is_not_invited_again() -> None:
    survey, customers = a_survey(), [a_customer(segment="core") for _ in range(3)]
    for n, customer in enumerate(customers):
        a_contact(customer, email=f"core-{n}@example.com")
    survey = plan_sample(survey=survey, margin=0.3, response_rate=0.8, by=HOUSE, at=NOON)
    sheets = [Sheet(respondent="王先生", marks=all_marks(), customer=customers[0])]
    enter_paper_answers(survey=survey, sheets=sheets, channel=Channel.PHONE, by=HOUSE, at=NOON)

    drawn = draw_sample(survey=survey, seed=1, by=HOUSE, at=NOON)

    core = next(one for one in quotas_filled(survey) if one.quota.level == "core")
    assert {invitation.customer for invitation in drawn.invitations} == set(customers[1:])
    assert (core.invited, core.answered, core.is_full) == (2, 1, False)


@pytest.mark.spec("R334")
def test_the_sample_covers_each_level_and_those_we_lost() -> None:
    survey = a_survey()
    for segment, state, many in (("core", "active", 3), ("general", "active", 12), ("general", "lost", 4)):
        for n in range(many):
            customer = a_customer(segment=segment)
            Customer.objects.filter(pk=customer.pk).update(state=state)
            a_contact(customer, email=f"{segment}-{state}-{n}@example.com")

    with pytest.raises(NoPlan):
        draw_sample(survey=survey, seed=1, by=HOUSE, at=NOON)
    survey = plan_sample(survey=survey, margin=0.3, response_rate=0.8, by=HOUSE, at=NOON)
    drawn = draw_sample(survey=survey, seed=1, by=HOUSE, at=NOON)
    again = draw_sample(survey=survey, seed=1, by=HOUSE, at=NOON)

    plan = {
        one.quota.level: (one.quota.population, one.quota.wanted, one.quota.invitations, one.invited)
        for one in quotas_filled(survey)
    }
    assert plan == {
        "core": (3, 3, 3, 3),
        "potential": (0, 0, 0, 0),
        "general": (12, 6, 8, 8),
        "lost": (4, 4, 4, 4),
    }
    assert (len(drawn.invitations), again.invitations) == (15, [])


def test_a_manager_plans_and_draws_a_sample_in_the_browser() -> None:
    survey, manager = a_survey(), _as("service_manager")
    a_contact(a_customer(segment="core"))
    address = reverse("surveys:sample", args=[survey.number])

    wrong = manager.post(address, {"margin": "0", "response_rate": "30"})
    manager.post(address, {"margin": "10", "response_rate": "30"})
    manager.post(reverse("surveys:drawing", args=[survey.number]))
    page = manager.get(address).content.decode()

    assert wrong.status_code == 422
    assert survey.invitations.count() == 1
    assert "1 lacking" in page and "nobody of this level" in page


def test_a_draw_that_invites_nobody_says_why_level_by_level() -> None:
    survey, manager = a_survey(opens_at=now() - timedelta(days=1)), _as("service_manager")
    a_contact(a_customer(segment="core"))
    a_contact(a_customer(segment="potential"), email="")
    asked = a_contact(a_customer(segment="general"), email="general@example.com")
    an_invitation(a_survey("recommendation"), contact_person=asked, at=now())
    drawing = reverse("surveys:drawing", args=[survey.number])

    manager.post(reverse("surveys:sample", args=[survey.number]), {"margin": "10", "response_rate": "30"})
    first = manager.post(drawing, follow=True).content.decode()
    again = manager.post(drawing, follow=True).content.decode()

    assert "1 person invited" in first
    assert "Nobody was invited. Core customers: as many are invited as the plan says; " in again
    assert "Potential customers: no person with an e-mail address is left; " in again
    assert "General customers: everybody else was asked within the last 90 days; " in again
    assert "Lost customers: nobody of this level." in again


# Mending


@pytest.mark.spec("R332", "R349")
def test_a_low_answer_becomes_a_case_with_running_promises_once() -> None:
    invitation = an_invitation(a_survey("recommendation"))
    marks = {"recommend": Mark(nps=3), "why_low": Mark(text="Always late")}

    response = answer_survey(invitation=invitation, marks=marks, by=LINK, at=now())
    while deliver_due():
        pass
    response.refresh_from_db()
    case = response.case

    assert case is not None
    assert (case.kind, case.customer, case.reason.splitlines()[-1]) == (
        "complaint",
        invitation.customer,
        "Always late",
    )
    kinds = Promise.objects.filter(subject_type="desk.case", subject_id=case.pk).values_list(
        "kind", flat=True
    )
    assert set(kinds) == {"complaint_answer", "complaint_resolution"}
    page = _as("clerk").get(reverse("surveys:response", args=[response.survey.number, response.pk]))
    assert case.number in page.content.decode()


def test_a_low_answer_of_long_ago_opens_no_case() -> None:
    response = answer_survey(
        invitation=an_invitation(a_survey("recommendation")),
        marks={"recommend": Mark(nps=3)},
        by=LINK,
        at=NOON,
    )

    case = open_case_of(response=response, by=HOUSE, at=NOON + timedelta(days=8))

    assert case is None


def test_an_anonymous_low_answer_opens_no_case() -> None:
    invitation = an_invitation(a_survey("recommendation", is_anonymous=True))

    answer_survey(invitation=invitation, marks={"recommend": Mark(nps=0)}, by=LINK, at=NOON)
    while deliver_due():
        pass

    assert Response.objects.get().case is None


def test_the_link_on_a_paper_is_the_same_however_often_it_is_printed() -> None:
    from tests.transport.shipments import a_shipment

    survey, shipment = a_survey("after_service"), a_shipment()

    links = {link_on_paper(survey=survey, about=shipment, by=HOUSE, at=NOON).token for _ in range(2)}

    assert len(links) == 1
