"""Base numbers: their list, the sheet of a month, and numbers from a file."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.sheets import rows_of
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.exports import sheet_name
from kept.kernel.web.tables import list_page

from ..actions.entering import Told, enter_numbers
from ..actions.number_intake import COLUMNS, Judged, take_numbers
from ..catalogue import Recorded
from ..models import NumberEntry
from ..permissions import RECORD
from ..queries.entered import current_entries
from ..queries.known import known
from ..queries.places import months_later
from ..queries.reading import Whose
from .tree_forms import NumberFileForm, NumberFilter, OfForm, SheetForm, branches_of, this_month
from .tree_tables import NumberTable, with_parties

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ERRORS = 200


@needs("scorecards.record")
def numbers(request: HttpRequest) -> HttpResponseBase:
    rows = with_parties(NumberEntry.objects.permitted(Actor.of(request), RECORD))
    return list_page(request, NumberTable, NumberFilter(request.GET).narrow(rows), filters=NumberFilter)


@needs("scorecards.record")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """All numbers of a month and a party on one page; what is changed becomes a new row."""
    actor = Actor.of(request)
    given: dict[str, Any] = {"actor": actor, "permission": RECORD}
    asked = OfForm(request.POST if request.method == "POST" else _asked(request, actor), **given)
    whose, month = (asked.whose, asked.cleaned_data["month"]) if asked.is_valid() else (Whose(), this_month())
    catalogue = known()
    names = [m.name for m in catalogue.measures.values() if isinstance(m, Recorded)]
    shown = {
        row.number: row.value
        for row in current_entries(names, month, months_later(month, 1))
        if (row.slice, row.party_id, row.product) == (whose.slice, whose.id, "") and row.value is not None
    }
    form = SheetForm(request.POST or None, catalogue=catalogue, shown=shown, initial=_initial(asked), **given)
    if request.method == "POST" and form.is_valid():
        rows = [Told(name, month, value, whose) for name, value in form.changed().items()]
        with refusals(form):
            enter_numbers(rows=rows, source=form.cleaned_data["source"], by=actor, at=now())
            said = ngettext("%(count)d number entered.", "%(count)d numbers entered.", len(rows))
            address = f"{reverse('scorecards:numbers')}?month={month:%Y-%m}"
            message = said % {"count": len(rows)} if rows else _("Nothing was changed.")
            return back(request, address, message=message)
    return answer(
        request,
        "scorecards/number_sheet.html",
        status=422 if form.is_bound else 200,
        form=form,
        asked=asked,
        heads=[form[name] for name in ("month", "branch", "customer", "partner") if name in form.fields],
        fields=[form[f"n_{n.name}"] for n in form.numbers if whose.slice == "all" or not n.is_whole],
        entered=len(shown),
        cancel=reverse("scorecards:numbers"),
    )


@needs("scorecards.record")
@require_http_methods(["GET", "POST"])
def number_file(request: HttpRequest) -> HttpResponse:
    """Send a file; with any wrong row the page names them and nothing is written."""
    actor, judged = Actor.of(request), Judged()
    form = NumberFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        branches, whole = branches_of(actor, RECORD)
        with refusals(form):
            judged = take_numbers(
                rows=rows_of(form.cleaned_data["file"].read()),
                source=form.cleaned_data["source"],
                branches=branches,
                whole=whole,
                by=actor,
                at=now(),
            )
            if not judged.errors and not judged.told:
                form.add_error("file", _("There is no number in this file."))
            elif not judged.errors:
                said = ngettext("%(count)d number entered.", "%(count)d numbers entered.", len(judged.told))
                return back(request, "scorecards:numbers", message=said % {"count": len(judged.told)})
    return answer(
        request,
        "scorecards/number_file.html",
        form=form,
        columns=COLUMNS,
        errors=judged.errors[:MOST_ERRORS],
        more_errors=max(len(judged.errors) - MOST_ERRORS, 0),
        status=422 if request.method == "POST" else 200,
        cancel=reverse("scorecards:numbers"),
    )


@needs("scorecards.record")
def number_template(request: HttpRequest) -> HttpResponse:
    """A file with headings in the reader's language and a row for every base number, to be filled."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet_name(_("Base numbers")))
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(COLUMNS):
        page.write_string(0, place, f"{column.words} *" if column.required else str(column.words), bold)
        page.set_column(place, place, 30 if column.code == "number" else 16)
    numbers = [m for m in known().measures.values() if isinstance(m, Recorded)]
    for line, number in enumerate(numbers, 1):
        page.write_string(line, 0, str(number.title))
        page.write_string(line, 1, f"{this_month():%Y-%m}")
    page.freeze_panes(1, 0)
    book.close()
    headers = {"Content-Disposition": 'attachment; filename="numbers.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


def _asked(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Month and party of the address; last month and what the actor may, where it does not say."""
    branches, whole = branches_of(actor, RECORD)
    own = branches.first()
    if not whole and own is None:
        raise PermissionDenied
    told = {"month": f"{months_later(this_month(), -1):%Y-%m}", **request.GET.dict()}
    if not whole and own is not None:
        told.setdefault("branch", str(own.pk))
    return told


def _initial(asked: OfForm) -> dict[str, str]:
    return {name: value for name, value in asked.data.items() if name in asked.fields}
