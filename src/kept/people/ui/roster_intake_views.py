"""A roster from Excel or CSV: all rows or none."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.sheets import rows_of
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.exports import sheet_name

from ..actions.roster_intake import COLUMNS, Judged, take_roster
from ..models import Person
from .roster_forms import RosterFileForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ERRORS = 200


@needs("people.roster")
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Send a file; with any wrong row the page names them and nothing is written."""
    actor, judged = Actor.of(request), Judged()
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            rows = rows_of(form.cleaned_data["file"].read())
            people = Person.objects.staff().in_reach(actor, "people.roster")
            judged = take_roster(rows=rows, people=people, by=actor, at=now())
            if not judged.errors and not judged.duties:
                form.add_error("file", _("There is no new duty in this file."))
            elif not judged.errors:
                count = len(judged.duties)
                said = ngettext("%(count)d duty planned.", "%(count)d duties planned.", count)
                return back(request, "people:duties", message=said % {"count": count})
    return answer(
        request,
        "people/roster_intake.html",
        form=form,
        columns=COLUMNS,
        errors=judged.errors[:MOST_ERRORS],
        more_errors=max(len(judged.errors) - MOST_ERRORS, 0),
        status=422 if request.method == "POST" else 200,
    )


@needs("people.roster")
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with headings in the reader's language and one example."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(sheet_name(_("Duties")))
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, f"{column.words} *" if column.required else str(column.words), bold)
        sheet.write_string(1, place, column.example)
        sheet.set_column(place, place, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    headers = {"Content-Disposition": 'attachment; filename="roster.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)
