"""Pages and programs: who may, what they show, and what they answer to wrong input."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.models import Case
from kept.evaluations.actions.designing import add_veto_rule, change_criterion, put_in_use, revise_model
from kept.evaluations.actions.running import give_marks
from kept.evaluations.actions.working_out import work_out_evaluation
from kept.evaluations.models import Evaluation, EvaluationModel, Mark
from kept.kernel.outbox import deliver_due
from kept.people.actions.persons import make_key
from tests.desk.scenes import a_case
from tests.evaluations.scenes import a_draft, a_score, an_evaluation, in_use, judged, marked, recorded
from tests.factories import HOUSE, NOON, a_branch, a_partner, actor, staff

pytestmark = pytest.mark.django_db
SCALE = {"worst": Decimal("0.8"), "best": Decimal(1)}


@pytest.fixture
def manager(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    client.force_login(staff("service_manager"))
    return client


def test_a_model_is_made_weighed_and_put_in_use_by_hand(manager: Client) -> None:
    head = {
        "code": "carriers",
        "title": "Carriers",
        "element": "time and care",
        "purpose": "choose",
        "objects_kind": "subcontractor",
        "method": "weighted",
        "missing": "no_result",
        "operator": "product_sum",
        "pass_score": "60",
        "grades": "bad\nfair\ngood",
    }
    manager.post(reverse("evaluations:new_model"), head)
    again = manager.post(reverse("evaluations:new_model"), head)
    model = EvaluationModel.objects.get(code="carriers")
    at = [model.code, 1]
    new = reverse("evaluations:new_criterion", args=at)
    time = {"code": "time", "weight": "60", "source": "recorded", "indicator": "on_time_rate"}
    manager.post(new, time)
    nameless = manager.post(new, {"code": "care", "weight": "30", "source": "judged"})
    manager.post(new, {"code": "care", "weight": "30", "source": "judged", "words": "Care"})
    off = manager.get(model.get_absolute_url()).content.decode()
    wrong = manager.post(reverse("evaluations:use", args=at))
    group = reverse("evaluations:weights", args=[*at, "top"])
    short = manager.post(group, {"time": "60", "care": "39"})
    manager.post(group, {"time": "60", "care": "40"})
    manager.post(reverse("evaluations:new_veto", args=at), {"source": "complaint", "limit": "1"})
    manager.post(reverse("evaluations:use", args=at))
    page = manager.get(model.get_absolute_url()).content.decode()

    model.refresh_from_db()
    assert (again.status_code, nameless.status_code, short.status_code) == (422, 422, 422)
    assert "The weights below &#x27;Carriers&#x27; sum to 90 %" in off and wrong.status_code == 409
    assert (model.state, model.grades, model.element) == ("current", 3, "time and care")
    assert "On-time deliveries" in page and "a confirmed complaint of severity S1 or worse" in page


def test_a_judge_compares_while_the_ratio_follows_and_a_contradiction_is_named(client: Client) -> None:
    client.cookies["django_language"] = "en"
    judge, head = staff("clerk", branch=a_branch()), staff("general_manager")
    client.force_login(judge)
    model = a_draft(*(judged(code, "0.25") for code in ("time", "care", "price", "fun")))
    ids = [each.pk for each in model.criteria.all()]
    said = {f"pair-{ids[i]}-{ids[j]}": "1" for i in range(4) for j in range(i + 1, 4)}
    at = [model.code, 1, "top"]
    address, live = reverse("evaluations:pairs", args=at), reverse("evaluations:ratio", args=at)

    htmx = {"HTTP_HX_REQUEST": "true"}
    some = client.post(live, {f"pair-{ids[0]}-{ids[1]}": "3"}, **htmx).content.decode()
    spoilt = client.post(live, {**said, f"pair-{ids[0]}-{ids[3]}": "-8"}, **htmx).content.decode()
    kept_nothing = model.pairs.count()
    missing = client.post(address, {f"pair-{ids[0]}-{ids[1]}": "3"})
    client.post(address, {**said, f"pair-{ids[0]}-{ids[3]}": "-8"})
    shut = client.post(reverse("evaluations:pair_weights", args=at))
    client.force_login(head)
    refused = client.post(reverse("evaluations:pair_weights", args=at))
    client.force_login(judge)
    client.post(address, said)
    page = client.get(address).content.decode()
    client.force_login(head)
    client.post(reverse("evaluations:pair_weights", args=at))

    assert "1 of 6 pairs compared" in some and kept_nothing == 0
    assert "the comparisons contradict each other" in spoilt
    assert "Look again at &#x27;time&#x27; against &#x27;fun&#x27;: said was fun 9 : 1" in spoilt
    assert (missing.status_code, shut.status_code, refused.status_code) == (422, 403, 422)
    assert judge.name in refused.content.decode() and "All judges together" in page
    assert set(model.criteria.values_list("origin", flat=True)) == {"pairs"}


def test_an_evaluation_is_opened_marked_worked_out_and_closed(manager: Client) -> None:
    judge = staff("clerk")
    one, two = a_partner(name="甲"), a_partner(name="乙")
    for partner, value in ((one, "0.9"), (two, "0.86")):
        a_score("on_time_rate", value, partner=partner)
    model = in_use(
        recorded("time", "0.5", "on_time_rate", **SCALE), judged("care", "0.5"), objects_kind="subcontractor"
    )
    form = {
        "title": "Half year",
        "kind": "daily",
        "first": "2026-03",
        "last": "2026-03",
        "objects": [one.pk, two.pk],
        "element": "e",
        "purpose": "p",
        "collected": "system",
        "analysed": "mean",
        "counting": "others",
        "assessors": [judge.pk],
    }
    address = f"{reverse('evaluations:new_evaluation')}?model={model.code}"
    silent = manager.post(address, {**form, "collected": ""})
    backwards = manager.post(address, {**form, "last": "2026-02"})
    manager.post(address, form)
    evaluation = Evaluation.objects.get()
    deliver_due()
    early = manager.post(reverse("evaluations:closing", args=[evaluation.number]), {"conclusion": "x"})

    other = Client()
    other.cookies["django_language"] = "en"
    other.force_login(judge)
    waiting = other.get(reverse("evaluations:asked")).content.decode()
    care = model.criteria.get(code="care").pk
    rows = list(evaluation.rows.order_by("pk"))
    given = {"side": "others", f"mark-{rows[0].pk}-{care}": "2", f"mark-{rows[1].pk}-{care}": "5"}
    marks = reverse("evaluations:marks", args=[evaluation.number])
    wrong = other.post(marks, {**given, f"mark-{rows[0].pk}-{care}": "9"})
    other.post(marks, given)
    shut = other.post(reverse("evaluations:result", args=[evaluation.number]))

    manager.post(reverse("evaluations:result", args=[evaluation.number]))
    page = manager.get(evaluation.get_absolute_url()).content.decode()
    exported = manager.get(f"{evaluation.get_absolute_url()}?export=csv").content.decode()
    excel = manager.get(f"{evaluation.get_absolute_url()}?export=xlsx")
    manager.post(reverse("evaluations:closing", args=[evaluation.number]), {"conclusion": "renew 乙"})
    closed = manager.get(evaluation.get_absolute_url()).content.decode()
    panel = manager.get(
        reverse("kernel:panel", args=["evaluations.of_partner", "parties.partner", two.pk])
    ).content.decode()

    assert (silent.status_code, backwards.status_code, early.status_code) == (422, 422, 409)
    assert 'class="form not-printed"' in page and "not-printed" not in closed
    assert "A person closes it and says what follows." in page
    assert evaluation.number in waiting and (wrong.status_code, shut.status_code) == (422, 403)
    assert Notice.objects.get(name="evaluations.opened").person == judge
    assert "乙 stands first of 2 with 65.0 of 100 points." in page
    assert "The order changes first when the weight of" in page and "passes" in page
    assert "indicator=on_time_rate" in page and "只" not in page
    assert "乙,65.0000,Passed" in exported and excel.status_code == 200
    assert "renew 乙" in closed and "place 1" in panel


def test_a_veto_names_its_record_and_leads_there(manager: Client) -> None:
    branch = a_branch(name="甲")
    a_score("on_time_rate", "1", branch=branch)
    case = a_case("complaint", branch=branch)
    Case.objects.filter(pk=case.pk).update(severity=1, liable_tier="us")
    model = a_draft(recorded("time", "1", "on_time_rate", **SCALE), objects_kind="branch")
    add_veto_rule(model=model, source="complaint", limit=Decimal(1), why="安全", by=HOUSE, at=NOON)
    evaluation = an_evaluation(put_in_use(model=model, by=HOUSE, at=NOON), [branch])
    work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)

    page = manager.get(evaluation.get_absolute_url()).content.decode()

    assert "All that have a score are vetoed." in page and "1 is vetoed." in page
    assert case.get_absolute_url() in page and f"{case.number} (S1)" in page and "安全" in page


def test_self_and_others_stand_side_by_side_on_the_page(manager: Client) -> None:
    model = in_use(judged("care", "1"))
    evaluation = an_evaluation(model, ["A", "B"])
    for side, grade, who in (("own", 5, "branch_manager"), ("others", 3, "clerk")):
        told = marked(evaluation, {"A": {"care": grade}})
        give_marks(evaluation=evaluation, marks=told, side=side, by=actor(who), at=NOON)
    work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)

    page = manager.get(evaluation.get_absolute_url()).content.decode()

    assert "Self-evaluation beside evaluation by others" in page
    assert '<td class="figure tone-broken"><b>+50.0</b></td>' in page
    assert "nobody whose marks count gave one" in page


def test_a_branch_manager_sees_evaluations_of_the_own_branch_alone(client: Client) -> None:
    here, there = a_branch(), a_branch()
    model = in_use(judged("care", "1"), objects_kind="branch")
    own, foreign = an_evaluation(model, [here]), an_evaluation(model, [there])
    client.force_login(staff("branch_manager", branch=here))

    listed = client.get(reverse("evaluations:evaluations")).content.decode()
    statuses = [client.get(each.get_absolute_url()).status_code for each in (own, foreign)]
    marks = [client.get(f"{each.get_absolute_url()}marks/").status_code for each in (own, foreign)]

    assert own.number in listed and foreign.number not in listed
    assert (statuses, marks) == ([200, 404], [200, 404])


def test_lists_and_pages_ask_no_more_for_more_rows(manager: Client) -> None:
    model = in_use(
        recorded("time", "0.5", "on_time_rate", **SCALE), judged("care", "0.5"), objects_kind="chain"
    )
    counts = []
    for more in (1, 4):
        partners = [a_partner() for _ in range(more)]
        for partner in partners:
            a_score("on_time_rate", "0.9", partner=partner)
        evaluation = an_evaluation(model, partners)
        with CaptureQueriesContext(connection) as work:
            work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)
        for address in (
            evaluation.get_absolute_url(),
            reverse("evaluations:evaluations"),
            reverse("evaluations:models"),
            model.get_absolute_url(),
        ):
            with CaptureQueriesContext(connection) as asked:
                manager.get(address)
            counts.append((more, len(asked) if address != model.get_absolute_url() else 0))
        counts.append((more, len(work)))

    half = len(counts) // 2
    assert [count for _, count in counts[:half]] == [count for _, count in counts[half:]]


def test_a_revision_can_be_begun_and_forms_show_what_there_was(manager: Client) -> None:
    model = EvaluationModel.objects.get(code="service_quality")
    manager.post(reverse("evaluations:revision", args=[model.code, 1]))
    draft = revise_model(model=model, by=HOUSE, at=NOON)
    at = [draft.code, draft.version]
    pages = [
        manager.get(reverse(f"evaluations:{name}", args=[*at, *more])).content.decode()
        for name, more in (("head", []), ("criterion", ["on_time"]), ("weights", ["reliability"]))
    ]
    manager.post(reverse("evaluations:removal", args=[*at, "papers"]))
    rule = draft.veto_rules.first()
    assert rule is not None
    manager.post(reverse("evaluations:veto_removal", args=[*at, rule.pk]))
    changed = {"words": "", "weight": "60", "source": "recorded", "indicator": "on_time_rate"}
    manager.post(
        reverse("evaluations:criterion", args=[*at, "on_time"]), {**changed, "worst": "0.5", "best": "1"}
    )
    bad = manager.post(reverse("evaluations:criterion", args=[*at, "on_time"]), {**changed, "worst": "1"})
    unnamed = manager.get(reverse("evaluations:criterion", args=[*at, "on_time"])).context["form"]["words"]

    assert unnamed.value() == ""
    assert draft.version == 2 and "Service quality" in pages[0] and "0.8" in pages[1]
    assert 'value="40"' in pages[2] and 'value="40"' in pages[1]
    assert not draft.criteria.filter(code="papers").exists() and draft.veto_rules.count() == 1
    assert draft.criteria.get(code="on_time").worst == Decimal("0.5") and bad.status_code == 422


def test_a_criterion_weighed_in_pairs_can_be_changed_without_writing_its_weight_anew(manager: Client) -> None:
    model = a_draft(judged("care", "0.28314159"), judged("time", "0.71685841"))
    address = reverse("evaluations:criterion", args=[model.code, model.version, "care"])
    shown = manager.get(address).context["form"].initial["weight"]

    manager.post(address, {"words": "Great care", "weight": shown, "source": "judged"})

    care = model.criteria.get(code="care")
    assert (care.words["en"], care.weight) == ("Great care", Decimal("0.28314159"))


def test_programs_read_models_and_results_and_give_marks() -> None:
    model = in_use(judged("care", "1"))
    evaluation = an_evaluation(model, ["A", "B"])
    rows = list(evaluation.rows.order_by("pk"))
    head, clerk = program("service_manager"), program("clerk")
    path = f"/api/v1/evaluations/evaluations/{evaluation.number}"
    said = [{"row": row.pk, "criterion": "care", "grade": n + 3} for n, row in enumerate(rows)]

    shut = clerk.get(path)
    unknown = head.post(
        f"{path}/marks",
        {"side": "others", "marks": [{**said[0], "criterion": "x"}]},
        content_type="application/json",
    )
    off = head.post(
        f"{path}/marks",
        {"side": "others", "marks": [{**said[0], "grade": 9}]},
        content_type="application/json",
    )
    given = head.post(f"{path}/marks", {"side": "others", "marks": said}, content_type="application/json")
    worked = head.post(f"{path}/result", content_type="application/json").json()
    listed = head.get("/api/v1/evaluations/evaluations?state=worked_out").json()
    models = head.get("/api/v1/evaluations/models").json()

    assert (shut.status_code, unknown.status_code, off.status_code, given.status_code) == (403, 422, 409, 200)
    assert [(row["name"], row["score"], row["place"]) for row in worked["rows"]] == [
        ("B", "75.0000", 1),
        ("A", "50.0000", 2),
    ]
    assert worked["collected"] and worked["rows"][0]["figures"][0]["marks"] == 1
    assert [each["number"] for each in listed["items"]] == [evaluation.number]
    assert model.code in [each["code"] for each in models] and Mark.objects.count() == 2


def program(role: str) -> Client:
    _key, secret = make_key(person=staff(role), name="ERP", by=HOUSE, at=now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_models_and_changes_are_told_by_words_and_versions(manager: Client) -> None:
    model = EvaluationModel.objects.get(code="service_quality")
    draft = revise_model(model=model, by=HOUSE, at=NOON)
    change_criterion(criterion=draft.criteria.get(code="on_time"), weight=Decimal("0.4"), by=HOUSE, at=NOON)
    listed = manager.get(reverse("evaluations:models")).content.decode()
    chosen = manager.get(reverse("evaluations:new_evaluation")).content.decode()
    page = manager.get(draft.get_absolute_url()).content.decode()

    assert "service_quality v1" not in listed + chosen + page
    assert "version 1" in chosen and "version 2" in page
    assert "criterion: On-time deliveries" in page


def test_one_object_alone_has_no_ranking_and_no_other_side(manager: Client) -> None:
    evaluation = an_evaluation(in_use(judged("care", "1")), ["A"])
    told = marked(evaluation, {"A": {"care": 3}})
    give_marks(evaluation=evaluation, marks=told, side="others", by=actor("clerk"), at=NOON)
    work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)

    page = manager.get(evaluation.get_absolute_url()).content.decode()

    assert "How firm the ranking is" not in page
    assert "Self-evaluation beside evaluation by others" not in page
