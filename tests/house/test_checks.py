"""Django's own checks find nothing."""

from django.core.checks import run_checks


def test_the_framework_has_nothing_to_say() -> None:
    assert [str(message) for message in run_checks()] == []
