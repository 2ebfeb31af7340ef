"""Answers: pages, parts, ways back, refusals, nothing new."""

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist

from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, polled, refusals
from kept.kernel.web.middleware import RefusedMiddleware

from .conftest import Ask


class Weight(forms.Form):
    weight = forms.IntegerField(required=False)


def test_a_script_gets_the_part_and_a_person_the_page(ask: Ask) -> None:
    part = answer(ask("/find/", part=True), "kernel/find.html", part="hits", groups=[], text="abc")
    page = answer(ask("/find/"), "kernel/find.html", part="hits", groups=[], text="abc")

    assert part.content.decode().startswith('<div data-for="abc"><p class="empty-line">')
    assert page.content.decode().startswith("<!doctype html>")
    assert "HX-Request" in part["Vary"]


def test_a_block_of_an_inherited_page_is_a_part_too(ask: Ask) -> None:
    part = answer(ask(part=True), "kernel/404.html", part="words").content.decode()

    assert part.startswith("The address is wrong")


def test_going_back_in_the_history_gets_the_whole_page(ask: Ask) -> None:
    request = ask(part=True, **{"HX-History-Restore-Request": "true"})

    assert b"<!doctype" in answer(request, "kernel/find.html", part="hits", groups=[], text="").content


def test_a_part_that_is_not_there_is_a_mistake_of_ours(ask: Ask) -> None:
    with pytest.raises(TemplateDoesNotExist):
        answer(ask(part=True), "kernel/404.html", part="nowhere")


def test_after_a_write_there_is_a_way_back_with_a_word(ask: Ask) -> None:
    request = _with_messages(ask())

    response = back(request, "/ships/", message="Saved.", undo="/ships/1/undo/")

    assert (response.status_code, response["Location"]) == (302, "/ships/")
    assert [(str(m), m.extra_tags) for m in get_messages(request)] == [("Saved.", "undo:/ships/1/undo/")]


def test_a_word_that_waits_comes_with_the_part(ask: Ask) -> None:
    request = _with_messages(ask(part=True))
    messages.success(request, "Saved <now>.")

    part = answer(request, "kernel/404.html", part="words").content.decode()

    assert '<div hx-swap-oob="beforeend:#toasts"><div class="toast"' in part
    assert "Saved &lt;now&gt;." in part


def test_a_script_is_sent_on_by_header(ask: Ask) -> None:
    response = back(ask(part=True), "kernel:find")

    assert (response.status_code, response["HX-Redirect"]) == (200, "/find/")


def test_a_refusal_stands_beside_its_field() -> None:
    form = Weight({"weight": "0"})
    assert form.is_valid()

    with refusals(form):
        raise Refused("Weight must be above 0", field="weight")

    assert form.errors == {"weight": ["Weight must be above 0"]}


def test_a_refusal_of_an_unknown_field_stands_above_the_form() -> None:
    form = Weight({})
    assert form.is_valid()

    with refusals(form):
        raise Refused("Not on a Sunday", field="day")

    assert form.errors == {"__all__": ["Not on a Sunday"]}


def test_nothing_new_is_answered_with_304(ask: Ask) -> None:
    first = polled(ask(), "as it is", lambda: HttpResponse("rows"))
    again = polled(ask(**{"If-None-Match": first["ETag"]}), "as it is", lambda: HttpResponse("rows"))
    changed = polled(ask(**{"If-None-Match": first["ETag"]}), "otherwise", lambda: HttpResponse("rows"))

    assert [first.status_code, again.status_code, changed.status_code] == [200, 304, 200]


def test_a_refusal_that_nobody_caught_is_a_409_with_its_words(ask: Ask) -> None:
    page = _refuse(ask(Referer="http://testserver/orders/"))

    assert page.status_code == 409
    assert "Add a line &lt;first&gt;" in page.content.decode()
    assert 'href="http://testserver/orders/"' in page.content.decode()


def test_a_refusal_never_leads_to_another_house(ask: Ask) -> None:
    assert "evil" not in _refuse(ask(Referer="http://evil.example/")).content.decode()


def test_a_script_gets_a_refusal_as_a_toast(ask: Ask) -> None:
    toast = _refuse(ask(part=True))

    assert (toast.status_code, toast["HX-Retarget"], toast["HX-Reswap"]) == (409, "#toasts", "beforeend")


def test_other_mistakes_are_not_refusals(ask: Ask) -> None:
    middleware = RefusedMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(ask(), ValueError("ours")) is None


def _refuse(request: HttpRequest) -> HttpResponse:
    middleware = RefusedMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(request, Refused("Add a line <first>"))
    assert response is not None
    return response


def _with_messages(request: HttpRequest) -> HttpRequest:
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request
