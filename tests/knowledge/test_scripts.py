"""Scripts: what to say and how to be, ready from the first day and changed by the company."""

from __future__ import annotations

import pytest

from kept.knowledge.actions.scripting import WordsMissing, write_script
from kept.knowledge.actions.stocking import stock_scripts
from kept.knowledge.models import Script
from kept.knowledge.queries.scripts import Said, scripts_for
from kept.knowledge.rules import UnknownBlank
from kept.people.actions.company import name_company
from kept.people.queries import actor_of
from tests.factories import HOUSE, NOON, staff

pytestmark = pytest.mark.django_db


def spoken(**talk: object) -> dict[str, Said]:
    clerk = actor_of(staff("clerk", name="王敏"), NOON)
    return {said.script.code or "": said for said in scripts_for(clerk, language="zh-hans", **talk)}  # type: ignore[arg-type]


@pytest.mark.spec("R269")
def test_the_greeting_names_the_company_and_whoever_speaks() -> None:
    name_company(names={"zh-hans": "久久大经纬"}, by=HOUSE, at=NOON)

    assert spoken()["greeting"].text == "您好，这里是久久大经纬，我是王敏，请问有什么可以帮您？"


@pytest.mark.spec("R270")
def test_a_call_ends_with_thanks_and_goodbye() -> None:
    said = list(spoken().values())

    assert said[-1].stage == "closing"
    assert said[-1].text.endswith("谢谢，再见。")


@pytest.mark.spec("R271")
def test_an_unanswered_question_is_met_with_sorry_the_number_and_a_call_back() -> None:
    text = spoken(known={"phone": "13800001111"})["call_back"].text

    assert "抱歉" in text and "13800001111" in text and "回电" in text


@pytest.mark.spec("R272")
def test_a_guideline_says_to_be_short_and_clear() -> None:
    said = spoken()["short_and_clear"]

    assert (said.stage, said.title, said.lines[0]) == (
        "conduct",
        "长话短说",
        "先说结论，再说原因，最后说下一步和时间。",
    )


@pytest.mark.spec("R286")
def test_a_guideline_says_not_to_argue() -> None:
    assert spoken()["customer_is_right"].title == "客户始终是对的：不争辩"


@pytest.mark.spec("R287")
def test_an_angry_caller_is_met_by_a_list_in_order() -> None:
    points = [line.split("：")[0] for line in spoken()["angry_caller"].lines]

    assert points == ["保持冷静", "耐心听完", "听完再问", "通情达理", "给出下一步"]


@pytest.mark.spec("R298")
def test_what_is_said_depends_on_channel_and_kind_of_case() -> None:
    assert "complaint" not in spoken()
    assert "complaint" in spoken(kind="complaint")
    assert set(spoken(channel="wechat")) - set(spoken()) == {"chat_greeting"}
    assert "greeting" not in spoken(channel="wechat")


def test_a_change_is_a_version_and_what_was_changed_stays() -> None:
    greeting = Script.objects.get(code="greeting")
    texts = {**greeting.texts, "zh-hans": "您好，{company}。"}

    write_script(script=greeting, titles=greeting.titles, texts=texts, why="太长", by=HOUSE, at=NOON)
    stock_scripts()

    greeting.refresh_from_db()
    assert greeting.texts["zh-hans"] == "您好，{company}。"
    assert list(greeting.versions.values_list("n", "why")) == [(2, "太长"), (1, "")]


def test_a_blank_that_nobody_fills_is_refused() -> None:
    with pytest.raises(UnknownBlank, match="weather"):
        write_script(titles={"en": "A"}, texts={"en": "{weather}"}, stage="wording", by=HOUSE, at=NOON)
    with pytest.raises(WordsMissing):
        write_script(titles={"en": "A"}, texts={"en": " "}, stage="wording", by=HOUSE, at=NOON)


def test_what_is_not_known_stays_open() -> None:
    assert "____" in spoken()["call_back"].text
