from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.parties.models import Customer

from ..events import (
    AgreementEnded,
    AgreementMade,
    ClientPolicyKept,
    PreparationNoted,
    ServiceTextHandedOver,
)
from ..models import Agreement, AgreementLine, ClientPolicy, Handover, PreparationNote, ServiceStatement
from ..queries.preparation import preparation
from ..queries.statements import version_for

MOST = 20

record_type("contracts.agreement", model=Agreement, permission="contracts.view")
record_type("contracts.servicestatement", model=ServiceStatement, permission="contracts.view")


@panel("parties.customer", title=_("Agreements"), order=40, permission="contracts.view")
def agreements(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = Agreement.objects.permitted(Actor.of(request), "contracts.view").filter(customer=record)
    shown = rows.prefetch_related("lines__service").order_by("-valid_from")[:5]
    return "contracts/parts/agreements.html", {"agreements": shown}


@panel("catalog.service", title=_("Agreements in force"), order=10, permission="contracts.view")
def agreements_of_service(request: HttpRequest, record: Service) -> tuple[str, dict[str, Any]]:
    """Who has this service by agreement today; retiring it leaves them as they are."""
    rows = Agreement.objects.permitted(Actor.of(request), "contracts.view").in_force(localdate())
    found = rows.filter(pk__in=AgreementLine.objects.filter(service=record).values("agreement"))
    shown = list(found.select_related("customer").order_by("-valid_from", "-pk")[:MOST])
    return "contracts/parts/agreements_of_service.html", {"agreements": shown, "count": found.count()}


@strand("parties.customer", AgreementMade, AgreementEnded, permission="contracts.view")
def agreements_told(actor: Actor, customer: Customer) -> QuerySet[Agreement]:
    rows = Agreement.objects.permitted(actor, "contracts.view").filter(customer=customer)
    return rows.order_by("-valid_from")


@panel("parties.customer", title=_("Service statement"), order=42, permission="contracts.view")
def statement(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    """What applies today; another day is asked on the customer's page of statements."""
    today = localdate()
    version = version_for(record, today)
    rows = Handover.objects.permitted(Actor.of(request), "contracts.view").shown()
    given = rows.filter(customer=record)
    shown = {
        "customer": record,
        "version": version,
        "on": today,
        "is_given": version is not None and given.filter(version=version).exists(),
        "handovers": given[:5],
    }
    return "contracts/parts/statement_panel.html", shown


@strand("parties.customer", ServiceTextHandedOver, permission="contracts.view")
def handovers_told(actor: Actor, customer: Customer) -> QuerySet[Handover]:
    return Handover.objects.permitted(actor, "contracts.view").filter(customer=customer)


@panel("parties.customer", title=_("Client's service policy"), order=44, permission="parties.view")
def client_policy(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = ClientPolicy.objects.permitted(Actor.of(request), "parties.view").filter(customer=record)
    found = rows.in_force(localdate()).shown().first()
    return "contracts/parts/client_policy_panel.html", {"customer": record, "policy": found}


@strand("parties.customer", ClientPolicyKept, permission="parties.view")
def client_policies_told(actor: Actor, customer: Customer) -> QuerySet[ClientPolicy]:
    return ClientPolicy.objects.permitted(actor, "parties.view").filter(customer=customer)


@panel("parties.customer", title=_("In place before the transaction"), order=46, permission="contracts.view")
def preparation_panel(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    shown = {"customer": record, "elements": preparation(record, localdate())}
    return "contracts/parts/preparation_panel.html", shown


@strand("parties.customer", PreparationNoted, permission="contracts.view")
def preparation_told(actor: Actor, customer: Customer) -> QuerySet[PreparationNote]:
    rows = PreparationNote.objects.permitted(actor, "contracts.view").filter(customer=customer)
    return rows.order_by("-id")
