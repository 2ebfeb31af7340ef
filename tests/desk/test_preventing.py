"""Causes in detail, preventive actions, and which few causes make most of the trouble."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.comms.models import Notice
from kept.desk.actions.preventing import (
    DayPassed,
    NotInUse,
    OtherRoot,
    PartOfItself,
    finish_prevention,
    keep_cause,
    name_cause,
    plan_prevention,
)
from kept.desk.models import Case, CauseCode, PreventiveAction
from kept.desk.models.causes import DoneAlready, EffectMissing
from kept.desk.queries.causes import effect_of
from kept.kernel.outbox import deliver_due
from kept.kernel.web.timelines import lines_of
from kept.people.actions.persons import make_key
from kept.promises.queries.due import due_now
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, actor, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_cause(code: str = "forklift", cause: str = "handling", **details: Any) -> CauseCode:
    given = {"words": {"zh-hans": "叉车碰撞", "en": "Forklift"}, "by": HOUSE, "at": NOON, **details}
    return keep_cause(code=code, cause=cause, **given)


def planned(**details: Any) -> PreventiveAction:
    given = {"what": "叉车培训", "cause": "handling", "due_on": (NOON + 9 * DAY).date(), **details}
    owner = given.pop("owner", None) or staff("warehouse")
    return plan_prevention(owner=owner, by=HOUSE, at=NOON, **given)


def test_a_cause_in_detail_stands_under_one_that_promises_know() -> None:
    above = a_cause("damage")
    below = a_cause("forklift", parent=above)
    case = name_cause(case=a_case(), code=below, by=HOUSE, at=NOON)

    assert (case.cause, case.cause_code) == ("handling", below)
    assert [line.detail for line in lines_of(case) if line.name == "desk.cause_named"] == [
        "Handling or packing"
    ]
    with pytest.raises(OtherRoot):
        a_cause("storm", "weather", parent=above)
    with pytest.raises(PartOfItself):
        a_cause("damage", found=above, parent=below)
    a_cause("damage", "sorting", found=above)
    below.refresh_from_db()
    assert below.cause == "sorting"


def test_a_cause_no_longer_in_use_stays_readable_and_is_not_named_again() -> None:
    old = a_cause()
    name_cause(case=a_case(), code=old, by=HOUSE, at=NOON)
    a_cause(found=old, is_used=False)

    with pytest.raises(NotInUse):
        name_cause(case=a_case(), code=CauseCode.objects.get(), by=HOUSE, at=NOON)
    assert Case.objects.filter(cause_code=old).count() == 1


@pytest.mark.spec("R288")
def test_a_preventive_action_has_an_owner_and_a_day_and_is_due_when_overdue() -> None:
    owner, case = staff("warehouse"), a_case(branch=a_branch())
    action = planned(owner=owner, case=case)
    deliver_due()

    assert [(p.kind, p.person_id) for p in action.promises] == [("prevention", owner.pk)]
    assert Notice.objects.get(name="desk.prevention_planned").person == owner
    late = due_now(actor("service_manager"), at=NOON + 11 * DAY).broken(NOON + 11 * DAY)
    assert "prevention" in [promise.kind for promise in late]
    with pytest.raises(DayPassed):
        planned(due_on=(NOON - DAY).date())


def test_its_effect_is_said_once_and_counted_in_equal_spans() -> None:
    branch = a_branch()
    for days in (-40, -10, -5, 12, 60):
        a_case(branch=branch, at=NOON + days * DAY)
    Case.objects.update(cause="handling")
    action = planned(branch=branch, due_on=(NOON + 20 * DAY).date())

    with pytest.raises(EffectMissing):
        finish_prevention(action=action, effect=" ", by=HOUSE, at=NOON + 10 * DAY)
    assert effect_of(action, at=NOON + 10 * DAY).after is None
    done = finish_prevention(action=action, effect="已培训", by=HOUSE, at=NOON + 10 * DAY)

    effect = effect_of(done, at=NOON + 90 * DAY)
    assert (effect.days, effect.before, effect.after) == (30, 2, 1)
    assert done.promises[0].state == "kept"
    with pytest.raises(DoneAlready):
        finish_prevention(action=done, effect="x", by=HOUSE, at=NOON)


@pytest.mark.spec("R289")
def test_the_few_large_causes_lead_to_their_cases_and_to_an_action(client: Client) -> None:
    client.cookies["django_language"] = "en"
    code, at = a_cause(), now()
    rare = a_case(at=at)
    for _n in range(4):
        name_cause(case=a_case(at=at), code=code, by=HOUSE, at=at)
    Case.objects.filter(pk=rare.pk).update(cause="traffic")
    client.force_login(staff("service_manager"))

    page = client.get(reverse("scorecards:pareto"))
    rows = page.context["rows"]
    cases = client.get(rows[0].url).content.decode()
    form = client.get(rows[0].plan)
    exported = client.get(reverse("scorecards:pareto"), {"export": "csv"}).content.decode()
    excel = client.get(reverse("scorecards:pareto"), {"export": "xlsx"})
    nobody = client.get(reverse("scorecards:pareto"), {"customer": "nobody"})

    assert [(row.words, row.count, row.is_vital) for row in rows] == [
        ("Handling or packing › Forklift", 4, True),
        ("Traffic", 1, False),
    ]
    assert rare.number not in cases and cases.count("CS-") >= 4
    assert form.context["form"].initial["cause_code"] == str(code.pk)
    assert "Forklift" in exported and excel.status_code == 200 and nobody.status_code == 422


def test_cases_without_a_finer_cause_are_opened_without_those_that_have_one(client: Client) -> None:
    client.cookies["django_language"] = "en"
    code, at = a_cause(), now()
    fine, coarse = a_case(at=at), a_case(at=at)
    name_cause(case=fine, code=code, by=HOUSE, at=at)
    Case.objects.filter(pk=coarse.pk).update(cause="handling")
    client.force_login(staff("service_manager"))

    address = reverse("scorecards:pareto")
    rows = {row.words: row for row in client.get(address).context["rows"]}
    opened = client.get(rows["Handling or packing"].url).content.decode()
    together = client.get(address, {"detail": "cause"}).context["rows"]

    assert coarse.number in opened and fine.number not in opened
    both = client.get(together[0].url).content.decode()
    assert coarse.number in both and fine.number in both


def test_the_pareto_asks_no_more_for_more_causes(client: Client) -> None:
    client.force_login(staff("service_manager"))
    counts = []
    for round_ in (1, 3):
        for n in range(round_):
            name_cause(case=a_case(at=now()), code=a_cause(f"c{round_}{n}"), by=HOUSE, at=now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("scorecards:pareto"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_manager_keeps_the_tree_and_an_action_on_the_pages(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case = a_case(at=now())
    manager = staff("service_manager")
    client.force_login(manager)
    said = {"code": "forklift", "cause": "handling", "is_used": "on"}

    wrong = client.post(reverse("desk:new_cause_code"), said)
    client.post(reverse("desk:new_cause_code"), {**said, "name_zh-hans": "叉车碰撞", "name_en": "Forklift"})
    code = CauseCode.objects.get()
    listed = client.get(reverse("desk:cause_codes")).content.decode()
    client.post(reverse("desk:case_cause", args=[case.number]), {"code": code.pk})
    planning = f"{reverse('desk:new_prevention')}?case={case.number}"
    shown = client.get(planning)
    due = (localdate() + DAY).isoformat()
    client.post(
        planning,
        {"what": "培训", "owner": manager.pk, "due_on": due, "cause": "handling", "cause_code": code.pk},
    )
    action = PreventiveAction.objects.get()
    panel = client.get(reverse("kernel:panel", args=["desk.preventions_of_case", "desk.case", case.pk]))
    client.post(reverse("desk:prevention_completion", args=[action.number]), {"effect": "已培训"})
    page = client.get(action.get_absolute_url()).content.decode()
    found = client.get(reverse("desk:preventions"), {"state": "done"}).content.decode()

    assert (wrong.status_code, shown.status_code, action.case, action.cause_code) == (422, 200, case, code)
    assert "Forklift" in listed and "培训" in panel.content.decode() and action.number in found
    assert "已培训" in page


def test_programs_read_causes_and_plan_and_finish() -> None:
    code, case, owner = a_cause(), a_case(), staff("warehouse")
    _key, secret = make_key(person=staff("service_manager"), name="ERP", by=HOUSE, at=now())
    program = Client(headers={"Authorization": f"Bearer {secret}"})

    def post(path: str, **data: Any) -> Any:
        return program.post(f"/api/v1/desk/{path}", data, content_type="application/json")

    causes = program.get("/api/v1/desk/causes").json()
    named = post(f"cases/{case.number}/cause", code=code.code)
    due = (localdate() + DAY).isoformat()
    said = {"what": "培训", "owner": owner.login, "due_on": due, "cause": "other", "cause_code": code.code}
    made = post("preventive-actions", **said, case=case.number).json()
    done = post(f"preventive-actions/{made['number']}/completion", effect="已培训").json()

    assert [(row["code"], row["cause"]) for row in causes] == [("forklift", "handling")]
    assert (named.status_code, made["cause"], made["case"], bool(done["done_at"])) == (
        200,
        "handling",
        case.number,
        True,
    )
    assert program.get("/api/v1/desk/preventive-actions?undone=true").json()["items"] == []
