"""Saved views: own, the team's, everybody's."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.test import Client, RequestFactory

from kept.kernel.actor import Actor
from kept.kernel.models import SavedView
from kept.kernel.web import views
from kept.kernel.web.saved_views import NamelessView, save_view, visible_to
from tests.factories import staff

from .conftest import CLERK

pytestmark = pytest.mark.django_db

OTHER = Actor(kind="person", name="李四", person_id=8)


def test_a_view_is_kept_under_its_name_and_replaced_by_it() -> None:
    save_view(table="ships", name=" Late ", query="?late=on", reach="own", by=CLERK)
    save_view(table="ships", name="Late", query="late=on&sort=due", reach="own", by=CLERK)

    assert list(SavedView.objects.values_list("person_id", "name", "query", "team_id", "shared")) == [
        (7, "Late", "late=on&sort=due", None, False)
    ]


def test_who_sees_a_view_depends_on_its_reach() -> None:
    mate = Actor(kind="person", name="赵五", person_id=9, scopes=CLERK.scopes)
    for reach in ("own", "team", "shared"):
        save_view(table="ships", name=reach, query="a=1", reach=reach, by=CLERK)

    seen = [{view.name for view in visible_to(actor)} for actor in (CLERK, mate, OTHER)]

    assert seen == [{"own", "team", "shared"}, {"team", "shared"}, {"shared"}]


def test_a_view_wants_a_name() -> None:
    with pytest.raises(NamelessView):
        save_view(table="ships", name="  ", query="", reach="own", by=CLERK)


def test_saving_leads_back_to_the_list_as_saved(rf: RequestFactory) -> None:
    request = _post(rf, "/saved-views/", table="ships", name="Late", query="late=on", path="/ships/")

    assert views.saved_views(request)["Location"] == "/ships/?late=on"


def test_a_view_without_a_name_leads_back_to_the_list_with_the_reason(client: Client) -> None:
    client.force_login(staff("clerk"))

    sent = {"table": "ships", "name": " ", "query": "state=open", "path": "/orders/"}
    answer = client.post("/saved-views/", sent)

    assert (answer.status_code, answer["Location"]) == (302, "/orders/?state=open")
    assert [str(said) for said in get_messages(answer.wsgi_request)] == ["Give the view a name."]


def test_saving_never_leads_to_another_house(rf: RequestFactory) -> None:
    request = _post(rf, "/saved-views/", table="ships", name="Late", query="a=1", path="//evil.example/")

    assert views.saved_views(request)["Location"] == "/?a=1"


def test_only_its_owner_removes_a_view(rf: RequestFactory) -> None:
    from django.http import Http404

    view = save_view(table="ships", name="Late", query="a=1", reach="shared", by=OTHER)

    with pytest.raises(Http404):
        views.saved_view_removal(_post(rf, "/", path="/ships/"), pk=view.pk)
    views.saved_view_removal(_post(rf, "/", actor=OTHER, path="/ships/"), pk=view.pk)

    assert not SavedView.objects.exists()


def _post(rf: RequestFactory, address: str, *, actor: Actor = CLERK, **data: str) -> HttpRequest:
    from django.contrib.messages.storage.cookie import CookieStorage

    request = rf.post(address, data)
    request.actor = actor  # type: ignore[attr-defined]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request
