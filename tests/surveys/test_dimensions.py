"""Results by dimension, level and branch."""

import pytest
from django.test import Client
from django.urls import reverse

from kept.surveys.actions.answering import Sheet, enter_paper_answers
from kept.surveys.models import Survey
from kept.surveys.queries.dimensions import Dimensions, dimensions_of
from kept.surveys.queries.results import results_of
from kept.surveys.queries.strata import strata_of
from kept.surveys.rules.marks import Mark
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

from .scenes import a_survey

pytestmark = pytest.mark.django_db

EXPECTED = {"tangibles": 7, "reliability": 7, "responsiveness": 6, "assurance": 6, "empathy": 6}
PERCEIVED = {"tangibles": 6, "reliability": 5, "responsiveness": 6, "assurance": 7, "empathy": 3}


def _found(survey: Survey) -> Dimensions:
    return dimensions_of(results_of(survey, survey.responses.all(), at=NOON), at=NOON)


def _service_quality(answers: int = 5) -> Survey:
    survey = a_survey("service_quality")
    marks = {
        item.code: Mark(expected=EXPECTED[item.dimension], perceived=PERCEIVED[item.dimension])
        for item in survey.questionnaire.items.all()
    }
    sheets = [Sheet(respondent=f"R{n}", marks=marks) for n in range(answers)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)
    return survey


@pytest.mark.spec("R311", "R312")
def test_satisfaction_is_perceived_less_expected_and_perceived_over_expected() -> None:
    found = _found(_service_quality())

    assert {row.code: (row.difference, round(row.ratio or 0, 4)) for row in found.rows} == {
        "tangibles": (-1, 0.8571),
        "reliability": (-2, 0.7143),
        "responsiveness": (0, 1.0),
        "assurance": (1, 1.1667),
        "empathy": (-3, 0.5),
    }
    assert found.difference == pytest.approx((-11 - 64 + 19 - 48) / 100)


def test_a_dimension_with_too_few_answers_has_no_figure_and_so_no_whole() -> None:
    found = _found(_service_quality(answers=4))

    assert {(row.got, row.difference, row.ratio) for row in found.rows} == {(None, None, None)}
    assert (found.got, found.difference) == (None, None)


def _five(survey: Survey, mark: int, many: int = 5, **customer: object) -> None:
    marks = {item.code: Mark(performance=mark) for item in survey.questionnaire.items.all()}
    one = a_customer(**customer)
    before = survey.responses.count()
    sheets = [Sheet(respondent=f"R{before + n}", marks=marks, customer=one) for n in range(many)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)


@pytest.mark.spec("R342", "R344", "R345", "R346", "R347", "R348")
def test_the_five_dimensions_have_score_weight_and_trend() -> None:
    from datetime import timedelta

    first, second = (
        a_survey("five_dimensions", opens_at=NOON - timedelta(days=90)),
        a_survey("five_dimensions"),
    )
    _five(first, 4)
    _five(second, 6)

    found = _found(second)

    assert [(row.code, row.weight, row.got, row.trend) for row in found.rows] == [
        ("quality", 30, 6, 2),
        ("efficiency", 25, 6, 2),
        ("cost", 20, 6, 2),
        ("experience", 15, 6, 2),
        ("loyalty", 10, 6, 2),
    ]
    assert found.got == 6


def test_levels_are_weighted_by_their_share_of_all_customers() -> None:
    survey = a_survey("five_dimensions")
    branch = a_branch()
    _five(survey, 7, segment="core", branch=branch)
    _five(survey, 3, segment="general")
    a_customer(segment="general")
    a_customer(segment="general")

    found = strata_of(survey, survey.responses.all(), at=NOON)

    assert {one.level: (one.customers, one.responses) for one in found.levels} == {
        "core": (1, 5),
        "potential": (0, 0),
        "general": (3, 5),
        "lost": (0, 0),
    }
    assert found.weighted is not None
    assert (found.weighted.raw_mean, found.weighted.weighted_mean) == (5, 4)
    assert [(one.branch, one.responses) for one in found.branches] == [(branch.name, 5)]


def test_sheets_without_marks_count_as_answers_of_their_level() -> None:
    survey = a_survey("recommendation")
    customer = a_customer(segment="core")
    sheet = Sheet(
        respondent="R1", marks={"recommend": Mark(nps=9), "why_high": Mark(text="准时")}, customer=customer
    )
    enter_paper_answers(survey=survey, sheets=[sheet], by=HOUSE, at=NOON)

    core = strata_of(survey, survey.responses.all(), at=NOON).levels[0]

    assert (core.level, core.filled, core.responses, core.mark) == ("core", 1, 0, None)


def test_a_level_without_answers_leaves_no_weighted_mean() -> None:
    survey = a_survey("five_dimensions")
    _five(survey, 7, segment="core")
    a_customer(segment="potential")

    assert strata_of(survey, survey.responses.all(), at=NOON).weighted is None


@pytest.mark.spec("R352")
def test_results_show_the_spread_the_share_of_satisfied_and_the_class_of_kano() -> None:
    score, kano = a_survey("satisfaction"), a_survey("kano")
    marks = [5, 5, 4, 4, 1]
    sheets = [
        Sheet(
            respondent=f"R{n}",
            marks={"overall": Mark(performance=m)}
            | ({"what_wrong": Mark(choice="time people")} if m < 4 else {}),
        )
        for n, m in enumerate(marks)
    ]
    enter_paper_answers(survey=score, sheets=sheets, by=HOUSE, at=NOON)
    felt = {item.code: Mark(present=1, absent=3) for item in kano.questionnaire.items.all()}
    enter_paper_answers(
        survey=kano, sheets=[Sheet(respondent=f"R{n}", marks=felt) for n in range(5)], by=HOUSE, at=NOON
    )

    overall = results_of(score, score.responses.all(), at=NOON).items[0]
    wishes = results_of(kano, kano.responses.all(), at=NOON).items

    assert overall.top is not None and overall.got is not None
    assert (overall.top.estimate, round(overall.got.sd or 0, 4)) == (0.8, 1.6432)
    assert {(one.kano.class_.value, one.kano.better, one.kano.worse) for one in wishes if one.kano} == {
        ("attractive", 1.0, 0.0)
    }


def test_the_results_of_kano_stand_under_their_own_heading(client: Client) -> None:
    kano = a_survey("kano")
    client.force_login(staff("finance", language="en"), backend="kept.people.queries.signed_in.PersonBackend")

    page = client.get(kano.get_absolute_url()).content.decode()
    other = client.get(a_survey("satisfaction").get_absolute_url()).content.decode()

    assert '<th class="figure" colspan="3">Better and worse</th>' in page
    assert "Better: the share whom having it pleases" in page and "importance less performance" not in page
    assert '<th class="figure">Importance</th>' in other and "importance less performance" in other


@pytest.mark.spec("R355")
def test_the_touch_points_of_the_journey_are_shown_and_exported() -> None:
    survey = a_survey("journey")
    _five(survey, 5)
    client = Client()
    client.force_login(staff("finance"), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    address = reverse("surveys:dimensions", args=[survey.number])

    page = client.get(address).content.decode()
    file = client.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()

    assert all(words in page for words in ("Before the order", "On the way", "After the delivery"))
    assert len(file) == 6
    assert file[1].split(",")[:4] == ["before", "Before the order", "20.0", "5"]
    assert client.get(survey.get_absolute_url()).status_code == 200


def _air_journey() -> Survey:
    """To five passengers punctuality matters twice as much as each of the other five stations."""
    survey = a_survey("air_journey")
    marks = {
        item.code: Mark(importance=6 if item.code == "punctual" else 3, performance=5)
        for item in survey.questionnaire.items.all()
    }
    sheets = [Sheet(respondent=f"R{n}", marks=marks) for n in range(5)]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=NOON)
    return survey


@pytest.mark.spec("R534", "R355")
def test_punctuality_weighs_a_quarter_by_the_reference_and_else_what_passengers_say() -> None:
    found = _found(_air_journey())

    weights = {row.code: (row.weight, share and round(share, 3)) for row, share in found.shares}
    assert weights == {
        "punctuality": (25, 28.571),  # 6 / (6 + 5 × 3) × 100
        **dict.fromkeys(("way", "check_in", "on_board", "arrival", "luggage"), (15, 14.286)),
    }
    assert not _found(_service_quality()).has_shares


@pytest.mark.spec("R534")
def test_the_reference_is_named_as_one_wherever_its_weight_is_shown() -> None:
    survey, other = _air_journey(), _service_quality()
    client = Client()
    client.force_login(staff("general_manager"), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    address = reverse("surveys:dimensions", args=[survey.number])
    said = "Punctual departure and arrival make 25 % of the satisfaction of air passengers."

    for page in (address, survey.questionnaire.get_absolute_url()):
        shown = client.get(page).content.decode()
        assert said in shown and "not our measurement" in shown and "It is the sample weight" in shown
    assert (
        "not our measurement"
        not in client.get(reverse("surveys:dimensions", args=[other.number])).content.decode()
    )

    file = client.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()
    told = client.get(f"/api/v1/surveys/results/{survey.number}").json()
    assert (file[1].split(",")[2], file[1].split(",")[-1]) == ("25.0", "28.571429")
    assert said in told["reference"]
    assert [round(one["weight_answered"], 3) for one in told["dimensions"]] == [28.571, *[14.286] * 5]
