from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table


class CustomerTable(Table):
    name = "customers"
    title = _("Customers")
    columns = (
        Column("name", _("Customer"), link="parties:customer", hint="number", sort="name"),
        Column("state", _("State"), kind="state", value=lambda c: (c.state, c.get_state_display())),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("segment", _("Segment"), value="get_segment_display"),
        Column("roles", _("Role in the chain"), value="roles_shown"),
        Column("city", _("City")),
        Column("phone", _("Phone")),
        Column("industry", _("Industry")),
        Column("account_manager", _("Account manager"), value="account_manager.name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("since", _("Customer since"), kind="day"),
    )
    default = ("name", "state", "segment", "city", "phone", "account_manager")
    order = ("-id",)
    empty = _("No customer yet.")
    empty_act = ("parties:new_customer", _("Add a customer"), "parties.keep")
    acts = (
        ("parties:new_customer", _("Add a customer"), "parties.keep"),
        ("parties:chains", _("Chains of customers"), "parties.view"),
    )


class ChainTable(Table):
    name = "chain_links"
    title = _("Chains of customers")
    columns = (
        Column("customer", _("In the chain of"), link=lambda link: link.customer.get_absolute_url()),
        Column("customer_number", _("Number"), value="customer.number"),
        Column("kind", _("Place in the chain"), value="get_kind_display"),
        Column("member", _("Customer in the chain"), link=lambda link: link.member.get_absolute_url()),
        Column("member_number", _("Number of the one in the chain"), value="member.number"),
        Column("since", _("Since"), kind="day", sort="-since"),
        Column("until", _("Until"), kind="day"),
    )
    default = ("customer", "kind", "member", "since", "until")
    order = ("-since", "-id")
    empty = _("No chain yet. Open a customer and add who stands in its chain.")
    empty_act = ("parties:customers", _("Customers"), "parties.view")


class PartnerTable(Table):
    name = "partners"
    title = _("Subcontractors")
    columns = (
        Column("name", _("Name"), link="parties:partner", hint="number", sort="name"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("city", _("City")),
        Column("phone", _("Phone")),
    )
    order = ("-id",)
    empty = _("No subcontractor yet.")
    empty_act = ("parties:new_partner", _("Add a subcontractor"), "parties.keep")
    acts = (("parties:new_partner", _("Add a subcontractor"), "parties.keep"),)
