"""The catalogue for programs and on the command line, and its page of the docs."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.scorecards.actions.scoring import keep_scores
from kept.scorecards.commands import indicators
from kept.scorecards.models import NumberEntry
from kept.scorecards.queries.reference import reference_text
from tests.factories import HOUSE, NOON, a_branch, staff

from .test_entering import enter
from .world import LATER

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)
API = "/api/v1/scorecards"


def call(client: Client, person: Person, path: str, told: dict[str, Any] | None = None) -> Any:
    _, key = make_key(person=person, name="test", by=HOUSE, at=NOON)
    headers = {"Authorization": f"Bearer {key}"}
    if told is None:
        return client.get(f"{API}/{path}", headers=headers)
    return client.post(f"{API}/{path}", json.dumps(told), content_type="application/json", headers=headers)


def test_the_reference_page_says_what_is_declared() -> None:
    page = Path(__file__).parents[2] / "docs/reference/indicators.md"

    assert page.read_text("utf-8") == reference_text()


@pytest.mark.spec("R357")
def test_a_program_reads_catalogue_and_tree(client: Client) -> None:
    enter(MARCH, stockout_lines=2, order_lines=25)
    keep_scores(months=[MARCH], as_of=LATER)
    person = staff("general_manager")

    listed = {each["code"]: each for each in call(client, person, "indicators").json()}
    tree = call(client, person, "tree?first=2026-03&last=2026-03").json()

    assert listed["stockout_frequency"]["kind"] == "recorded"
    assert listed["stockout_frequency"]["needs"] == ["stockout_lines", "order_lines"]
    leaf = next(each for each in tree["leaves"] if each["indicator"] == "stockout_frequency")
    assert (Decimal(leaf["figure"]["value"]), leaf["group"]) == (Decimal("0.08"), "customer_service_level")
    assert len(tree["groups"]) == 20 and "profitability" in tree["missing_groups"]


def test_a_program_enters_numbers_for_whom_it_keeps_them(client: Client) -> None:
    one, two = a_branch(), a_branch()
    person = staff("branch_manager", branch=one)

    def told(branch_id: int) -> dict[str, Any]:
        row = {"number": "employees", "month": "2026-03", "value": "12", "slice": "branch", "id": branch_id}
        return {"source": "HR", "rows": [row]}

    assert call(client, person, "base-numbers", told(two.pk)).status_code == 403
    assert call(client, person, "base-numbers", told(one.pk)).status_code == 201
    assert [
        row["number"] for row in call(client, person, "base-numbers?first=2026-03&last=2026-03").json()
    ] == ["employees"]
    assert NumberEntry.objects.get().came == "api"


def test_the_command_line_prints_the_catalogue_with_figures() -> None:
    enter(MARCH, stockout_lines=2, order_lines=25)
    keep_scores(months=[MARCH], as_of=LATER)

    done = CliRunner().invoke(indicators, ["--from", "2026-03", "--json"])

    told = {each["code"]: each for each in json.loads(done.output)["indicators"]}
    assert told["stockout_frequency"]["value"] == "0.08"
    assert told["core_competence"]["no_data"] == "nobody has judged it yet"
