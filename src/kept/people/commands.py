"""`kept person`: add somebody from the command line, the first one above all."""

import json

import click
from django.utils.timezone import now
from django.utils.translation import override

from kept.kernel.actor import Actor

from .actions.persons import add_person, give_grant
from .models import Role


@click.command("person")
@click.argument("login")
@click.option("--name", required=True, help="The name that others read.")
@click.option(
    "--role", default="general_manager", show_default=True, help="Code of a role, in the whole company."
)
@click.password_option(help="Asked for when it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def person(login: str, name: str, role: str, password: str, as_json: bool) -> None:
    """Add a person who may sign in, with one role in the whole company."""
    given = Role.objects.filter(code=role).first()
    if given is None:
        codes = ", ".join(Role.objects.order_by("code").values_list("code", flat=True))
        raise click.UsageError(f"There is no role '{role}'. Roles: {codes}")
    by, at = Actor.system("command line"), now()
    with override("en"):
        added = add_person(login=login, name=name, password=password, by=by, at=at)
        give_grant(person=added, role=given, by=by, at=at)
    told = {"login": added.login, "name": added.name, "role": given.code}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{name} may now sign in as {login}.")


COMMANDS = [person]
