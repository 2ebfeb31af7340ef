"""Which requirements of docs/spec.md have tests: `python -m scripts.trace`."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


def traced(tests: Path = TESTS) -> dict[str, list[str]]:
    """Requirement id to the tests that carry it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(tests.rglob("test_*.py")):
        for name, requirement in _marks(ast.parse(file.read_text(), filename=str(file))):
            found[requirement].append(f"{file.relative_to(tests.parent)}::{name}")
    return dict(found)


def _marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((node.name, requirement) for requirement in _spec_ids(decorator))
        elif isinstance(node, ast.Assign) and any(_is_pytestmark(target) for target in node.targets):
            listed = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            for mark in listed:
                yield from (("(whole file)", requirement) for requirement in _spec_ids(mark))


def _is_pytestmark(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == "pytestmark"


def _spec_ids(mark: ast.expr) -> list[str]:
    if not (isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.spec"):
        return []
    return [argument.value for argument in mark.args if isinstance(argument, ast.Constant)]


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
    print("\n".join(report(sections(SPEC.read_text()), traced())))
