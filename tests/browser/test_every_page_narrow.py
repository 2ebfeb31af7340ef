"""Every page that links lead to, on a phone."""

import pytest
from pytest_django.live_server_helper import LiveServer

from kept.people.models import Person
from tests.browser.conftest import NARROW, FaultsOfPages, SignIn

pytestmark = pytest.mark.slow


def test_everybody_can_use_every_page_on_a_phone(
    live_server: LiveServer, sign_in: SignIn, manager: Person, faults_of_pages: FaultsOfPages
) -> None:
    sign_in(manager)

    assert faults_of_pages(live_server.url, NARROW) == ""
