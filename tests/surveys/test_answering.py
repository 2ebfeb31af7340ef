"""Answers are whole, on the scale, once, and in time."""

from datetime import timedelta

import pytest

from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.people.actions.rule_numbers import set_rule
from kept.surveys.actions.answering import (
    AlreadyAnswered,
    Ended,
    NotYet,
    RespondentTwice,
    Sheet,
    answer_survey,
    enter_paper_answers,
)
from kept.surveys.actions.correcting import NotOurs, ReasonMissing, correct_sheet
from kept.surveys.actions.surveying import AlreadyClosed, NotClosed, close_survey, reopen_survey
from kept.surveys.models import Answer, Response
from kept.surveys.rules.marks import Mark, NotAnswered, OffScale, UnknownChoice, UnknownItem
from tests.factories import HOUSE, NOON, actor

from .scenes import ITEMS, LINK, a_survey, all_marks, an_invitation, case_marks

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R329", "R537", "R538")
def test_an_answer_keeps_both_marks_of_every_item() -> None:
    invitation = an_invitation()

    response = answer_survey(invitation=invitation, marks=all_marks(price=(7, 2)), by=LINK, at=NOON)

    kept = list(
        response.answers.order_by("item__position").values_list("item__code", "importance", "performance")
    )
    assert kept == [("price", 7, 2), *((code, 6, 5) for code in ITEMS[1:])]
    invitation.refresh_from_db()
    assert (invitation.answered_at, response.customer) == (NOON, invitation.customer)


def test_a_link_answers_once() -> None:
    invitation = an_invitation()
    answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)

    with pytest.raises(AlreadyAnswered):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)

    assert Response.objects.count() == 1


@pytest.mark.parametrize("mark", [0, 8, -3])
def test_a_mark_off_the_scale_keeps_nothing(mark: int) -> None:
    invitation = an_invitation()

    with pytest.raises(OffScale) as no:
        answer_survey(invitation=invitation, marks=all_marks(quality=(mark, 5)), by=LINK, at=NOON)

    assert no.value.field == "importance-quality"
    assert str(no.value) == f"{mark} is off the scale from 1 to 7."
    assert not Answer.objects.exists()
    invitation.refresh_from_db()
    assert invitation.answered_at is None


def test_half_an_answer_is_refused_with_the_item_that_is_missing() -> None:
    marks = all_marks()
    del marks["price"]

    with pytest.raises(NotAnswered) as no:
        answer_survey(invitation=an_invitation(), marks=marks, by=LINK, at=NOON)

    assert no.value.field == "importance-price"


def test_an_item_that_was_not_asked_is_refused() -> None:
    with pytest.raises(UnknownItem):
        answer_survey(
            invitation=an_invitation(), marks=all_marks() | {"weather": Mark(performance=3)}, by=LINK, at=NOON
        )


def test_a_choice_must_be_one_of_those_offered() -> None:
    survey = a_survey("why_left")

    with pytest.raises(UnknownChoice):
        answer_survey(
            invitation=an_invitation(survey), marks={"reason": Mark(choice="moon")}, by=LINK, at=NOON
        )


@pytest.mark.spec("R335")
def test_a_customer_who_left_says_why() -> None:
    invitation = an_invitation(a_survey("why_left"))

    response = answer_survey(invitation=invitation, marks={"reason": Mark(choice="late")}, by=LINK, at=NOON)

    assert list(response.answers.values_list("item__code", "choice")) == [("reason", "late")]


def test_after_its_end_a_survey_takes_no_answers() -> None:
    invitation = an_invitation(a_survey(closes_at=NOON + timedelta(days=7)))

    with pytest.raises(Ended, match="has ended"):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON + timedelta(days=7))


def test_a_closed_survey_takes_neither_links_nor_paper() -> None:
    survey = a_survey()
    invitation = an_invitation(survey)
    close_survey(survey=survey, by=HOUSE, at=NOON)

    with pytest.raises(Ended):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)
    with pytest.raises(Ended):
        enter_paper_answers(
            survey=survey, sheets=[Sheet(respondent="CS1", marks=all_marks())], by=HOUSE, at=NOON
        )
    with pytest.raises(AlreadyClosed):
        close_survey(survey=survey, by=HOUSE, at=NOON)


def test_before_its_beginning_a_survey_takes_no_answers() -> None:
    survey = a_survey()
    invitation = an_invitation(survey)
    survey.opens_at = NOON + timedelta(days=1)
    survey.save()

    with pytest.raises(NotYet):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)


@pytest.mark.spec("R535", "R537", "R538")
def test_the_five_stores_are_entered_from_paper() -> None:
    survey = a_survey()
    clerk = actor("service_manager")
    sheets = [Sheet(respondent=store, marks=marks) for store, marks in case_marks().items()]

    enter_paper_answers(survey=survey, sheets=sheets, by=clerk, at=NOON)

    kept = survey.responses.order_by("respondent").values_list("respondent", "channel", "entered_by")
    assert list(kept) == [(f"CS{n}", "paper", clerk.person_id) for n in range(1, 6)]
    assert Answer.objects.filter(response__survey=survey).count() == 40


def test_one_wrong_sheet_refuses_all_and_says_whose() -> None:
    survey = a_survey()
    sheets = [
        Sheet(respondent="CS1", marks=all_marks()),
        Sheet(respondent="CS2", marks=all_marks(price=(9, 1))),
    ]

    with pytest.raises(OffScale, match="CS2, Price: 9 is off the scale"):
        enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    assert not Response.objects.exists()


def test_a_respondent_is_entered_once() -> None:
    survey = a_survey()
    sheet = Sheet(respondent="CS1", marks=all_marks())
    enter_paper_answers(survey=survey, sheets=[sheet], by=HOUSE, at=NOON)

    with pytest.raises(RespondentTwice):
        enter_paper_answers(survey=survey, sheets=[sheet], by=HOUSE, at=NOON)
    with pytest.raises(RespondentTwice):
        enter_paper_answers(survey=a_survey(title="Another"), sheets=[sheet, sheet], by=HOUSE, at=NOON)
    with pytest.raises(Refused, match="Name the respondent"):
        enter_paper_answers(
            survey=survey, sheets=[Sheet(respondent=" ", marks=all_marks())], by=HOUSE, at=NOON
        )


@pytest.mark.spec("R332")
def test_a_low_answer_is_told_with_who_and_what() -> None:
    invitation = an_invitation()

    response = answer_survey(
        invitation=invitation, marks=all_marks(urgent_delivery=(6, 2), price=(5, 1)), by=LINK, at=NOON
    )

    told = EventRecord.objects.get(name="surveys.low_answer")
    assert told.data == {
        "survey_number": invitation.survey.number,
        "lowest": 1,
        "items": ["price", "urgent_delivery"],
        "response_id": response.pk,
        "customer_id": invitation.customer_id,
        "contact_person_id": invitation.contact_person_id,
        "about_type": "",
        "about_id": None,
        "about_number": "",
    }


def test_what_counts_as_low_is_a_rule_number() -> None:
    set_rule(key="surveys.low_mark", value=4, by=HOUSE, at=NOON)  # type: ignore[arg-type]

    answer_survey(invitation=an_invitation(), marks=all_marks(price=(5, 4)), by=LINK, at=NOON)

    assert EventRecord.objects.filter(name="surveys.low_answer").count() == 1


def test_a_good_answer_raises_no_alarm() -> None:
    answer_survey(invitation=an_invitation(), marks=all_marks(), by=LINK, at=NOON)

    assert not EventRecord.objects.filter(name="surveys.low_answer").exists()


def test_an_anonymous_answer_leads_to_nobody() -> None:
    invitation = an_invitation(a_survey(is_anonymous=True))

    response = answer_survey(
        invitation=invitation, marks=all_marks(price=(7, 1)), channel="portal", by=LINK, at=NOON
    )

    midnight = NOON.replace(hour=0)
    assert (response.invitation, response.customer, response.respondent) == (None, None, "")
    assert (response.segment, response.level, response.branch, response.entered_by) == ("", "", None, None)
    assert (response.answered_at, response.channel) == (midnight, "link")
    invitation.refresh_from_db()
    assert invitation.answered_at == invitation.sent_at
    told = EventRecord.objects.filter(name__in=("surveys.answered", "surveys.low_answer"))
    assert {row.data["customer_id"] for row in told} == {None}
    assert {row.data.get("response_id") for row in told} == {None}


def test_an_anonymous_link_too_answers_once() -> None:
    invitation = an_invitation(a_survey(is_anonymous=True))
    answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)

    with pytest.raises(AlreadyAnswered):
        answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON)


def test_answering_costs_the_same_for_few_and_many_items(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    invitation = an_invitation()

    with django_assert_max_num_queries(12):
        answer_survey(invitation=invitation, marks=all_marks(price=(7, 1)), by=LINK, at=NOON)


@pytest.mark.spec("R537", "R538")
def test_an_entered_sheet_is_corrected_with_a_reason() -> None:
    (response,) = _entered()

    correct_sheet(response=response, marks=all_marks(price=(7, 3)), why="Misread", by=HOUSE, at=NOON)

    price = response.answers.get(item__code="price")
    assert (price.importance, price.performance, response.answers.count()) == (7, 3, 8)
    told = EventRecord.objects.get(name="surveys.sheet_corrected")
    assert (told.data["items"], told.data["why"]) == (["price"], "Misread")


def test_a_correction_is_whole_on_the_scale_and_says_why() -> None:
    (response,) = _entered()

    with pytest.raises(OffScale):
        correct_sheet(response=response, marks=all_marks(price=(7, 8)), why="Misread", by=HOUSE, at=NOON)
    with pytest.raises(ReasonMissing):
        correct_sheet(response=response, marks=all_marks(), why=" ", by=HOUSE, at=NOON)

    assert not EventRecord.objects.filter(name="surveys.sheet_corrected").exists()


def test_what_a_customer_sent_is_never_changed() -> None:
    response = answer_survey(invitation=an_invitation(), marks=all_marks(), by=LINK, at=NOON)

    with pytest.raises(NotOurs):
        correct_sheet(response=response, marks=all_marks(price=(1, 1)), why="Wish", by=HOUSE, at=NOON)


def test_a_correction_that_changes_nothing_is_not_told() -> None:
    (response,) = _entered()

    correct_sheet(response=response, marks=all_marks(), why="Looked again", by=HOUSE, at=NOON)

    assert not EventRecord.objects.filter(name="surveys.sheet_corrected").exists()


def test_a_survey_closed_by_mistake_takes_answers_again() -> None:
    survey = a_survey()
    invitation = an_invitation(survey)
    close_survey(survey=survey, by=HOUSE, at=NOON)

    reopen_survey(survey=survey, by=HOUSE, at=NOON)

    assert answer_survey(invitation=invitation, marks=all_marks(), by=LINK, at=NOON).pk
    with pytest.raises(NotClosed):
        reopen_survey(survey=survey, by=HOUSE, at=NOON)


def _entered() -> list[Response]:
    sheet = Sheet(respondent="CS1", marks=all_marks())
    return enter_paper_answers(survey=a_survey(), sheets=[sheet], by=HOUSE, at=NOON)
