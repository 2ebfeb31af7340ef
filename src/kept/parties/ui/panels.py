from kept.kernel.web.panels import record_type

from ..models import Customer, Partner

record_type("parties.customer", model=Customer, permission="parties.view")
record_type("parties.partner", model=Partner, permission="parties.view")
