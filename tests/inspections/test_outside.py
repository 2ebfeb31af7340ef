"""Mystery checks, social supervisors, and what competitors do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.inspections.actions.comparing import observe_competitor
from kept.inspections.actions.supervising import (
    answer_finding,
    appoint_supervisor,
    dismiss_supervisor,
    file_finding,
)
from kept.inspections.actions.visiting import (
    AskDraft,
    Heard,
    plan_visit,
    record_visit,
    release_visit,
    write_scenario,
)
from kept.inspections.models import Finding, MysteryVisit, Observation, Scenario, Supervisor
from kept.inspections.queries.comparing import Theirs, compare
from kept.inspections.queries.visits import readable_visits
from kept.inspections.rules.refusals import (
    AnsweredAlready,
    MarkWrong,
    NotASupervisor,
    NothingRecorded,
    NothingSeen,
    NotYourVisit,
    OwnBranch,
    ShareWrong,
)
from kept.kernel.models import EventRecord
from kept.parties.models import Competitor
from kept.people.actions.persons import AlreadyOver, make_key
from kept.people.models import Branch, Person
from kept.people.queries import actor_of
from kept.promises.models import Promise
from kept.scorecards.models import Score
from tests.factories import HOUSE, NOON, PASSWORD, a_branch, actor, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKS = (
    AskDraft(text="货到哪里了？", good_answer="两分钟内给出位置"),
    AskDraft(text="外箱破了，你们赔吗？", sort="complaint", weight=Decimal(3)),
)


def a_visit(branch: Branch | None = None, visitor: Person | None = None, **details: Any) -> MysteryVisit:
    scenario = write_scenario(title="急件查询", channel="phone", situation="收货人催货", asks=ASKS)
    return plan_visit(
        scenario=scenario,
        branch=branch or a_branch(),
        visitor=visitor or staff("clerk", branch=a_branch()),
        planned_on=NOON.date(),
        **details,
        by=HOUSE,
        at=NOON,
    )


def recorded(visit: MysteryVisit, *marks: int | None) -> MysteryVisit:
    ids = visit.scenario.asks.values_list("pk", flat=True)
    heard = {pk: Heard(mark=mark, heard="不知道") for pk, mark in zip(ids, marks, strict=False)}
    return record_visit(visit=visit, heard=heard, visited_at=NOON, by=actor_of(visit.visitor, NOON), at=NOON)


def a_supervisor(**details: Any) -> Supervisor:
    given = {"login": "watch", "name": "赵老师", "password": PASSWORD, "background": "消费者协会"}
    until = now().date() + 90 * DAY
    return appoint_supervisor(**{**given, "until": until, **details}, by=HOUSE, at=NOON)


def seen(name: str, level: str, **details: Any) -> Observation:
    given: dict[str, Any] = {"dimension": "reliability", "seen_on": NOON.date(), "source": "trial"}
    return observe_competitor(
        competitor=name, level=Decimal(level), **{**given, **details}, by=HOUSE, at=NOON
    )


@pytest.mark.spec("R340")
def test_questions_and_complaints_are_scored_and_low_marks_become_findings_on_release() -> None:
    visit = recorded(a_visit(), 5, 2)
    assert (visit.score, Finding.objects.count()) == (Decimal("0.4375"), 0)

    release_visit(visit=visit, by=actor("service_manager"), at=NOON)

    finding = Finding.objects.get()
    assert (finding.source, finding.visit, finding.branch) == ("mystery", visit, visit.branch)
    assert finding.what == f"{visit.number} 外箱破了，你们赔吗？ 不知道"


def test_what_could_not_be_asked_counts_on_neither_side() -> None:
    assert recorded(a_visit(), None, None).score is None
    assert recorded(a_visit(), 3).score == Decimal("0.5")
    with pytest.raises(MarkWrong):
        recorded(a_visit(), 6)


def test_a_check_without_a_mark_or_a_word_is_not_recorded() -> None:
    visit = a_visit()
    said = {"visited_at": NOON, "by": actor_of(visit.visitor, NOON), "at": NOON}

    with pytest.raises(NothingRecorded):
        record_visit(visit=visit, heard={pk: Heard() for pk in (1, 2)}, note=" ", **said)

    assert record_visit(visit=visit, heard={}, note="无人接听", **said).score is None


def test_nobody_poses_at_their_own_branch_or_records_for_another() -> None:
    branch = a_branch()
    with pytest.raises(OwnBranch):
        a_visit(branch, staff("clerk", branch=branch))
    visit = a_visit()
    with pytest.raises(NotYourVisit):
        record_visit(visit=visit, heard={}, visited_at=NOON, by=actor("clerk"), at=NOON)


@pytest.mark.spec("R340")
def test_a_result_is_open_to_managers_alone_until_it_is_released() -> None:
    branch = a_branch()
    visit = recorded(a_visit(branch), 4, 4)
    readers = {role: actor(role, branch=branch) for role in ("clerk", "branch_manager", "service_manager")}

    before = {role: readable_visits(reader).count() for role, reader in readers.items()}
    release_visit(visit=visit, by=HOUSE, at=NOON)
    after = {role: readable_visits(reader).count() for role, reader in readers.items()}

    assert before == {"clerk": 0, "branch_manager": 1, "service_manager": 1}
    assert after == {"clerk": 1, "branch_manager": 1, "service_manager": 1}
    assert readable_visits(actor("clerk", branch=a_branch())).count() == 0


@pytest.mark.spec("R340")
def test_whoever_posed_is_masked_from_the_inspected_everywhere(client: Client) -> None:
    branch, visitor = a_branch(), staff("clerk", branch=a_branch(), name="隐身人")
    visit = recorded(a_visit(branch, visitor), 1, 4)
    release_visit(visit=visit, by=actor("service_manager"), at=NOON)
    addresses = (
        visit.get_absolute_url(),
        reverse("inspections:visits"),
        f"{reverse('inspections:visits')}?export=csv&columns=visitor",
        Finding.objects.get().get_absolute_url(),
        reverse("inspections:findings"),
        "/api/v1/inspections/mystery-checks",
    )

    def told(person: Person) -> list[bool]:
        client.force_login(person)
        pages = [client.get(address) for address in addresses]
        assert [page.status_code for page in pages] == [200] * len(pages)
        texts = [page.getvalue() if page.streaming else page.content for page in pages]
        return ["隐身人" in text.decode() for text in texts]

    assert told(staff("branch_manager", branch=branch)) == [False] * 6
    assert told(staff("service_manager"))[:2] == [True, True]
    assert not EventRecord.objects.filter(subject_type="inspections.mysteryvisit", actor_id=visitor.pk)


def test_a_mystery_check_goes_from_plan_to_release_in_the_browser(client: Client) -> None:
    leader, visitor = staff("service_manager"), staff("clerk", branch=a_branch())
    branch = a_branch()
    client.force_login(leader)
    sent = {
        "title": "报价咨询",
        "channel": "phone",
        "situation": "新客户",
        "asks-TOTAL_FORMS": "2",
        "asks-INITIAL_FORMS": "0",
        "asks-0-text": "多少钱？",
        "asks-0-sort": "question",
        "asks-0-weight": "1",
        "asks-1-sort": "question",
        "asks-1-weight": "1",
    }
    client.post(reverse("inspections:new_scenario"), sent)
    scenario = Scenario.objects.get()
    today = localdate().isoformat()
    plan = {"scenario": scenario.pk, "branch": branch.pk, "visitor": visitor.pk, "planned_on": today}
    late = client.post(reverse("inspections:new_visit"), {**plan, "planned_on": "2026-03-02"})
    client.post(reverse("inspections:new_visit"), plan)
    visit = MysteryVisit.objects.get()

    client.force_login(visitor)
    assert visit.number in client.get(reverse("inspections:own_visits")).content.decode()
    assert client.get(visit.get_absolute_url()).status_code == 404
    ask = scenario.asks.get()
    address = reverse("inspections:recording", args=[visit.number])
    wrong = client.post(address, {"visited_at": "2036-03-02T10:00", f"ask-{ask.pk}-mark": "4"})
    client.post(address, {"visited_at": "2026-03-02T10:00", f"ask-{ask.pk}-mark": "4"})

    client.force_login(leader)
    client.post(reverse("inspections:release", args=[visit.number]))
    visit.refresh_from_db()
    assert wrong.status_code == 422
    assert list(late.context["form"].errors) == ["planned_on"]
    assert (visit.state, visit.score) == ("released", Decimal("0.75"))
    changed = {**sent, "asks-0-text": "运费多少？"}
    client.post(reverse("inspections:scenario", args=[scenario.pk]), changed)
    used = Scenario.objects.order_by("pk").values_list("is_used", flat=True)
    assert list(used) == [False, True]


@pytest.mark.spec("R339")
def test_a_supervisor_files_findings_and_is_answered_within_a_promise() -> None:
    branch = a_branch()
    supervisor = a_supervisor(branch=branch)
    by = actor_of(supervisor.person, NOON)

    finding = file_finding(what="司机未核对单据", severity="major", by=by, at=NOON)
    promise = Promise.objects.about(finding).get()
    answered = answer_finding(
        finding=finding, answer="已培训", by=actor("clerk", branch=branch), at=NOON + timedelta(hours=2)
    )

    assert (finding.branch, finding.supervisor) == (branch, supervisor)
    assert (promise.kind, promise.branch, promise.state) == ("finding_answer", branch, "running")
    promise.refresh_from_db()
    assert (promise.state, answered.answer) == ("kept", "已培训")
    with pytest.raises(AnsweredAlready):
        answer_finding(finding=finding, answer="又", by=HOUSE, at=NOON)


def test_a_supervisor_whose_term_is_over_files_nothing() -> None:
    over, dismissed, later = a_supervisor(until=NOON.date()), a_supervisor(login="other"), NOON + DAY
    dismiss_supervisor(supervisor=dismissed, by=HOUSE, at=NOON)

    for each in (over, dismissed):
        with pytest.raises(NotASupervisor):
            file_finding(what="x", severity="minor", by=actor_of(each.person, later), at=later)
    dismissed.person.refresh_from_db()
    assert not dismissed.person.is_active


def test_a_term_that_is_over_before_it_begins_is_refused() -> None:
    with pytest.raises(AlreadyOver) as refused:
        a_supervisor(until=NOON.date() - DAY)

    assert refused.value.field == "until"
    assert not Supervisor.objects.exists()


@pytest.mark.spec("R339")
def test_a_supervisor_sees_their_own_findings_and_no_page_of_ours(client: Client) -> None:
    first, second = a_supervisor(), a_supervisor(login="second", name="钱老师")
    other = file_finding(what="别人的", severity="minor", by=actor_of(second.person, NOON), at=NOON)
    client.force_login(first.person)
    address = reverse("portal:supervisor_filing")
    photo = SimpleUploadedFile("a.txt", "单据散落".encode(), "text/plain")

    empty = client.post(address, {"what": "", "severity": "minor"})
    sent = client.post(address, {"what": "前台无人", "severity": "minor", "photo": photo})

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert client.get("/")["Location"] == reverse("portal:supervisor_home")
    page = client.get(reverse("portal:supervisor_home")).content.decode()
    assert "前台无人" in page and "别人的" not in page
    client.cookies["django_language"] = "zh-hans"
    page = client.get(reverse("portal:supervisor_home")).content.decode()
    assert "<dt>发现时间</dt>" in page
    mine = Finding.objects.get(what="前台无人")
    assert "待处理" in page
    answer_finding(finding=mine, answer="已加派", by=HOUSE, at=now())
    page = client.get(reverse("portal:supervisor_home")).content.decode()
    assert "已答复" in page and "待处理" not in page
    assert client.get(reverse("portal:supervisor_photo", args=[mine.number])).status_code == 200
    assert client.get(reverse("portal:supervisor_photo", args=[other.number])).status_code == 404
    ours = ("inspections:findings", "inspections:standards", "parties:customers", "desk:queue")
    assert {client.get(reverse(name)).status_code for name in ours} == {404}


def test_a_clerk_answers_a_supervisor_in_the_browser(client: Client) -> None:
    finding = file_finding(
        what="车厢漏水", severity="major", by=actor_of(a_supervisor().person, NOON), at=NOON
    )
    client.force_login(staff("clerk"))
    address = reverse("inspections:finding_answer", args=[finding.number])

    refused = client.post(address, {"answer": ""})
    client.post(address, {"answer": "已检修"})

    finding.refresh_from_db()
    assert (refused.status_code, finding.answer) == (422, "已检修")
    assert "赵老师" in client.get(finding.get_absolute_url()).content.decode()


def test_a_general_manager_appoints_and_dismisses_supervisors(client: Client) -> None:
    client.force_login(staff("general_manager"))
    sent = {
        "name": "孙老师",
        "background": "人大代表",
        "login": "sun",
        "password": PASSWORD,
        "until": "2027-12-31",
    }
    client.post(reverse("inspections:new_supervisor"), sent)
    supervisor = Supervisor.objects.get()

    page = client.get(reverse("inspections:supervisors")).content.decode()
    client.post(reverse("inspections:dismissal"), {"pk": supervisor.pk})

    supervisor.refresh_from_db()
    assert "孙老师" in page and supervisor.ended_at is not None
    client.force_login(staff("service_manager"))
    assert client.get(reverse("inspections:supervisors")).status_code == 403


@pytest.mark.spec("R341")
def test_ours_stands_beside_the_newest_level_of_each_competitor() -> None:
    for month, value in ((date(2026, 2, 1), "0.92"), (date(2027, 1, 1), "0")):
        Score.objects.create(
            indicator="on_time_rate",
            slice="all",
            month=month,
            numerator=Decimal(value) * 100,
            denominator=100,
            value=Decimal(value),
            as_of=NOON,
        )
    seen("快达", "0.90", indicator="on_time_rate", seen_on=NOON.date() - 20 * DAY)
    seen("快达", "0.95", indicator="on_time_rate")
    seen("迅捷", "0.88", indicator="on_time_rate")
    seen("迅捷", "48", unit="h", dimension="time")
    seen("旧闻", "0.99", indicator="on_time_rate", seen_on=NOON.date() - 400 * DAY)

    def said(each: Theirs | None) -> tuple[str, bool | None] | None:
        return each and (each.seen.level_words, each.we_are_better)

    told = compare(actor("clerk"), on=NOON.date(), days=365)

    rows = [(row.newest.dimension, row.ours, [said(each) for each in row.theirs]) for row in told.rows]
    assert [each.name for each in told.competitors] == ["快达", "迅捷"]
    assert rows == [
        ("reliability", Decimal("0.92"), [("95 %", False), ("88 %", True)]),
        ("time", None, [None, ("48 h", None)]),
    ]
    assert (told.behind, told.judged) == (1, 1)


def test_an_observation_says_something_and_knows_the_competitor_once() -> None:
    with pytest.raises(NothingSeen):
        observe_competitor(
            competitor="快达", dimension="price", seen_on=NOON.date(), source="press", by=HOUSE, at=NOON
        )
    with pytest.raises(ShareWrong):
        seen("快达", "95", indicator="on_time_rate")
    for _ in range(2):
        seen("快达", "1")

    assert list(Competitor.objects.values_list("name", flat=True)) == ["快达"]


@pytest.mark.spec("R341")
def test_an_observation_is_written_down_with_evidence_in_the_browser(client: Client) -> None:
    client.force_login(staff("clerk"))
    sent = {
        "competitor": "快达",
        "dimension": "reliability",
        "indicator": "on_time_rate",
        "level": "95",
        "price": "4.2",
        "currency": "CNY",
        "price_per": "kg",
        "seen_on": "2026-03-02",
        "source": "trial",
        "source_note": "试寄五票",
    }
    refused = client.post(reverse("inspections:new_observation"), {**sent, "level": "950"})
    fraction = client.post(reverse("inspections:new_observation"), {**sent, "level": "0.95"})
    evidence = SimpleUploadedFile("试寄.txt", "五票四票准时".encode(), "text/plain")
    client.post(reverse("inspections:new_observation"), {**sent, "evidence": evidence})

    observation = Observation.objects.get()
    assert refused.status_code == 422
    assert list(fraction.context["form"].errors) == ["level"]
    assert (observation.level, observation.level_words) == (Decimal("0.95"), "95 %")
    page = client.get(observation.get_absolute_url()).content.decode()
    assert "CNY 4.2 / kg" in page and "试寄.txt" in page
    assert "快达" in client.get(reverse("inspections:competitors")).content.decode()
    listed = client.get(f"{reverse('inspections:observations')}?export=csv").getvalue().decode()
    assert "试寄五票" not in listed and "95 %" in listed


def test_programs_observe_file_and_answer(client: Client) -> None:
    def key(person: Person) -> dict[str, Any]:
        _, secret = make_key(person=person, name="p", by=HOUSE, at=NOON)
        return {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}

    clerk, watching = key(staff("clerk")), key(a_supervisor().person)
    observed = {
        "competitor": "快达",
        "dimension": "price",
        "price": "3.9",
        "seen_on": "2026-03-02",
        "source": "offer",
    }
    made = client.post("/api/v1/inspections/observations", observed, **clerk)
    filed = client.post("/api/v1/inspections/own-findings", {"what": "窗口排队"}, **watching).json()
    answered = client.post(
        f"/api/v1/inspections/findings/{filed['number']}/answer", {"answer": "已增窗口"}, **clerk
    ).json()

    assert made.status_code == 201
    assert client.get("/api/v1/inspections/observations", **clerk).json()["items"][0]["price"] == "3.900000"
    assert answered["answer"] == "已增窗口"
    own = client.get("/api/v1/inspections/own-findings", **watching).json()
    assert [row["answer"] for row in own] == ["已增窗口"]
    assert client.get("/api/v1/inspections/findings", **watching).status_code == 403
    assert client.get("/api/v1/inspections/own-findings", **clerk).status_code == 403


def test_what_is_seen_before_breakfast_was_seen_today() -> None:
    early = datetime(2026, 3, 1, 17, tzinfo=UTC)  # one in the morning of the second where the company works

    seen = observe_competitor(
        competitor="快达",
        dimension="other",
        words="新网点",
        seen_on=date(2026, 3, 2),
        source="staff",
        by=HOUSE,
        at=early,
    )

    assert seen.seen_on == date(2026, 3, 2)
