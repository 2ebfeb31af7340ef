from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..models import Agreement, RateCard


class AgreementTable(Table):
    name = "agreements"
    title = _("Agreements")
    columns = (
        Column("number", _("Agreement"), link="contracts:agreement"),
        Column("name", _("Name")),
        Column(
            "customer", _("Customer"), value="customer.name", link=lambda a: a.customer.get_absolute_url()
        ),
        Column("state", _("State"), kind="state", value=lambda a: (a.state, a.get_state_display())),
        Column("service_level", _("Service level set"), kind="percent"),
        Column("valid_from", _("Valid from"), kind="day", sort="valid_from"),
        Column("valid_until", _("Valid until"), kind="day", sort="valid_until"),
    )
    order = ("-id",)
    empty = _("No agreement yet.")
    empty_act = ("contracts:new_agreement", _("Make an agreement"), "contracts.keep")
    acts = (("contracts:new_agreement", _("Make an agreement"), "contracts.keep"),)


def _for(card: RateCard) -> str:
    agreement: Agreement | None = card.agreement
    if agreement:
        return f"{agreement.customer} · {agreement.number}"
    return card.get_segment_display() if card.segment else str(_("everybody"))


class RateCardTable(Table):
    name = "rate_cards"
    title = _("Rate cards")
    columns = (
        Column("name", _("Rate card"), link=RateCard.get_absolute_url),
        Column("for", _("For whom"), value=_for),
        Column("service", _("Service"), value=lambda card: str(card.service)),
        Column("valid_from", _("Valid from"), kind="day", sort="valid_from"),
        Column("valid_until", _("Valid until"), kind="day"),
        Column("minimum", _("Minimum charge"), kind="number", digits=2),
        Column("fuel_share", _("Fuel surcharge"), kind="percent"),
        Column("currency", _("Currency")),
    )
    order = ("-valid_from", "-id")
    empty = _("No prices yet.")
    empty_act = ("contracts:new_rate_card", _("Make a rate card"), "contracts.keep")
    acts = (("contracts:new_rate_card", _("Make a rate card"), "contracts.keep"),)
