from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..models import Service


class ServiceTable(Table):
    name = "services"
    title = _("Services on offer")
    columns = (
        Column("service", _("Service"), value=str, link=Service.get_absolute_url),
        Column("code", _("Code"), sort="code"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("state", _("State"), kind="state", value="state_shown"),
        Column("covers", _("What it covers")),
        Column("retired_at", _("Retired"), kind="moment"),
        Column("retired_why", _("Why it was retired")),
    )
    default = ("service", "code", "kind", "state", "covers")
    order = ("position", "code")
    empty = _("No service here. Choose another kind, or show the retired ones too.")
    acts = (("catalog:new_service", _("Add a service"), "catalog.keep"),)
