"""The page of a service, where later rooms show what they use it for."""

from kept.kernel.web.panels import record_type

from ..models import Service

record_type("catalog.service", model=Service, permission="catalog.view")
