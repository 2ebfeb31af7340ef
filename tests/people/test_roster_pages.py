"""The pages and the API of teams, rosters, absences and skills, and who may use them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kept.desk.actions.assigning import assign_case
from kept.kernel.errors import Refused
from kept.people.actions.persons import give_grant
from kept.people.actions.skills import keep_skill
from kept.people.models import Absence, Duty, Person, PersonSkill, Role, ShiftPattern, Skill, Team
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, staff
from tests.people.test_rosters import DAY, MONDAY, a_shift, a_team, away, put_on

pytestmark = pytest.mark.django_db
WEEK = {"week": "2026-03-02"}
JSON = "application/json"


@pytest.fixture
def manager(client: Client) -> Person:
    person = staff("service_manager")
    client.force_login(person)
    return person


def a_skill(code: str = "customs", kind: str = "craft") -> Skill:
    return keep_skill(skill=Skill(code=code, kind=kind, words={"en": code.title()}), by=HOUSE, at=NOON)


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_a_manager_puts_a_shift_on_cells_rows_and_columns_and_takes_it_off(client: Client) -> None:
    one, two = staff(), staff()
    team, shift = a_team(one, two), a_shift()
    chosen = {"cell": [f"{one.pk}:2026-03-03"], "row": [two.pk], "column": ["2026-03-08"]}

    client.post(f"/rosters/{team.pk}/duties/", {**WEEK, **chosen, "pattern": shift.pk})

    days = {person: Duty.objects.filter(person=person, team=team).count() for person in (one, two)}
    assert days == {one: 2, two: 7}
    page = client.get("/rosters/", {"team": team.pk, **WEEK})
    assert page.content.decode().count('hours">08:00-16:00<') == 2 * 9  # the grid and the narrow list
    client.post(f"/rosters/{team.pk}/removal/", {**WEEK, "row": [two.pk]})
    assert Duty.objects.get(day="2026-03-03").person == one
    assert not Duty.objects.filter(person=two).exists()


@pytest.mark.usefixtures("manager")
def test_what_cannot_be_planned_is_said_and_what_was_ticked_stays(client: Client) -> None:
    person = staff()
    team, shift = a_team(person), a_shift()
    put_on(team, shift, (person, MONDAY))
    cell = f"{person.pk}:2026-03-02"

    clash = client.post(f"/rosters/{team.pk}/duties/", {**WEEK, "cell": [cell], "pattern": shift.pk})
    nothing = client.post(f"/rosters/{team.pk}/removal/", WEEK)
    free = client.post(f"/rosters/{team.pk}/removal/", {**WEEK, "cell": [f"{person.pk}:2026-03-03"]})

    assert (clash.status_code, nothing.status_code, free.status_code) == (422, 422, 422)
    assert "Nobody has a duty where you ticked." in free.content.decode()
    assert f"{person.name} is on duty already on 2026-03-02, 08:00-16:00." in clash.content.decode()
    assert f'value="{cell}" checked' in clash.content.decode()
    assert "Choose people and days first." in nothing.content.decode()


@pytest.mark.usefixtures("manager")
def test_the_week_before_is_copied_and_what_was_not_is_named(client: Client) -> None:
    one, two = staff(), staff()
    team, shift = a_team(one, two), a_shift()
    put_on(team, shift, (one, MONDAY - 7 * DAY), (two, MONDAY - 7 * DAY))
    away(two)

    page = client.post(f"/rosters/{team.pk}/copy/", WEEK)

    assert Duty.objects.get(day=MONDAY).person == one
    assert f"{two.name} is away on 2026-03-02." in page.content.decode()


@pytest.mark.spec("R307")
def test_a_manager_of_a_branch_keeps_the_rosters_of_that_branch_alone(client: Client) -> None:
    here, there = a_branch(), a_branch()
    client.force_login(staff("branch_manager", branch=here))
    ours, theirs = staff(branch=here), staff(branch=there)
    own, other, shift = a_team(ours, branch=here), a_team(theirs, branch=there), a_shift()

    for team, person in ((own, ours), (other, theirs)):
        client.post(f"/rosters/{team.pk}/duties/", {**WEEK, "row": [person.pk], "pattern": shift.pk})

    assert set(Duty.objects.values_list("person", flat=True)) == {ours.pk}
    assert client.get(f"/teams/{other.pk}/").status_code == 404
    assert client.get(f"/people/{theirs.pk}/skills/").status_code == 404
    assert client.post("/absences/new/", absent(person=theirs.pk)).status_code == 422


def test_who_leads_a_team_keeps_its_roster(client: Client) -> None:
    leader, member, stranger = staff("warehouse"), staff(), staff()
    team, other, shift = a_team(member), a_team(stranger), a_shift()
    role = Role.objects.get(code="service_manager")
    give_grant(person=leader, role=role, scope_kind="team", scope_id=team.pk, by=HOUSE, at=NOON)
    client.force_login(leader)

    for each, person in ((team, member), (other, stranger)):
        client.post(f"/rosters/{each.pk}/duties/", {**WEEK, "row": [person.pk], "pattern": shift.pk})

    assert set(Duty.objects.values_list("person", flat=True)) == {member.pk}


def absent(**details: Any) -> dict[str, Any]:
    return {
        "kind": "sick",
        "starts_at": "2026-03-02T08:00",
        "ends_at": "2026-03-03T08:00",
        "note": "发烧",
        **details,
    }


@pytest.mark.spec("R307")
def test_a_clerk_tells_their_own_absence_with_a_deputy_and_ends_it(client: Client) -> None:
    clerk, deputy = staff(), staff()
    client.force_login(clerk)

    client.post("/absences/new/", absent(person=deputy.pk, deputy=deputy.pk, ends_at="2099-03-03T08:00"))

    told = Absence.objects.get()
    assert (told.person, told.deputy, told.kind) == (clerk, deputy, "sick")
    client.post(f"/absences/{told.pk}/end/")
    told.refresh_from_db()
    assert told.ends_at.year < 2099
    others = away(deputy)
    assert client.post(f"/absences/{others.pk}/end/").status_code == 404


def test_why_somebody_is_away_is_for_who_keeps_their_roster(client: Client) -> None:
    away(staff(), kind="sick", note="发烧")

    client.force_login(staff("clerk"))
    seen_by_clerk = client.get("/absences/?export=csv").getvalue().decode()
    client.force_login(staff("service_manager"))
    seen_by_manager = client.get("/absences/?export=csv").getvalue().decode()

    assert "发烧" not in seen_by_clerk
    assert "Sick" not in seen_by_clerk
    assert "Sick" in seen_by_manager
    assert "发烧" in seen_by_manager


@pytest.mark.usefixtures("manager")
def test_an_absence_that_ends_before_it_begins_says_so_at_its_end(client: Client) -> None:
    page = client.post("/absences/new/", absent(ends_at="2026-03-01T08:00"))

    assert page.status_code == 422
    assert page.context["form"].errors["ends_at"] == ["The end must lie after the beginning."]


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_a_team_shift_and_skill_are_made_in_the_browser(client: Client) -> None:
    person, branch = staff(), a_branch()

    client.post("/teams/new/", {"name": "夜班组", "branch": branch.pk, "members": [person.pk]})
    shift = {"code": "night", "begins": "22:00", "ends": "06:00", "zone": "Asia/Shanghai"}
    client.post("/shifts/new/", {**shift, "pauses": "2:00-2:30", "name_zh-hans": "夜班"})
    client.post("/skills/new/", {"code": "en", "kind": "language", "name_zh-hans": "英语"})

    assert list(Team.objects.get().members.all()) == [person]
    assert ShiftPattern.objects.get().breaks == [["02:00", "02:30"]]
    assert Skill.objects.get().words == {"zh-hans": "英语"}
    bad = client.post("/shifts/new/", {**shift, "code": "x", "pauses": "mittags", "name_zh-hans": "x"})
    assert bad.context["form"].errors["pauses"] == ["'mittags' is no break. Write 12:00-13:00."]
    for address in ("/teams/", "/shifts/", "/skills/", "/skills/people/", "/duties/", "/absences/"):
        assert client.get(address).status_code == 200


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_the_team_page_tells_skills_levels_languages_and_who_is_new(client: Client) -> None:
    person = staff(is_new=True)
    team = a_team(person)
    for code, kind, level in (("customs", "craft", 3), ("english", "language", 1)):
        PersonSkill.objects.create(person=person, skill=a_skill(code, kind), level=level)

    page = client.get(f"/teams/{team.pk}/").content.decode()

    for words in ("Customs · Expert", "English · Basic", "New to the work", "off duty"):
        assert words in page
    panel = client.get(f"/panels/desk.loads_of_team/people.team/{team.pk}/")
    assert person.name in panel.content.decode()


@pytest.mark.spec("R279")
@pytest.mark.usefixtures("manager")
def test_who_is_marked_new_on_their_page_is_given_no_business_case(client: Client) -> None:
    person, skill = staff(), a_skill()
    case = a_case("complaint")

    client.post(f"/people/{person.pk}/skills/", {f"skill_{skill.pk}": 2, "is_new": "on", "capacity": 4})

    person.refresh_from_db()
    assert (person.is_new, person.capacity) == (True, 4)
    assert person.skills.get().level == 2
    with pytest.raises(Refused):
        assign_case(case=case, owner=person, by=HOUSE, at=NOON)
    client.post(f"/people/{person.pk}/skills/", {f"skill_{skill.pk}": ""})
    assert not person.skills.exists()


def workbook(*rows: list[str]) -> SimpleUploadedFile:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("roster.xlsx", held.getvalue())


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_a_roster_comes_from_excel_in_any_of_our_languages(client: Client) -> None:
    one, two = staff(), staff()
    a_team(one)
    a_shift()
    rows = [["账号", "日期", "Shift", "Begins", "Ends"], [one.login, "2026-03-02", "early", "", ""]]

    sent = client.post(
        "/rosters/file/", {"file": workbook(*rows, [two.login, "2026/3/3", "", "9:00", "17:30"])}
    )

    assert sent.status_code == 302
    told = {duty.person: (duty.day.isoformat(), duty.hours, duty.team) for duty in Duty.objects.all()}
    assert told == {
        one: ("2026-03-02", "08:00-16:00", one.teams.get()),
        two: ("2026-03-03", "09:00-17:30", None),
    }
    again = client.post("/rosters/file/", {"file": workbook(*rows)})
    assert again.context["form"].errors["file"] == ["There is no new duty in this file."]


@pytest.mark.usefixtures("manager")
def test_a_file_with_wrong_rows_writes_nothing_and_names_each(client: Client) -> None:
    person, absent = staff(), staff()
    a_shift()
    away(absent)
    head = ["login", "day", "shift", "begins", "ends", "team"]
    rows = [
        [person.login, "2026-03-02", "early"],
        ["nobody", "2026-03-02", "early"],
        [person.login, "2026-02-30", "early"],
        [person.login, "2026-03-04", "lunch"],
        [person.login, "2026-03-05"],
        [person.login, "2026-03-05", "", "25:00", "26:00"],
        [person.login, "2026-03-02", "", "10:00", "11:00"],
        [absent.login, "2026-03-02", "early"],
        [person.login, "2026-03-06", "early", "", "", "夜班组"],
        ["", "2026-03-06", "early"],
    ]

    page = client.post("/rosters/file/", {"file": workbook(head, *rows)})

    assert page.status_code == 422
    assert not Duty.objects.exists()
    assert [(error.row, error.column, error.reason) for error in page.context["errors"]] == [
        (3, "Login", "Nobody whose roster you keep has the login 'nobody'."),
        (4, "Day", "'2026-02-30' is no date. Write 2026-11-30."),
        (5, "Shift", "There is no shift 'lunch'."),
        (6, "Shift", "Name a shift, or its beginning and end."),
        (7, "Begins", "'25:00' is no time of the day. Write 08:30."),
        (8, "Day", f"{person.name} is on duty already on 2026-03-02, 08:00-16:00."),
        (9, "Day", f"{absent.name} is away on 2026-03-02."),
        (10, "Team", f"{person.name} is in no team '夜班组'."),
        (11, "Login", "This is missing."),
    ]


@pytest.mark.usefixtures("manager")
def test_the_template_of_a_roster_is_understood_in_each_language(client: Client) -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            file = client.get(reverse("people:roster_template"), headers={"accept-language": language})
        sent = client.post("/rosters/file/", {"file": SimpleUploadedFile("a.xlsx", file.content)})
        assert [(e.row, e.column) for e in sent.context["errors"]] == [(2, "Login")]
    no_head = client.post("/rosters/file/", {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert "Missing: Login, Day" in no_head.content.decode()


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_programs_plan_duties_tell_absences_and_judge_skills(client: Client) -> None:
    person, deputy = staff(), staff()
    team = a_team(person)
    a_shift()
    a_skill()
    rows = [
        {"login": person.login, "day": "2026-03-02", "shift": "early", "team": team.pk},
        {
            "login": person.login,
            "day": "2026-03-03",
            "begins": "09:00",
            "ends": "17:00",
            "breaks": [["12:00", "12:30"]],
        },
    ]

    made = client.post("/api/v1/people/duties", rows, content_type=JSON)
    told = {"login": person.login, "deputy": deputy.login, "kind": "sick"}
    times = {"starts_at": "2026-03-09T08:00:00+08:00", "ends_at": "2026-03-10T08:00:00+08:00"}
    left = client.post("/api/v1/people/absences", {**told, **times}, content_type=JSON)
    skills = {"login": person.login, "skills": {"customs": 3}, "is_new": True}
    judged = client.post("/api/v1/people/skills", skills, content_type=JSON)

    assert (made.status_code, left.status_code, judged.status_code) == (201, 201, 200)
    span = {"since": "2026-03-01", "until": "2026-03-31"}
    read = client.get("/api/v1/people/duties", {**span, "team": team.pk}).json()
    assert [(row["login"], row["day"], row["shift"]) for row in read] == [
        (person.login, "2026-03-02", "early")
    ]
    assert client.get("/api/v1/people/duties", {**span, "login": person.login}).json()[1]["breaks"] == [
        ["12:00", "12:30"]
    ]
    assert client.get("/api/v1/people/absences", span).json()[0]["deputy"] == deputy.login
    found = {row["login"]: row for row in client.get("/api/v1/people/skills").json()}
    assert found[person.login]["skills"] == {"customs": 3}
    assert found[person.login]["is_new"] is True


@pytest.mark.usefixtures("manager")
def test_programs_are_told_what_is_wrong_and_nothing_is_half_written(client: Client) -> None:
    person = staff()
    a_shift()
    good = {"login": person.login, "day": "2026-03-02", "shift": "early"}

    for bad, field in (
        ({**good, "login": "nobody"}, "login"),
        ({**good, "shift": "lunch"}, "shift"),
        ({**good, "team": 9}, "team"),
        ({**good, "shift": ""}, "shift"),
        (good, "day"),
        ({**good, "shift": "", "begins": "18:00", "ends": "22:00", "breaks": [["01:00", "02:00"]]}, "breaks"),
        ({**good, "shift": "", "begins": "18:00", "ends": "22:00", "zone": "Mars/Base"}, "zone"),
    ):
        answer = client.post("/api/v1/people/duties", [good, bad], content_type=JSON)
        assert (answer.status_code, answer.json()["field"]) == (409, field)
    assert not Duty.objects.exists()
    skills = client.post(
        "/api/v1/people/skills", {"login": person.login, "skills": {"x": 1}}, content_type=JSON
    )
    assert (skills.status_code, skills.json()["field"]) == (409, "skills")


def test_a_clerk_tells_programs_their_own_absence_alone(client: Client) -> None:
    clerk, other = staff(), staff()
    client.force_login(clerk)
    times = {"starts_at": "2026-03-09T08:00:00", "ends_at": "2026-03-10T08:00:00"}

    own = client.post("/api/v1/people/absences", times, content_type=JSON)
    theirs = client.post("/api/v1/people/absences", {**times, "login": other.login}, content_type=JSON)
    duty = client.post("/api/v1/people/duties", [], content_type=JSON)

    assert (own.status_code, theirs.status_code, duty.status_code) == (201, 409, 403)
    assert Absence.objects.get().person == clerk
    away(other, NOON, NOON + timedelta(days=1), kind="sick", note="发烧")
    span = {"since": "2026-03-01", "until": "2026-03-31"}
    told = {row["login"]: row["kind"] for row in client.get("/api/v1/people/absences", span).json()}
    assert told == {clerk.login: "leave", other.login: ""}


@pytest.mark.usefixtures("manager")
def test_the_roster_asks_the_same_however_many_people(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    people = [staff() for _ in range(4)]
    team, shift = a_team(*people), a_shift()
    put_on(team, shift, *((person, MONDAY) for person in people))

    with django_assert_max_num_queries(20):
        client.get("/rosters/", {"team": team.pk, **WEEK})
    with django_assert_max_num_queries(16):
        client.get(f"/teams/{team.pk}/")


@pytest.mark.spec("R307")
@pytest.mark.usefixtures("manager")
def test_duties_go_out_as_excel_and_csv(client: Client) -> None:
    person = staff()
    put_on(a_team(person), a_shift(), (person, MONDAY))

    text = client.get("/duties/?export=csv").getvalue().decode()

    assert text.splitlines()[1].split(",")[:3] == ["2026-03-02", person.name, "客服一组"]
    assert client.get("/duties/?export=xlsx").status_code == 200
