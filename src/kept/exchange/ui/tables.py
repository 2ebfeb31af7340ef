"""The list of imports, and the rows that an import refused."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

state_tone(uploaded="running", checked="soon", dropped="quiet")


class ImportTable(Table):
    name = "imports"
    title = _("Imports")
    columns = (
        Column("number", _("Import"), link="exchange:run"),
        Column("file_name", _("File")),
        Column("kind", _("Holds"), value=lambda run: run.get_kind_display()),
        Column("mapping", _("Mapping"), value="mapping_name"),
        Column("state", _("State"), kind="state", value=lambda run: (run.state, run.get_state_display())),
        Column("rows_done", _("Rows read"), kind="number"),
        Column("rows_taken", _("Rows taken in"), kind="number", total=True),
        Column("rows_known", _("Already there"), kind="number"),
        Column("rows_rejected", _("Rows rejected"), kind="number", total=True),
        Column("promises", _("Promises"), kind="number"),
        Column("started_by", _("Started by"), value="started_by.name"),
        Column("started_at", _("Started"), kind="moment", sort="started_at"),
        Column("ended_at", _("Ended"), kind="moment"),
    )
    default = (
        "number",
        "file_name",
        "kind",
        "mapping",
        "state",
        "rows_taken",
        "rows_rejected",
        "started_by",
        "started_at",
    )
    empty = _("No file has been imported yet.")
    empty_act = ("exchange:new_run", _("Import a file"), "exchange.import")
    acts = (("exchange:new_run", _("Import a file"), "exchange.import"),)
    live = True


class RejectedTable(Table):
    name = "rejected_rows"
    title = _("Rejected rows")
    columns = (
        Column("row", _("Row"), kind="number", sort="row"),
        Column("column", _("Column")),
        Column("reason", _("Reason"), value="why"),
        Column("cells", _("Content"), value=lambda row: " · ".join(str(cell) for cell in row.cells if cell)),
    )
    order = ("row", "pk")
    empty = _("No row was rejected.")
