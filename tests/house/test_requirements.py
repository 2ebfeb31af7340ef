"""The requirement list and the tests that carry its ids."""

from types import SimpleNamespace
from typing import Any

import pytest

from scripts.trace import SPEC, Section, report, sections, shortened, traced


def test_the_requirement_list_is_whole() -> None:
    ids = [each for section in sections(SPEC.read_text()) for each in section.ids]

    assert ids == [f"R{number:03}" for number in range(1, 802)]


def test_tests_carry_only_ids_that_exist(request: pytest.FixtureRequest) -> None:
    ids = {each for section in sections(SPEC.read_text()) for each in section.ids}

    unknown = {each: tests for each, tests in traced(request.session.items).items() if each not in ids}

    assert unknown == {}


def test_ids_on_cases_of_a_test_count_for_the_test_once() -> None:
    cases: Any = [
        SimpleNamespace(
            nodeid=f"tests/a.py::test_x[{n}]",
            iter_markers=lambda _name, n=n: [pytest.mark.spec(f"R00{n}", "R009").mark],
        )
        for n in (1, 2)
    ]

    assert traced(cases) == {each: ["tests/a.py::test_x"] for each in ("R001", "R009", "R002")}


def test_the_trace_counts_by_section() -> None:
    listed = [Section("A. Scope", ("R001", "R002", "R003")), Section("B. Records", ("R034",))]

    told = list(report(listed, {"R001": ["tests/a.py::test_x"], "R034": ["tests/a.py::test_x"]}))

    assert told == [
        "A. Scope: 1 of 3",
        "  tested      R001",
        "  not tested  R002-R003",
        "B. Records: 1 of 1",
        "  tested      R034",
        "\nAll: 2 of 4 requirements have a test, in 1 tests.",
    ]


def test_runs_of_ids_are_shortened() -> None:
    assert shortened(["R001", "R002", "R004", "R007", "R008", "R009"]) == "R001-R002 R004 R007-R009"
