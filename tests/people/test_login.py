"""Signing in."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_login_that_lacks_something_names_the_field(client):
    answer = client.post(reverse("people:login"), {"username": "lin", "password": ""})

    assert list(answer.context["form"].errors) == ["password"]
    assert 'id="id_password_error"' in answer.content.decode()
    assert 'id="id_username_error"' not in answer.content.decode()
