"""Which requirements of docs/spec.md have tests: `python -m scripts.trace`."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "docs" / "spec.md"
TESTS = ROOT / "tests"
ROW = re.compile(r"^\| (R\d{3}) \|")
HEADING = re.compile(r"^## (.+?)(?: \(R\d{3}.*\))?$")


@dataclass(frozen=True)
class Section:
    title: str
    ids: tuple[str, ...]


def sections(text: str) -> list[Section]:
    """The headings of the requirement list that have rows, each with its ids."""
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            title = heading[1]
        elif row := ROW.match(line):
            found.setdefault(title, []).append(row[1])
    return [Section(title, tuple(ids)) for title, ids in found.items()]


def traced(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """Requirement id to the tests that carry it, each test once however many cases it has."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        name = item.nodeid.partition("[")[0]
        for mark in item.iter_markers("spec"):
            for requirement in mark.args:
                found[requirement][name] = None
    return {requirement: list(names) for requirement, names in found.items()}


class Collected:
    """Asks pytest for all tests: ids may stand on the cases of one, made from a catalogue."""

    items: Sequence[pytest.Item] = ()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = session.items


def collected() -> Sequence[pytest.Item]:
    seen = Collected()
    with redirect_stdout(StringIO()) as said:
        ended = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", str(TESTS)], plugins=[seen])
    if ended != pytest.ExitCode.OK:
        sys.exit(said.getvalue())
    return seen.items


def report(listed: list[Section], found: dict[str, list[str]]) -> Iterator[str]:
    """One paragraph a section, then the totals."""
    for section in listed:
        have = [each for each in section.ids if each in found]
        lack = [each for each in section.ids if each not in found]
        yield f"{section.title}: {len(have)} of {len(section.ids)}"
        if have:
            yield f"  tested      {shortened(have)}"
        if lack:
            yield f"  not tested  {shortened(lack)}"
    ids = [each for section in listed for each in section.ids]
    tested = sum(each in found for each in ids)
    tests = set().union(*found.values(), [])
    yield f"\nAll: {tested} of {len(ids)} requirements have a test, in {len(tests)} tests."


def shortened(ids: list[str]) -> str:
    """R001, R002, R003, R007 as 'R001-R003 R007'."""
    runs: list[list[str]] = []
    for each in ids:
        if runs and int(each[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


if __name__ == "__main__":
    print("\n".join(report(sections(SPEC.read_text()), traced(collected()))))
