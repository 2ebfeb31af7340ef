"""People are asked by a secret link, at most once in a while."""

from datetime import timedelta

import pytest

from kept.comms.models import Message
from kept.kernel.models import EventRecord
from kept.parties.enums import CustomerState
from kept.people.actions.rule_numbers import set_rule
from kept.surveys.actions.asking import ask_about, ask_by_calendar
from kept.surveys.actions.inviting import InvitedLately, NobodyToAsk, SurveyEnded, invite, invite_many
from kept.surveys.actions.surveying import (
    EndBeforeBeginning,
    QuestionnaireReplaced,
    TitleMissing,
    close_survey,
    start_survey,
)
from kept.surveys.enums import QuestionnaireState, Trigger
from kept.surveys.models import Invitation, Questionnaire
from tests.factories import HOUSE, NOON, a_customer

from .scenes import a_contact, a_survey, an_invitation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_invitation_has_a_link_that_nobody_guesses_and_a_mail() -> None:
    invitation = an_invitation()

    assert len(invitation.token) == 32
    message = Message.objects.get()
    assert message.to == "zhang@example.com"
    assert f"http://127.0.0.1:8000/survey/{invitation.token}/" in message.body


def test_the_mail_speaks_the_language_of_the_invitation() -> None:
    an_invitation(language="en")

    assert Message.objects.get().subject == "How are we doing?"


def test_without_an_address_the_link_waits_to_be_handed_over() -> None:
    invitation = an_invitation(contact_person=a_contact(email=""))

    assert invitation.pk and not Message.objects.exists()


@pytest.mark.spec("R333")
def test_a_person_is_invited_once_within_the_quiet_days() -> None:
    person = a_contact()
    an_invitation(contact_person=person)

    with pytest.raises(InvitedLately, match="张三 was invited within the last 90 days"):
        an_invitation(a_survey(title="Another"), contact_person=person, at=NOON + 89 * DAY)
    an_invitation(a_survey(title="Another"), contact_person=person, at=NOON + 90 * DAY)

    assert Invitation.objects.filter(contact_person=person).count() == 2


def test_the_quiet_days_are_a_rule_number() -> None:
    set_rule(key="surveys.quiet_days", value=10, by=HOUSE, at=NOON)  # type: ignore[arg-type]
    person = a_contact()
    an_invitation(contact_person=person)

    assert an_invitation(contact_person=person, at=NOON + 10 * DAY).pk


def test_a_person_gets_one_link_of_a_survey_even_without_quiet_days() -> None:
    set_rule(key="surveys.quiet_days", value=0, by=HOUSE, at=NOON)  # type: ignore[arg-type]
    person, survey = a_contact(), a_survey(title="首次")
    an_invitation(survey, contact_person=person)

    with pytest.raises(InvitedLately, match="张三 was invited to this survey already"):
        an_invitation(survey, contact_person=person, at=NOON + DAY)
    sent = invite_many(survey=survey, contact_persons=[person], by=HOUSE, at=NOON + DAY)
    again = an_invitation(survey, contact_person=person, trigger=Trigger.DELIVERY, at=NOON + DAY)

    assert (list(sent.invitations), list(sent.left_out), bool(again.pk)) == ([], [person], True)


def test_many_are_invited_at_once_and_those_asked_lately_are_named() -> None:
    survey, tired = a_survey(), a_contact()
    an_invitation(contact_person=tired)
    fresh = [a_contact(), a_contact()]

    sent = invite_many(survey=survey, contact_persons=[tired, *fresh], by=HOUSE, at=NOON)

    assert [i.contact_person for i in sent.invitations] == fresh
    assert list(sent.left_out) == [tired]
    told = EventRecord.objects.filter(name="surveys.invited").latest("pk")
    assert told.data["invitations"] == 2


def test_a_survey_that_is_over_invites_nobody() -> None:
    survey = a_survey()
    close_survey(survey=survey, by=HOUSE, at=NOON)

    with pytest.raises(SurveyEnded):
        an_invitation(survey)


def test_somebody_must_be_asked() -> None:
    with pytest.raises(NobodyToAsk):
        invite(survey=a_survey(), by=HOUSE, at=NOON)


def test_a_customer_as_a_whole_can_be_asked() -> None:
    customer = a_customer()

    invitation = invite(survey=a_survey(), customer=customer, by=HOUSE, at=NOON)

    assert (invitation.customer, invitation.contact_person) == (customer, None)


def test_a_survey_needs_a_title_an_end_after_its_beginning_and_a_questionnaire_in_use() -> None:
    questionnaire = Questionnaire.objects.current().get(code="eight_items")
    with pytest.raises(TitleMissing):
        start_survey(questionnaire=questionnaire, title=" ", by=HOUSE, at=NOON)
    with pytest.raises(EndBeforeBeginning):
        start_survey(questionnaire=questionnaire, title="A", closes_at=NOON, by=HOUSE, at=NOON)
    questionnaire.state = QuestionnaireState.REPLACED
    with pytest.raises(QuestionnaireReplaced):
        start_survey(questionnaire=questionnaire, title="A", by=HOUSE, at=NOON)


@pytest.mark.spec("R332")
def test_after_a_delivery_the_customers_people_are_asked_about_it_once() -> None:
    survey = a_survey("after_service", trigger=Trigger.DELIVERY)
    customer = a_customer()
    person = a_contact(customer)
    a_contact(customer, name="李四", email="")

    for _ in range(2):
        ask_about(trigger=Trigger.DELIVERY, customer_id=customer.pk, about=customer, by=HOUSE, at=NOON)

    asked = Invitation.objects.get()
    assert (asked.survey, asked.contact_person, asked.about_number) == (survey, person, customer.number)


def test_a_survey_asked_by_hand_is_not_set_off_by_a_delivery() -> None:
    a_survey("after_service")
    customer = a_customer()
    a_contact(customer)

    assert (
        ask_about(trigger=Trigger.DELIVERY, customer_id=customer.pk, about=customer, by=HOUSE, at=NOON) == []
    )


@pytest.mark.spec("R330", "R333")
def test_the_calendar_asks_half_a_year_after_a_customer_came_and_again_half_a_year_later() -> None:
    a_survey(trigger=Trigger.CALENDAR)
    old = a_customer(since=(NOON - 182 * DAY).date())
    new = a_customer(since=(NOON - 181 * DAY).date())
    gone = a_customer(since=(NOON - 900 * DAY).date(), state=CustomerState.LOST)
    for customer in (old, new, gone):
        a_contact(customer)

    ask_by_calendar(by=HOUSE, at=NOON)
    ask_by_calendar(by=HOUSE, at=NOON + DAY / 24)

    assert [i.customer for i in Invitation.objects.all()] == [old]
    ask_by_calendar(by=HOUSE, at=NOON + 182 * DAY)
    assert Invitation.objects.filter(customer=old).count() == 2
