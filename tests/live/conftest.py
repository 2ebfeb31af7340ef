from collections.abc import Iterator

import pytest

from tests.served import serving


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    """The address of one real server for all tests of this folder."""
    with serving() as address:
        yield address
