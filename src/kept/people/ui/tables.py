from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table


class PersonTable(Table):
    name = "people"
    title = _("People and grants")
    columns = (
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            link="people:person",
            link_by="pk",
            hint="login",
            sort="name",
        ),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("branch", _("Branch"), value="branch.name"),
        Column(
            "roles", _("Roles"), value=lambda p: " · ".join(sorted({str(g.role) for g in p.grants.all()}))
        ),
        Column("is_active", _("May sign in"), kind="yesno"),
        Column("is_new", _("New to the work"), kind="yesno"),
        Column("last_login", _("Last sign-in"), kind="moment"),
    )
    default = ("name", "kind", "branch", "roles", "is_active")
    order = ("name", "id")
    acts = (("people:new_person", _("Add a person"), "people.grant"),)
