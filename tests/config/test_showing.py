"""`kept demo` fills an empty database, keeps a filled one, and starts over only when asked."""

import json
from types import SimpleNamespace

import click
import pytest
from pytest_django import Settings

from kept.config import showing

pytestmark = pytest.mark.django_db


def test_a_demo_of_this_schema_is_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "MigrationExecutor", _nothing_pending)
    (settings.DATA / "demo.json").write_text(json.dumps({"schema": showing._schema()}))

    said: list[str] = []
    showing.open_demo(say=said.append)

    assert said == []


def test_a_demo_of_another_schema_asks_for_a_reset(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "MigrationExecutor", _nothing_pending)
    (settings.DATA / "demo.json").write_text(json.dumps({"schema": "an older one"}))

    with pytest.raises(click.UsageError, match="run make demo-reset"):
        showing.open_demo(say=print)


def test_a_database_with_something_else_inside_is_refused(settings: Settings) -> None:
    with pytest.raises(click.UsageError, match="something else than the demo company"):
        showing.open_demo(say=print)

    assert not (settings.DATA / "demo.loading").exists()


def test_a_load_that_was_broken_off_starts_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(showing, "forget_demo", lambda: told.append("forgotten"))
    monkeypatch.setattr(showing, "_load", lambda *, say: told.append("loaded"))
    (settings.DATA / "demo.loading").touch()

    showing.open_demo(say=print)

    assert told == ["forgotten", "loaded"]


def _nothing_pending(connection: object) -> SimpleNamespace:
    graph = SimpleNamespace(leaf_nodes=list)
    return SimpleNamespace(loader=SimpleNamespace(graph=graph), migration_plan=lambda targets: [])
