"""A page with one form, as most acts of this room have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from kept.kernel.web.answers import answer


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    cancel: str,
    act: str = "",
    lead: str = "",
    template: str = "inspections/form.html",
    **context: Any,
) -> HttpResponse:
    """422 once something that was sent was not taken."""
    status = 422 if request.method == "POST" else 200
    said = {"title": title, "cancel": cancel, "act": act, "lead": lead}
    return answer(request, template, status=status, form=form, **said, **context)
