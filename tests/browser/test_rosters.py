"""The roster by hand: ticked and planned from the keyboard, usable wide and narrow, light and dark."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localdate, now
from playwright.sync_api import Page

from kept.people.models import Duty, PersonSkill, Skill, Team
from kept.people.queries.rosters import monday_of
from tests.factories import staff
from tests.people.test_rosters import a_shift, a_team, away, put_on


def a_week() -> Team:
    """A team with a week that has duties, an absence and gaps."""
    one, two = staff(name="王敏"), staff(name="李娜", is_new=True)
    PersonSkill.objects.create(
        person=one, skill=Skill.objects.create(code="x", words={"zh-hans": "报关"}), level=3
    )
    team, monday = a_team(one, two), monday_of(localdate())
    early, late = a_shift(words={"zh-hans": "早班"}), a_shift("late", 14, 22, words={"zh-hans": "晚班"})
    put_on(team, early, *((one, monday + timedelta(days=n)) for n in range(5)))
    put_on(team, late, *((two, monday + timedelta(days=n)) for n in range(3)))
    away(two, now() - timedelta(hours=1), now() + timedelta(days=2), deputy=one)
    return team


def test_the_roster_is_planned_from_the_keyboard(
    page: Page, transactional_db: None, sign_in: Callable[..., None]
) -> None:
    person = staff(name="王敏")
    team, shift = a_team(person), a_shift()
    sign_in(staff("service_manager"), language="en")
    page.goto(f"/rosters/?team={team.pk}&week=2026-03-02")

    page.locator("[data-roster] input[name=row]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_label("Shift").select_option(str(shift.pk))
    page.get_by_role("button", name="Put on the roster").click()

    page.get_by_text("1 duty planned.").wait_for()
    assert Duty.objects.get().day.isoformat() == "2026-03-03"


def test_rosters_teams_and_absences_are_usable_in_every_light(
    page: Page,
    transactional_db: None,
    sign_in: Callable[..., None],
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    team = a_week()
    sign_in(staff("service_manager"))

    for address in (f"/rosters/?team={team.pk}", f"/teams/{team.pk}/", "/absences/", "/absences/new/"):
        page.goto(address)
        in_every_light(everybody_can_use)
