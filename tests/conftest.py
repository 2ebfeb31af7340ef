"""What all tests share: a database in a file, folders of their own, and marks by place."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection, connections
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings

from scripts.chromium import FLAGS, HOW, chromium
from tests.data import sets_left_out

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("house")

BROWSER = Path(__file__).parent / "browser"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was not run stands at the end, where nobody overlooks it."""
    if absent := sets_left_out(terminalreporter):
        terminalreporter.section("NOT RUN: tests of the full public sets", red=True, bold=True)
        for name in absent:
            terminalreporter.line(f"../shared/data/{name} is absent")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by folder, and leave out what holds on PostgreSQL only while the tests run on SQLite."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if connection.vendor != "postgresql":
        elsewhere = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker: Playwright starts once in a thread."""
    if (path := chromium()) is None:
        pytest.exit(HOW, returncode=2)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite lives in a file, as in an installation, so that each thread has a connection of its own."""
    for each in connections.all():
        if each.vendor == "sqlite":
            each.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "kept.sqlite3")


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Files that a test writes stay with this test."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FACTS = tmp_path / "facts"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture(autouse=True)
def plain_english(settings: Settings) -> Iterator[None]:
    """Tests read English unless they ask for another language, whether catalogues are compiled or not."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
