"""What the answers say: exact means, gaps and classes; nothing where too few have answered."""

from decimal import Decimal

import pytest

from kept.methods.importance_performance import Centre, published_case
from kept.parties.enums import Segment
from kept.people.actions.rule_numbers import set_rule
from kept.surveys.actions.answering import Sheet, answer_survey, enter_paper_answers
from kept.surveys.actions.questionnaires import CutsOffScale, set_matrix
from kept.surveys.models import Questionnaire, Response, Survey
from kept.surveys.queries.history import Stop, by_quarters, by_surveys
from kept.surveys.queries.results import Results, results_of
from kept.surveys.rules.marks import Mark
from tests.factories import HOUSE, NOON, a_customer

from .scenes import ITEMS, LINK, a_survey, all_marks, an_invitation, case_marks, the_case

pytestmark = pytest.mark.django_db


def _results(survey: Survey) -> Results:
    return results_of(survey, survey.responses.all(), at=NOON)


@pytest.mark.spec("R535", "R536", "R537", "R538")
def test_the_shipped_file_is_the_published_case() -> None:
    shipped = [
        (store, int(mark.importance or 0), int(mark.performance or 0))
        for store, marks in case_marks().items()
        for mark in marks.values()
    ]

    assert shipped == [(one.respondent, one.importance, one.performance) for one in published_case()]
    assert all(tuple(marks) == ITEMS for marks in case_marks().values())


@pytest.mark.spec("R539", "R540", "R541", "R542", "R543")
def test_the_published_case_has_the_printed_means_gaps_and_classes() -> None:
    found = _results(the_case())

    printed = [
        (r.item.position, str(r.place.importance), str(r.place.performance), str(r.gap), r.class_code)
        for r in found.items
        if r.place
    ]
    assert printed == [
        (1, "6.2", "3.4", "2.8", "improve"),
        (2, "5.6", "5.2", "0.4", "maintain"),
        (3, "6", "4.8", "1.2", "improve"),
        (4, "5.4", "5.8", "-0.4", "maintain"),
        (5, "5.4", "4.4", "1", "improve"),
        (6, "4.8", "4", "0.8", "maintain"),
        (7, "5.8", "6.4", "-0.6", "maintain"),
        (8, "5.4", "2.6", "2.8", "must_improve"),
    ]
    assert found.evaluation is not None
    assert (found.evaluation.importance, found.evaluation.performance) == (Decimal("5.575"), Decimal("4.575"))
    assert [r.item.position for r in found.by_priority] == [1, 8, 3, 5, 6, 2]


def test_a_mean_carries_its_interval_by_student() -> None:
    price = _results(the_case()).items[0]

    figure = price.figures["performance"]
    assert figure.low is not None and figure.high is not None
    assert (figure.mean, round(figure.low, 3), round(figure.high, 3)) == (3.4, 2.72, 4.08)


def test_below_the_least_number_of_answers_no_figure_is_shown() -> None:
    survey = a_survey()
    sheets = [Sheet(respondent=f"R{n}", marks=all_marks()) for n in range(4)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    found = _results(survey)

    assert found.evaluation is None
    assert {(r.n, r.is_enough, len(r.figures), r.gap) for r in found.items} == {(4, False, 0, None)}


def test_the_least_number_is_a_rule_number() -> None:
    survey = the_case()
    set_rule(key="surveys.least_answers", value=Decimal(6), by=HOUSE, at=NOON)

    assert _results(survey).evaluation is None


def test_the_response_rate_counts_links_and_not_paper() -> None:
    survey = a_survey()
    first, _second = an_invitation(survey), an_invitation(survey)
    answer_survey(invitation=first, marks=all_marks(), by=LINK, at=NOON)
    enter_paper_answers(survey=survey, sheets=[Sheet(respondent="CS1", marks=all_marks())], by=HOUSE, at=NOON)

    found = _results(survey)

    assert (found.responses, found.invited, found.answered, found.rate) == (2, 2, 1, Decimal("0.5"))


def test_nobody_invited_is_no_rate() -> None:
    assert _results(the_case()).rate is None


def test_recommendation_choices_and_own_words_are_counted() -> None:
    service, left = a_survey("after_service"), a_survey("why_left")
    for n, mark in enumerate((10, 9, 9, 8, 3)):
        felt = dict.fromkeys(("time", "goods", "courtesy"), Mark(performance=6))
        sheet = Sheet(respondent=f"R{n}", marks={**felt, "recommend": Mark(nps=mark)})
        enter_paper_answers(survey=service, sheets=[sheet], by=HOUSE, at=NOON)
        said = {"reason": Mark(choice="late" if n else "price"), "remark": Mark(text="…")}
        enter_paper_answers(survey=left, sheets=[Sheet(respondent=f"R{n}", marks=said)], by=HOUSE, at=NOON)

    recommend = {r.item.code: r for r in _results(service).items}["recommend"]
    reason, remark = _results(left).items
    assert recommend.promoters is not None and recommend.promoters.score == 40
    assert dict(reason.choices) == {
        "price": 1,
        "late": 4,
        "damage": 0,
        "contact": 0,
        "no_need": 0,
        "other": 0,
    }
    assert (remark.n, remark.is_enough, remark.figures) == (5, True, {})


@pytest.mark.spec("R541", "R542", "R543")
def test_cuts_and_classes_belong_to_the_questionnaire_and_change_by_a_manager() -> None:
    survey = the_case()
    set_matrix(
        questionnaire=survey.questionnaire,
        importance_cuts=(Decimal(3), Decimal(5)),
        performance_cuts=(Decimal("2.33"), Decimal("4.67")),
        middle="mean",
        classes={"high/medium": "must_improve"},
        by=HOUSE,
        at=NOON,
    )
    survey = Survey.objects.get(pk=survey.pk)

    classes = {r.item.position: r.class_code for r in _results(survey).items}

    assert classes == {
        1: "must_improve",
        2: "maintain",
        3: "maintain",
        4: "maintain",
        5: "must_improve",
        6: "maintain",
        7: "maintain",
        8: "must_improve",
    }


def test_cuts_outside_the_scale_are_refused() -> None:
    questionnaire = Questionnaire.objects.current().get(code="eight_items")

    with pytest.raises(CutsOffScale) as no:
        set_matrix(
            questionnaire=questionnaire,
            importance_cuts=(Decimal(3), Decimal(5)),
            performance_cuts=(Decimal(5), Decimal(8)),
            middle="mean",
            by=HOUSE,
            at=NOON,
        )

    assert no.value.field == "performance_cuts"


def test_results_narrow_to_a_segment() -> None:
    survey = a_survey()
    core = a_customer(segment=Segment.CORE)
    sheets = [
        Sheet(
            respondent=f"R{n}",
            marks=all_marks(performance=3 if n < 5 else 7),
            customer=core if n < 5 else None,
        )
        for n in range(10)
    ]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    found = results_of(survey, survey.responses.filter(segment="core"), at=NOON)

    assert {(r.n, r.gap) for r in found.items} == {(5, Decimal(3))}


def test_items_leave_a_path_from_survey_to_survey() -> None:
    earlier, later = the_case(), a_survey(at=NOON.replace(month=6))

    found = by_surveys(later, Response.objects.all(), at=NOON, centre=Centre.MEAN)

    assert [time.words for time in found.times] == [earlier.title]
    assert found.of_item["urgent_delivery"] == [Stop(2.6, 5.4, 5)]
    assert found.path("urgent_delivery") == ((2.6, 5.4),)
    assert set(found.of_item) == set(ITEMS)


def test_items_leave_a_path_from_quarter_to_quarter_of_those_asked_for() -> None:
    core = a_customer(segment="core")
    for n, performance in enumerate((3, 4, 6)):
        survey = a_survey(at=NOON.replace(month=1 + 3 * n))
        sheets = [
            Sheet(respondent=f"R{one}", marks=all_marks(6, performance), customer=core if one else None)
            for one in range(6)
        ]
        enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON.replace(month=1 + 3 * n))

    whose = Response.objects.filter(customer=core)
    found = by_quarters(survey, whose, before=NOON.replace(month=7, day=1), at=NOON, centre=Centre.MEDIAN)

    assert [time.words for time in found.times] == ["2026, quarter 1", "2026, quarter 2"]
    assert found.of_item["price"] == [Stop(3, 6, 5), Stop(4, 6, 5)]


def test_a_time_with_too_few_answers_is_no_stop() -> None:
    survey, later = a_survey(), a_survey(at=NOON.replace(month=6))
    sheets = [Sheet(respondent=f"R{n}", marks=all_marks()) for n in range(4)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)

    found = by_surveys(later, Response.objects.all(), at=NOON, centre=Centre.MEAN)

    assert found.of_item["price"] == [None]
    assert found.path("price") == ()


def test_results_cost_the_same_statements_for_few_answers_and_many(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    survey = the_case()
    with django_assert_num_queries(5):
        _results(survey)
    more = [Sheet(respondent=f"R{n}", marks=all_marks()) for n in range(30)]
    enter_paper_answers(survey=survey, sheets=more, by=HOUSE, at=NOON)

    with django_assert_num_queries(5):
        _results(survey)
