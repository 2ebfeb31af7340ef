"""The documents lead somewhere, and the commands in them exist."""

import re
from pathlib import Path

import pytest

from kept.config.cli import ROOM_COMMANDS, kept

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changes/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
KEPT = re.compile(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?kept ([a-z][a-z-]*)", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_of_ours(page: Path) -> None:
    targets = [target.split("#")[0] for target in LINK.findall(page.read_text())]

    lost = [
        target
        for target in targets
        if target and not _leads_out(target) and not (page.parent / target).exists()
    ]

    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    lost = []
    for target in LINK.findall(page.read_text()):
        file, _, heading = target.partition("#")
        goal = page.parent / file if file else page
        if heading and not _leads_out(target) and goal.suffix == ".md" and heading not in _headings(goal):
            lost.append(target)

    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists(page: Path) -> None:
    code = "\n".join(block.strip("`") for block in CODE.findall(page.read_text()))
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(MAKE.findall(code)) - targets == set()
    assert set(KEPT.findall(code)) - {*kept.commands, *ROOM_COMMANDS} == set()


def test_every_decision_says_context_choice_and_price() -> None:
    lacking = {
        page.name
        for page in ROOT.glob("docs/decisions/[0-9]*.md")
        for part in ("## Context", "## Weighed", "## Decided")
        if part not in page.read_text()
    }

    assert lacking == set()


def test_decisions_are_numbered_in_a_row() -> None:
    numbers = sorted(int(page.name[:4]) for page in ROOT.glob("docs/decisions/[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def _leads_out(target: str) -> bool:
    return target.startswith(("http://", "https://", "mailto:"))


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
