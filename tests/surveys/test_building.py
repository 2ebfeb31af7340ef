"""Questionnaires are written as drafts, published whole, and never changed afterwards."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.kernel.errors import Refused
from kept.surveys.actions.drafting import (
    CodeTaken,
    NothingAbove,
    Published,
    draft_questionnaire,
    draft_version,
    drop_draft,
    drop_question,
    move_question,
    publish_questionnaire,
    put_question,
    set_heading,
)
from kept.surveys.actions.surveying import QuestionnaireReplaced, start_survey
from kept.surveys.models import Questionnaire
from kept.surveys.rules.questions import BadBranching, CodeTwice, NoChoices, NoItems, WordsMissing
from tests.factories import HOUSE, NOON, staff

from .scenes import a_survey

pytestmark = pytest.mark.django_db

THREE = {"zh-hans": "速度", "zh-hant": "速度", "en": "Speed"}


def a_draft(*codes: str, **fields: Any) -> Questionnaire:
    draft = draft_questionnaire(code="own", words=THREE, by=HOUSE, at=NOON, **fields)
    for code in codes:
        add(draft, code)
    return draft


def add(draft: Questionnaire, code: str, **fields: Any) -> None:
    question = {"code": code, "words": THREE, "asks": "performance", **fields}
    put_question(questionnaire=draft, question=question, by=HOUSE, at=NOON)


def codes(questionnaire: Questionnaire) -> list[str]:
    return [item.code for item in questionnaire.items.order_by("position")]


def _as_manager() -> Client:
    client = Client()
    client.force_login(staff("service_manager"), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client


def test_a_draft_is_written_question_by_question_and_published() -> None:
    draft = a_draft("one", "two", "three")

    move_question(questionnaire=draft, code="three", up=True, by=HOUSE, at=NOON)
    drop_question(questionnaire=draft, code="one", by=HOUSE, at=NOON)
    made = publish_questionnaire(questionnaire=draft, by=HOUSE, at=NOON)

    assert [(item.position, item.code) for item in made.items.order_by("position")] == [
        (1, "three"),
        (2, "two"),
    ]
    assert list(Questionnaire.objects.current().filter(code="own")) == [made]


def test_a_question_keeps_its_place_when_it_is_changed_and_what_hangs_on_it_follows() -> None:
    draft = a_draft("one", "two")
    add(draft, "why", asks="text", after="one", after_test="at_most", after_value="2")

    changed = {"code": "first", "words": THREE, "asks": "nps"}
    put_question(questionnaire=draft, question=changed, instead_of="one", by=HOUSE, at=NOON)

    assert codes(draft) == ["first", "two", "why"]
    assert draft.items.get(code="why").after == "first"


def test_a_published_questionnaire_never_changes() -> None:
    draft = a_draft("one")
    made = publish_questionnaire(questionnaire=draft, by=HOUSE, at=NOON)

    for change in (
        lambda: add(made, "two"),
        lambda: set_heading(questionnaire=made, low=0, by=HOUSE, at=NOON),
        lambda: move_question(questionnaire=made, code="one", up=True, by=HOUSE, at=NOON),
        lambda: drop_question(questionnaire=made, code="one", by=HOUSE, at=NOON),
        lambda: drop_draft(questionnaire=made, by=HOUSE, at=NOON),
    ):
        with pytest.raises(Published):
            change()

    assert codes(made) == ["one"]


def test_changing_a_published_one_is_a_new_version_and_running_surveys_keep_theirs() -> None:
    survey = a_survey()

    draft = draft_version(questionnaire=survey.questionnaire, by=HOUSE, at=NOON)
    again = draft_version(questionnaire=survey.questionnaire, by=HOUSE, at=NOON)
    drop_question(questionnaire=draft, code="price", by=HOUSE, at=NOON)
    before = Questionnaire.objects.current().get(code="eight_items")
    made = publish_questionnaire(questionnaire=draft, by=HOUSE, at=NOON)

    assert (draft, before) == (again, survey.questionnaire)
    assert (made.version, made.items.count(), made.matrix) == (2, 7, survey.questionnaire.matrix)
    survey.questionnaire.refresh_from_db()
    assert (survey.questionnaire.state, survey.questionnaire.items.count()) == ("replaced", 8)
    with pytest.raises(QuestionnaireReplaced):
        start_survey(questionnaire=survey.questionnaire, title="late", by=HOUSE, at=NOON)


def test_a_draft_is_not_asked() -> None:
    with pytest.raises(QuestionnaireReplaced):
        start_survey(questionnaire=a_draft("one"), title="early", by=HOUSE, at=NOON)


def test_a_draft_begins_with_the_questions_of_a_ready_one() -> None:
    ready = Questionnaire.objects.current().get(code="service_quality")

    draft = a_draft(copy_of=ready)

    assert codes(draft) == codes(ready)
    assert (draft.dimensions, draft.words) == (ready.dimensions, THREE)
    with pytest.raises(CodeTaken):
        a_draft()


def test_a_dropped_draft_leaves_the_version_in_use() -> None:
    survey = a_survey()
    draft = draft_version(questionnaire=survey.questionnaire, by=HOUSE, at=NOON)

    drop_draft(questionnaire=draft, by=HOUSE, at=NOON)

    assert list(Questionnaire.objects.filter(code="eight_items")) == [survey.questionnaire]


@pytest.mark.parametrize(
    ("fields", "no"),
    [
        ({"code": "one"}, CodeTwice),
        ({"asks": "choice"}, NoChoices),
        ({"after": "later", "after_test": "is", "after_value": "1"}, BadBranching),
        ({"after": "one", "after_test": "at_most", "after_value": "9"}, BadBranching),
        ({"after": "one", "after_test": "at_most", "after_value": "high"}, BadBranching),
        ({"after": "words", "after_test": "is", "after_value": "x"}, BadBranching),
        ({"after": "pick", "after_test": "at_most", "after_value": "a"}, BadBranching),
        ({"after": "pick", "after_test": "is", "after_value": "z"}, BadBranching),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(fields: dict[str, Any], no: type[Refused]) -> None:
    draft = a_draft("one")
    add(draft, "words", asks="text")
    add(draft, "pick", asks="choice", choices=[{"code": "a", "words": THREE}])

    with pytest.raises(no):
        add(draft, **{"code": "new", **fields})

    assert codes(draft) == ["one", "words", "pick"]


def test_no_question_moves_before_the_one_it_hangs_on() -> None:
    draft = a_draft("one")
    add(draft, "why", asks="text", after="one", after_test="at_most", after_value="2")

    with pytest.raises(BadBranching):
        move_question(questionnaire=draft, code="why", up=True, by=HOUSE, at=NOON)
    with pytest.raises(BadBranching):
        drop_question(questionnaire=draft, code="one", by=HOUSE, at=NOON)
    with pytest.raises(NothingAbove):
        move_question(questionnaire=draft, code="why", up=False, by=HOUSE, at=NOON)

    assert codes(draft) == ["one", "why"]


def test_nothing_is_published_empty_or_in_two_languages() -> None:
    draft = a_draft()
    with pytest.raises(NoItems):
        publish_questionnaire(questionnaire=draft, by=HOUSE, at=NOON)
    add(draft, "one", words={"zh-hans": "速度", "en": "Speed"})

    with pytest.raises(WordsMissing, match="Question 1"):
        publish_questionnaire(questionnaire=draft, by=HOUSE, at=NOON)


def test_a_new_scale_begins_with_new_cuts() -> None:
    draft = a_draft("one")

    set_heading(questionnaire=draft, low=1, high=4, by=HOUSE, at=NOON)

    draft.refresh_from_db()
    assert draft.matrix.scale == (1, 4)
    assert draft.importance_cuts == ["2", "3"]


# Stock


EXPECTATIONS = {
    "R314": "reliability",
    "R315": "speed",
    "R316": "availability",
    "R317": "information",
    "R318": "credibility",
    "R319": "safety",
    "R320": "friendliness",
    "R321": "competitiveness",
    "R322": "tangibility",
    "R323": "aptness",
}


@pytest.mark.spec(*EXPECTATIONS)
def test_the_ten_expectations_ask_what_is_expected_and_what_is_got() -> None:
    ready = Questionnaire.objects.current().get(code="ten_expectations")

    asked = [(item.dimension, item.asks) for item in ready.items.all()]

    assert asked == [(dimension, "expected_perceived") for dimension in EXPECTATIONS.values()]


@pytest.mark.spec("R324", "R325", "R326", "R327", "R328")
def test_information_safety_courtesy_control_and_reliability_are_asked_in_groups() -> None:
    ready = Questionnaire.objects.current().get(code="what_customers_expect")
    groups: dict[str, list[str]] = {}
    for item in ready.items.all():
        groups.setdefault(item.dimension, []).append(item.code)

    assert groups == {
        "information": ["credible", "correct", "in_time"],
        "safety": ["risk_late", "risk_incomplete", "doubt"],
        "courtesy": ["courtesy"],
        "control": ["control"],
        "reliability": ["pickup", "carriage", "delivery", "papers", "billing"],
    }


@pytest.mark.spec("R344", "R345", "R346", "R347", "R348", "R702")
@pytest.mark.parametrize(
    ("code", "weights"),
    [
        ("five_dimensions", {"quality": 30, "efficiency": 25, "cost": 20, "experience": 15, "loyalty": 10}),
        (
            "service_quality",
            {"tangibles": 11, "reliability": 32, "responsiveness": 22, "assurance": 19, "empathy": 16},
        ),
        ("easy_safe_assured", {"easy": 34, "safe": 33, "assured": 33}),
    ],
)
def test_ready_questionnaires_have_dimensions_with_weights(code: str, weights: dict[str, int]) -> None:
    ready = Questionnaire.objects.current().get(code=code)

    assert {one["code"]: one["weight"] for one in ready.dimensions} == weights
    assert {item.dimension for item in ready.items.all()} == set(weights)


@pytest.mark.spec("R331", "R355")
def test_every_ready_questionnaire_is_whole_and_speaks_three_languages() -> None:
    ready = Questionnaire.objects.current()

    assert {one.code: one.items.count() for one in ready} == {
        "after_service": 5,
        "customer_effort": 3,
        "easy_safe_assured": 6,
        "eight_items": 8,
        "five_dimensions": 10,
        "journey": 11,
        "air_journey": 6,
        "kano": 7,
        "logistics_quality": 17,
        "recommendation": 3,
        "satisfaction": 3,
        "service_quality": 22,
        "ten_expectations": 10,
        "what_customers_expect": 13,
        "why_left": 2,
    }
    for one in ready:
        copy = draft_version(questionnaire=one, by=HOUSE, at=NOON)
        publish_questionnaire(questionnaire=copy, by=HOUSE, at=NOON)


# Pages


def test_a_manager_writes_a_questionnaire_in_the_browser() -> None:
    client = _as_manager()
    own = ["night_service", 1]
    words = {"zh_hans": "夜间服务", "zh_hant": "夜間服務", "en": "Night service"}

    client.post(reverse("surveys:new_questionnaire"), {**words, "code": "night_service"})
    heading = {**words, "low": 1, "high": 5, "dimensions": "night | 100 | 夜间 | 夜間 | Night"}
    client.post(reverse("surveys:heading", args=own), heading)
    first = {**words, "code": "felt", "asks": "performance", "dimension": "night", "is_required": "on"}
    client.post(reverse("surveys:new_question", args=own), first)
    offered = "dark | 太暗 | 太暗 | Too dark\nloud | 太吵 | 太吵 | Too loud"
    hangs = {"after": "felt", "after_test": "at_most", "after_value": "2"}
    second = {**words, "code": "why", "asks": "choices", "choices": offered, **hangs}
    client.post(reverse("surveys:new_question", args=own), second)
    page = client.get(reverse("surveys:builder", args=own)).content.decode()
    published = client.post(reverse("surveys:publication", args=own))

    made = Questionnaire.objects.current().get(code="night_service")
    assert published.headers["Location"] == made.get_absolute_url()
    assert [(item.code, item.asks, item.dimension, item.after) for item in made.items.all()] == [
        ("felt", "performance", "night", ""),
        ("why", "choices", "", "felt"),
    ]
    assert made.items.get(code="why").choice_words("dark loud") == "Too dark, Too loud"
    assert (made.low, made.high, made.dimensions[0]["weight"]) == (1, 5, 100)
    assert 'value="up"' in page and "Night service" in page
    assert client.get(reverse("surveys:question", args=[*own, "why"])).status_code == 200


def test_a_bad_row_of_choices_is_named() -> None:
    client = _as_manager()
    a_draft()
    words = {"zh_hans": "夜", "zh_hant": "夜", "en": "Night"}

    page = client.post(
        reverse("surveys:new_question", args=["own", 1]),
        {**words, "code": "why", "asks": "choice", "choices": "a | 甲 | 甲 | A\nb | 乙"},
    )

    assert page.status_code == 422
    assert "Line 2 needs 4 cells with bars between them." in page.content.decode()


def test_questions_are_moved_by_a_button_that_answers_with_the_list() -> None:
    client = _as_manager()
    draft = a_draft("one", "two")
    address = reverse("surveys:place", args=["own", 1, "two"])

    page = client.post(address, {"to": "up"}, headers={"HX-Request": "true"})
    refused = client.post(address, {"to": "up"}, headers={"HX-Request": "true"})

    assert codes(draft) == ["two", "one"]
    assert page.content.decode().lstrip().startswith('<section id="questions"')
    assert (refused.status_code, "cannot be moved further" in refused.content.decode()) == (409, True)


def test_a_preview_shows_the_page_in_a_language_and_keeps_nothing() -> None:
    client = _as_manager()
    address = reverse("surveys:preview", args=["recommendation", 1])

    shown = client.get(f"{address}?language=zh-hant").content.decode()
    tried = client.post(address, {"nps-recommend": "9", "text-why_high": "Quick"}).content.decode()
    wrong = client.post(address, {})

    assert "您有多大可能把我們推薦給同業？" in shown
    assert "These answers would be taken." in tried
    assert wrong.status_code == 422


@pytest.mark.parametrize("name", ["builder", "heading", "preview", "new_question"])
def test_a_clerk_does_not_write_questionnaires(name: str) -> None:
    client = Client()
    client.force_login(staff("clerk"), backend="kept.people.queries.signed_in.PersonBackend")

    assert client.get(reverse(f"surveys:{name}", args=["eight_items", 1])).status_code == 403


def test_a_code_of_other_letters_is_refused_in_plain_words_and_what_was_written_stays() -> None:
    client = Client()
    client.force_login(staff("service_manager"), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "zh-hans"

    page = client.post(
        reverse("surveys:new_questionnaire"),
        {"code": "夜间", "zh_hans": "夜间服务", "zh_hant": "夜間服務", "en": "Night service"},
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert "只能用字母、数字、- 和 _。" in html
    assert 'value="夜间"' in html and 'value="Night service"' in html
