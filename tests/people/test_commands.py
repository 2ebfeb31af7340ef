"""`kept person` lets the first person in."""

import json

import pytest
from click.testing import CliRunner

from kept.people.actions.roles import keep_built_in_roles
from kept.people.commands import person
from kept.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_person_added_at_the_command_line_may_sign_in_with_that_role() -> None:
    keep_built_in_roles()

    told = CliRunner().invoke(
        person, ["wang", "--name", "王敏", "--password", "eight-bells-ring", "--json"], catch_exceptions=False
    )

    added = Person.objects.get(login="wang")
    assert json.loads(told.output) == {"login": "wang", "name": "王敏", "role": "general_manager"}
    assert added.check_password("eight-bells-ring")
    assert [grant.role.code for grant in added.grants.all()] == ["general_manager"]


def test_an_unknown_role_is_told_with_those_that_exist() -> None:
    keep_built_in_roles()

    told = CliRunner().invoke(person, ["wang", "--name", "Wang", "--role", "king", "--password", "x"])

    assert told.exit_code == 2
    assert "There is no role 'king'. Roles: admin, branch_manager, clerk" in told.output
    assert not Person.objects.exists()
