"""A client finds the surveys that wait for an answer, and answers them where everybody does."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.surveys.models import Response
from tests.factories import a_customer, staff
from tests.surveys.scenes import a_contact, a_survey, an_invitation, read_mark

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R329")
def test_a_client_sees_own_waiting_surveys_alone_and_answers_one(client: Client) -> None:
    customer = a_customer()
    client.force_login(
        staff("client", customer=customer), backend="kept.people.queries.signed_in.PersonBackend"
    )
    survey = a_survey("recommendation", at=now())
    own = an_invitation(survey, contact_person=a_contact(customer), at=now())
    other = an_invitation(survey, at=now())

    before = client.get(reverse("portal:surveys")).content.decode()
    client.post(f"{own.address}?by=portal", read_mark(own) | {"nps-recommend": "9"})
    after = client.get(reverse("portal:surveys")).content.decode()

    assert own.address in before and other.address not in before
    assert own.address not in after
    assert Response.objects.get().channel == "portal"
