"""A question is asked only if an earlier answer leads to it, whatever way the answers come."""

from types import SimpleNamespace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kept.surveys.actions.answering import NotAsked, Sheet, answer_survey, enter_paper_answers
from kept.surveys.models import Answer
from kept.surveys.rules.branching import asked_codes
from kept.surveys.rules.marks import Mark, NotAnswered, UnknownChoice
from tests.factories import HOUSE, NOON

from .scenes import LINK, a_survey, an_invitation, read_mark

LOW = {"overall": Mark(performance=2), "what_wrong": Mark(choice="time people")}


def _item(code: str, after: str = "", test: str = "", value: str = "") -> SimpleNamespace:
    return SimpleNamespace(code=code, after=after, after_test=test, after_value=value)


@pytest.mark.parametrize(
    ("test", "value", "mark", "is_asked"),
    [
        ("at_most", "3", Mark(performance=3), True),
        ("at_most", "3", Mark(performance=4), False),
        ("at_least", "9", Mark(nps=9), True),
        ("at_least", "9", Mark(nps=0), False),
        ("is", "late", Mark(choice="price late"), True),
        ("is", "late", Mark(choice="price"), False),
        ("is_not", "late", Mark(choice="price"), True),
        ("is_not", "late", Mark(), False),
        ("at_most", "2", Mark(expected=1, perceived=5), False),
        ("is", "5", Mark(present=5, absent=1), True),
    ],
)
def test_an_earlier_answer_decides(test: str, value: str, mark: Mark, *, is_asked: bool) -> None:
    items = [_item("first"), _item("second", "first", test, value)]

    assert ("second" in asked_codes(items, {"first": mark})) is is_asked


def test_behind_a_question_not_asked_nothing_is_asked() -> None:
    items = [_item("a"), _item("b", "a", "at_most", "2"), _item("c", "b", "at_most", "2")]

    assert asked_codes(items, {"a": Mark(performance=5), "b": Mark(performance=1)}) == {"a"}


@given(st.lists(st.integers(1, 7), min_size=1, max_size=6))
def test_each_question_asked_without_a_condition_is_always_asked(marks: list[int]) -> None:
    items = [_item(f"q{n}") for n in range(len(marks))]

    assert asked_codes(items, {f"q{n}": Mark(performance=m) for n, m in enumerate(marks)}) == {
        item.code for item in items
    }


@pytest.mark.django_db
def test_what_the_answers_lead_to_must_be_answered_and_nothing_else() -> None:
    invitation = an_invitation(a_survey("satisfaction"))

    with pytest.raises(NotAnswered) as missing:
        answer_survey(invitation=invitation, marks={"overall": Mark(performance=2)}, by=LINK, at=NOON)
    with pytest.raises(NotAsked) as foreign:
        marks = LOW | {"overall": Mark(performance=5)}
        answer_survey(invitation=invitation, marks=marks, by=LINK, at=NOON)
    with pytest.raises(UnknownChoice):
        marks = LOW | {"what_wrong": Mark(choice="time time")}
        answer_survey(invitation=invitation, marks=marks, by=LINK, at=NOON)
    answer_survey(invitation=invitation, marks=LOW, by=LINK, at=NOON)

    assert (missing.value.field, foreign.value.field) == ("choice-what_wrong", "choice-what_wrong")
    assert list(Answer.objects.values_list("item__code", "choice")) == [
        ("overall", ""),
        ("what_wrong", "time people"),
    ]


@pytest.mark.django_db
def test_paper_follows_the_branching_too() -> None:
    survey = a_survey("satisfaction")

    with pytest.raises(NotAnswered, match="P-1"):
        sheet = Sheet(respondent="P-1", marks={"overall": Mark(performance=1)})
        enter_paper_answers(survey=survey, sheets=[sheet], by=HOUSE, at=NOON)
    enter_paper_answers(survey=survey, sheets=[Sheet(respondent="P-1", marks=LOW)], by=HOUSE, at=NOON)

    assert survey.responses.get().answers.count() == 2


@pytest.mark.django_db
def test_the_public_page_says_on_what_a_question_hangs_and_leaves_out_what_does_not_apply(
    client: Client,
) -> None:
    invitation = an_invitation(a_survey("satisfaction"), language="en")

    page = client.get(invitation.address).content.decode()
    missing = client.post(invitation.address, read_mark(invitation) | {"performance-overall": "1"})
    sent = client.post(
        invitation.address,
        read_mark(invitation) | {"performance-overall": "5", "choice-what_wrong": ["time", "goods"]},
    )

    assert "Only if the answer to question 1 is at most 3" in page
    assert 'data-after="overall" data-test="at_most" data-value="3"' in page
    assert 'type="checkbox"' in page and "very satisfied" in page
    assert missing.status_code == 422
    assert sent.status_code == 302
    assert list(Answer.objects.values_list("item__code", "performance")) == [("overall", 5)]


@pytest.mark.django_db
def test_kano_questions_are_answered_twice_in_words(client: Client) -> None:
    invitation = an_invitation(a_survey("kano"), language="en")
    codes = [item.code for item in invitation.survey.questionnaire.items.all()]

    page = client.get(invitation.address).content.decode()
    client.post(
        invitation.address,
        read_mark(invitation)
        | {f"{part}-{code}": n for code in codes for part, n in (("present", 1), ("absent", 5))},
    )

    assert "How do you feel if it is missing?" in page
    assert set(Answer.objects.values_list("present", "absent")) == {(1, 5)}
