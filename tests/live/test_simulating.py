"""`kept simulate calls` drives the interface of a running server."""

import json

import pytest
from click.testing import CliRunner

from kept.desk.commands import calls
from kept.desk.models import Call
from kept.people.actions.persons import make_key
from tests.desk.calls import a_centre
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_few_calls_are_played_and_found_in_the_list(served: str) -> None:
    customer, clerk = a_customer(phone="021-58881234"), staff("clerk")
    a_centre(clerk)
    _key, secret = make_key(person=staff("telephone"), name="sim", by=HOUSE, at=NOON)
    how = ["--url", served, "--key", secret, "--hours", "24", "--speed", "100000"]
    many = ["--per-day", "40", "--known", "1", "--seed", "3", "--json"]

    run = CliRunner().invoke(calls, [*how, *many])

    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    played = Call.objects.filter(direction="in")
    assert played.count() == told["calls"] > 0
    assert played.filter(answered_at=None).count() == told["given_up"]
    assert played.filter(customer=customer).count() == told["calls"]
    assert set(played.exclude(answered_at=None).values_list("person", flat=True)) <= {clerk.pk}


def test_a_wrong_key_and_a_silent_server_are_said_in_one_line(served: str) -> None:
    given = ["--hours", "2", "--speed", "100000", "--per-day", "100000"]
    refused = CliRunner().invoke(calls, [*given, "--url", served, "--key", "kept_wrong"])
    silent = CliRunner().invoke(calls, [*given, "--url", "http://127.0.0.1:9", "--key", "kept_wrong"])

    assert refused.exit_code == silent.exit_code == 1
    assert "401" in refused.output and "No server answers" in silent.output


def test_a_wrong_key_is_refused_also_where_nobody_calls(served: str) -> None:
    quiet = ["--hours", "0.01", "--per-day", "1", "--speed", "100000"]

    refused = CliRunner().invoke(calls, [*quiet, "--url", served, "--key", "kept_wrong"])

    assert (refused.exit_code, "401" in refused.output) == (1, True)
