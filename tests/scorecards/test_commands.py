"""`kept service-level`, `kept scorecard` and `kept facts`."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from kept.parties.models import Customer
from kept.scorecards.commands import facts, scorecard, service_level_
from tests.factories import NOON, a_customer, a_partner

from .conftest import TakeIn, a_row

CASE = ("--component", "quantity=0.95", "--component", "quality=0.95")
CASE += ("--component", "time=0.95", "--component", "documents=0.95")


def run(command: Any, *words: str) -> Any:
    return CliRunner().invoke(command, words)


@pytest.mark.spec("R499", "R500")
def test_the_worked_case_comes_out_exactly() -> None:
    told = run(service_level_, "--set", "0.95", *CASE, "--json")

    assert told.exit_code == 0
    level = json.loads(told.output, parse_float=Decimal)
    assert (level["set"], level["achieved"], level["gap"]) == (
        Decimal("0.95"),
        Decimal("0.81450625"),
        Decimal("0.13549375"),
    )
    assert [part["name"] for part in level["components"]] == ["quantity", "quality", "time", "documents"]
    assert {part["loss_share"] for part in level["components"]} == {Decimal("0.25")}
    plain = run(service_level_, "--set", "0.95", *CASE).output
    assert "achieved  81.45 %" in plain
    assert "gap       13.55 percentage points" in plain


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "x", *CASE), "is not a number"),
        (("--set", "1.2", *CASE), "does not lie between 0 and 1"),
        (("--set", "0.95", "--component", "0.9"), "NAME=RATE"),
        (("--set", "0.95", "--component", "a=0.9", "--component", "a=0.8"), "twice"),
        (("--set", "0.95"), "--component"),
    ],
)
def test_bad_input_is_named_and_ends_with_two(words: tuple[str, ...], said: str) -> None:
    told = run(service_level_, *words)

    assert told.exit_code == 2
    assert said in told.output


def test_the_scorecard_prints_figures_by_subcontractor(take_in: TakeIn) -> None:
    good, bad = a_partner(name="A 准时"), a_partner(name="B 迟到")
    customer, late = a_customer(), NOON + timedelta(hours=1)
    take_in(
        a_row("1", customer, carrier_id=good.pk),
        a_row("2", customer, carrier_id=bad.pk, happened_at=late),
    )

    told = run(scorecard, "--from", "2026-03", "--to", "2026-03", "--by", "subcontractor", "--json")

    assert told.exit_code == 0, told.output
    found = json.loads(told.output)
    assert found["total"]["on_time_rate"]["value"] == "0.5"
    assert [(row["name"], row["indicators"]["on_time_rate"]["value"]) for row in found["rows"]] == [
        ("A 准时", "1"),
        ("B 迟到", "0"),
    ]
    assert found["total"]["quantity_rate"]["no_data"] == "no delivery says whether its quantity was right"
    months = run(
        scorecard, "--from", "2026-03", "--to", "2026-04", "--by", "month", "--indicator", "on_time_rate"
    )
    assert "2026-03" in months.output
    assert "50.00 %  (1 of 2)" in months.output


def test_a_wrong_month_or_indicator_is_one_line(db: None) -> None:
    assert run(scorecard, "--from", "March", "--to", "2026-03").exit_code == 2
    wrong = run(scorecard, "--from", "2026-03", "--to", "2026-03", "--indicator", "joy")
    assert (wrong.exit_code, "there is no indicator 'joy'" in wrong.output) == (2, True)
    assert run(scorecard, "--from", "2026-04", "--to", "2026-03").exit_code == 2


def test_facts_are_refreshed_rebuilt_and_checked(ten_orders: Customer) -> None:
    assert "run 'kept facts refresh'" in run(facts, "check").output
    written = json.loads(run(facts, "refresh", "--json").stdout)
    assert written["written"]["deliveries"] == {"months": 1, "rows": 10}
    assert json.loads(run(facts, "check", "--json").stdout)["agrees"] is True
    assert run(facts, "rebuild").exit_code == 0
    assert run(facts, "check").exit_code == 0


def test_a_difference_ends_with_one(ten_orders: Customer, take_in: TakeIn) -> None:
    run(facts, "refresh", "--json")
    take_in(a_row("behind", ten_orders))

    told = run(facts, "check")

    assert told.exit_code == 1
    assert "DIFFERS" in told.output
