"""Doors: who may come in."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from kept.kernel.web.doors import needs, public, signed_in

from .conftest import CLERK, NOBODY, Ask


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_who_has_the_permission_comes_in(ask: Ask) -> None:
    assert needs("web.look")(_page)(ask()).content == b"in"


def test_a_stranger_is_shown_to_the_login_and_from_there_back(ask: Ask) -> None:
    response = needs("web.look")(_page)(ask("/ships/", {"q": "x"}, actor=NOBODY))

    assert response.status_code == 302
    assert response["Location"].endswith("?next=/ships/%3Fq%3Dx")


def test_a_script_of_a_stranger_turns_the_whole_page(ask: Ask) -> None:
    response = needs("web.look")(_page)(ask(actor=NOBODY, part=True))

    assert response["HX-Redirect"].startswith("/")


def test_from_the_login_a_script_leads_back_to_the_page_it_stood_on(ask: Ask) -> None:
    request = ask("/ships/rows/", actor=NOBODY, part=True)
    request.META["HTTP_HX_CURRENT_URL"] = "http://testserver/ships/?q=x"
    assert needs("web.look")(_page)(request)["HX-Redirect"].endswith("?next=/ships/%3Fq%3Dx")

    elsewhere = ask("/ships/rows/", actor=NOBODY, part=True)
    elsewhere.META["HTTP_HX_CURRENT_URL"] = "http://elsewhere.example/ships/"
    assert "next" not in needs("web.look")(_page)(elsewhere)["HX-Redirect"]


def test_who_lacks_the_permission_stays_out(ask: Ask) -> None:
    with pytest.raises(PermissionDenied):
        needs("web.burn")(_page)(ask(actor=CLERK))


def test_a_door_says_what_it_asks_for() -> None:
    doors = [needs("web.look")(_page), signed_in(_page), public(_page)]

    assert [getattr(door, "permission", None) or getattr(door, "public", None) for door in doors] == [
        "web.look",
        "*",
        True,
    ]


def test_everybody_with_a_login_passes_a_signed_in_door(ask: Ask) -> None:
    assert signed_in(_page)(ask()).content == b"in"
    assert signed_in(_page)(ask(actor=NOBODY)).status_code == 302
