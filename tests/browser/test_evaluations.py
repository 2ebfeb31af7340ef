"""Evaluations by hand: pairs compared from the keyboard on a phone, and every page usable in every light."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from kept.desk.models import Case
from kept.evaluations.actions.comparing import compare_pairs, weigh_by_pairs
from kept.evaluations.actions.designing import add_veto_rule, put_in_use
from kept.evaluations.actions.running import give_marks
from kept.evaluations.actions.working_out import work_out_evaluation
from kept.evaluations.models import Evaluation, EvaluationModel
from kept.people.queries import actor_of
from tests.desk.scenes import a_case
from tests.evaluations.scenes import a_draft, a_score, an_evaluation, judged, marked, recorded
from tests.factories import HOUSE, NOON, a_branch, staff

SCALE: dict[str, Any] = {"worst": Decimal("0.8"), "best": Decimal(1)}
NAMES = {"time": "准时", "care": "服务态度", "papers": "单证", "sound": "货物完好"}


def a_tree() -> EvaluationModel:
    """A draft for branches with figures and marks, weighed by hand."""
    words = {code: {"zh-hans": name, "zh-hant": name, "en": code} for code, name in NAMES.items()}
    return a_draft(
        recorded("time", "0.4", "on_time_rate", **SCALE, words=words["time"]),
        recorded("sound", "0.3", "quality_rate", **SCALE, words=words["sound"]),
        judged("care", "0.2", words=words["care"]),
        judged("papers", "0.1", words=words["papers"]),
        objects_kind="branch",
        missing="share_out",
        words={"zh-hans": "分公司评价", "zh-hant": "分公司評價", "en": "Branches"},
        element_words={"zh-hans": "准时与态度", "zh-hant": "準時與態度", "en": "Time and manners"},
        purpose_words={"zh-hans": "改进服务", "zh-hant": "改進服務", "en": "Improve"},
    )


def a_result() -> Evaluation:
    """Four branches: one vetoed by a complaint, one without a figure, one that flatters itself."""
    branches = [a_branch(name=name) for name in ("上海分公司", "北京分公司", "广州分公司", "成都分公司")]
    for branch, time, sound in zip(
        branches, ("0.97", "0.93", "0.99", "0.9"), ("0.99", "0.98", "", "0.97"), strict=True
    ):
        a_score("on_time_rate", time, branch=branch)
        if sound:
            a_score("quality_rate", sound, branch=branch)
    case = a_case("complaint", branch=branches[3])
    Case.objects.filter(pk=case.pk).update(severity=1, liable_tier="us")
    model = a_tree()
    add_veto_rule(model=model, source="complaint", limit=Decimal(1), why="重大投诉", by=HOUSE, at=NOON)
    evaluation = an_evaluation(put_in_use(model=model, by=HOUSE, at=NOON), branches)
    told = {branch.name: {"care": 3, "papers": 4} for branch in branches}
    person = actor_of(staff("service_manager", name="许薇"), NOON)
    give_marks(evaluation=evaluation, marks=marked(evaluation, told), side="others", by=person, at=NOON)
    own = marked(evaluation, {"上海分公司": {"care": 5, "papers": 5}})
    give_marks(evaluation=evaluation, marks=own, side="own", by=person, at=NOON)
    return work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)


def test_a_judge_compares_pairs_from_the_keyboard_on_a_phone_while_the_ratio_follows(
    page: Page, transactional_db: None, sign_in: Callable[..., None]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(staff("clerk"), language="en")
    model = a_tree()
    page.goto(reverse("evaluations:pairs", args=[model.code, 1, "top"]))

    chosen = page.locator("#pairs select")
    chosen.first.focus()
    for n in range(chosen.count()):
        chosen.nth(n).press("ArrowDown")
        page.keyboard.press("Tab")
    page.get_by_text("consistency ratio, above 0.1").wait_for()
    again = page.locator("#ratio").inner_text()
    for n in range(chosen.count()):
        chosen.nth(n).select_option("0")
    page.get_by_text("consistency ratio, good up to 0.1").wait_for()
    assert model.pairs.count() == 0
    page.get_by_role("button", name="Keep my comparisons").click()
    page.get_by_text("Your comparisons are kept.").wait_for()

    assert "Look again at" in again and model.pairs.count() == 6


def test_pages_of_evaluations_are_usable_in_every_light(
    page: Page,
    transactional_db: None,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    evaluation, draft = a_result(), a_tree()
    person = staff("general_manager", name="陈立")
    top = list(draft.criteria.values_list("pk", flat=True))
    steps = {(top[i], top[j]): j - i for i in range(4) for j in range(i + 1, 4)}
    compare_pairs(model=draft, group="top", steps=steps, by=actor_of(person, NOON), at=NOON)
    weigh_by_pairs(model=draft, group="top", by=HOUSE, at=NOON)
    sign_in(person)

    for address in (
        evaluation.get_absolute_url(),
        evaluation.model.get_absolute_url(),
        draft.get_absolute_url(),
        f"{draft.get_absolute_url()}pairs/top/",
        f"{evaluation.get_absolute_url()}marks/",
        f"{reverse('evaluations:new_evaluation')}?model={evaluation.model.code}",
    ):
        page.goto(address)
        in_every_light(everybody_can_use)
