"""Every worked example in a docstring of the methods is true."""

import doctest
import importlib
import pkgutil

import pytest

from kept import methods

MODULES = sorted(found.name for found in pkgutil.walk_packages(methods.__path__, "kept.methods."))


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_of_a_method_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0
