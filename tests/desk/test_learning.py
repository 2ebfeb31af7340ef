"""Suggestions learned from our own closed cases: measured, offered or not, taken or not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kept.desk.actions.training import ask_for_training, judge_suggestion, train, train_all
from kept.desk.models import Case, LearnedModel, SuggestionVerdict
from kept.desk.queries import learned
from kept.desk.queries.learned import accounts, guesses
from kept.kernel.outbox import deliver_due
from kept.people.actions.rule_numbers import set_rule
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = {
    "complaint": ("两箱外箱压坏", "签收时少一件", "送货晚到等了一天", "司机态度不好"),
    "cargo_query": ("货到哪里了", "今天几点能送到", "查一下运单轨迹", "到成都了没有"),
}


def closed_cases(count: int, *, kinds: tuple[str, ...] = ("complaint", "cargo_query")) -> None:
    """Past cases as rows; how they were closed is shown elsewhere."""
    customer = a_customer()
    Case.objects.bulk_create(
        Case(
            number=f"CS-OLD-{n:04}",
            kind=(kind := kinds[n % len(kinds)]),
            customer=customer,
            reason=f"{ASKED[kind][n // 2 % 4]}，请处理",
            cause="handling" if kind == "complaint" else "",
            state="closed",
            opened_at=NOON + n * DAY / 24,
            solved_at=NOON + n * DAY / 24,
            closed_at=NOON + n * DAY / 24,
        )
        for n in range(count)
    )


def few_are_enough() -> None:
    set_rule(key="desk.learning_cases", value=Decimal(40), by=HOUSE, at=NOON)


@pytest.mark.spec("R308")
def test_a_model_is_offered_when_it_beats_the_usual_class_on_newer_cases() -> None:
    few_are_enough()
    closed_cases(80)

    model = train(target="kind", by=HOUSE, at=NOON + 9 * DAY)

    assert (model.n, model.cases, model.tested_on, model.is_offered) == (1, 80, 16, True)
    assert (model.accuracy, model.baseline) == (1.0, 0.5)
    found = guesses("客户说外箱压坏了", "kind")
    assert [(guess.target, guess.value) for guess in found] == [("kind", "complaint")]
    assert {"外箱", "压坏"} <= set(found[0].why) and 0.6 <= found[0].confidence <= 1


def test_too_few_cases_are_said_and_nothing_is_suggested() -> None:
    closed_cases(80)

    model = train(target="kind", by=HOUSE, at=NOON)

    assert (model.is_offered, model.why_not, model.accuracy) == (False, "too_few", None)
    assert guesses("外箱压坏", "kind") == []


def test_one_class_alone_teaches_nothing() -> None:
    few_are_enough()
    closed_cases(80, kinds=("complaint",))

    assert train(target="cause", by=HOUSE, at=NOON).why_not == "one_class"


def test_what_is_not_sure_enough_is_not_shown() -> None:
    few_are_enough()
    closed_cases(80)
    train(target="kind", by=HOUSE, at=NOON)
    assert guesses("外箱压坏", "kind")

    set_rule(key="desk.learning_confidence", value=Decimal(1), by=HOUSE, at=NOON)

    assert guesses("外箱压坏", "kind") == []


def test_a_model_whose_content_was_changed_is_not_used() -> None:
    few_are_enough()
    closed_cases(80)
    model = train(target="kind", by=HOUSE, at=NOON)

    LearnedModel.objects.filter(pk=model.pk).update(content=b"something else")
    learned._model.cache_clear()  # as in a process that has not read it yet

    assert guesses("外箱压坏", "kind") == []


def test_the_newest_model_counts_and_the_worker_trains_when_asked() -> None:
    few_are_enough()
    closed_cases(80)
    train(target="kind", by=HOUSE, at=NOON)

    ask_for_training(by=HOUSE, at=NOON + DAY)
    deliver_due()

    found = {(model.target, model.n) for model in LearnedModel.objects.all()}
    assert found == {("kind", 1), ("kind", 2), ("cause", 1), ("urgency", 1)}


def test_what_people_took_is_the_live_precision() -> None:
    few_are_enough()
    closed_cases(80)
    model = train(target="kind", by=HOUSE, at=NOON)
    for taken in (True, True, True, False):
        judge_suggestion(model=model, value="complaint", confidence=0.9, is_taken=taken, by=HOUSE, at=NOON)

    account = accounts(LearnedModel.objects.all())[0]

    assert (account.taken, account.judged, account.live_precision) == (3, 4, 0.75)


def test_a_suggestion_fills_in_nothing_and_its_verdict_is_kept(client: Client) -> None:
    client.cookies["django_language"] = "en"
    few_are_enough()
    closed_cases(80)
    model = train(target="kind", by=HOUSE, at=NOON)
    client.force_login(staff("clerk"))
    given = {"summary": "客户说外箱压坏了", "channel": "phone"}

    part = client.post(reverse("desk:assistance"), given, headers={"HX-Request": "true"}).content.decode()
    said = {"value": "complaint", "confidence": "0.93", "taken": "no"}
    answered = client.post(reverse("desk:verdicts", args=[model.pk]), said)

    assert "Complaint" in part and "because of" in part and "Take it" in part
    assert answered.status_code == 204
    verdict = SuggestionVerdict.objects.get()
    assert (verdict.model, verdict.value, verdict.is_taken) == (model, "complaint", False)


def test_the_page_shows_figures_and_says_why_something_is_not_offered(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("service_manager"))
    assert "Nothing was learned yet." in client.get(reverse("desk:learned")).content.decode()
    few_are_enough()
    closed_cases(80)
    train_all(by=HOUSE, at=NOON)

    page = client.get(reverse("desk:learned")).content.decode()

    assert "100.0 %" in page and "50.0 %" in page and "Only one class so far" in page


def test_a_program_asks_what_a_text_is_about(client: Client) -> None:
    few_are_enough()
    closed_cases(80)
    train(target="kind", by=HOUSE, at=NOON)
    client.force_login(staff("clerk"))

    told = client.get("/api/v1/desk/assistance", {"text": "外箱压坏"}).json()

    assert [guess["value"] for guess in told["guesses"]] == ["complaint"]
    assert told["look_alikes"] == []
